"""An agent that prints the names of the keys it has, and never a value."""

import os
import sys

KEYS = ["GIT_READ_TOKEN", "OPENAI_API_KEY", "SERPER_API_KEY"]


def main() -> None:
    name = sys.argv[1]
    seen = [key for key in KEYS if key in os.environ]
    withheld = [key for key in KEYS if key not in os.environ]
    print(f"{name}: sees {', '.join(seen) or 'no key'}")
    print(f"{name}: does not see {', '.join(withheld) or 'nothing'}")


if __name__ == "__main__":
    main()
