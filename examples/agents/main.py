"""Starts a coder and a researcher, each through secrun with its own scope.

This program has the keys of both. A nested secrun can only narrow what the
outer one passed on.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def find_secrun() -> str:
    """The build of this clone, or the secrun on PATH."""
    target = HERE.parents[1] / "target"
    built = [target / profile / "secrun" for profile in ("release", "debug")]
    found = next(filter(Path.is_file, built), None) or shutil.which("secrun")
    if not found:
        sys.exit("main.py: secrun not found: build it with `cargo build --release`")
    return str(found)


def main() -> None:
    secrun = find_secrun()
    for scope in ("coder", "researcher"):
        run = [secrun, "--quiet", "--schema", HERE / "secrun.toml", "--scope", scope, "--"]
        agent = [sys.executable, HERE / "agent.py", scope]
        timeout = int(os.environ.get("AGENT_TIMEOUT_SEC", "30"))
        subprocess.run([*run, *agent], check=True, timeout=timeout)


if __name__ == "__main__":
    main()
