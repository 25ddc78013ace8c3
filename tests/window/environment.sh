# Sets up a separate desktop for the scripts in this folder, which source this file: private folders, and a function that
# runs a command with its own display, session bus and unlocked keyring.
for tool in xvfb-run dbus-run-session gnome-keyring-daemon; do
  command -v "$tool" >/dev/null || { echo "NOT RUN: $tool is missing" >&2; exit 1; }
done

# cargo, rustup and npm continue to use the folders in the developer's home.
export CARGO_HOME=${CARGO_HOME:-$HOME/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup}
export npm_config_userconfig=${npm_config_userconfig:-$HOME/.npmrc} npm_config_cache=${npm_config_cache:-$HOME/.npm}

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home"/{config,data,cache,state,run}
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache
export XDG_STATE_HOME=$home/state XDG_RUNTIME_DIR=$home/run
export GDK_BACKEND=x11 NO_AT_BRIDGE=1 LIBGL_ALWAYS_SOFTWARE=1 WEBKIT_SKIA_ENABLE_CPU_RENDERING=1
# With either of these variables, a request for a screenshot never returns.
unset WEBKIT_DISABLE_DMABUF_RENDERER WEBKIT_DISABLE_COMPOSITING_MODE

on_a_desktop() {
  xvfb-run -a -n "${FIRST_DISPLAY:-99}" -s '-screen 0 1280x900x24 -nolisten tcp' dbus-run-session -- bash -c '
    set -euo pipefail
    printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    exec "$@"' desktop "$@"
}
