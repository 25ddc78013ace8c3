#!/bin/sh
# How fast baked PNGs come into a backpack, and what the time goes into: verification, storage, pictures.
#
#     tests/comparison/import.sh [COUNT [FOLDER]]
#
# Without a network and in full: each badge's proof is checked and each is safely on the disk before the next. FOLDER is
# where the backpack is made; what fsync costs there decides what keeping costs.
set -eu
cd "$(dirname "$0")/../.."
cargo run --quiet --release --package whole-system --example import -- "$@"
