#!/bin/sh
# Causes every fault in real stores, and fails if anything is lost.
#
#   tests/durability/run.sh         in small numbers, a few minutes
#   tests/durability/run.sh many    in the numbers of README.md
set -eu
cd "$(dirname "$0")/../.."
if [ "${1:-few}" = many ]; then kills=1000 cuts=100 steps=60 every=1; else kills=25 cuts=5 steps=4 every=7; fi
programs=${BACKPACK_PREBUILT:-}
if [ -z "$programs" ]; then
    cargo build --quiet --package badge-store --example durability
    programs=${CARGO_TARGET_DIR:-target}/debug
fi
harness=$programs/examples/durability
faults=$programs/fault.so
cc -shared -fPIC -O1 -Wall -Wextra -Werror -o "$faults" tests/durability/fault.c -ldl
passed=0 failed=0
for fault in "kill $kills" "terminate $kills" "power-cut $cuts 60000" "power-cut $cuts 300000" "full-disk $steps" \
    "failing-calls $faults $every" "failing-syncs $faults $every" "few-handles"; do
    # Under `nohup`, the writer would ignore the hang-up signal.
    # shellcheck disable=SC2086 # a fault consists of several arguments
    if env --default-signal=HUP "$harness" $fault; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "durability: $passed passed, $failed failed"
[ "$failed" = 0 ]
