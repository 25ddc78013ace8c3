#!/bin/sh
# Checks the licences, sources and bans of the dependencies against deny.toml. Does not check advisories, because their
# database is on another host than the package registry. `cargo deny check` checks them too.
set -eu
cd "$(dirname "$0")/.."
tools=${CARGO_TARGET_DIR:-target}/tools
deny=$(command -v cargo-deny || echo "$tools/bin/cargo-deny")
# A debug build takes half the time, and still checks in a few seconds.
[ -x "$deny" ] || cargo install cargo-deny --version 0.20.2 --locked --debug --quiet --root "$tools"
"$deny" --locked check bans licenses sources
