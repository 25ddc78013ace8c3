#!/bin/sh
# Measures how fast a mailbox is scanned for badges: Badge Backpack and Python's `mailbox` and `email`, on one core.
#
#     tests/comparison/mailbox.sh [MEGABYTES [ROUNDS]]
#
# The mailbox contains the messages of `tests/mail` among messages with text, HTML and photographs. The programs take turns
# in every round. The best rate of each counts, because other load can only make a program slower.
set -eu
cd "$(dirname "$0")"
megabytes=${1:-200}
rounds=${2:-3}

cargo build --quiet --release --package badge-intake --example scan
program=$(cd ../.. && cargo metadata --no-deps --format-version 1 |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/release/examples/scan
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 mailbox_scan.py make "$work/all.mbox" "$megabytes"

one_core() { if command -v taskset >/dev/null; then taskset -c 0 "$@"; else "$@"; fi; }

round=0
while [ "$round" -lt "$rounds" ]; do
    one_core "$program" "$work/all.mbox"
    one_core python3 mailbox_scan.py scan "$work/all.mbox"
    round=$((round + 1))
done | tee "$work/rates"

awk '
    { rate = $(NF - 1); if (rate > best[$1]) best[$1] = rate }
    END { printf "backpack scans at %.1f times the rate of Python\n", best["backpack"] / best["python"] }' "$work/rates"
