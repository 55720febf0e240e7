"""What a case of the harness is made of: values, a project, runs, terminals."""

import fcntl
import os
import pathlib
import pty
import random
import select
import shutil
import signal
import string
import struct
import subprocess
import sys
import tempfile
import termios
import time

ALPHANUMERIC = string.ascii_letters + string.digits
DEADLINE = 30
#: A piece of a value of this many bytes must never be seen; four may, after a pause.
PIECE = 6

#: Every child begins with this.
PRELUDE = """
import os, sys, time
def V(key="A"): return os.environb[key.encode()]
def w(data, fd=1):
    while data:
        data = data[os.write(fd, data):]
"""


class Failed(Exception):
    """A case that does not hold."""


def need(holds, what):
    """Fails the case unless something holds."""
    if not holds:
        raise Failed(what)


def mask(key="A"):
    return f"***REDACTED:{key}***".encode()


class Result:
    def __init__(self, status, out, err, seconds):
        self.status, self.out, self.err, self.seconds = status, out, err, seconds


class World:
    """One case: its random numbers, its folder, its secrets."""

    def __init__(self, secrun, seed, name, masked):
        self.secrun, self.name, self.masked = secrun, name, masked
        self.dice = random.Random(f"{seed}:{name}")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="secrun-harness-"))
        self.secrets, self.settings = {}, {}
        self.consoles, self.children = [], []
        self.milliseconds = None

    def close(self):
        for console in self.consoles:
            console.close()
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout, child.stderr):
                if stream:
                    stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # Values

    def text(self, length=24, alphabet=ALPHANUMERIC):
        return "".join(self.dice.choice(alphabet) for _ in range(length)).encode()

    def secret(self, value=None, key="A"):
        """Declares a secret; a random one unless a value is given."""
        value = self.text() if value is None else value
        self.secrets[key] = value
        return value

    def setting(self, value, key):
        self.settings[key] = value
        return value

    def pem(self, lines=8):
        signs = ALPHANUMERIC + "+/"
        body = [self.text(64, signs) for _ in range(lines)] + [self.text(30, signs) + b"=="]
        return b"-----BEGIN TEST KEY-----\n" + b"\n".join(body) + b"\n-----END TEST KEY-----\n"

    # Runs

    def schema(self):
        lines = ["version = 1", "[env]", "files = []", "[secrets]"]
        lines += [f"{key} = {{ required = false, allow_empty = true }}" for key in self.secrets]
        lines += ["[settings]"]
        lines += [f"{key} = {{ required = false }}" for key in self.settings]
        (self.folder / "secrun.toml").write_text("\n".join(lines) + "\n")

    def environment(self):
        found = {
            b"PATH": os.environb.get(b"PATH", b"/usr/bin:/bin"),
            b"HOME": bytes(self.folder),
            b"TERM": b"xterm-256color",
            b"LC_ALL": b"C.UTF-8",
        }
        for key, value in {**self.secrets, **self.settings}.items():
            found[key.encode()] = value
        return found

    def words(self, program):
        """The words that run a program, or a text of Python, under secrun."""
        self.schema()
        if isinstance(program, str):
            program = [sys.executable, "-SE", "-c", PRELUDE + program]
        return [self.secrun, "-q", *(["--mask"] if self.masked else []), "--", *program]

    def start(self, program, around=None, **options):
        """Starts it with pipes; `around` is a script of the shell that has it as `"$@"`."""
        words = self.words(program)
        if around:
            words = ["sh", "-c", around, "sh", *words]
        options.setdefault("stdin", subprocess.PIPE)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        options.setdefault("start_new_session", True)
        child = subprocess.Popen(words, cwd=self.folder, env=self.environment(), **options)
        self.children.append(child)
        return child

    def run(self, program, stdin=b"", around=None, **options):
        before = time.monotonic()
        child = self.start(program, around, **options)
        try:
            out, err = child.communicate(stdin if child.stdin else None, timeout=DEADLINE)
        except subprocess.TimeoutExpired:
            child.kill()
            raise Failed("it did not end")
        return Result(child.returncode, out, err, time.monotonic() - before)

    def filter(self, text, *words):
        """Runs `secrun mask` over a text."""
        self.schema()
        found = subprocess.run(
            [self.secrun, "-q", "mask", *words], cwd=self.folder, env=self.environment(),
            input=text, capture_output=True, timeout=DEADLINE, start_new_session=True, check=False,
        )
        return Result(found.returncode, found.stdout, found.stderr, 0)

    def console(self, program, **options):
        console = Console(self.words(program), self.folder, self.environment(), **options)
        self.consoles.append(console)
        return console

    def shell(self):
        """A shell with job control on a terminal; `$run` runs secrun."""
        self.schema()
        flags = "--mask" if self.masked else ""
        env = {**self.environment(), b"PS1": b"prompt> ", b"PS2": b"", b"run": f"{self.secrun} -q {flags} --".encode(),
               b"py": sys.executable.encode()}
        console = Console(["sh", "-i"], self.folder, env)
        self.consoles.append(console)
        console.expect(b"prompt> ")
        return console

    # Judgements

    def within(self, seconds, most):
        """Fails when something took longer; the time is told at the end."""
        self.milliseconds = seconds * 1000
        need(seconds <= most, f"{seconds * 1000:.1f} ms for {most * 1000:.0f} ms")

    def clean(self, output, *forms, piece=PIECE):
        """Fails when a piece of a form is in the output."""
        for form in forms:
            for at in range(max(1, len(form) - piece + 1)):
                part = form[at:at + piece]
                need(part not in output, f"{part!r} at {at} of {len(form)} came out: {output[-300:]!r}")

    def same(self, output, expected):
        if output == expected:
            return
        at = next((i for i, (a, b) in enumerate(zip(output, expected)) if a != b), min(len(output), len(expected)))
        near = slice(max(0, at - 40), at + 80)
        raise Failed(f"{len(output)} bytes for {len(expected)}, from {at} on {output[near]!r} for {expected[near]!r}")


class Console:
    """A terminal with a program on it, as a person in front of it sees it."""

    def __init__(self, words, folder, env, stdin=None, stdout=None, stderr=None, size=(24, 80), session=True):
        self.ours, theirs = pty.openpty()
        self.name = os.ttyname(theirs)
        self.seen = b""
        self.resize(*size)
        self.theirs = theirs
        self.first = self.modes()

        def lead():
            if session:
                os.setsid()
                fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        def end(given):
            return theirs if given is None else given

        self.process = subprocess.Popen(
            words, cwd=folder, env=env, stdin=end(stdin), stdout=end(stdout), stderr=end(stderr), preexec_fn=lead,
        )

    def resize(self, rows, columns):
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def modes(self):
        return termios.tcgetattr(self.theirs)

    def keys(self, keys):
        os.write(self.ours, keys)

    def read(self, within=0.05):
        if not select.select([self.ours], [], [], within)[0]:
            return False
        try:
            data = os.read(self.ours, 65536)
        except OSError:
            return False
        self.seen += data
        return bool(data)

    def expect(self, text, within=DEADLINE):
        """Reads until this has come, and returns what came up to it."""
        late = time.monotonic() + within
        while text not in self.seen:
            self.read()
            need(time.monotonic() < late, f"no {text!r} on the terminal, but {self.seen[-400:]!r}")
        at = self.seen.index(text) + len(text)
        before, self.seen = self.seen[:at], self.seen[at:]
        return before

    def rest(self):
        """Waits for the end, and returns all that is left."""
        late = time.monotonic() + DEADLINE
        while self.process.poll() is None:
            self.read()
            need(time.monotonic() < late, f"it did not end: {self.seen[-400:]!r}")
        while self.read(0.02):
            pass
        seen, self.seen = self.seen, b""
        return seen

    def status(self):
        self.seen = self.rest()
        return self.process.returncode

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


CASES = []


def case(group, name=None, extra=False, alone=False, leak=False, masked_only=False, unless=None):
    """Registers a function as a case. `alone`: it measures time."""

    def register(function):
        CASES.append({
            "group": group, "name": f"{group}.{name or function.__name__}", "function": function, "extra": extra,
            "alone": alone, "masked_only": masked_only or leak, "unless": unless,
        })
        return function

    return register


def cases(group, parameters, **options):
    """Registers a function once for each name and parameter."""

    def register(function):
        for name, parameter in parameters.items():
            case(group, name, **options)(lambda world, parameter=parameter: function(world, parameter))
        return function

    return register
