#!/usr/bin/env bash
# bash .ci/packed.sh FOLDER: packs every package, installs the packed ones into an empty folder, and uses them there as
# somebody would who has only npm: the command records a first event, and a program finds the library.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
folder=$1
mkdir -p "$folder/tarballs" "$folder/work"

cd "$root"
npm pack --workspaces --silent --pack-destination "$folder/tarballs"
cd "$folder/work"
npm init --yes >/dev/null
npm install --no-audit --no-fund "$folder"/tarballs/*.tgz

node_modules/.bin/daybook --version
node "$root/.ci/first-event.js" "$folder/work"
