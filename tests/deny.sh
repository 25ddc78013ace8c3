#!/bin/sh
# Judges the dependencies by deny.toml: licences, sources and bans. Advisories need the advisory database, which comes from
# another host than the package registry; where it can be reached, `cargo deny check` judges them too.
set -eu
cd "$(dirname "$0")/.."
tools=${CARGO_TARGET_DIR:-target}/tools
deny=$(command -v cargo-deny || echo "$tools/bin/cargo-deny")
# A debug build is made in half the time and judges in a few seconds all the same.
[ -x "$deny" ] || cargo install cargo-deny --version 0.20.2 --locked --debug --quiet --root "$tools"
"$deny" --offline --locked check bans licenses sources
