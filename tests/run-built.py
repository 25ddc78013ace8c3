"""Runs the test programs of packages that `cargo build --workspace --all-targets` built.

Usage: run-built.py BUILD.json PACKAGE… [-- ARGUMENT…]

BUILD.json has the messages of that build. Each program runs in its package's folder, as with `cargo test`, with the
arguments for Rust's test harness. `cargo test --package` would select other features than the build of the workspace,
and compile the dependencies again.
"""

import json
import os
import subprocess
import sys


def main() -> int:
    build, *rest = sys.argv[1:]
    split = rest.index("--") if "--" in rest else len(rest)
    packages, arguments = rest[:split], rest[split + 1 :]
    programs = {package: [] for package in packages}
    with open(build, encoding="utf-8") as messages:
        for line in messages:
            message = json.loads(line)
            if not message.get("executable") or not message["profile"]["test"]:
                continue
            folder = os.path.dirname(message["manifest_path"])
            package = package_name(message["package_id"])
            if package in programs:
                programs[package].append((folder, message["executable"], message["target"]["name"]))
    failures = 0
    for package, tests in programs.items():
        if not tests:
            print(f"{package}: no test program was built", file=sys.stderr)
            failures += 1
        for folder, program, target in tests:
            print(f"\n--- {package}: {target}", flush=True)
            environment = dict(os.environ, CARGO_MANIFEST_DIR=folder, CARGO_PKG_NAME=package)
            failures += subprocess.run([program, *arguments], cwd=folder, env=environment).returncode != 0
    return 1 if failures else 0


def package_name(package_id: str) -> str:
    """Returns the name in a package id, e.g. `path+file:///p/crates/openbadges#0.1.0` or `…/tests#whole-system@0.1.0`."""
    path, _, fragment = package_id.partition("#")
    return fragment.split("@")[0] if "@" in fragment else path.rstrip("/").rsplit("/", 1)[-1]


if __name__ == "__main__":
    sys.exit(main())
