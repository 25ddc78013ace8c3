#!/usr/bin/env bash
# The README's first command, given as a person gives it: the window opens with the program's title and something drawn in
# it, the backpack behind it is made, and closing the window ends the command.
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
  # Debian’s own Python has the bindings of X.
  /usr/bin/python3 tests/window/onlooker.py "Badge Backpack" "$GUARD_SECONDS" "$started"
  wait "$started"
  trap - EXIT
  vault=$XDG_DATA_HOME/badge-backpack/vault.json
  [ -s "$vault" ] || { echo "no backpack was made: $vault" >&2; exit 1; }
'
echo "start: 1 passed, 0 failed"
