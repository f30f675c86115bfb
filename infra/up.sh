#!/usr/bin/env bash
# Builds what has changed, starts a private PostgreSQL, and serves the portal and the bank API until Ctrl-C.
#   --port N     the portal's port (5080); the bank API takes N+1, the database N+2
#   --reset      begins with an empty database
#   --no-seed    leaves an empty database empty
# CREDITLOAN_DB names another PostgreSQL (15 or newer) by its owner's connection string.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/infra/build/tools.sh"

port=5080 reset="" seed=yes
while [ $# -gt 0 ]; do
  case $1 in
    --port) [[ ${2:-} =~ ^[0-9]+$ ]] && [ "$2" -ge 1024 ] && [ "$2" -le 65533 ] || fail "--port takes a number from 1024 to 65533."; port=$2; shift ;;
    --reset) reset=yes ;;
    --no-seed) seed="" ;;
    *) fail "Usage: infra/up.sh [--port N] [--reset] [--no-seed]" ;;
  esac
  shift
done
api=$((port + 1)) data=$root/.data
mkdir -p "$data"
[ ! -w "$data" ] && fail "$data cannot be written by $(id -un)."

if [ -e "$data/up.pid" ] && kill -0 "$(cat "$data/up.pid")" 2>/dev/null; then fail "It is already running (process $(cat "$data/up.pid")); infra/down.sh stops it."; fi
for wanted in $port $api; do ! port_in_use "$wanted" || fail "Port $wanted is in use by another program; choose another with --port."; done
[ -z "$reset" ] || [ -z "${CREDITLOAN_DB:-}" ] || fail "--reset empties the private database only; CREDITLOAN_DB names another."
command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing; see https://dotnet.microsoft.com/download."
dotnet --list-sdks | grep -q '^10\.' || fail "The .NET 10 SDK is missing; there is only $(dotnet --version)."
command -v curl >/dev/null || install_debian curl || exit 1
# The demonstration's model has a challenger.
[ -z "$seed" ] || /sbin/ldconfig -p 2>/dev/null | grep -q libxgboost || install_debian libxgboost0 || exit 1

portal_pid="" api_pid=""
finish() {
  trap '' INT TERM # a second Ctrl-C does not leave half of it running
  trap - EXIT
  kill ${portal_pid:-} ${api_pid:-} 2>/dev/null || true
  # Ten seconds for open circuits, then without asking.
  for _ in $(seq 100); do kill -0 ${portal_pid:-} 2>/dev/null || kill -0 ${api_pid:-} 2>/dev/null || break; sleep 0.1; done
  kill -9 ${portal_pid:-} ${api_pid:-} 2>/dev/null || true
  [ -n "${CREDITLOAN_DB_GIVEN:-}" ] || "$root/infra/postgres/cluster.sh" stop "$data/postgres" || true
  rm -f "$data"/{up,Portal,BankApi}.pid
}
CREDITLOAN_DB_GIVEN=${CREDITLOAN_DB:-}
trap 'finish' EXIT
trap 'echo >&2; echo "Stopping …" >&2; exit 130' INT
trap 'exit 143' TERM
echo $$ >"$data/up.pid"

build_release "$root" Portal BankApi Tool
xyd=(dotnet "$root/src/CreditLoan.Tool/bin/Release/net10.0/xyd.dll")

if [ -z "$CREDITLOAN_DB_GIVEN" ]; then
  [ -z "$reset" ] || { "$root/infra/postgres/cluster.sh" drop "$data/postgres"; rm -rf "$data/evidence"; }
  echo "Starting PostgreSQL …" >&2
  CREDITLOAN_DB=$("$root/infra/postgres/cluster.sh" start "$data/postgres" $((port + 2)))
  export CREDITLOAN_DB
fi
# The keys that sign evidence lie outside the database.
export CREDITLOAN_EVIDENCE=${CREDITLOAN_EVIDENCE:-$data/evidence}
"${xyd[@]}" migrate >&2
[ -z "$seed" ] || "${xyd[@]}" seed --if-empty >&2 || { [ -n "$CREDITLOAN_DB_GIVEN" ] || need_space "$data" 256; exit 1; }

# A workstation's demonstration unless told otherwise: production refuses demo data.
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
# serve PROJECT PORT: starts it in the background; its output goes to .data/PROJECT.log.
serve() {
  (cd "$root/src/CreditLoan.$1" && exec dotnet "bin/Release/net10.0/CreditLoan.$1.dll" --urls "http://127.0.0.1:$2") >"$data/$1.log" 2>&1 </dev/null &
  echo $! >"$data/$1.pid"
}
# The address that banks know the API by; tokens are made out to it.
export CREDITLOAN_API_URL=${CREDITLOAN_API_URL:-http://localhost:$api}
serve Portal "$port"; portal_pid=$!
serve BankApi "$api"; api_pid=$!

# healthy NAME PID PORT
healthy() {
  for _ in $(seq 300); do
    kill -0 "$2" 2>/dev/null || { tail -n 5 "$data/$1.log" >&2; fail "$1 ended while starting (log: .data/$1.log)."; }
    ! curl -fsS -m 5 "http://127.0.0.1:$3/health/ready" >/dev/null 2>&1 || return 0
    sleep 0.2
  done
  fail "$1 is not healthy after 60 seconds (log: .data/$1.log)."
}
echo "Waiting for the portal and the bank API …" >&2
healthy Portal "$portal_pid" "$port"
healthy BankApi "$api_pid" "$api"

echo
echo "Portal    http://localhost:$port"
echo "Bank API  http://localhost:$api"
echo
"${xyd[@]}" accounts
echo
echo "Ctrl-C or infra/down.sh stops everything."
wait -n "$portal_pid" "$api_pid" || true
for name in Portal BankApi; do
  pid=$portal_pid; [ $name = Portal ] || pid=$api_pid
  kill -0 "$pid" 2>/dev/null || { tail -n 5 "$data/$name.log" >&2; fail "$name ended (log: .data/$name.log)."; }
done
