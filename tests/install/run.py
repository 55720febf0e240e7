#!/usr/bin/env python3
"""Installs the wheel in every way that users do, offline, and uses secrun.

    python3 tests/install/run.py FOLDER [WAY...]

FOLDER has the wheel, and what else the installers need (`.ci/slow` puts setuptools there for
pre-commit). uv, pipx and pre-commit come from PATH. Each way gets its own home folder and a
PATH without Rust.
"""

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

LINKS = Path(sys.argv[1]).resolve()
WHEELS = list(LINKS.glob("secrun-*.whl"))
VERSION = WHEELS[0].name.split("-")[1] if WHEELS else ""
TIMEOUT = 300

CODE = """\
import os

import settings

key = os.environ["OPENAI_API_KEY"]
print("key of", len(key), "characters; level", settings.LEVEL)
"""
SETTINGS = 'import os\n\nLEVEL = os.environ.get("LOG_LEVEL", "INFO")\n'
# No key of anyone's: it says so.
MARK = "test-not-a-real-key"
KEY = f"{MARK}-but-long-enough"
ENV_WITHOUT_KEY = "LOG_LEVEL=DEBUG\n"
ENV = f"OPENAI_API_KEY={KEY}\n{ENV_WITHOUT_KEY}"


class Machine:
    """A user's machine: a home, a PATH without Rust, and a project."""

    def __init__(self, folder):
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        for name in ("uv", "uvx", "pipx", "pre-commit"):
            found = shutil.which(name)
            if found:
                (self.bin / name).symlink_to(found)
        (self.bin / "python3").symlink_to(sys.executable)
        self.env = {
            "HOME": str(folder / "home"),
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(LINKS),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "UV_OFFLINE": "1",
            "UV_NO_INDEX": "1",
            "UV_FIND_LINKS": str(LINKS),
            "UV_PYTHON": sys.executable,
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_CONFIG": "1",
            "PIPX_DEFAULT_PYTHON": sys.executable,
            "PRE_COMMIT_HOME": str(folder / "pre-commit"),
            "GIT_AUTHOR_NAME": "Test",
            "GIT_AUTHOR_EMAIL": "test@example.invalid",
            "GIT_COMMITTER_NAME": "Test",
            "GIT_COMMITTER_EMAIL": "test@example.invalid",
        }
        (folder / "home").mkdir()
        self.project = folder / "project"
        self.project.mkdir()
        for name, text in {"main.py": CODE, "settings.py": SETTINGS, ".env": ENV}.items():
            (self.project / name).write_text(text)
        assert shutil.which("cargo", path=self.env["PATH"]) is None, "Rust is on PATH"

    def run(self, *words, status=0, **more):
        """Runs a command in the project and returns what it prints."""
        done = subprocess.run(
            [str(word) for word in words],
            cwd=self.project,
            env=self.env | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT,
            text=True,
        )
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout}"
        assert MARK not in done.stdout, f"{words} prints a value"
        return done.stdout

    def answer(self, question, answer, *words):
        """Runs a command on a terminal, answers its question, and returns what is seen."""
        child, terminal = pty.fork()
        if child == 0:
            try:
                os.chdir(self.project)
                os.execvpe(words[0], [str(word) for word in words], self.env)
            finally:
                os._exit(127)
        deadline = time.monotonic() + TIMEOUT
        seen, is_answered = "", False
        while True:
            if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                os.kill(child, signal.SIGKILL)
                break
            try:
                part = os.read(terminal, 4096)
            except OSError:  # Linux says so that no one has the terminal open any more.
                part = b""
            if not part:
                break
            seen += part.decode()
            if question in seen and not is_answered:
                os.write(terminal, answer.encode() + b"\r")
                is_answered = True
        os.close(terminal)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status == 0 and is_answered, f"{words}: {status}\n{seen}"
        assert MARK not in seen, f"{words} shows what is typed"
        return seen


def journey(machine, *secrun):
    """What a new user does first. Other commands join here."""
    assert f"secrun {VERSION}" in machine.run(*secrun, "--version")
    written = machine.run(*secrun, "init")
    assert "wrote secrun.toml" in written, written
    checked = machine.run(*secrun, "check")
    assert "OPENAI_API_KEY" in checked, checked
    (machine.project / ".env").write_text(ENV_WITHOUT_KEY)
    refused = machine.run(*secrun, "--", "python3", "main.py", status=125)
    assert "OPENAI_API_KEY: missing" in refused, refused
    filled = machine.answer("Ctrl-D quits): ", KEY, *secrun, "check", "--fill")
    assert "set 1 of 1 missing key" in filled, filled
    ran = machine.run(*secrun, "--", "python3", "main.py")
    assert "key of 35 characters; level DEBUG" in ran, ran


def is_the_binary(path):
    """No launcher in Python stands between the user and secrun."""
    magic = path.resolve().read_bytes()[:4]
    assert magic in (b"\x7fELF", b"\xcf\xfa\xed\xfe"), f"{path} begins with {magic}"


def by_pip(machine):
    venv = machine.folder / "venv"
    machine.run("python3", "-m", "venv", venv)
    machine.run(venv / "bin/pip", "install", "secrun")
    is_the_binary(venv / "bin/secrun")
    machine.env["PATH"] = f"{venv}/bin:{machine.env['PATH']}"
    journey(machine, "secrun")
    machine.run(venv / "bin/pip", "uninstall", "--yes", "secrun")
    assert not (venv / "bin/secrun").exists()


def by_uv_tool(machine):
    machine.run("uv", "tool", "install", "secrun")
    installed = Path(machine.run("uv", "tool", "dir", "--bin").strip()) / "secrun"
    is_the_binary(installed)
    journey(machine, installed)
    machine.run("uv", "tool", "uninstall", "secrun")


def by_uvx(machine):
    journey(machine, "uvx", "--quiet", "--from", f"secrun=={VERSION}", "secrun")


def by_uvx_from_the_file(machine):
    journey(machine, "uvx", "--quiet", "--from", WHEELS[0], "secrun")


def by_pipx(machine):
    machine.run("pipx", "install", "secrun")
    installed = machine.folder / "home/.local/bin/secrun"
    is_the_binary(installed)
    journey(machine, installed)
    machine.run("pipx", "uninstall", "secrun")


def by_pre_commit(machine):
    """The hook of docs/ci.md, word for word."""
    docs = (Path(__file__).parents[2] / "docs/ci.md").read_text()
    hook = next(block for block in docs.split("```yaml\n") if "additional_dependencies" in block)
    hook = hook.split("```")[0]
    assert f'"secrun=={VERSION}"' in hook, f"docs/ci.md pins another version than {VERSION}"
    (machine.project / ".pre-commit-config.yaml").write_text(hook)
    venv = machine.folder / "venv"
    machine.run("python3", "-m", "venv", venv)
    machine.run(venv / "bin/pip", "install", "secrun")
    machine.run("git", "init", "-q")
    machine.run(venv / "bin/secrun", "init")
    machine.run("git", "add", "-A")
    passed = machine.run("pre-commit", "run", "--all-files", "--color", "never")
    assert "Passed" in passed and "Failed" not in passed, passed
    (machine.project / ".env").write_text(ENV_WITHOUT_KEY)
    failed = machine.run("pre-commit", "run", "--all-files", "--color", "never", status=1)
    assert "OPENAI_API_KEY: missing" in failed, failed


WAYS = [by_pip, by_uv_tool, by_uvx, by_uvx_from_the_file, by_pipx, by_pre_commit]


def main():
    assert len(WHEELS) == 1, f"{len(WHEELS)} wheels of secrun in {LINKS}"
    asked = [way for way in WAYS if not sys.argv[2:] or way.__name__ in sys.argv[2:]]
    failed = 0
    for way in asked:
        with tempfile.TemporaryDirectory(prefix="secrun-install-") as folder:
            try:
                way(Machine(Path(folder).resolve()))
                print("ok", way.__name__)
            except Exception:
                failed += 1
                print("FAILED", way.__name__)
                traceback.print_exc(file=sys.stdout)
    print(f"{len(asked) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
