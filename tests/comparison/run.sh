#!/bin/sh
# Verification rates, ours and the peers', in one run: the same credential, one core, offline.
#
#     tests/comparison/run.sh [SECONDS [ROUNDS]]
#
# The credential is one that @digitalbazaar/vc signs with eddsa-rdfc-2022. Rounds alternate between the programs, and the
# best of each counts: what else the machine does makes a program slower, never faster.
set -eu
cd "$(dirname "$0")"
seconds=${1:-3}
rounds=${2:-3}

sh ../setup.sh
cargo build --quiet --release --package openbadges --example rate
program=$(cd ../.. && cargo metadata --no-deps --format-version 1 |
    node -e 'process.stdin.on("data", d => s += d).on("end", () => console.log(JSON.parse(s).target_directory)); let s = ""')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node ../peers/digitalbazaar.mjs sign |
    node -e 'let s = ""; process.stdin.on("data", d => s += d).on("end", () =>
        console.log(JSON.stringify(JSON.parse(s).signed["vc-2.0/eddsa-rdfc-2022"])))' >"$work/credential.json"

one_core() { if command -v taskset >/dev/null; then taskset -c 0 "$@"; else "$@"; fi; }

round=0
while [ "$round" -lt "$rounds" ]; do
    one_core "$program/release/examples/rate" "$work/credential.json" "$seconds" 2>/dev/null
    one_core node vc.mjs "$work/credential.json" "$seconds"
    round=$((round + 1))
done >"$work/rates"

awk '
    $2 > best[$1] { best[$1] = $2 }
    END {
        for (name in best) printf "%-20s %8d a second\n", name, best[name] | "sort"
        close("sort")
        printf "openbadges is %.1f times @digitalbazaar/vc, and %.0f %% of the bare verify_strict\n",
            best["openbadges"] / best["@digitalbazaar/vc"], 100 * best["openbadges"] / best["verify_strict"]
    }' "$work/rates"
