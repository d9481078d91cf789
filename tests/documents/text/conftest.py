"""What the tests of the text modules share."""

import time
from collections.abc import Callable

import pytest

CpuClock = Callable[[Callable[[], object]], float]


@pytest.fixture
def cpu_seconds() -> CpuClock:
    """Seconds of this process's own processor time a call takes: other work on the machine does not count."""

    def measure(call: Callable[[], object]) -> float:
        start = time.process_time()
        call()
        return time.process_time() - start

    return measure
