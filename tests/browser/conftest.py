"""A demo portal for tests that only look: one per module, so change nothing in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.running_portal import RunningPortal


@pytest.fixture(scope="module")
def portal(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """The demo, served with production settings."""
    var_dir = tmp_path_factory.mktemp("looking") / "var"
    shutil.copytree(demo_template, var_dir)
    with RunningPortal(var_dir).serving(with_worker=False) as running:
        yield running


@contextmanager
def visit(
    browser: Browser, url: str, *, theme: str = "dasar", width: int = 1280, javascript: bool = True
) -> Iterator[Page]:
    """A browser window of this width, in a theme; axe may run in it although our policy forbids foreign scripts."""
    context = browser.new_context(
        base_url=url, viewport={"width": width, "height": 900}, bypass_csp=True, java_script_enabled=javascript
    )
    context.add_cookies([{"name": "tema", "value": theme, "url": url}])
    try:
        yield context.new_page()
    finally:
        context.close()
