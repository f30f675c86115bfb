#!/usr/bin/env bash
# A bank's system calling CreditLoan with curl and openssl alone.
#   samples/curl/bank.sh keys                        makes client.key and client.pub (P-256)
#   samples/curl/bank.sh call GET  /v1/applications
#   samples/curl/bank.sh call POST /v1/applications/SQ-2026-000001/take [BODY] [IDEMPOTENCY-KEY]
# CREDITLOAN_API (http://localhost:5081), BANK_CLIENT (SB01-core) and BANK_KEY (client.key) say where, who and with which key.
set -euo pipefail
api=${CREDITLOAN_API:-http://localhost:5081} client=${BANK_CLIENT:-SB01-core} key=${BANK_KEY:-client.key}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

b64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# The public point as a JWK; an uncompressed P-256 key ends with its 64 bytes x and y.
jwk() {
  openssl ec -in "$1" -pubout -outform DER 2>/dev/null | tail -c 64 >"$work/point"
  printf '{"crv":"P-256","kty":"EC","x":"%s","y":"%s"}' "$(head -c 32 "$work/point" | b64url)" "$(tail -c 32 "$work/point" | b64url)"
}

# openssl signs in DER: two integers, which JOSE wants as 32 bytes each.
jws() {
  local text
  text=$(printf %s "$2" | b64url).$(printf %s "$3" | b64url)
  printf %s "$text" | openssl dgst -sha256 -sign "$1" -out "$work/der"
  local r s
  { read -r r; read -r s; } < <(openssl asn1parse -inform DER -in "$work/der" | sed -n 's/.*INTEGER *://p')
  printf %s "$text.$(printf '%64s%64s' "$r" "$s" | tr ' ' 0 | xxd -r -p | b64url)"
}

id() { openssl rand -hex 16; }

# proof METHOD ADDRESS [TOKEN]: that we hold the key, for this one call (RFC 9449).
proof() {
  local ath=""
  [ -z "${3:-}" ] || ath=",\"ath\":\"$(printf %s "$3" | openssl dgst -sha256 -binary | b64url)\""
  jws "$key" "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":$(jwk "$key")}" "{\"htm\":\"$1\",\"htu\":\"$2\",\"iat\":$(date +%s),\"jti\":\"$(id)\"$ath}"
}

token() {
  local now assertion
  now=$(date +%s)
  assertion=$(jws "$key" '{"alg":"ES256","typ":"JWT"}' "{\"iss\":\"$client\",\"sub\":\"$client\",\"aud\":\"$api/connect/token\",\"iat\":$now,\"exp\":$((now + 60)),\"jti\":\"$(id)\"}")
  curl -sS --fail-with-body -H "DPoP: $(proof POST "$api/connect/token")" "$api/connect/token" \
    -d grant_type=client_credentials -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer -d "client_assertion=$assertion" |
    sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p'
}

# The platform signed this very answer: header..signature over "header." and the body (RFC 7797).
check() {
  local jws header kid x y
  jws=$(tr -d '\r' <"$work/headers" | sed -n 's/^[Xx]-[Jj][Ww][Ss]-[Ss]ignature: //p')
  header=${jws%%.*}
  kid=$(printf %s "$header===" | tr '_-' '/+' | openssl base64 -d -A 2>/dev/null | sed -n 's/.*"kid":"\([^"]*\)".*/\1/p')
  curl -sS "$api/.well-known/jwks.json" | tr '{' '\n' | grep -F "\"$kid\"" >"$work/jwk" || { echo "The answer is signed with an unknown key." >&2; exit 1; }
  x=$(sed -n 's/.*"x":"\([^"]*\)".*/\1/p' "$work/jwk") y=$(sed -n 's/.*"y":"\([^"]*\)".*/\1/p' "$work/jwk")
  { printf 3059301306072a8648ce3d020106082a8648ce3d03010703420004 | xxd -r -p; unb64 "$x"; unb64 "$y"; } >"$work/platform.der"
  unb64 "${jws##*.}" | xxd -p -c 64 >"$work/hex"
  openssl asn1parse -genconf <(printf 'asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' "$(cut -c1-64 "$work/hex")" "$(cut -c65-128 "$work/hex")") -out "$work/signature" -noout
  { printf %s "$header."; cat "$work/body"; } >"$work/signed"
  openssl dgst -sha256 -verify <(openssl ec -pubin -inform DER -in "$work/platform.der" 2>/dev/null) -signature "$work/signature" "$work/signed" >/dev/null ||
    { echo "The answer's signature does not fit." >&2; exit 1; }
}

unb64() { local text; text=$(printf %s "$1" | tr '_-' '/+'); while [ $((${#text} % 4)) -ne 0 ]; do text=$text=; done; printf %s "$text" | openssl base64 -d -A; }

call() {
  local method=$1 path=$2 body=${3:-} idempotency=${4:-$(id)} access status
  access=$(token)
  [ -n "$access" ] || { echo "No token." >&2; exit 1; }
  local arguments=(-sS -X "$method" -D "$work/headers" -o "$work/body" -w '%{http_code}' -H "Authorization: DPoP $access" -H "DPoP: $(proof "$method" "$api${path%%\?*}" "$access")")
  [ "$method" = GET ] || arguments+=(-H "Idempotency-Key: $idempotency")
  [ -z "$body" ] || arguments+=(-H 'Content-Type: application/json' --data-binary "$body")
  status=$(curl "${arguments[@]}" "$api$path")
  check
  cat "$work/body"
  echo
  [ "$status" -lt 400 ]
}

case ${1:-} in
  keys)
    openssl ecparam -name prime256v1 -genkey -noout -out client.key
    chmod 600 client.key
    openssl ec -in client.key -pubout -out client.pub 2>/dev/null
    echo "client.key stays with you; hand in client.pub."
    ;;
  call) shift; call "$@" ;;
  *) sed -n '2,6s/^# //p' "$0"; exit 1 ;;
esac
