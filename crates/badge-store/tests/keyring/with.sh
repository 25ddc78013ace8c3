#!/bin/sh
# Runs one step of tests/vault_keys.rs with an unlocked, empty gnome-keyring on its own session bus.
set -eu
test_binary=$1
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/run"
mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
# shellcheck disable=SC2016 # the inner shell expands it
dbus-run-session -- sh -c '
    printf "test\n" | gnome-keyring-daemon --unlock --foreground --components=secrets >/dev/null 2>&1 &
    keyring=$!
    tries=0
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
        string:org.freedesktop.secrets 2>/dev/null | grep -q "boolean true"; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || { echo "the keyring did not start" >&2; exit 1; }
        sleep 0.1
    done
    "$1" --exact vault_keys::keyring_test_step --nocapture
    status=$?
    kill "$keyring"
    exit "$status"
' sh "$test_binary"
