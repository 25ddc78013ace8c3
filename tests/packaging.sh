#!/usr/bin/env bash
# What a Debian package brings beside the program: desktop entry, file type, software description. Each is judged by the
# platform's own tools, and a bundle is known as one by a machine that has the file type, by its name and by its content.
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

echo "packaging: $passed passed, $failed failed"
((failed == 0))
