"""What python-dotenv makes of env files.

Reads JSON lines `{"text": ..., "env": {...}}`. For each it prints one line:
`{"map": {...} or null, "broken": [line, ...]}`, the map as `dotenv_values`
gives it (null where it raises), and the first line that is not blank of every
statement that it skips with a warning.
"""

import io
import json
import logging
import os
import sys
import tempfile
from importlib import metadata

import dotenv
from dotenv.parser import parse_stream


def broken(text):
    lines = []
    stream = io.StringIO(text, newline=None)
    for binding in parse_stream(stream):
        if binding.error:
            raw = binding.original.string
            skipped = raw[: len(raw) - len(raw.lstrip())].count("\n")
            lines.append(binding.original.line + skipped)
    return lines


def main():
    logging.disable(logging.CRITICAL)
    if sys.argv[1:] == ["--probe"]:
        release = metadata.version("python-dotenv").split(".")[:3]
        print("ready" if [int(part) for part in release] >= [1, 2, 4] else "too old")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "env")
        for line in sys.stdin:
            case = json.loads(line)
            os.environ.clear()
            os.environ.update(case["env"])
            with open(path, "wb") as file:
                file.write(case["text"].encode())
            try:
                values = dict(dotenv.dotenv_values(path))
            except Exception:
                values = None
            print(json.dumps({"map": values, "broken": broken(case["text"])}))


main()
