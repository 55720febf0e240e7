"""Times the commands of secrun in projects of many keys; size.sh calls it."""

import os
import random
import string
import subprocess
import sys
import tempfile
import time

ALPHABET = os.environ.get("ALPHABET", string.ascii_letters + string.digits)
LENGTH = 200
RUNS = 3

# The words after `secrun`, and the aim: seconds and MiB for 4,096 keys.
COMMANDS = [
    (["--", "true"], (1, 64)),
    (["check"], (1, 64)),
    (["fingerprint"], (1, 64)),
    (["explain", "KEY_7"], (1, 64)),
    (["example"], (1, 64)),
    (["mask", "log.txt"], (2, 256)),
    (["--mask", "--", "cat", "log.txt"], (2, 256)),
    (["scan", "log.txt"], (2, 256)),
]


def project(folder, keys):
    """A schema, an env file, and a log in which one value occurs."""
    dice = random.Random(keys)
    names = [f"KEY_{number}" for number in range(keys)]
    values = ["".join(dice.choices(ALPHABET, k=LENGTH)) for _ in names]
    with open(f"{folder}/secrun.toml", "w") as schema:
        schema.write("version = 1\n[secrets]\n")
        schema.writelines(f"{name} = {{}}\n" for name in names)
    with open(f"{folder}/.env", "w") as env:
        env.writelines(f"{name}='{value}'\n" for name, value in zip(names, values))
    with open(f"{folder}/log.txt", "w") as log:
        for number in range(10_000):
            log.write(f"2026-03-01T12:00:00Z INFO request {number} finished in {number % 97} ms\n")
        log.write(f"the value is {values[keys // 2]}\n")


def run(command, folder):
    """The seconds, those of a processor, the peak memory in MiB and the status of one run."""
    start = time.monotonic()
    with open(os.devnull, "w") as null:
        child = subprocess.Popen(command, cwd=folder, stdout=null, stderr=null)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    busy = usage.ru_utime + usage.ru_stime
    return time.monotonic() - start, busy, usage.ru_maxrss / unit, child.returncode


def main():
    secrun, *sizes = sys.argv[1:]
    sizes = [int(size) for size in sizes]
    with tempfile.TemporaryDirectory() as top:
        folders = [f"{top}/{size}" for size in sizes]
        for folder, size in zip(folders, sizes):
            os.mkdir(folder)
            project(folder, size)
        print("| keys | " + " | ".join(f"{size:,}" for size in sizes) + " | aim |")
        print("|---|" + "---|" * (len(sizes) + 1))
        for words, (seconds, memory) in COMMANDS:
            cells = []
            for folder in folders:
                runs = [run([secrun, *words], folder) for _ in range(RUNS)]
                statuses = {status for *_, status in runs}
                if not statuses <= {0, 1}:
                    sys.exit(f"`{' '.join(words)}` ended with {statuses}")
                took, busy = (min(run[column] for run in runs) for column in (0, 1))
                used = max(run[2] for run in runs)
                cells.append(f"{took:.2f} s ({busy:.2f}), {used:.0f} MiB")
            cells.append(f"{seconds} s, {memory} MiB")
            print(f"| `{' '.join(words)}` | " + " | ".join(cells) + " |", flush=True)


main()
