"""A program whose log file holds no key, and that reads nothing from secrun.

It reads environment variables, as it always has. Its logging filter keeps keys
out of what secrun cannot see: files, and handlers that send records away. What
it prints past the logger, `secrun --mask` replaces.
"""

import logging
import os
import subprocess
import sys
from urllib.parse import quote, urlsplit

KEYS = ("SERVICE_TOKEN", "DATABASE_URL")


class KeepOut(logging.Filter):
    """Replaces values in a record: in its message, arguments and traceback.

    Put it on handlers. On a logger it would miss the records of the loggers
    below, which are those of the libraries.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        for key in keys:
            value = os.environ.get(key, "")
            # The whole value first, then the password in a URL.
            for part in (value, quote(value, safe=""), urlsplit(value).password or ""):
                if len(part) >= 8:
                    self.pairs.append((part, f"***{key}***"))
        self.pairs.sort(key=lambda pair: -len(pair[0]))

    def clean(self, text: str) -> str:
        for value, shown in self.pairs:
            text = text.replace(value, shown)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(record.getMessage()), None
        if record.exc_info:
            # A formatter takes the text that is there, and makes none of its own.
            record.exc_text = self.clean(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True


def main() -> None:
    handlers = [logging.FileHandler("app.log", mode="w"), logging.StreamHandler(sys.stderr)]
    for handler in handlers:
        handler.addFilter(KeepOut(KEYS))
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s", handlers=handlers)

    token, database = os.environ["SERVICE_TOKEN"], os.environ["DATABASE_URL"]
    logging.info("asking with %s", token)
    try:
        raise ConnectionError(f"cannot reach {database}")
    except ConnectionError:
        logging.getLogger("library").exception("the password was %s", urlsplit(database).password)

    # Past the logger: a print that was forgotten, and a program of others.
    print("debug:", token, flush=True)
    subprocess.run(["sh", "-c", 'echo "curl -H Authorization:$SERVICE_TOKEN"'], check=True)


if __name__ == "__main__":
    main()
