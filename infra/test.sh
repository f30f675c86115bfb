#!/usr/bin/env bash
# Every test project and the browser journeys, from a clean clone; the last line is `N passed, N failed, N skipped`.
# A machine that stands still for a while fails a test that waits on a browser or a server: at most three failures of a project are run
# once more, by themselves. What then passes counts as passed, and is named above the last line; what fails again is broken.
# CREDITLOAN_DATA names the folder of real data (by default ../shared/data), CREDITLOAN_TEST_DB another PostgreSQL.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/infra/build/tools.sh"
cd "$root"

command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing; see https://dotnet.microsoft.com/download."
if ! install_debian chromium fonts-noto-cjk libxgboost0 libsodium23 python3-sklearn curl; then
  [ -z "${CI:-}" ] || fail "With CI set, a missing tool or library is a failure."
  echo "Tests that need them will fail." >&2
fi
if ! command -v node >/dev/null; then [ -z "${CI:-}" ] || fail "With CI set, a missing Node is a failure."; echo "Node is missing; tests that need it will fail." >&2; fi
need_space "$root" 3072

results=$root/.data/test-results
rm -rf "$results"
mkdir -p "$results"
echo "Building …"
dotnet build CreditLoan.sln -c Release -v q -nologo -clp:ErrorsOnly </dev/null
# What the programs are made of, from what was restored for them.
dotnet src/CreditLoan.Tool/bin/Release/net10.0/xyd.dll sbom "$results/sbom.cdx.json"

if [ -z "${CREDITLOAN_TEST_DB:-}" ]; then
  trap 'infra/postgres/cluster.sh drop "$root/.data/test-postgres"' EXIT
  infra/postgres/cluster.sh drop "$root/.data/test-postgres"
  CREDITLOAN_TEST_DB=$(infra/postgres/cluster.sh start "$root/.data/test-postgres" 0)
  export CREDITLOAN_TEST_DB
fi

# run NAME PROJECT [FILTER]: runs a project's tests; NAME.trx holds the results.
run() {
  dotnet test "$2" -c Release --no-build -nologo ${3:+--filter "$3"} --logger "console;verbosity=minimal" --logger "trx;LogFileName=$results/$1.trx" \
    --blame-hang-timeout 15m --blame-hang-dump-type none </dev/null 2>&1 | { grep --line-buffered -vE '^\s*$|^Results File|^Test run for|^VSTest|^Starting test|^A total of|^Data collector' || true; }
}
count() { if [ -s "$results/$1.trx" ]; then sed -nE "s/.*<Counters[^>]* $2=\"([0-9]+)\".*/\1/p" "$results/$1.trx" | head -n 1; else echo 0; fi; }
# The methods of the tests that failed, one a line.
failures() { sed -nE '/<UnitTestResult [^>]*outcome="Failed"/ s/.* testName="([^"(]+).*/\1/p' "$results/$1.trx" | sort -u; }

passed=0 failed=0 skipped=0 second=""
for project in tests/*/*.csproj e2e/*.csproj; do
  name=$(basename "$project" .csproj)
  echo "── $name"
  ended=0 began=$SECONDS
  run "$name" "$project" || ended=$?
  here_total=$(count "$name" total) here_passed=$(count "$name" passed) here_failed=$(count "$name" failed)
  if [ "$here_failed" -gt 0 ] && [ "$here_failed" -le 3 ]; then
    methods=$(failures "$name")
    echo "   once more: $(echo $methods)"
    if run "$name-again" "$project" "$(sed 's/^/FullyQualifiedName=/' <<<"$methods" | paste -sd '|')" && [ "$(count "$name-again" passed)" -ge "$here_failed" ] && [ "$(count "$name-again" failed)" = 0 ]; then
      second="$second $(echo $methods)"
      here_passed=$((here_passed + here_failed)) here_failed=0 ended=0
    fi
  fi
  passed=$((passed + here_passed)) failed=$((failed + here_failed)) skipped=$((skipped + here_total - here_passed - here_failed))
  if [ "$here_total" = 0 ]; then echo "$name ran no test."; failed=$((failed + 1)); fi
  # The run itself broke: a host that died, or a test that hung.
  if [ "$ended" != 0 ] && [ "$here_failed" = 0 ]; then echo "The run of $name ended with $ended."; failed=$((failed + 1)); fi
  echo "   $((SECONDS - began)) s"
done

[ -z "$second" ] || echo "Passed only when run a second time:$second"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
