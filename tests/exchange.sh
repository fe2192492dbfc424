#!/usr/bin/env bash
# A day's work by script: creates clients from CSV, rotates them all, exports them to Authelia, and brings them into a second
# registry, where the secrets go on working. Compares the processor time of it all with that of the argon2id hashes alone.
# Usage: tests/exchange.sh [CLIENTS]     (1,000 where none is said)
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-1000}
cargo build --release --quiet --example hashes --bin clientkeep
target=$(cargo metadata --format-version 1 --no-deps | grep -o '"target_directory":"[^"]*"' | cut -d'"' -f4)
program=$target/release/clientkeep
hashes=$target/release/examples/hashes
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_STATE_HOME=$folder/state
echo 'seven tin kettles on a barge' > "$folder/password"
keep() { "$program" --registry "$folder/$1.db" --operator ada --password-file "$folder/password" "${@:2}"; }

{
    echo client_name,client_id,class,scope,grant_types,redirect_uris
    for number in $(seq -w 1 "$count"); do
        echo "Parcel Service $number,parcel-$number,USER,read write,authorization_code refresh_token,https://s$number.example/cb"
    done
} > "$folder/clients.csv"
seq -f "parcel-%0${#count}g" 1 "$count" > "$folder/ids"

# The processor seconds, user and system, of a command and all that it starts.
seconds() {
    local TIMEFORMAT='%U %S'
    { time "$@" > "$folder/out" 2> "$folder/err"; } 2> "$folder/time" || { cat "$folder/err" >&2; return 1; }
    awk '{ print $1 + $2 }' "$folder/time"
}
work() {
    keep one init --admin ada --recovery-code-out "$folder/code-one"
    keep two init --admin ada --recovery-code-out "$folder/code-two"
    keep one import "$folder/clients.csv" --format csv --secret-out "$folder/first"
    xargs -a "$folder/ids" "$program" --registry "$folder/one.db" --operator ada --password-file "$folder/password" \
        rotate --secret-out "$folder/second"
    keep one export --format authelia --with-verifiers --out "$folder/clients.yml"
    keep two import "$folder/clients.yml" --format authelia --class USER
    keep one check
    keep two check
}
alone=$(seconds "$hashes" $((2 * count)))
all=$(seconds work)

accepted() { head -n "$2" "$folder/$3" | keep "$1" verify --json | grep -o '"accepted":true' | wc -l || true; }
sample=$((count < 20 ? count : 20))
[ "$(keep two list --json | grep -o '"client_id":' | wc -l)" -eq "$count" ] || { echo "not all clients came back"; exit 1; }
[ "$(accepted two "$sample" second)" -eq "$sample" ] || { echo "secrets that came back are refused"; exit 1; }
[ "$(accepted one "$sample" first)" -eq 0 ] || { echo "rotated secrets are accepted"; exit 1; }
echo "$count clients created, rotated, exported and brought back, both registries checked: $all s of processor time"
echo "$((2 * count)) argon2id hashes alone: $alone s"
awk -v all="$all" -v alone="$alone" 'BEGIN {
    ratio = all / alone
    printf "ratio %.3f, at most 1.15 asked\n", ratio
    exit !(ratio <= 1.15)
}'
