#!/usr/bin/env bash
# What every command costs in a large project: seconds, those of a processor in brackets,
# and peak memory, by the number of keys. Twice as many keys should take twice as much.
#
#   benches/size.sh [SECRUN [KEYS...]]
#
# Without a binary it builds one. Writes projects of 1,024, 2,048 and 4,096 secrets of 200
# letters and digits, all of them in one env file. Prints the least of three runs. Wants
# python3, and cargo where it builds.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
secrun=${1:-}
[ $# -eq 0 ] || shift
if [ -z "$secrun" ]; then
    cargo build --release --locked --quiet --bin secrun --manifest-path "$here/../Cargo.toml"
    secrun=${CARGO_TARGET_DIR:-$here/../target}/release/secrun
fi
[ $# -gt 0 ] || set -- 1024 2048 4096
exec python3 "$here/size.py" "$(realpath "$secrun")" "$@"
