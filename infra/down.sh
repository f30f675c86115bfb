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
# What a killed up.sh may have left: the server, and the two programs by the ids they wrote.
if [ -d "$root/.data/postgres" ]; then "$root/infra/postgres/cluster.sh" stop "$root/.data/postgres"; fi
