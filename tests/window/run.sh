#!/usr/bin/env bash
# Drives the real window: a display, a session bus, a keyring and a WebDriver of its own, then the tests, one at a time.
#
#   tests/window/run.sh              every scenario
#   tests/window/run.sh screens      those whose name contains a word
#
# Needs Xvfb, dbus-run-session, gnome-keyring-daemon, WebKitWebDriver and Dovecot (Debian: xvfb dbus gnome-keyring dovecot-imapd
# webkit2gtk-driver), and tauri-driver, which is installed into the target folder where it is missing. The mail server wants root.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
target=${CARGO_TARGET_DIR:-$root/target}

command -v WebKitWebDriver >/dev/null || { echo "WINDOW TESTS NOT RUN: WebKitWebDriver is missing" >&2; exit 1; }
if [ ! -x "$target/tools/bin/tauri-driver" ]; then
  cargo install tauri-driver --version '^2' --locked --root "$target/tools"
fi

# The issuers whose offers are taken are peers.
sh tests/setup.sh

# The shell holds the built front end inside itself.
(cd ui && { [ -d node_modules ] || npm ci; } && npm run --silent build)
cargo build --package badge-backpack
cargo test --package whole-system --features window --test window --no-run

export BACKPACK_WINDOW=$target/debug/badge-backpack BACKPACK_FAULTS=$target/debug/fault.so
cc -shared -fPIC -O1 -Wall -Wextra -Werror -o "$BACKPACK_FAULTS" tests/durability/fault.c -ldl
. tests/window/surroundings.sh

driver=${TAURI_DRIVER_PORT:-4444}
export TAURI_DRIVER=http://127.0.0.1:$driver DRIVER_PORT=$driver NATIVE_PORT=$((driver + 1)) TOOLS=$target/tools
on_a_desktop bash -c '
  set -euo pipefail
  "$TOOLS/bin/tauri-driver" --port "$DRIVER_PORT" --native-port "$NATIVE_PORT" &
  driver=$!
  trap "kill $driver" EXIT
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$DRIVER_PORT") 2>/dev/null && break; sleep 0.1; done
  cargo test --package whole-system --features window --test window -- --test-threads=1 "$@"
' run "$@"
