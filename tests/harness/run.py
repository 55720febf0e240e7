"""Drives secrun as an adversary would: hundreds of programs that print secrets
in every way, and everything that must be as it is without masking.

    python3 tests/harness/run.py target/debug/secrun [--seed N] [--plain] [--only TEXT] [--jobs N]

Values are random in every run; a failure prints the seed, which repeats it.
`--plain` runs without `--mask` what does not depend on it, to see that the
harness itself is right.
"""

import argparse
import collections
import concurrent.futures
import os
import random
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import extras  # noqa: E402,F401
import leaks  # noqa: E402,F401
import streams  # noqa: E402,F401
import terminals  # noqa: E402,F401
from world import CASES, World  # noqa: E402


def attempt(case, options):
    """Why a case fails, or nothing; and the time that it measured, if any."""
    world = World(options.secrun, options.seed, case["name"], not options.plain)
    try:
        case["function"](world)
    except Exception as error:  # noqa: BLE001: whatever it is, the case fails.
        return f"{type(error).__name__}: {error}", world.milliseconds
    finally:
        world.close()
    return None, world.milliseconds


def tried(case, options):
    # A measurement on a busy machine may be tried again; anything else may not.
    for _ in range(3 if case["alone"] else 1):
        why, milliseconds = attempt(case, options)
        if why is None:
            break
    return case, why, milliseconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("secrun")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--only", default="")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1) + 2)
    options = parser.parse_args()
    options.secrun = os.path.abspath(options.secrun)
    wanted = [case for case in CASES if options.only in case["name"] and not (options.plain and case["masked_only"])]
    left = [case for case in wanted if case["unless"] and case["unless"]()]
    wanted = [case for case in wanted if case not in left]
    if options.list:
        print("\n".join(case["name"] for case in wanted))
        return 0
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        done = list(pool.map(lambda case: tried(case, options), [case for case in wanted if not case["alone"]]))
    done += [tried(case, options) for case in wanted if case["alone"]]
    table = collections.defaultdict(lambda: [0, 0])
    failed = {False: [], True: []}
    for case, why, milliseconds in done:
        if milliseconds is not None:
            print(f"{milliseconds:8.2f} ms  {case['name']}")
        row = table["extra" if case["extra"] else case["group"]]
        row[1] += 1
        row[0] += why is None
        if why:
            failed[case["extra"]].append((case["name"], why))
    for extra, list_ in failed.items():
        for name, why in list_:
            print(f"{'missed' if extra else 'FAILED'} {name}: {why[:600]}")
    for case in left:
        print(f"left out {case['name']}: a program is missing")
    for group, (good, all_) in table.items():
        print(f"{group:12} {good:3} of {all_}")
    core = [row for group, row in table.items() if group != "extra"]
    good, total = sum(row[0] for row in core), sum(row[1] for row in core)
    print(f"core {good} of {total}, extras {table['extra'][0]} of {table['extra'][1]}, seed {options.seed}, {time.monotonic() - begun:.0f} s")
    return 1 if failed[False] else 0


if __name__ == "__main__":
    sys.exit(main())
