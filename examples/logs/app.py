"""A program that keeps keys out of its log file, with or without secrun.

It reads environment variables like any other program. Its logging filter covers
the output that secrun cannot see: files, and handlers that send records away.
`secrun --mask` covers everything that it prints without the logger.
"""

import logging
import os
import subprocess
import sys
from urllib.parse import quote, urlsplit

KEYS = ("SERVICE_TOKEN", "DATABASE_URL")


class KeepOut(logging.Filter):
    """Replaces values in a record's message, arguments and traceback.

    Add it to handlers. A filter on a logger does not see the records of child
    loggers, and libraries log through those.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        for key in keys:
            value = os.environ.get(key, "")
            # The value, its percent-encoded form, and the password if it is a URL.
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
            # A formatter uses this text, if it is set, instead of formatting the exception again.
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

    # Output without the logger: a leftover print, and a subprocess.
    print("debug:", token, flush=True)
    subprocess.run(["sh", "-c", 'echo "curl -H Authorization:$SERVICE_TOKEN"'], check=True)


if __name__ == "__main__":
    main()
