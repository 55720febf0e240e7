#!/usr/bin/env bash
# What masking costs: start-up, the wrapper and the filter against cat, memory.
#
#   benches/mask.sh [PAIRS]
#
# Builds secrun (static on Linux) and the paired runner. Wants cargo, cc and
# python3. The engine alone is timed by `cargo bench --bench mask`, latency and
# signals by `tests/harness/run.py --only latency`.
set -euo pipefail

pairs=${1:-500}
here=$(cd "$(dirname "$0")" && pwd)
build=${CARGO_TARGET_DIR:-$here/../target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
static=-static
flags=(-C target-feature=+crt-static)
[ "$(uname)" = Linux ] || { static= flags=(); }
(cd "$here/.." && cargo rustc --release --locked --quiet --bin secrun -- "${flags[@]}")
cp "$build/release/secrun" "$work/secrun"
cc -O2 $static -o "$work/paired" "$here/paired.c"

# Letters and digits without a pattern; no key of anyone's.
noise() { LC_ALL=C awk -v seed="$1" -v length_="$2" 'BEGIN {
    srand(seed); signs = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    while (length_-- > 0) out = out substr(signs, int(rand() * 62) + 1, 1)
    print out }'; }

project() {
    mkdir "$work/$1"
    printf 'version = 1\n[secrets]\n' >"$work/$1/secrun.toml"
    for number in $(seq 20); do
        echo "KEY_$number = {}" >>"$work/$1/secrun.toml"
        echo "KEY_$number=$(noise "$number" 40)" >>"$work/$1/.env"
    done
}

project twenty
project pem
echo "PEM = {}" >>"$work/pem/secrun.toml"
{
    echo 'PEM="-----BEGIN TEST KEY-----'
    for number in $(seq 26); do noise "1$number" 64; done
    echo '-----END TEST KEY-----"'
} >>"$work/pem/.env"

for name in twenty pem; do
    echo "## start to end of true: --mask and none, $name"
    (cd "$work/$name" && "$work/paired" -n "$pairs" "$work/secrun" -q --mask -- true :: "$work/secrun" -q -- true)
    echo
done
python3 "$here/mask.py" "$work/secrun"
