#!/bin/sh
# The main job: installs what is missing, builds, and opens the window. Where there is no display, it does the same job
# on the command line, and says so.
set -eu
cd "$(dirname "$0")/.."

command -v cargo >/dev/null || { echo "Rust is needed: https://rustup.rs" >&2; exit 1; }
command -v npm >/dev/null || { echo "Node.js 20.19 or newer is needed: https://nodejs.org" >&2; exit 1; }

if [ "$(uname)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "There is no display here, so the window cannot be opened."
    echo "The same job follows on the command line, with badges from an issuer made for the occasion."
    exec sh tests/demonstration.sh
fi

if [ "$(uname)" = Linux ]; then
    sh tests/debian-packages.sh build-essential pkg-config libdbus-1-dev libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev
fi
# The tests have built the window already and say where it is.
[ -z "${BACKPACK_PREBUILT:-}" ] || exec "$BACKPACK_PREBUILT/badge-backpack" "$@"
(cd ui && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build)
exec cargo run --package badge-backpack "$@"
