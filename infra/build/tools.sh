# Sourced by the scripts of this folder: one sentence and the end, and Debian packages where they may be installed.

fail() {
  echo "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

# install_debian PACKAGE...: installs those that are missing, or names exactly what to install. Answers 1 when it could not.
install_debian() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! may_install; then
    echo "Missing and not ours to install. As root: apt-get install ${missing[*]}" >&2
    return 1
  fi
  local log
  log=$(mktemp)
  echo "Installing ${missing[*]} …" >&2
  if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    echo "Could not install: ${missing[*]}" >&2
    return 1
  fi
  rm -f "$log"
}

# need_space DIR MEGABYTES
need_space() {
  local free
  free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$2" ] || fail "The disk of $1 has $free MB free; $2 MB are needed."
}

port_in_use() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# build_release PROJECT...: builds the named projects of src/ where a source is newer than what was built last.
build_release() {
  local root=$1 project built name log began
  shift
  for project in "$@"; do
    name=CreditLoan.$project
    built=$root/src/$name/bin/Release/net10.0/built
    if [ -e "$built" ] && [ -z "$(find "$root/src" "$root/infra/build" "$root"/Directory.*.props -newer "$built" -type f -not -path '*/bin/*' -not -path '*/obj/*' -print -quit)" ]; then continue; fi
    command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing; see https://dotnet.microsoft.com/download."
    need_space "$root" 1024
    printf 'Building %s …' "$name" >&2
    began=$SECONDS
    log=$(mktemp)
    dotnet build "$root/src/$name" -c Release -v q -nologo -clp:ErrorsOnly >"$log" 2>&1 </dev/null || { echo >&2; sort -u "$log" | head -n 20 >&2; rm -f "$log"; fail "$name does not build."; }
    rm -f "$log"
    echo " $((SECONDS - began)) s" >&2
    touch "$built"
  done
}
