#!/usr/bin/env bash
# Times `secrun init` and `secrun check --code` on a tree of Python it makes.
#
#   benches/init.sh [RUNS [LINES]]
#
# The tree has packages of modules with imports of each other, classes,
# functions that hand a name on, settings classes and comments, 250 lines a
# file; beside it lie folders that are to be passed by. Prints the median and
# the slowest of the wall-clock times; wants cargo.
set -euo pipefail

runs=${1:-11}
lines=${2:-200000}
here=$(cd "$(dirname "$0")" && pwd)
build=${CARGO_TARGET_DIR:-$here/../target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One module of 250 lines; the number makes its names differ from others'.
module() {
    awk -v n="$1" 'BEGIN {
        print "\"\"\"Module " n ".\"\"\""
        print "import os"
        print "from pydantic_settings import BaseSettings"
        print "from app.settings import read"
        print ""
        print "class Settings" n "(BaseSettings):"
        print "    model_config = {\"env_prefix\": \"APP" n "_\"}"
        print "    workers: int = 4"
        print "    token: str"
        print ""
        print "LEVEL = os.getenv(\"LEVEL_" n "\", \"INFO\")"
        print "HOST = read(\"HOST_" n "\")"
        for (f = 0; f < 17; f++) {
            print ""
            print "# os.getenv(\"NEVER_" n "\") is a comment."
            print "def work_" f "(items, limit=10, *, name=None):"
            print "    \"\"\"Does some work on the items that it gets.\"\"\""
            print "    total = 0"
            print "    for index, item in enumerate(items):"
            print "        if index >= limit and item.get(\"kind\") != \"end\":"
            print "            break"
            print "        total += sum(part[\"size\"] * 2 for part in item[\"parts\"] if part)"
            print "    label = f\"{name or LEVEL}: {total:>10} of {len(items)}\""
            print "    result = {\"total\": total, \"label\": label, \"items\": [*items]}"
            print "    if os.environ.get(\"DEBUG\"):"
            print "        print(result)"
            print "    return result"
        }
    }'
}

cargo build --release --bin secrun --manifest-path "$here/../Cargo.toml"
secrun=$build/release/secrun
mkdir -p "$work/app" "$work/node_modules/x" "$work/.venv/lib"
printf 'import os\n\n\ndef read(name, default=None):\n    return os.environ.get(name, default)\n' >"$work/app/settings.py"
files=$((lines / 250))
for ((n = 0; n < files; n++)); do
    folder=$work/app/part$((n / 40))
    [ -d "$folder" ] || { mkdir "$folder" && touch "$folder/__init__.py"; }
    module "$n" >"$folder/module_$n.py"
done
module 0 >"$work/node_modules/x/skipped.py"
touch "$work/.venv/pyvenv.cfg" && module 0 >"$work/.venv/lib/skipped.py"
cd "$work"
echo "$(find app -name '*.py' | wc -l) files, $(find app -name '*.py' -exec cat {} + | wc -l) lines of Python"
"$secrun" --quiet init
echo "$(grep -c ' = {' secrun.toml) keys in secrun.toml"

# Median and slowest of a command.
measure() {
    local times=() begin end
    for ((run = 0; run < runs; run++)); do
        begin=$(date +%s%N)
        "$@" >/dev/null 2>&1 || true
        end=$(date +%s%N)
        times+=($(((end - begin) / 1000)))
    done
    printf '%s\n' "${times[@]}" | sort -n | awk -v name="${*:2}" '
        { all[NR] = $1 }
        END { printf "secrun %-22s median %.3f s, slowest %.3f s\n", name, all[int((NR + 1) / 2)] / 1e6, all[NR] / 1e6 }'
}

measure "$secrun" init --dry-run --force
measure "$secrun" init
measure "$secrun" check --code
