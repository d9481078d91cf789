"""The mapping of the Elasticsearch indexes. No server is needed."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TELL = "from search.engines import elastic_schema; print(elastic_schema.signature())"


def signature(hash_seed: str) -> str:
    """What another process, with a hash seed of its own, takes for the signature."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    run = [sys.executable, "-c", TELL]
    return subprocess.run(run, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def test_every_process_takes_an_index_for_one_of_its_own_version() -> None:
    first, *others = (signature(seed) for seed in ("0", "1", "2"))

    assert len(first) == 12
    assert others == [first, first]
