#!/bin/sh
# Compares verification rates: openbadges and two other libraries, with the same credentials, on one core, offline.
#
#     tests/comparison/run.sh [SECONDS [ROUNDS]]
#
# `credentials.mjs` creates the credentials. The programs take turns in every round. The best rate of each counts, because
# other load can only make a program slower.
set -eu
cd "$(dirname "$0")"
seconds=${1:-3}
rounds=${2:-3}

sh ../setup.sh
cargo build --quiet --release --package openbadges --example rate
cargo build --quiet --release --locked --manifest-path ssi/Cargo.toml
# Prints the target directory of cargo.
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
    for file in simple record; do
        one_core "$ours" "$work/$file.json" "$seconds" >"$work/rates"
        one_core node vc.mjs "$work/$file.json" "$seconds" >>"$work/rates"
        one_core "$ssi" "$work/$file.json" "$seconds" >>"$work/rates"
        sed "s/^/$file /" "$work/rates" >>"$work/all"
    done
    round=$((round + 1))
done

awk '
    $3 > best[$1, $2] { best[$1, $2] = $3 }
    function line(file, name) { printf "  %-18s %10.1f per second\n", name, best[file, name] }
    function ratio(file, name) { return best[file, "openbadges"] / best[file, name] }
    END {
        print "one credential"
        line("simple", "verify_strict"); line("simple", "openbadges"); line("simple", "@digitalbazaar/vc"); line("simple", "ssi")
        print "a learner record that contains ten credentials"
        line("record", "openbadges"); line("record", "@digitalbazaar/vc"); line("record", "ssi")
        printf "one credential: openbadges is %.1f times @digitalbazaar/vc, %.1f times ssi, and %.0f %% of the bare verify_strict\n",
            ratio("simple", "@digitalbazaar/vc"), ratio("simple", "ssi"), 100 * ratio("simple", "verify_strict")
        printf "a learner record: openbadges is %.1f times @digitalbazaar/vc and %.1f times ssi\n",
            ratio("record", "@digitalbazaar/vc"), ratio("record", "ssi")
        printf "openbadges takes %.2f times as long for a learner record as for its ten credentials alone\n",
            best["simple", "openbadges"] / (10 * best["record", "openbadges"])
    }' "$work/all"
