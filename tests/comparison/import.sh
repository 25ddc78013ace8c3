#!/bin/sh
# Measures how fast baked PNGs are imported, and the time for verification, storage and pictures.
#
#     tests/comparison/import.sh [COUNT [FOLDER]]
#
# Works offline. Verifies every badge, and writes it to disk with fsync before the next one. FOLDER is the location of the
# backpack; the cost of fsync there dominates the cost of storage.
set -eu
cd "$(dirname "$0")/../.."
cargo run --quiet --release --package whole-system --example import -- "$@"
