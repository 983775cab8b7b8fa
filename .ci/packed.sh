#!/usr/bin/env bash
# bash .ci/packed.sh FOLDER: packs every package, looks at what is in the tarballs, installs them into an empty folder,
# and uses them there as somebody would who has only npm: the command records a first event, and a program finds the
# library.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
folder=$1
mkdir -p "$folder/tarballs" "$folder/work"

cd "$root"
npm pack --workspaces --silent --pack-destination "$folder/tarballs"

# The license asks for its text in every copy, and npm shows the README.
for tarball in "$folder"/tarballs/*.tgz; do
  unpacked="$folder/unpacked/$(basename "$tarball" .tgz)"
  mkdir -p "$unpacked"
  tar -xzf "$tarball" -C "$unpacked" --strip-components=1
  cmp "$root/LICENSE" "$unpacked/LICENSE"
  head -1 "$unpacked/README.md" | grep '^# '
  # The sources themselves are not packed; a debugger finds them in the maps.
  if find "$unpacked" -name '*.map' -exec grep -L '"sourcesContent":\["' {} + | grep .; then
    echo "these maps lack the sources"
    exit 1
  fi
done

cd "$folder/work"
npm init --yes >/dev/null
# Strict, so that a dependency which asks for a newer Node than ours is an error here and no warning at a user's.
npm install --engine-strict --no-audit --no-fund "$folder"/tarballs/*.tgz

node_modules/.bin/daybook --version
node "$root/.ci/first-event.js" "$folder/work"
