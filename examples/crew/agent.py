"""An agent: reads a task from stdin and answers on stdout.

Instead of working, it lists the names of the keys that it could use.
"""

import json
import os
import sys


def main() -> None:
    task = json.load(sys.stdin)["task"]
    keys = [name for name in os.environ if name.endswith(("_KEY", "_TOKEN"))]
    answer = {
        # secrun sets this to the names of the secrets it passed.
        "given": os.environ["SECRUN_SCOPE"].split(","),
        "keys": sorted(keys),
        "answer": f"done: {task}",
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
