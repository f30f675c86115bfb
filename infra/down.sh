#!/usr/bin/env bash
# Stops what infra/up.sh started, and waits until it is gone.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/infra/build/tools.sh"
up=$(cat "$root/.data/up.pid" 2>/dev/null || true)
if [ -n "$up" ] && kill -0 "$up" 2>/dev/null; then
  kill "$up"
  for _ in $(seq 300); do kill -0 "$up" 2>/dev/null || break; sleep 0.1; done
  ! kill -0 "$up" 2>/dev/null || fail "infra/up.sh (process $up) did not stop in 30 seconds."
fi
# What a killed up.sh may have left: the two programs by the ids they wrote, and the server.
for name in Portal BankApi; do
  pid=$(cat "$root/.data/$name.pid" 2>/dev/null || true)
  if [ -n "$pid" ] && grep -qs "CreditLoan.$name.dll" "/proc/$pid/cmdline"; then
    kill "$pid"
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$root/.data/$name.pid"
done
if [ -d "$root/.data/postgres" ]; then "$root/infra/postgres/cluster.sh" stop "$root/.data/postgres"; fi
