"""Imports in processes of their own, one for every two lines on standard input.

The first line starts it and is answered with its process id, the second asks for its exit status;
until then the id stays its own. The libraries are loaded once, here.
"""

import os
import sys
from datetime import UTC, datetime

from queries.demo.load import load_demo
from queries.engine import writing

PATIENTS, SEED = 20, 2


def main(url: str) -> None:
    while sys.stdin.readline():
        child = os.fork()
        if child == 0:
            engine = writing(url)
            load_demo(engine, n_diagnoses=PATIENTS, seed=SEED, now=datetime(2026, 1, 2, tzinfo=UTC))
            engine.dispose()
            os._exit(0)
        _tell(child)
        sys.stdin.readline()
        _, status = os.waitpid(child, 0)
        _tell(status)


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
