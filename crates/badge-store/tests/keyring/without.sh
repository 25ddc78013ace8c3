#!/bin/sh
# Runs one step of tests/vault_keys.rs without a session bus, so without a keyring.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
env -u DISPLAY -u WAYLAND_DISPLAY HOME="$home" XDG_RUNTIME_DIR="$home" DBUS_SESSION_BUS_ADDRESS="unix:path=$home/none" \
    "$1" --exact vault_keys::keyring_test_step --nocapture
