#!/usr/bin/env bash
# Checks the files that a Debian package installs beside the program: desktop entry, file type, software description. The
# platform's own tools must accept each file, recognise a bundle by its name and by its content, and start the program
# with the files and links that the desktop entry lists.
set -uo pipefail
cd "$(dirname "$0")/../src-tauri/linux"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
media=application/vnd.badge-backpack.bundle+zip
passed=0
failed=0

check() {
    local name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok: $name"
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
    fi
}

sed -e 's/{{exec}}/badge-backpack/; s/{{icon}}/badge-backpack/' badge-backpack.desktop \
    >"$work/badge-backpack.desktop"
check 'the desktop entry is valid' desktop-file-validate "$work/badge-backpack.desktop"
check 'the desktop entry passes files and links' grep -qx 'Exec=badge-backpack %U' "$work/badge-backpack.desktop"
check 'the software description is valid' appstreamcli validate --no-net org.badgebackpack.desktop.metainfo.xml

# A folder with the usual file types and that of bundles.
mkdir -p "$work/share/mime/packages" "$work/none"
cp /usr/share/mime/packages/freedesktop.org.xml badge-backpack-mime.xml "$work/share/mime/packages"
check 'the file type is valid' sh -c 'update-mime-database "$1" 2>/dev/null' - "$work/share/mime"
python3 - "$work" "$media" <<'PYTHON'
import shutil, sys, zipfile
work, media = sys.argv[1:]
with zipfile.ZipFile(f"{work}/bundle", "w") as bundle:
    bundle.writestr("mimetype", media)
    bundle.writestr("manifest.json", "{}", zipfile.ZIP_DEFLATED)
shutil.copy(f"{work}/bundle", f"{work}/mine.badgebundle")
with zipfile.ZipFile(f"{work}/holiday.zip", "w") as other:
    other.writestr("photo.txt", "")
PYTHON
has_type() {
    XDG_DATA_DIRS=$work/share XDG_DATA_HOME=$work/none gio info -a standard::content-type "$work/$1" | grep -q ": $2\$"
}
check 'a bundle is recognised by its content' has_type bundle "$media"
check 'a bundle is recognised by its name' has_type mine.badgebundle "$media"
check 'another ZIP file is no bundle' has_type holiday.zip application/zip

# Links of each scheme, a bundle and a badge as JSON-LD start the program with themselves as argument.
mkdir -p "$work/share/applications" "$work/bin"
cp "$work/badge-backpack.desktop" "$work/share/applications"
update-desktop-database "$work/share/applications"
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s"\n' "$work/arguments" >"$work/bin/badge-backpack"
chmod +x "$work/bin/badge-backpack"
echo '{}' >"$work/welding.jsonld"
starts_program_with() {
    rm -f "$work/arguments"
    PATH=$work/bin:$PATH XDG_DATA_DIRS=$work/share XDG_DATA_HOME=$work/none XDG_CONFIG_HOME=$work/none \
        XDG_CONFIG_DIRS=$work/none gio open "$1"
    for _ in $(seq 100); do
        [ -s "$work/arguments" ] && break
        sleep 0.1
    done
    grep -qxF -e "$1" -e "file://$1" "$work/arguments"
}
schemes=$(sed -n 's/^MimeType=//p' badge-backpack.desktop | tr ';' '\n' | sed -n 's,^x-scheme-handler/,,p')
for scheme in $schemes; do
    check "a link of $scheme: starts the program" starts_program_with "$scheme:https://badges.example/1?a=b"
done
check 'a bundle starts the program' starts_program_with "$work/mine.badgebundle"
check 'a badge as JSON-LD starts the program' starts_program_with "$work/welding.jsonld"

echo "packaging: $passed passed, $failed failed"
((failed == 0))
