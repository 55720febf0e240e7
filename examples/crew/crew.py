"""Starts agents through secrun, each with the keys of its scope.

This program needs no key. An orchestrator can call `ask`; docs/guide-agents.md
shows it as a tool for LangChain, CrewAI and AutoGen.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def find_secrun() -> str:
    """The secrun on PATH, or the build of this clone."""
    target = HERE.parents[1] / "target"
    built = [target / profile / "secrun" for profile in ("release", "debug")]
    found = shutil.which("secrun") or next(filter(Path.is_file, built), None)
    if not found:
        sys.exit("crew.py: secrun not found: build it with `cargo build --release`")
    return str(found)


def ask(scope: str, task: str, timeout: float = 60) -> dict:
    """Starts an agent in this scope, gives it a task and returns its answer."""
    secrun = [find_secrun(), "--quiet", "--schema", str(HERE / "secrun.toml"), "--scope", scope, "--"]
    agent = [sys.executable, str(HERE / "agent.py")]
    done = subprocess.run(
        [*secrun, *agent],
        input=json.dumps({"task": task}),
        stdout=subprocess.PIPE,
        text=True,
        timeout=timeout,
    )
    if done.returncode == 125:
        raise RuntimeError("secrun refused to start the agent: see the lines above")
    done.check_returncode()
    return json.loads(done.stdout)


def main() -> None:
    found = ask("researcher", "what does the environment of an agent hold?")
    code = ask("coder", f"write a test for: {found['answer']}")
    text = ask("writer", f"describe: {code['answer']}")
    for scope, answer in (("researcher", found), ("coder", code), ("writer", text)):
        print(f"{scope}: {', '.join(answer['keys'])}")
    print(text["answer"])


if __name__ == "__main__":
    main()
