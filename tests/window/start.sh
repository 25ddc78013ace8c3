#!/usr/bin/env bash
# Runs the README's first command: the window opens with the program's title and shows something, the program creates a
# backpack, and closing the window ends the command.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/window/environment.sh

# The first start builds everything.
export GUARD_SECONDS=${GUARD_SECONDS:-1800}
on_a_desktop bash -c '
  set -euo pipefail
  sh src-tauri/start.sh &
  started=$!
  trap "kill $started 2>/dev/null || true" EXIT
  # The Xlib module is a package of Debian, for Debian’s Python only.
  /usr/bin/python3 tests/window/check_window.py "Badge Backpack" "$GUARD_SECONDS" "$started"
  wait "$started"
  trap - EXIT
  vault=$XDG_DATA_HOME/badge-backpack/vault.json
  [ -s "$vault" ] || { echo "no backpack was created: $vault" >&2; exit 1; }
'
echo "start: 1 passed, 0 failed"
