#!/usr/bin/env bash
# Times the start of a program under secrun and under others, in one run.
#
#   benches/run.sh [PAIRS]
#
# Builds secrun static and dynamic (the static one on Linux only), a minimal
# exec wrapper and the paired runner; makes a small project and one of a
# thousand keys; prints hyperfine's table and the paired comparisons. Wants
# cargo, cc and hyperfine; python-dotenv's `dotenv`, secretspec, varlock and
# dotenvx are timed where they are installed and work; they are asked to send
# no telemetry.
set -euo pipefail

pairs=${1:-2000}
here=$(cd "$(dirname "$0")" && pwd)
build=${CARGO_TARGET_DIR:-$here/../target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DO_NOT_TRACK=1 VARLOCK_TELEMETRY_DISABLED=true

# Letters and digits without a pattern, the same in every run; no key of anyone's.
noise() { awk -v seed="$1" -v length_="$2" 'BEGIN {
    srand(seed); signs = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    while (length_-- > 0) out = out substr(signs, int(rand() * 62) + 1, 1)
    print out }'; }

make_small() {
    mkdir "$work/small"
    cat >"$work/small/secrun.toml" <<'SCHEMA'
version = 1

[project]
name = "research-agents"

[env]
files = [".env"]
inherit = ["@base"]

[secrets]
OPENAI_API_KEY = { format = "openai", owner = "ml-platform" }
DATABASE_URL   = { type = "url", schemes = ["postgres", "postgresql"] }
SERPER_API_KEY = { required = false, min_length = 20 }
GIT_READ_TOKEN = { required_in = ["ci", "prod"] }

[settings]
APP_ENV   = { type = "enum", values = ["dev", "test", "ci", "prod"], default = "dev" }
LOG_LEVEL = { type = "enum", values = ["DEBUG", "INFO", "WARNING", "ERROR"], default = "INFO" }
AGENT_RESEARCHER_TIMEOUT_SEC = { type = "int", min = 1, max = 600, default = 30 }

[scopes]
coder      = ["OPENAI_API_KEY", "GIT_READ_TOKEN"]
researcher = ["OPENAI_API_KEY", "SERPER_API_KEY"]
SCHEMA
    # The form of OpenAI's keys, assembled here so that no file holds one.
    local middle=T3BlbkFJ
    cat >"$work/small/.env" <<ENV
# local development
OPENAI_API_KEY=sk-proj-$(noise 1 74)$middle$(noise 2 74)
DATABASE_URL=postgres://app:$(noise 3 24)@localhost:5432/app
SERPER_API_KEY=$(noise 4 40)
GIT_READ_TOKEN=$(noise 5 40)

APP_ENV=dev
LOG_LEVEL=DEBUG
ENV
}

# As many secrets as settings, of the common kinds; and a project of one key.
make_large() {
    mkdir "$work/large" "$work/one"
    awk -v keys=1000 -v schema="$work/large/secrun.toml" -v env="$work/large/.env" '
    function noise(length_, out) {
        while (length_-- > 0) out = out substr(signs, int(rand() * 62) + 1, 1)
        return out
    }
    BEGIN {
        srand(7); signs = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        split("{ }|{ min_length = 20 }|{ format = \"github\", owner = \"ml-platform\" }|{ type = \"url\", schemes = [\"postgres\"] }", secret, "|")
        split("{ default = \"plain\" }|{ type = \"int\", min = 1, max = 600, default = 30 }|{ type = \"enum\", values = [\"dev\", \"test\", \"ci\", \"prod\"], default = \"dev\" }|{ type = \"bool\", default = false }", setting, "|")
        print "version = 1\n\n[project]\nname = \"thousand\"\n\n[secrets]" > schema
        for (i = 0; i < keys / 2; i++) {
            printf "SECRET_%04d = %s\n", i, secret[i % 4 + 1] > schema
            kind = i % 4
            value = kind == 0 ? noise(32) : kind == 1 ? noise(40) : kind == 2 ? "gh" "p_" noise(36) : "postgres://app:" noise(24) "@localhost:5432/app"
            printf "SECRET_%04d=%s\n", i, value > env
        }
        print "\n[settings]" > schema
        for (i = 0; i < keys / 2; i++) {
            printf "SETTING_%04d = %s\n", i, setting[i % 4 + 1] > schema
            kind = i % 4
            printf "SETTING_%04d=%s\n", i, kind == 0 ? "\"some words\"" : kind == 1 ? i + 1 : kind == 2 ? "prod" : "true" > env
        }
    }'
    printf 'version = 1\n\n[secrets]\nA_KEY = { }\n' >"$work/one/secrun.toml"
    printf 'A_KEY=%s\n' "$(noise 8 40)" >"$work/one/.env"
}

build_all() {
    (
        cd "$here/.."
        cargo build --release --locked --quiet
        cp "$build/release/secrun" "$work/secrun"
        if [ "$(uname)" = Linux ]; then
            cargo rustc --release --locked --quiet --bin secrun -- -C target-feature=+crt-static
            cp "$build/release/secrun" "$work/secrun-static"
        fi
    )
    local static=-static
    [ "$(uname)" = Linux ] || static=
    cc -O2 $static -o "$work/paired" "$here/paired.c"
    cc -O2 -o "$work/exec_wrapper" "$here/exec_wrapper.c"
    cc -O2 $static -o "$work/exec_wrapper-static" "$here/exec_wrapper.c"
}

compare() {
    echo "## $1"
    shift
    "$work/paired" "$@"
    echo
}

make_small
make_large
build_all
cd "$work/small"
secrun=$work/secrun-static
[ -x "$secrun" ] || secrun=$work/secrun
dynamic=$work/secrun

timed=()
# Takes a command into the table if it works at all.
time_too() {
    if $2 >/dev/null 2>&1; then
        timed+=(-n "$1" "$2")
    else
        echo "left out, as it fails: $1" >&2
    fi
}
[ "$secrun" = "$dynamic" ] || time_too "secrun, static" "$secrun -- true"
time_too "secrun, dynamic" "$dynamic -- true"
time_too "env -i" "env -i true"
time_too "C exec wrapper, static" "$work/exec_wrapper-static .env true"
time_too "C exec wrapper, dynamic" "$work/exec_wrapper .env true"
time_too "true alone" "true"
! command -v dotenv >/dev/null || time_too "dotenv run (python-dotenv)" "dotenv run -- true"
! command -v dotenvx >/dev/null || time_too "dotenvx" "dotenvx run --quiet -f .env -- true"
if command -v varlock >/dev/null; then
    printf '# @defaultRequired=false\n# ---\n%s\n' "$(sed 's/=.*/=/' .env)" >.env.schema
    time_too "varlock" "varlock run -- true"
fi
if command -v secretspec >/dev/null; then
    {
        printf '[project]\nname = "bench"\nrevision = "1.0"\n\n[profiles.default]\n'
        sed -n 's/^\([A-Z_]*\)=.*/\1 = { description = "x", required = true }/p' .env
    } >secretspec.toml
    time_too "secretspec" "secretspec run --provider dotenv:.env -- true"
fi
hyperfine -N --warmup 20 --min-runs 50 --style none --export-markdown "$work/table.md" "${timed[@]}" >/dev/null
cat "$work/table.md"
echo

compare "static secrun and env -i" -n "$pairs" "$secrun" -- true :: env -i true
compare "dynamic secrun and env -i" -n "$pairs" "$dynamic" -- true :: env -i true
compare "static secrun and the static C exec wrapper" -n "$pairs" "$secrun" -- true :: "$work/exec_wrapper-static" .env true
compare "dynamic secrun and the dynamic C exec wrapper" -n "$pairs" "$dynamic" -- true :: "$work/exec_wrapper" .env true
compare "a thousand keys and one" -n "$((pairs / 4))" \
    "$secrun" --schema "$work/large/secrun.toml" -- true :: "$secrun" --schema "$work/one/secrun.toml" -- true
compare "a thousand keys and one, dynamic" -n "$((pairs / 4))" \
    "$dynamic" --schema "$work/large/secrun.toml" -- true :: "$dynamic" --schema "$work/one/secrun.toml" -- true
