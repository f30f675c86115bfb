#!/usr/bin/env bash
# Every test project and the browser journeys, from a clean clone; the last line is `N passed, N failed, N skipped`.
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

passed=0 failed=0 skipped=0
count() { sed -nE "s/.*<Counters[^>]* $2=\"([0-9]+)\".*/\1/p" "$1" | head -n 1; }
for project in tests/*/*.csproj e2e/*.csproj; do
  name=$(basename "$project" .csproj)
  echo "── $name"
  ended=0 began=$SECONDS
  dotnet test "$project" -c Release --no-build -nologo --logger "console;verbosity=minimal" --logger "trx;LogFileName=$results/$name.trx" \
    --blame-hang-timeout 15m --blame-hang-dump-type none </dev/null 2>&1 | { grep --line-buffered -vE '^\s*$|^Results File|^Test run for|^VSTest|^Starting test|^A total of|^Data collector' || true; } || ended=$?
  if [ -s "$results/$name.trx" ]; then
    here_total=$(count "$results/$name.trx" total) here_passed=$(count "$results/$name.trx" passed) here_failed=$(count "$results/$name.trx" failed)
  else
    here_total=0 here_passed=0 here_failed=0
  fi
  passed=$((passed + here_passed)) failed=$((failed + here_failed)) skipped=$((skipped + here_total - here_passed - here_failed))
  if [ "$here_total" = 0 ]; then echo "$name ran no test."; failed=$((failed + 1)); fi
  # The run itself broke: a host that died, or a test that hung.
  if [ "$ended" != 0 ] && [ "$here_failed" = 0 ]; then echo "The run of $name ended with $ended."; failed=$((failed + 1)); fi
  echo "   $((SECONDS - began)) s"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
