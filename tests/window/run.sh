#!/usr/bin/env bash
# Drives the real window. The scenarios are split into two halves that run at the same time, because a scenario waits for
# about a third of its time. Each half has its own display, session bus, keyring and WebDriver.
#
#   tests/window/run.sh              every scenario
#   tests/window/run.sh screens      only those whose name contains the word
#
# Needs Xvfb, dbus-run-session, gnome-keyring-daemon, WebKitWebDriver and Dovecot (Debian: xvfb dbus gnome-keyring
# dovecot-imapd webkit2gtk-driver). The mail server needs root.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
target=${CARGO_TARGET_DIR:-$root/target}

command -v WebKitWebDriver >/dev/null || { echo "WINDOW TESTS NOT RUN: WebKitWebDriver is missing" >&2; exit 1; }

# The issuers whose offers are accepted are peers.
sh tests/setup.sh

if [ -z "${BACKPACK_PREBUILT:-}" ]; then
  # The shell embeds the built front end.
  (cd ui && { [ -d node_modules ] || npm ci; } && npm run --silent build)
  mkdir -p "$target/test-logs"
  export BACKPACK_BUILD=$target/test-logs/build.json BACKPACK_PREBUILT=$target/debug
  cargo build --workspace --all-targets --message-format=json-render-diagnostics >"$BACKPACK_BUILD"
  cc -shared -fPIC -O1 -Wall -Wextra -Werror -o "$target/debug/fault.so" tests/durability/fault.c -ldl
fi
export BACKPACK_WINDOW=$BACKPACK_PREBUILT/badge-backpack BACKPACK_FAULTS=$BACKPACK_PREBUILT/fault.so

logs=$target/test-logs
mkdir -p "$logs"
run_built() { python3 tests/run-built.py "$BACKPACK_BUILD" whole-system -- "$@"; }
run_built --list "window::${1:-}" | sed -n 's/: test$//p' >"$logs/window-scenarios"

# Runs every second scenario, from the first or the second one.
half() (
  number=$1
  mapfile -t scenarios < <(awk "NR % 2 == $number % 2" "$logs/window-scenarios")
  ((${#scenarios[@]})) || exit 0
  . tests/window/environment.sh
  export WEBDRIVER_PORT=$((4443 + number)) FIRST_DISPLAY=$((number * 100))
  on_a_desktop bash -c '
    set -euo pipefail
    # Without these variables, Tauri refuses a WebDriver session.
    TAURI_AUTOMATION=true TAURI_WEBVIEW_AUTOMATION=true WebKitWebDriver --host=127.0.0.1 --port="$WEBDRIVER_PORT" &
    driver=$!
    trap "kill $driver" EXIT
    for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$WEBDRIVER_PORT") 2>/dev/null && break; sleep 0.1; done
    python3 tests/run-built.py "$BACKPACK_BUILD" whole-system -- --test-threads=1 --exact "$@"
  ' half "${scenarios[@]}"
)

half 1 >"$logs/window-1.log" 2>&1 &
first=$!
status=0
half 2 >"$logs/window-2.log" 2>&1 || status=1
wait $first || status=1
cat "$logs/window-1.log" "$logs/window-2.log"
exit $status
