#!/usr/bin/env bash
# Every test there is, on a machine that has nothing but Rust and Node.js: installs what is missing, runs each part, and
# closes with one line `N passed, N failed`. `tests/all.sh PART…` runs only those parts.
set -uo pipefail
cd "$(dirname "$0")/.."

PARTS=(format libraries differential window-parts shell whole-system durability demonstration packaging start window)
logs=target/test-logs
mkdir -p "$logs"
passed=0
failed=0
summary=()

# Runs a part, keeps what it printed, and adds up what its runners counted. A part that fails without a count, e.g.
# because it did not build, counts as one failure.
part() {
    local name=$1 log="$logs/$1.log" began=$SECONDS status
    shift
    printf '\n=== %s\n' "$name"
    "$@" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    local ok bad
    ok=$(counted "$log" passed)
    bad=$(counted "$log" failed)
    if ((status != 0 && bad == 0)); then bad=1; fi
    if ((status == 0 && ok == 0 && bad == 0)); then ok=1; fi
    passed=$((passed + ok))
    failed=$((failed + bad))
    summary+=("$(printf '%-14s %5d passed, %d failed, %d s' "$name" "$ok" "$bad" $((SECONDS - began)))")
}

# What the runners say: cargo (`test result: ok. 3 passed; 0 failed`), vitest (`Tests  1 failed | 3 passed (4)`) and
# our own harnesses (`durability: 4 passed, 0 failed`).
counted() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" | awk -v what="$2" '
        /^test result:/ || /^ *Tests  / || /^[a-z-]+: [0-9]+ passed, [0-9]+ failed/ {
            for (i = 2; i <= NF; i++) { word = $i; sub(/[;,.|]$/, "", word); if (word == what) sum += $(i - 1) }
        }
        END { print sum + 0 }'
}

debian() { sh tests/debian-packages.sh "$@"; }

format() { cargo fmt --all --check; }

libraries() {
    debian build-essential pkg-config dbus dbus-x11 gnome-keyring &&
        BADGE_KEYRING_REQUIRED=1 cargo test --no-fail-fast
}

differential() {
    debian build-essential python3-venv && sh tests/setup.sh &&
        cargo test --no-fail-fast --package differential -- --nocapture &&
        cargo run --quiet --package differential -- 1000 | node tests/peers/canonize.mjs
}

window-parts() {
    (cd ui && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build && npm run --silent check &&
        npm run --silent test)
}

shell() {
    debian build-essential pkg-config libdbus-1-dev libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev &&
        cargo test --no-fail-fast --package badge-backpack
}

whole-system() {
    debian build-essential python3-venv dovecot-imapd procps && sh tests/setup.sh && python3 tests/mail/make.py --check &&
        cargo test --no-fail-fast --package whole-system
}

durability() { debian e2fsprogs mount && sh tests/durability/run.sh; }

demonstration() { env -u DISPLAY -u WAYLAND_DISPLAY sh src-tauri/start.sh; }

packaging() {
    debian desktop-file-utils appstream shared-mime-info libglib2.0-bin python3 && bash tests/packaging.sh
}

# A display, a keyring, hands outside of the page (file dialogs and drags), and a mail server.
desktop() {
    debian build-essential pkg-config libdbus-1-dev libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev webkit2gtk-driver \
        xvfb xauth dbus dbus-x11 gnome-keyring xdotool python3-gi gir1.2-gtk-3.0 python3-xlib fonts-dejavu-core fonts-noto-core \
        dovecot-imapd procps
}

start() { desktop && bash tests/window/start.sh; }

window() { desktop && debian python3-venv && bash tests/window/run.sh; }

chosen=("$@")
((${#chosen[@]})) || chosen=("${PARTS[@]}")
for name in "${chosen[@]}"; do
    part "$name" "$name"
done

printf '\n'
printf '%s\n' "${summary[@]}"
printf '\n%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
