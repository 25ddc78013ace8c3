#!/usr/bin/env bash
# What a Debian package brings beside the program: desktop entry, file type, software description. Each is judged by the
# platform's own tools, a bundle is known as one by a machine that has the file type, by its name and by its content, and the
# desktop starts the program with the files and links that it is for.
set -uo pipefail
cd "$(dirname "$0")/../src-tauri/linux"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
media=application/vnd.badge-backpack.bundle+zip
passed=0
failed=0

holds() {
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok: $what"
    else
        failed=$((failed + 1))
        echo "FAILED: $what"
    fi
}

sed -e 's/{{exec}}/badge-backpack/; s/{{icon}}/badge-backpack/' badge-backpack.desktop \
    >"$place/badge-backpack.desktop"
holds 'the desktop entry is valid' desktop-file-validate "$place/badge-backpack.desktop"
holds 'the desktop entry hands files over' grep -qx 'Exec=badge-backpack %U' "$place/badge-backpack.desktop"
holds 'the software description is valid' appstreamcli validate --no-net org.badgebackpack.desktop.metainfo.xml

# A machine that knows the usual types and ours.
mkdir -p "$place/share/mime/packages" "$place/none"
cp /usr/share/mime/packages/freedesktop.org.xml badge-backpack-mime.xml "$place/share/mime/packages"
holds 'the file type is valid' sh -c 'update-mime-database "$1" 2>/dev/null' - "$place/share/mime"
python3 - "$place" "$media" <<'PYTHON'
import shutil, sys, zipfile
place, media = sys.argv[1:]
with zipfile.ZipFile(f"{place}/bundle", "w") as bundle:
    bundle.writestr("mimetype", media)
    bundle.writestr("manifest.json", "{}", zipfile.ZIP_DEFLATED)
shutil.copy(f"{place}/bundle", f"{place}/mine.badgebundle")
with zipfile.ZipFile(f"{place}/holiday.zip", "w") as other:
    other.writestr("photo.txt", "")
PYTHON
known_as() {
    XDG_DATA_DIRS=$place/share XDG_DATA_HOME=$place/none gio info -a standard::content-type "$place/$1" | grep -q ": $2\$"
}
holds 'a bundle is known by its content' known_as bundle "$media"
holds 'a bundle is known by its name' known_as mine.badgebundle "$media"
holds 'another ZIP file stays one' known_as holiday.zip application/zip

# A desktop that has the package: a link of each scheme, a bundle and a badge as JSON-LD start the program with themselves.
mkdir -p "$place/share/applications" "$place/bin"
cp "$place/badge-backpack.desktop" "$place/share/applications"
update-desktop-database "$place/share/applications"
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s"\n' "$place/handed" >"$place/bin/badge-backpack"
chmod +x "$place/bin/badge-backpack"
echo '{}' >"$place/welding.jsonld"
starts_the_program_with() {
    rm -f "$place/handed"
    PATH=$place/bin:$PATH XDG_DATA_DIRS=$place/share XDG_DATA_HOME=$place/none XDG_CONFIG_HOME=$place/none \
        XDG_CONFIG_DIRS=$place/none gio open "$1"
    for _ in $(seq 100); do
        [ -s "$place/handed" ] && break
        sleep 0.1
    done
    grep -qxF -e "$1" -e "file://$1" "$place/handed"
}
schemes=$(sed -n 's/^MimeType=//p' badge-backpack.desktop | tr ';' '\n' | sed -n 's,^x-scheme-handler/,,p')
for scheme in $schemes; do
    holds "a link of $scheme: starts the program" starts_the_program_with "$scheme:https://badges.example/1?a=b"
done
holds 'a bundle starts the program' starts_the_program_with "$place/mine.badgebundle"
holds 'a badge as JSON-LD starts the program' starts_the_program_with "$place/welding.jsonld"

echo "packaging: $passed passed, $failed failed"
((failed == 0))
