# The steps of .ci/run, and how they are counted.

passed=0
failed=0
before=$(git status --porcelain)

# step NAME COMMAND..: one check, whose output is shown where it fails.
step() {
  local name=$1
  shift
  if "$@" >"$results/output" 2>&1; then
    echo "ok      $name"
    passed=$((passed + 1))
  else
    echo "FAILED  $name"
    sed 's/^/        /' "$results/output"
    failed=$((failed + 1))
  fi
}

# tests NAME COMMAND..: a run of vitest, each test of which counts.
tests() {
  local name=$1 report="$results/tests.json"
  shift
  rm -f "$report"
  local status=0
  "$@" --reporter=default --reporter=json --outputFile.json="$report" >"$results/output" 2>&1 || status=$?
  local counts
  if ! counts=$(node .ci/count-tests.js "$report" 2>"$results/reason"); then
    echo "FAILED  $name"
    cat "$results/output" "$results/reason" | sed 's/^/        /'
    failed=$((failed + 1))
    return
  fi
  local tests_passed tests_failed tests_skipped
  read -r tests_passed tests_failed tests_skipped <<<"$counts"
  # A file that cannot be loaded, or an error outside of any test, fails the run without failing a test.
  if [ "$status" -ne 0 ] && [ "$tests_failed" -eq 0 ]; then tests_failed=1; fi
  passed=$((passed + tests_passed))
  failed=$((failed + tests_failed))
  if [ "$tests_failed" -eq 0 ]; then
    echo "ok      $name: $tests_passed tests, $tests_skipped skipped"
  else
    echo "FAILED  $name: $tests_failed of $((tests_passed + tests_failed)) tests"
    cat "$results/output" "$results/reason" | sed 's/^/        /'
  fi
}

is_quiet() {
  local output
  output=$("$@" 2>&1) || return 1
  echo "$output"
  [ -z "$output" ]
}

no_match() {
  ! grep -nF "$1" "$2"
}

# The folder of the checkout and the home of whoever works in it have no place in the repository.
no_machine_paths() {
  local path
  for path in "$checkout/" "${HOME:-/nowhere}/"; do
    # Not in the middle of another path, where a home such as /root means nothing.
    if git grep -nIP -e "(?<![\w.\-\/}])\Q$path\E" -- . ':!package-lock.json'; then return 1; fi
  done
}

is_unchanged() {
  local after
  after=$(git status --porcelain)
  echo "$after"
  [ "$after" = "$before" ]
}
