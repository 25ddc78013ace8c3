#!/bin/sh
# Shows the main job on the command line: import and verify badges, export them as a signed bundle, review the bundle as
# another person. The badges come from `test-issuer`, which serves on loopback only.
set -eu
cd "$(dirname "$0")/.."

programs=${BACKPACK_PREBUILT:-}
if [ -z "$programs" ]; then
    cargo build --quiet --package backpack-cli --package whole-system --bin backpack --bin test-issuer
    programs="$(pwd)/${CARGO_TARGET_DIR:-target}/debug"
    case "${CARGO_TARGET_DIR:-}" in /*) programs="$CARGO_TARGET_DIR/debug" ;; esac
fi
work=$(mktemp -d)
"$programs/test-issuer" "$work/issuer" >"$work/issuer.log" 2>&1 &
issuer=$!
trap 'kill $issuer 2>/dev/null; rm -rf "$work"' EXIT INT TERM
waited=0
until [ -f "$work/issuer/issuer.json" ]; do
    waited=$((waited + 1))
    [ $waited -lt 300 ] || { cat "$work/issuer.log" >&2; exit 1; }
    sleep 0.1
done

# A passphrase, because the machine may have no keyring.
echo "a passphrase for this demonstration" >"$work/passphrase"
port=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$work/issuer/issuer.json")
host=$(sed -n 's/.*"host": *"\([^"]*\)".*/\1/p' "$work/issuer/issuer.json")
recipient=$(sed -n 's/.*"recipient": *"\([^"]*\)".*/\1/p' "$work/issuer/issuer.json")

show() { printf '\n$ backpack'; printf ' %s' "$@" | sed "s|$work/||g"; printf '\n'; }
backpack() {
    show "$@"
    "$programs/backpack" --data-dir "$work/backpack" --passphrase-file "$work/passphrase" \
        --cacert "$work/issuer/ca.pem" --resolve "$host:$port:127.0.0.1" --allow-private-network "$@" 2>&1 |
        sed "s|$work/||g"
}

# shellcheck disable=SC2012 # `test-issuer` chooses the names
first=$(ls "$work/issuer/badges/"*.png | head -n 1)
second=$(ls "$work/issuer/badges/"*https*.png | head -n 1)
backpack identity add "$recipient"
backpack import --yes "$first" "$second"
backpack list
backpack collection new "For my application" --introduction "What I learned last year."
for id in $("$programs/backpack" --data-dir "$work/backpack" --passphrase-file "$work/passphrase" list --json |
    sed -n 's/^{"id":"\([0-9a-f]\{12\}\).*/\1/p'); do
    backpack collection add "For my application" "$id" --note "I use this every day."
done
backpack export "For my application" --output "$work/application.badgebundle" --audience "Example Employer" \
    --disclose "$recipient"
echo
echo "Another person reviews the bundle, with no account and nothing but the file."
backpack review "$work/application.badgebundle"
"$programs/backpack" --cacert "$work/issuer/ca.pem" --resolve "$host:$port:127.0.0.1" --allow-private-network \
    review --json "$work/application.badgebundle" >/dev/null
echo
echo "Done: two badges imported, verified, and exported as a signed bundle that passes its review."
