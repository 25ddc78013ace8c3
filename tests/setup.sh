#!/bin/sh
# Installs the independent software that the whole-system tests run: npm packages and a Python environment, both in
# `tests/peers`. Does nothing if both are up to date.
set -eu
cd "$(dirname "$0")/peers"

# Returns whether the installed copy $2 of a version list equals the list $1.
current() { [ -f "$2" ] && cmp -s "$1" "$2"; }

if ! current package-lock.json node_modules/.installed; then
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.installed
fi

if ! current requirements.txt .venv/.installed; then
    rm -rf .venv
    # In Debian, `venv` is a separate package.
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
