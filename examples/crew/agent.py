"""An agent: reads a task on stdin, works with the keys it was given, answers on stdout.

In place of the work it tells which keys it could use, by name.
"""

import json
import os
import sys


def main() -> None:
    task = json.load(sys.stdin)["task"]
    keys = [name for name in os.environ if name.endswith(("_KEY", "_TOKEN"))]
    answer = {
        # secrun lists the secrets of the scope here.
        "given": os.environ["SECRUN_SCOPE"].split(","),
        "keys": sorted(keys),
        "answer": f"done: {task}",
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
