#!/usr/bin/env bash
# Runs every test on a machine that has only Rust and Node.js: installs missing packages, builds the workspace once, runs
# the parts, and prints `N passed, N failed` as its last line.
#
#   tests/all.sh              every part
#   tests/all.sh PART…        only these parts, after the build
set -uo pipefail
cd "$(dirname "$0")/.."

PARTS=(front-end libraries differential shell whole-system durability demonstration packaging start window lint)
logs=target/test-logs
target=$PWD/${CARGO_TARGET_DIR:-target}
case "${CARGO_TARGET_DIR:-}" in /*) target=$CARGO_TARGET_DIR ;; esac
mkdir -p "$logs"
passed=0
failed=0
summary=()

# Clippy is the compiler of the workspace's own crates, so that its checks need no second build of 800 dependencies. A
# warning fails the build.
export RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings__CLIPPY_HACKERY__
# Incremental compilation only helps later builds.
export CARGO_INCREMENTAL=0

# Runs a part, writes its output to a log, and adds its results to the totals. A part that fails without a failed test
# (for example in the installation of its packages) and a part that ran no test count as one failure.
part() {
    local name=$1 log="$logs/$1.log" began=$SECONDS status ok bad
    shift
    printf '\n=== %s\n' "$name"
    "$@" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    ok=$(count "$log" passed)
    bad=$(count "$log" failed)
    if ((bad == 0 && (status != 0 || ok == 0))); then
        bad=1
        echo "$name: failed with status $status after $ok passed tests"
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
    summary+=("$(printf '%-14s %5d passed, %d failed, %4d s' "$name" "$ok" "$bad" $((SECONDS - began)))")
}

# Adds up the results of cargo (`test result: ok. 3 passed; 0 failed`), Vitest (`Tests  1 failed | 3 passed (4)`) and our
# own scripts (`durability: 4 passed, 0 failed`).
count() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" | awk -v what="$2" '
        /^test result:/ || /^ *Tests  / || /^[a-z-]+: [0-9]+ passed, [0-9]+ failed/ {
            for (i = 2; i <= NF; i++) { word = $i; sub(/[;,.|]$/, "", word); if (word == what) sum += $(i - 1) }
        }
        END { print sum + 0 }'
}

# Builds and lints everything once, with one set of features: libraries, programs, tests, benchmarks and examples.
build() {
    sh tests/debian-packages.sh build-essential pkg-config python3 python3-venv libdbus-1-dev libwebkit2gtk-4.1-dev \
        libgtk-3-dev librsvg2-dev &&
        (cd ui && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build) &&
        cargo build --workspace --all-targets --message-format=json-render-diagnostics >"$logs/build.json" &&
        mkdir -p "$target/debug" &&
        cc -shared -fPIC -O1 -Wall -Wextra -Werror -o "$target/debug/fault.so" tests/durability/fault.c -ldl
}

# Runs the built tests of the named packages.
run_built() { python3 tests/run-built.py "$logs/build.json" "$@"; }

# Runs the checks of the source. The other parts often wait for a window, a disk or a server, so these checks run beside
# them with the lowest priority. See `deny.sh` for the reason why it does not check advisories.
check_source() {
    local ok=0 bad=0
    renice -n 19 -p "$BASHPID" >/dev/null
    check() {
        echo "--- $*"
        if "$@"; then ok=$((ok + 1)); else bad=$((bad + 1)); fi
    }
    check cargo fmt --all --check
    check env RUSTDOCFLAGS='-D warnings' cargo doc --quiet --workspace --no-deps
    check sh tests/deny.sh
    echo "lint: $ok passed, $bad failed"
    ((bad == 0))
}

start_lint() {
    check_source >"$logs/lint-output.log" 2>&1 &
    lint_process=$!
}

# Waits for the checks of the source and prints their output.
lint() {
    tail --pid="$lint_process" -f /dev/null
    cat "$logs/lint-output.log"
    grep -q '^lint: .* 0 failed$' "$logs/lint-output.log"
}

front-end() { (cd ui && npm run --silent check && npm run --silent test); }

libraries() {
    sh tests/debian-packages.sh dbus dbus-x11 gnome-keyring &&
        BADGE_KEYRING_REQUIRED=1 run_built openbadges badge-bundle badge-picture badge-intake badge-store badge-network \
            backpack backpack-messages backpack-cli &&
        cargo test --quiet --workspace --doc
}

differential() {
    sh tests/setup.sh && run_built differential -- --nocapture &&
        "$target/debug/differential" 1000 | node tests/peers/canonize.mjs
}

shell() { run_built badge-backpack; }

whole-system() {
    sh tests/debian-packages.sh dovecot-imapd procps && sh tests/setup.sh && python3 tests/mail/make.py --check &&
        run_built whole-system -- --skip window::
}

durability() { sh tests/debian-packages.sh e2fsprogs mount && sh tests/durability/run.sh; }

demonstration() { env -u DISPLAY -u WAYLAND_DISPLAY sh src-tauri/start.sh && echo 'demonstration: 1 passed, 0 failed'; }

packaging() {
    sh tests/debian-packages.sh desktop-file-utils appstream shared-mime-info libglib2.0-bin && bash tests/packaging.sh
}

# Installs a display, a keyring, a pointer that works outside the page (file dialogs, drag and drop), and a mail server.
desktop() {
    sh tests/debian-packages.sh webkit2gtk-driver xvfb xauth dbus dbus-x11 gnome-keyring xdotool python3-gi gir1.2-gtk-3.0 \
        python3-xlib fonts-dejavu-core fonts-noto-core dovecot-imapd procps
}

start() { desktop && bash tests/window/start.sh; }

window() { desktop && sh tests/setup.sh && bash tests/window/run.sh; }

chosen=("$@")
((${#chosen[@]})) || chosen=("${PARTS[@]}")
began=$SECONDS
printf '=== build\n'
if ! build; then
    echo 'The build failed, so no test ran.'
    printf '\n0 passed, 1 failed\n'
    exit 1
fi
summary+=("$(printf '%-14s %31d s' build $((SECONDS - began)))")
# The parts run these programs. `cargo test --package` would build them again with other features.
export BACKPACK_PREBUILT=$target/debug
export BACKPACK_PROGRAM=$target/debug/backpack BACKPACK_WINDOW=$target/debug/badge-backpack
export BACKPACK_FAULTS=$target/debug/fault.so BACKPACK_BUILD=$PWD/$logs/build.json
case " ${chosen[*]} " in *' lint '*) start_lint ;; esac
for name in "${chosen[@]}"; do
    [ "$name" = build ] || part "$name" "$name"
done

printf '\n'
printf '%s\n' "${summary[@]}"
printf '\n%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
