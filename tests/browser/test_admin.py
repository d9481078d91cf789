"""Wagtail's admin in a real browser: nothing runs out of the form, on a desk and on a telephone."""

import json

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import visit
from tests.journeys.persons import Person
from tests.running_portal import RunningPortal


@pytest.mark.parametrize("width", [1280, 390])
def test_a_select_with_a_long_option_stays_within_the_form(browser: Browser, portal: RunningPortal, width: int) -> None:
    account = next(
        row for row in json.loads(portal.manage("demo_accounts", "--json")) if row["role"] == "editor_dokumen"
    )
    index = portal.manage(
        "shell", "-v0", "-c", "from documents.models import RegulationIndex; print(RegulationIndex.objects.get().pk)"
    )
    with visit(browser, portal.url, width=width) as page:
        editor = Person(page, portal.url)
        editor.log_in(account["address"], account["password"])
        assert editor.open(f"/admin/pages/add/documents/regulation/{index.split()[-1]}/") == 200
        select = page.locator("select[name=kind]")
        # Imports bring names of this length.
        select.evaluate("field => field.options[1].text = 'Peraturan Lembaga Kebijakan Pengadaan Barang '.repeat(5)")

        field, number = select.bounding_box(), page.locator("[name=number]").bounding_box()

        assert field is not None
        assert number is not None
        assert field["x"] + field["width"] <= number["x"] + number["width"] + 1
