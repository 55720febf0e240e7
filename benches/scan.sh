#!/usr/bin/env bash
# Times `secrun scan` against ripgrep and against git itself.
#
#   benches/scan.sh [RUNS [MIB [COMMITS]]]
#
# Makes a work tree of MIB mebibytes (1024) and a repository of about five
# objects for each of COMMITS commits (20000), with 16 made-up secrets. ripgrep
# searches for the same values and their common forms. Prints medians of
# interleaved runs, and how much memory the searches take. Wants cargo, git,
# python3 and ripgrep.
set -euo pipefail

runs=${1:-5} mebibytes=${2:-1024} commits=${3:-20000}
here=$(cd "$(dirname "$0")" && pwd)
build=${CARGO_TARGET_DIR:-$here/../target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here/.." && cargo build --release --locked --quiet)
secrun=$build/release/secrun
export GIT_CONFIG_NOSYSTEM=1 HOME=$work XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config
export GIT_AUTHOR_NAME=Bench GIT_AUTHOR_EMAIL=bench@example.invalid
export GIT_COMMITTER_NAME=Bench GIT_COMMITTER_EMAIL=bench@example.invalid

# A schema and its values in the working directory; the values and their
# common forms for ripgrep.
make_project() {
    git init -q -b main
    python3 - "$work/patterns" <<'PYTHON'
import base64, json, random, string, sys, urllib.parse

random.seed(7)
names = [f"KEY_{number:02}" for number in range(16)]
values = {}
for number, name in enumerate(names):
    noise = "".join(random.choices(string.ascii_letters + string.digits, k=24 + number))
    values[name] = f"postgres://app:{noise}@db.invalid/app" if number % 4 == 3 else noise
forms = set()
for value in values.values():
    raw = value.encode()
    forms |= {value, raw.hex(), raw.hex().upper(), json.dumps(value)[1:-1], json.dumps(json.dumps(value))[3:-3]}
    forms |= {urllib.parse.quote(value, safe=safe) for safe in ("", "/", ":/@")}
    forms.add(value.replace("/", "\\/"))
    for before in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            # The characters at the ends hold bits of what stands around.
            text = encode(b"\0" * before + raw).decode().rstrip("=")
            forms.add(text[(before * 8 + 5) // 6 : -1])
with open("secrun.toml", "w") as schema:
    schema.write("version = 1\n\n[secrets]\n" + "".join(f"{name} = {{ }}\n" for name in names))
with open(".env", "w") as env:
    env.write("".join(f"{name}={value}\n" for name, value in values.items()))
with open(".gitignore", "w") as ignore:
    ignore.write(".env\n")
with open(sys.argv[1], "w") as patterns:
    patterns.write("".join(f"{form}\n" for form in sorted(forms)))
PYTHON
}

# Files of code-like text from 1 KiB to 1 MiB, some of them binary.
make_tree() {
    python3 - "$1" <<'PYTHON'
import os, random, sys

random.seed(11)
words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz_", k=random.randint(2, 11))) for _ in range(30000)]
lines = [" " * random.choice((0, 4, 8)) + " ".join(random.choices(words, k=random.randint(1, 12))) + "\n" for _ in range(20000)]
left, number = int(sys.argv[1]) << 20, 0
while left > 0:
    size = min(left, int(1024 * 2 ** random.uniform(0, 10)))
    folder = f"d{number % 40:02}/e{number // 40 % 40:02}"
    os.makedirs(folder, exist_ok=True)
    if number % 20 == 0:
        content = random.randbytes(size)
    else:
        start = random.randrange(len(lines))
        text, length = [], 0
        while length < size:
            text.append(lines[start % len(lines)])
            length += len(text[-1])
            start += 1
        content = "".join(text).encode()[:size]
    with open(f"{folder}/f{number}.txt", "wb") as file:
        file.write(content)
    left -= size
    number += 1
PYTHON
}

# Commits that each change one of a thousand files in nested folders.
make_history() {
    python3 - "$1" <<'PYTHON' | git fast-import --quiet
import random, sys

random.seed(13)
out = sys.stdout.buffer.write
words = [f"{random.getrandbits(40):x}" for _ in range(20000)]
contents = {}
for number in range(int(sys.argv[1])):
    which = random.randrange(1000)
    path = f"d{which % 20}/e{which % 7}/f{which}.py"
    lines = contents.setdefault(path, [" ".join(random.choices(words, k=8)) for _ in range(random.randint(20, 200))])
    lines[random.randrange(len(lines))] = " ".join(random.choices(words, k=8))
    data = ("\n".join(lines) + "\n").encode()
    message = f"commit {number}\n".encode()
    out(b"commit refs/heads/main\ncommitter Bench <bench@example.invalid> %d +0000\n" % (1600000000 + number * 60))
    out(b"data %d\n%s" % (len(message), message))
    out(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))
out(b"done\n")
PYTHON
    git reset -q --mixed
    git repack -adq
}

# Runs commands in turns, so that the load of the machine meets all alike, and
# prints the medians. Arguments: a title, what is done before each (or nothing),
# then a name and a command for each.
compare() {
    python3 - "$runs" "$@" <<'PYTHON'
import shlex, statistics, subprocess, sys, time

runs, title, before, *rest = sys.argv[1:]
commands = list(zip(rest[::2], rest[1::2]))
times = {name: [] for name, _ in commands}
for turn in range(int(runs) + 1):
    for name, command in commands:
        if before:
            subprocess.run(shlex.split(before), check=True)
        start = time.perf_counter()
        subprocess.run(shlex.split(command), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        # The first turn warms the caches.
        if turn:
            times[name].append(time.perf_counter() - start)
print(f"## {title}")
last = statistics.median(times[commands[-1][0]])
for name, taken in times.items():
    median = statistics.median(taken)
    print(f"{name:50} {median * 1000:8.1f} ms ({min(taken) * 1000:.1f} to {max(taken) * 1000:.1f}), ratio {median / last:.2f}")
print()
PYTHON
}

# The most memory that a command has itself, without git.
memory() {
    python3 - "$@" <<'PYTHON'
import re, subprocess, sys

most = 0
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
while child.poll() is None:
    with open(f"/proc/{child.pid}/status") as status:
        found = re.search(r"VmHWM:\s+(\d+)", status.read())
    most = max(most, int(found[1]) if found else 0)
print(f"memory of {' '.join(sys.argv[2:])}: {most / 1024:.1f} MiB")
PYTHON
}

mkdir "$work/tree" "$work/history"
cd "$work/tree"
make_project
make_tree "$mebibytes"
git add -A
git commit -qm tree
compare "a work tree of $mebibytes MiB" "" \
    "secrun scan" "$secrun scan" \
    "rg -F -f PATTERNS" "rg --hidden --text --glob !.git -F -f $work/patterns -c ."
memory "$secrun" scan

for number in 0 1 2 3 4 5 6 7 8 9; do
    echo "change" >>"d00/e0$number/$(ls "d00/e0$number" | sed -n 1p)"
done
git add -A
compare "ten staged files" "" "secrun scan --staged" "$secrun scan --staged"

cd "$work/history"
make_project
make_history "$commits"
echo "objects: $(git cat-file --batch-all-objects --batch-check | wc -l)"
compare "a whole history" "rm -rf $XDG_STATE_HOME" \
    "secrun scan --history" "$secrun scan --history" \
    "git cat-file --batch-all-objects --batch | wc -c" "sh -c 'git cat-file --batch-all-objects --batch | wc -c'"
memory "$secrun" scan --history
"$secrun" scan --history >/dev/null
compare "the same history with nothing new" "" "secrun scan --history" "$secrun scan --history"
