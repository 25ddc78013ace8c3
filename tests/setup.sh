#!/bin/sh
# Installs the independent software that the whole-system tests run: npm packages and a Python environment, both inside
# `tests/peers`. Run again, it does nothing where everything is there.
set -eu
cd "$(dirname "$0")/peers"

# Each is installed anew only when its list of versions has changed since.
current() { [ -f "$2" ] && cmp -s "$1" "$2"; }

if ! current package-lock.json node_modules/.installed; then
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.installed
fi

if ! current requirements.txt .venv/.installed; then
    rm -rf .venv
    # Debian keeps `venv` in a package of its own.
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        else
            echo "tests/setup.sh: Python 3 with venv is needed: apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    python3 -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.txt
    cp requirements.txt .venv/.installed
fi
