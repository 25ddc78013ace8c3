#!/usr/bin/env bash
# Makes the README's screenshots from screenshots of the window tests: icons/screenshots/{backpack,badge}.png.
#
#   tests/window/screenshots.sh          uses target/screenshots, which the last run of the window tests wrote
#   tests/window/screenshots.sh --new    first builds the workspace and runs the window tests that write them
set -euo pipefail
cd "$(dirname "$0")/../.."

limit=$((200 * 1024)) # total bytes of both files
pictures=target/screenshots
result=icons/screenshots
declare -A screens=([backpack]=light-1280-09-grid.png [badge]=light-1280-13-badge.png)

if [ "${1:-}" = --new ]; then
    sh tests/debian-packages.sh webkit2gtk-driver xvfb xauth dbus dbus-x11 gnome-keyring xdotool python3-gi \
        gir1.2-gtk-3.0 python3-xlib fonts-dejavu-core fonts-noto-core dovecot-imapd procps
    bash tests/window/run.sh screens::job
fi
for picture in "${screens[@]}"; do
    [ -f "$pictures/$picture" ] || { echo "$pictures/$picture is missing: tests/window/screenshots.sh --new" >&2; exit 1; }
done

sh tests/debian-packages.sh pngquant
mkdir -p "$result"
# Uses fewer colours if the files are too large.
for colours in 256 128 64 32; do
    bytes=0
    for name in "${!screens[@]}"; do
        pngquant --force --strip --speed 1 --output "$result/$name.png" "$colours" "$pictures/${screens[$name]}"
        bytes=$((bytes + $(stat --format %s "$result/$name.png")))
    done
    if ((bytes <= limit)); then
        echo "$result: $bytes bytes, $colours colours"
        exit 0
    fi
done
echo "The screenshots have $bytes bytes; the limit is $limit." >&2
exit 1
