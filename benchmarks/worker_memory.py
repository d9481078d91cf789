"""A web worker of its own: loads the portal, asks the questions on standard input in eight threads, prints its peak in MB."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

THREADS = 8


def main() -> None:
    get_wsgi_application()
    import_module(settings.ROOT_URLCONF)
    # Models load only after the application, so what touches them is imported here.
    from benchmarks.search import ask
    from search.engines.sqlite import SQLiteEngine

    engine = SQLiteEngine(Path(sys.argv[1]))
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in threads.map(lambda text: ask(engine, text), sys.stdin.read().splitlines() * 2):
            pass
    print(round(peak_megabytes(), 1))


def peak_megabytes() -> float:
    """The most this program had in memory. Not ru_maxrss: that begins at what the program that started it had."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    if found is None:
        raise RuntimeError("this system does not tell the peak of a process")
    return int(found[1]) / 1024


if __name__ == "__main__":
    main()
