"""What masking costs: the wrapper and the filter against cat, memory, latency.

    python3 benches/mask.py SECRUN [MIB]

Rounds are interleaved, and the middle one of five counts. CPU is that of the
one process that stands in the pipeline; wall time is that of the whole.
"""

import os
import pathlib
import random
import statistics
import string
import subprocess
import sys
import tempfile
import time

secrun = os.path.abspath(sys.argv[1])
mebibytes = int(sys.argv[2]) if len(sys.argv) > 2 else 256
dice = random.Random(7)
signs = string.ascii_letters + string.digits
folder = pathlib.Path(tempfile.mkdtemp(prefix="secrun-bench-"))


def text(length):
    return "".join(dice.choices(signs, k=length))


def project(name, count, *more):
    """A folder with a project of so many secrets of the common kinds."""
    kinds = (lambda: f"sk-test-{text(40)}", lambda: text(40), lambda: f"postgres://app:{text(20)}@db:5432/app", lambda: text(32).lower())
    secrets = [(f"KEY_{n}", kinds[n % 4]()) for n in range(count)] + list(more)
    path = folder / name
    path.mkdir()
    (path / "secrun.toml").write_text("version = 1\n[env]\ninherit = [\"@base\"]\n[secrets]\n" + "".join(f"{key} = {{}}\n" for key, _ in secrets))
    (path / ".env").write_text("".join(f"{key}='{value}'\n" for key, value in secrets))
    return path, [value for _, value in secrets]


WORDS = "request finished GET /api/v1/items status=200 user cache miss worker queue retry postgres connection opened in the background with timeout".split()


def log(secrets=(), every=0):
    """A service's log, with a secret in every so many lines."""
    path = folder / f"log-{every}"
    lines, size, number = [], 0, 0
    while size < 8 << 20:
        number += 1
        line = f"2026-03-01T12:00:{number % 60:02}.{number % 1000:03}Z INFO {' '.join(dice.choices(WORDS, k=9))} id={dice.randrange(1 << 30)}"
        if every and number % every == 0:
            line += " " + dice.choice(secrets)
        lines.append(line)
        size += len(line) + 1
    block = ("\n".join(lines) + "\n").encode()
    with open(path, "wb") as file:
        for _ in range(mebibytes // 8):
            file.write(block)
    return path


def ended(process):
    """CPU seconds of a process and what it waited for, and its peak memory in MiB.

    The kernel's own record of the peak counts the memory before the exec, too.
    """
    peak = 0
    while True:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
        except (OSError, IndexError):
            pass
        done, code, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            process.returncode = code
            return usage.ru_utime + usage.ru_stime, peak
        time.sleep(0.005)


def piped(words, path, cwd):
    """cat LOG | WORDS | cat: wall seconds, CPU seconds of WORDS, its peak memory in MiB."""
    begun = time.monotonic()
    source = subprocess.Popen(["cat", path], stdout=subprocess.PIPE)
    middle = subprocess.Popen(words, stdin=source.stdout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=cwd)
    sink = subprocess.Popen(["cat"], stdin=middle.stdout, stdout=subprocess.DEVNULL)
    source.stdout.close()
    middle.stdout.close()
    cost = ended(middle)
    source.wait()
    sink.wait()
    return time.monotonic() - begun, *cost


def wrapped(words, cwd):
    """WORDS | cat: wall seconds, CPU seconds of WORDS and its child, peak memory."""
    begun = time.monotonic()
    middle = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=cwd)
    sink = subprocess.Popen(["cat"], stdin=middle.stdout, stdout=subprocess.DEVNULL)
    middle.stdout.close()
    cost = ended(middle)
    sink.wait()
    return time.monotonic() - begun, *cost


def compare(title, runs):
    """Interleaves, and tells the middle of each."""
    rounds = {name: [] for name in runs}
    for _ in range(5):
        for name, run in runs.items():
            rounds[name].append(run())
    print(f"\n{title}")
    for name, found in rounds.items():
        wall, cpu, peak = (statistics.median(column) for column in zip(*found))
        amount = mebibytes * 1.048576
        print(f"  {name:34} {amount / wall:6.0f} MB/s  {amount / cpu:6.0f} MB per CPU second  {peak:5.1f} MiB")


twenty, values = project("twenty", 20)
short, _ = project("short", 19, ("SHORT", text(8)))
five, _ = project("five", 5)
many, _ = project("many", 200)
clean, dense = log(), log(values, 10)
mask = [secrun, "-q", "mask"]
compare("filter: cat LOG | … | cat", {
    "cat": lambda: piped(["cat"], clean, twenty),
    "secrun mask, 20 secrets": lambda: piped(mask, clean, twenty),
    "secrun mask, 5 secrets": lambda: piped(mask, clean, five),
    "secrun mask, 200 secrets": lambda: piped(mask, clean, many),
    "secrun mask, one of 8 bytes": lambda: piped(mask, clean, short),
    "secrun mask, every tenth line a hit": lambda: piped(mask, dense, twenty),
})
run = [secrun, "-q", "--mask", "--", "cat"]
compare("wrapper: … cat LOG | cat", {
    "cat": lambda: wrapped(["cat", clean], twenty),
    "secrun -- cat": lambda: wrapped([secrun, "-q", "--", "cat", clean], twenty),
    "secrun --mask -- cat, 20 secrets": lambda: wrapped([*run, clean], twenty),
    "every tenth line a hit": lambda: wrapped([*run, dense], twenty),
})


def memory(title, words, cwd, seconds):
    """The peak of WORDS with a reader that takes 64 KiB in every tenth of a second."""
    middle = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=cwd)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        os.read(middle.stdout.fileno(), 65536)
        time.sleep(0.1)
    middle.stdout.close()
    print(f"  {title:34} {ended(middle)[1]:5.1f} MiB")


print("\npeak memory with a slow reader")
memory("secrun --mask -- yes", [secrun, "-q", "--mask", "--", "yes"], twenty, 3)
print("\npeak memory over 10 GiB")
ten = ["head", "-c", str(10 << 30), "/dev/zero"]
middle = subprocess.Popen([secrun, "-q", "--mask", "--", *ten], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd=twenty)
print(f"  {'secrun --mask -- head':34} {ended(middle)[1]:5.1f} MiB")
source = subprocess.Popen(ten, stdout=subprocess.PIPE)
middle = subprocess.Popen(mask, stdout=subprocess.DEVNULL, stdin=source.stdout, cwd=twenty)
source.stdout.close()
print(f"  {'secrun mask':34} {ended(middle)[1]:5.1f} MiB")
source.wait()
subprocess.run(["rm", "-r", folder], check=True)
