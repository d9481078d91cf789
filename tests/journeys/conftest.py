"""One running demo for all tests of a module: each of them has cases of its own there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.persons import Town
from tests.running_portal import RunningPortal


@pytest.fixture(scope="module")
def shared_town(demo_template: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Town]:
    """Without a worker: who needs one runs it, with the clock that the test is about."""
    var_dir = tmp_path_factory.mktemp("town") / "var"
    shutil.copytree(demo_template, var_dir)
    with RunningPortal(var_dir).serving(with_worker=False) as portal:
        yield Town(portal, browser)
