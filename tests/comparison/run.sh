#!/bin/sh
# Verification rates, ours and the peers', in one run: the same credentials, one core, offline.
#
#     tests/comparison/run.sh [SECONDS [ROUNDS]]
#
# What is verified, `credentials.mjs` tells. Rounds alternate between the programs, and the best of each counts: what else
# the machine does makes a program slower, never faster.
set -eu
cd "$(dirname "$0")"
seconds=${1:-3}
rounds=${2:-3}

sh ../setup.sh
cargo build --quiet --release --package openbadges --example rate
cargo build --quiet --release --locked --manifest-path ssi/Cargo.toml
# Where cargo puts what it builds.
target() {
    cargo metadata --no-deps --format-version 1 "$@" |
        node -e 'let s = ""; process.stdin.on("data", d => s += d).on("end", () => console.log(JSON.parse(s).target_directory))'
}
ours=$(target)/release/examples/rate
ssi=$(target --manifest-path ssi/Cargo.toml)/release/comparison-ssi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node credentials.mjs "$work"

one_core() { if command -v taskset >/dev/null; then taskset -c 0 "$@"; else "$@"; fi; }

round=0
while [ "$round" -lt "$rounds" ]; do
    for what in simple record; do
        one_core "$ours" "$work/$what.json" "$seconds" >"$work/rates"
        one_core node vc.mjs "$work/$what.json" "$seconds" >>"$work/rates"
        one_core "$ssi" "$work/$what.json" "$seconds" >>"$work/rates"
        sed "s/^/$what /" "$work/rates" >>"$work/all"
    done
    round=$((round + 1))
done

awk '
    $3 > best[$1, $2] { best[$1, $2] = $3 }
    function line(what, name) { printf "  %-18s %10.1f a second\n", name, best[what, name] }
    function beside(what, name) { return best[what, "openbadges"] / best[what, name] }
    END {
        print "one credential"
        line("simple", "verify_strict"); line("simple", "openbadges"); line("simple", "@digitalbazaar/vc"); line("simple", "ssi")
        print "a learner record with ten credentials inside"
        line("record", "openbadges"); line("record", "@digitalbazaar/vc"); line("record", "ssi")
        printf "one credential: openbadges is %.1f times @digitalbazaar/vc, %.1f times ssi, and %.0f %% of the bare verify_strict\n",
            beside("simple", "@digitalbazaar/vc"), beside("simple", "ssi"), 100 * beside("simple", "verify_strict")
        printf "a learner record: openbadges is %.1f times @digitalbazaar/vc and %.1f times ssi\n",
            beside("record", "@digitalbazaar/vc"), beside("record", "ssi")
        printf "a learner record takes openbadges %.2f times as long as its ten credentials by themselves\n",
            best["simple", "openbadges"] / (10 * best["record", "openbadges"])
    }' "$work/all"
