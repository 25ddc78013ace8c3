#!/usr/bin/env bash
# Drives the real window: a display, a session bus, a keyring and a WebDriver of its own, then the tests, one at a time.
#
#   tests/window/run.sh              every scenario
#   tests/window/run.sh screens      those whose name contains a word
#
# Needs Xvfb, dbus-run-session, gnome-keyring-daemon and WebKitWebDriver (Debian: xvfb dbus gnome-keyring
# webkit2gtk-driver), and tauri-driver, which is installed into target/tools where it is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
target=${CARGO_TARGET_DIR:-$root/target}

for tool in xvfb-run dbus-run-session gnome-keyring-daemon WebKitWebDriver; do
  command -v "$tool" >/dev/null || { echo "WINDOW TESTS NOT RUN: $tool is missing" >&2; exit 1; }
done
if [ ! -x "$root/target/tools/bin/tauri-driver" ]; then
  cargo install tauri-driver --version '^2' --locked --root "$root/target/tools"
fi

# The shell holds the built front end inside itself.
(cd ui && { [ -d node_modules ] || npm ci; } && npm run --silent build)
touch src-tauri/src/lib.rs
cargo build --package badge-backpack
cargo test --package whole-system --features window --test window --no-run

export BACKPACK_WINDOW=$target/debug/badge-backpack
export CARGO_HOME=${CARGO_HOME:-$HOME/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home"/{config,data,cache,state,run}
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache
export XDG_STATE_HOME=$home/state XDG_RUNTIME_DIR=$home/run
export GDK_BACKEND=x11 NO_AT_BRIDGE=1 LIBGL_ALWAYS_SOFTWARE=1 WEBKIT_SKIA_ENABLE_CPU_RENDERING=1
# With either of these, a screenshot is never answered.
unset WEBKIT_DISABLE_DMABUF_RENDERER WEBKIT_DISABLE_COMPOSITING_MODE

driver=${TAURI_DRIVER_PORT:-4444}
export TAURI_DRIVER=http://127.0.0.1:$driver DRIVER_PORT=$driver NATIVE_PORT=$((driver + 1)) ROOT=$root
xvfb-run -a -s '-screen 0 1280x900x24 -nolisten tcp' dbus-run-session -- bash -c '
  set -euo pipefail
  printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null
  "$ROOT/target/tools/bin/tauri-driver" --port "$DRIVER_PORT" --native-port "$NATIVE_PORT" &
  driver=$!
  trap "kill $driver" EXIT
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$DRIVER_PORT") 2>/dev/null && break; sleep 0.1; done
  cargo test --package whole-system --features window --test window -- --test-threads=1 "$@"
' run "$@"
