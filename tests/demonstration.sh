#!/bin/sh
# The main job on the command line, from beginning to end: a badge in, checked, kept, and out again as a signed bundle
# that somebody else checks. The badges come from an issuer made for the occasion, which serves on loopback only.
set -eu
cd "$(dirname "$0")/.."

programs=${BACKPACK_PREBUILT:-}
if [ -z "$programs" ]; then
    cargo build --quiet --package backpack-cli --package whole-system --bin backpack --bin test-issuer
    programs="$(pwd)/${CARGO_TARGET_DIR:-target}/debug"
    case "${CARGO_TARGET_DIR:-}" in /*) programs="$CARGO_TARGET_DIR/debug" ;; esac
fi
place=$(mktemp -d)
"$programs/test-issuer" "$place/issuer" >"$place/issuer.log" 2>&1 &
issuer=$!
trap 'kill $issuer 2>/dev/null; rm -rf "$place"' EXIT INT TERM
waited=0
until [ -f "$place/issuer/issuer.json" ]; do
    waited=$((waited + 1))
    [ $waited -lt 300 ] || { cat "$place/issuer.log" >&2; exit 1; }
    sleep 0.1
done

# A machine without a keyring keeps the backpack's key behind a passphrase.
echo "a passphrase for this demonstration" >"$place/passphrase"
port=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$place/issuer/issuer.json")
host=$(sed -n 's/.*"host": *"\([^"]*\)".*/\1/p' "$place/issuer/issuer.json")
recipient=$(sed -n 's/.*"recipient": *"\([^"]*\)".*/\1/p' "$place/issuer/issuer.json")

show() { printf '\n$ backpack'; printf ' %s' "$@" | sed "s|$place/||g"; printf '\n'; }
backpack() {
    show "$@"
    "$programs/backpack" --data-dir "$place/backpack" --passphrase-file "$place/passphrase" \
        --cacert "$place/issuer/ca.pem" --resolve "$host:$port:127.0.0.1" --allow-private-network "$@" 2>&1 |
        sed "s|$place/||g"
}

# shellcheck disable=SC2012 # names are the issuer's own
first=$(ls "$place/issuer/badges/"*.png | head -n 1)
second=$(ls "$place/issuer/badges/"*https*.png | head -n 1)
backpack identity add "$recipient"
backpack import --yes "$first" "$second"
backpack list
backpack collection new "For my application" --introduction "What I learned last year."
for id in $("$programs/backpack" --data-dir "$place/backpack" --passphrase-file "$place/passphrase" list --json |
    sed -n 's/^{"id":"\([0-9a-f]\{12\}\).*/\1/p'); do
    backpack collection add "For my application" "$id" --note "I use this every day."
done
backpack export "For my application" --output "$place/application.badgebundle" --audience "Example Employer" \
    --disclose "$recipient"
echo
echo "Somebody else opens the bundle: no account, nothing of the learner's but the file."
backpack review "$place/application.badgebundle"
"$programs/backpack" --cacert "$place/issuer/ca.pem" --resolve "$host:$port:127.0.0.1" --allow-private-network \
    review --json "$place/application.badgebundle" >/dev/null
echo
echo "Done: a badge in, checked, kept, and out again as a signed bundle that holds."
