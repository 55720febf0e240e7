"""Starts a coder and a researcher, each through secrun with its own scope.

This program itself holds the keys of both: a secrun inside another can only
narrow what the outer one gave.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def find_secrun() -> str:
    """The setting SECRUN, else this clone's build, else the one on PATH."""
    target = HERE.parents[1] / "target"
    built = [target / profile / "secrun" for profile in ("release", "debug")]
    places = [os.environ.get("SECRUN"), *filter(Path.is_file, built), shutil.which("secrun")]
    for place in places:
        if place:
            return str(place)
    sys.exit("main.py: no secrun: build it with `cargo build --release`")


def main() -> None:
    secrun = find_secrun()
    for scope in ("coder", "researcher"):
        run = [secrun, "--quiet", "--schema", HERE / "secrun.toml", "--scope", scope, "--"]
        agent = [sys.executable, HERE / "agent.py", scope]
        timeout = int(os.environ.get("AGENT_TIMEOUT_SEC", "30"))
        subprocess.run([*run, *agent], check=True, timeout=timeout)


if __name__ == "__main__":
    main()
