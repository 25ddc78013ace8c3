#!/usr/bin/env bash
# Runs the tests of the window one after the other, with their own display, session bus, keyring and WebDriver.
#
#   tests/window/run.sh              every test
#   tests/window/run.sh screens      only tests in window::screens
#
# Needs Xvfb, dbus-run-session, gnome-keyring-daemon, WebKitWebDriver and Dovecot (Debian: xvfb dbus gnome-keyring
# dovecot-imapd webkit2gtk-driver). The mail server needs root.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
target=${CARGO_TARGET_DIR:-$root/target}

command -v WebKitWebDriver >/dev/null || { echo "WINDOW TESTS NOT RUN: WebKitWebDriver is missing" >&2; exit 1; }

# The tests of credential offers need the peers.
sh tests/setup.sh

if [ -z "${BACKPACK_PREBUILT:-}" ]; then
  # The desktop shell embeds the built front end.
  (cd ui && { [ -d node_modules ] || npm ci; } && npm run --silent build)
  mkdir -p "$target/test-logs"
  export BACKPACK_BUILD=$target/test-logs/build.json BACKPACK_PREBUILT=$target/debug
  cargo build --workspace --all-targets --message-format=json-render-diagnostics >"$BACKPACK_BUILD"
  cc -shared -fPIC -O1 -Wall -Wextra -Werror -o "$target/debug/fault.so" tests/durability/fault.c -ldl
fi
export BACKPACK_WINDOW=$BACKPACK_PREBUILT/badge-backpack BACKPACK_FAULTS=$BACKPACK_PREBUILT/fault.so
. tests/window/environment.sh

export WEBDRIVER_PORT=${WEBDRIVER_PORT:-4444}
on_a_desktop bash -c '
  set -euo pipefail
  # Without these variables, Tauri does not allow a WebDriver.
  TAURI_AUTOMATION=true TAURI_WEBVIEW_AUTOMATION=true WebKitWebDriver --host=127.0.0.1 --port="$WEBDRIVER_PORT" &
  driver=$!
  trap "kill $driver" EXIT
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$WEBDRIVER_PORT") 2>/dev/null && break; sleep 0.1; done
  python3 tests/run-built.py "$BACKPACK_BUILD" whole-system -- --test-threads=1 "${@:-window::}"
' run ${1:+"window::$1"}
