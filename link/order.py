#!/usr/bin/env python3
"""Writes link/start.ld: which functions a start runs, for the linker to put together.

    link/order.py

A function that runs brings its page into memory, and the kernel brings the
pages around it, so what runs at every start should lie together and apart
from what reads Python or searches containers. The order comes from real
runs: valgrind's callgrind lists the functions that were called, of a static
and of a dynamic build, with a few keys and with hundreds. Names are kept
without their hashes, so a new compiler or another version of a library only
makes the list a little worse. Wants cargo, valgrind and nm, on Linux.
"""

import collections
import os
import random
import re
import string
import subprocess
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BUILDS = {
    "static": ["-C", "target-feature=+crt-static", "-C", "relocation-model=static"],
    "dynamic": [],
}

FEW = """\
version = 1

[project]
name = "few"

[env]
files = [".env"]
inherit = ["@base"]

[secrets]
OPENAI_API_KEY = { format = "openai", owner = "ml-platform" }
DATABASE_URL = { type = "url", schemes = ["postgres", "postgresql"] }
SERPER_API_KEY = { required = false, min_length = 20 }
GIT_READ_TOKEN = { required_in = ["ci", "prod"] }

[settings]
APP_ENV = { type = "enum", values = ["dev", "test"], default = "dev" }
TIMEOUT_SEC = { type = "int", min = 1, max = 600, default = 30 }
DEBUG = { type = "bool", default = false }

[scopes]
coder = ["OPENAI_API_KEY", "GIT_READ_TOKEN"]
"""


def noise(length):
    """Letters and digits without a pattern; no key of anyone's."""
    return "".join(random.choices(string.ascii_letters + string.digits, k=length))


def projects(folder):
    """Makes the projects; folder and arguments of runs with few keys, and with many."""
    few, many = folder / "few", folder / "many"
    few.mkdir()
    many.mkdir()
    (few / "secrun.toml").write_text(FEW)
    # The form of OpenAI's keys, assembled here so that no file holds one.
    middle = "T3Blbk" + "FJ"
    (few / ".env").write_text(
        "# development\n"
        f"OPENAI_API_KEY=sk-proj-{noise(74)}{middle}{noise(74)}\n"
        f"DATABASE_URL=postgres://app:{noise(24)}@localhost:5432/app\n"
        f"SERPER_API_KEY={noise(40)}\nGIT_READ_TOKEN='{noise(40)}'\n\nAPP_ENV=dev\nDEBUG=\"true\"\n"
    )
    lines, values = ["version = 1", "[secrets]"], []
    for at in range(300):
        lines.append(f"SECRET_{at} = " + ["{ }", "{ min_length = 20 }", '{ type = "url" }'][at % 3])
        values.append(f"SECRET_{at}=" + [noise(32), noise(40), f"https://a:{noise(24)}@b.example"][at % 3])
    (many / "secrun.toml").write_text("\n".join(lines) + "\n")
    (many / ".env").write_text("\n".join(values) + "\n")
    return [(few, []), (few, ["--scope", "coder"]), (few, ["-q"])], [(many, [])]


def build(kind):
    """A program with its symbols, and the linker's map."""
    target = TOP / "target" / "order" / kind
    link_map = target / "link.map"
    words = ["cargo", "rustc", "--release", "--locked", "--quiet", "--bin", "secrun", "--"]
    words += [*BUILDS[kind], "-C", "strip=none", "-C", f"link-arg=-Wl,-Map={link_map}"]
    target.mkdir(parents=True, exist_ok=True)
    subprocess.run(words, cwd=TOP, check=True, env={**os.environ, "CARGO_TARGET_DIR": str(target)})
    return target / "release" / "secrun", link_map.read_text()


def called(program, folder, words):
    """The functions that a run calls until it becomes another program."""
    with tempfile.TemporaryDirectory() as out:
        valgrind = ["valgrind", "--tool=callgrind", "--demangle=no", "--dump-before=execve"]
        words = [*valgrind, f"--callgrind-out-file={out}/calls", program, *words, "--", "true"]
        subprocess.run(words, cwd=folder, check=True, capture_output=True)
        # The first part ends where the program becomes another.
        listed = re.findall(r"^c?fn=\(\d+\) (\S+)", Path(out, "calls.1").read_text(), re.M)
    return {re.sub(r"'\d+$", "", name) for name in listed}


def pattern(symbol):
    """A symbol's name without what changes from one compiler to the next."""
    symbol = re.sub(r"\.llvm\.\d+$|\.\d+$", "", symbol)
    if symbol.startswith("_ZN"):
        return re.sub(r"17h[0-9a-f]{16}E$", "17h*", symbol)
    if symbol == "main":
        return symbol
    return re.sub(r"Cs[0-9A-Za-z]+_", "Cs*_", symbol) + "*"


def main():
    random.seed(7)
    sizes, hits, members = collections.Counter(), collections.Counter(), set()
    always = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        with_few, with_many = projects(Path(folder))
        for kind in BUILDS:
            program, link_map = build(kind)
            ran_always = set().union(*(called(program, *run) for run in with_few))
            ran = ran_always.union(*(called(program, *run) for run in with_many))
            symbols = subprocess.run(["nm", "-S", program], check=True, capture_output=True, text=True)
            for line in symbols.stdout.splitlines():
                parts = line.split()
                if len(parts) == 4 and parts[2] in "tT" and re.match(r"_ZN|_R|main$", parts[3]):
                    sizes[pattern(parts[3])] += int(parts[1], 16)
                    hits[pattern(parts[3])] += int(parts[1], 16) * (parts[3] in ran)
                    always[pattern(parts[3])] += int(parts[1], 16) * (parts[3] in ran_always)
            member = None
            for line in link_map.splitlines():
                if within := re.search(r"libc\.a\(([^)]+)\):\(", line):
                    member = within[1]
                elif ":(" in line:
                    member = None
                elif member and line.split()[-1] in ran:
                    members.add(member)
    # Where a name stands for many functions of which few run, it comes late.
    share = {name: (always[name] / sizes[name], hits[name] / sizes[name]) for name in sizes if hits[name]}
    names = sorted(share, key=lambda name: (-share[name][0], -share[name][1], name))
    with open(TOP / "link" / "start.ld", "w") as script:
        script.write("/* Written by link/order.py: what runs at every start, put together. */\n")
        script.write("SECTIONS {\n  .text.start : {\n")
        for name in names:
            script.write(f"    *(.text.{name} .text.unlikely.{name})\n")
        for member in sorted(members):
            script.write(f"    *libc.a:{member}(.text .text.*)\n")
        script.write("  }\n}\nINSERT BEFORE .text;\n")
    print(f"{len(names)} names, {sum(hits.values())} of {sum(sizes[name] for name in names)} bytes")


main()
