"""What a step of the draft costs in queries, whole requests with session and account: the same however many rows there are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.proposals import Cast, make_draft
from workflows.enums import Section
from workflows.models import Item, Proposal
from workflows.versions import version_of

pytestmark = pytest.mark.django_db
MOST_TO_SHOW, MOST_TO_SAVE = 15, 40
PAGES = (
    "edit_general",
    "edit_applicant",
    "edit_communities",
    "edit_people",
    "edit_community_people",
    "edit_budget",
    "edit_item",
    "add_item",
    "edit_papers",
    "edit_statements",
    "review",
)


@pytest.fixture(scope="module")
def sizes() -> tuple[int, int]:
    return 1, 12


def logged_in(cast: Cast) -> Client:
    """A session that is under way: its first request writes down when it began."""
    client = Client()
    client.force_login(cast.operator)
    client.get(reverse("accounts:account"))
    return client


def address(name: str, draft: Proposal) -> str:
    community = draft.communities.latest("pk").pk
    more = {
        "edit_community_people": [community],
        "add_item": [community],
        "edit_item": [Item.objects.filter(community=community).latest("pk").pk],
    }
    return reverse(f"workflows:{name}", args=[draft.pk, *more.get(name, [])])


def queries(ask: Callable[[], Any], *, status: int) -> int:
    with CaptureQueriesContext(connection) as found:
        assert ask().status_code == status
    return len(found)


@pytest.mark.parametrize("name", PAGES)
def test_a_step_is_shown_in_fifteen_queries(cast: Cast, sizes: tuple[int, int], name: str) -> None:
    counts = []
    for communities in sizes:
        draft, client = make_draft(cast, communities=communities), logged_in(cast)
        url = address(name, draft)
        counts.append(queries(lambda c=client, u=url: c.get(u), status=200))

    assert max(counts) <= MOST_TO_SHOW, counts
    assert counts[0] == counts[1]


def fields_of(page: Any) -> dict[str, Any]:
    """What a browser would send back: every filled control of the page's sheet, as it stands."""
    context = page.context
    found = context["sheet"].typed_fields() if "sheet" in context else []
    data: dict[str, Any] = {"version": context["version"], "action": "next"}
    for name, value in found:
        data[name] = [*data[name], value] if isinstance(data.get(name), list) else [value]
    return data


SAVES = {
    "edit_general": {"title": "Judul lain"},
    "edit_applicant": {"name": "Kelompok lain", "address": "Jalan"},
    "edit_communities": {"c-0-name": "Nama lain"},
    "edit_community_people": {"b-0-name": "Orang lain"},
    "edit_item": {"quantity": "3", "action": "save"},
    "add_item": {
        "name": "Pemotong",
        "quantity": "2",
        "measure": "unit",
        "unit_price": "1.000",
        "for_all": "on",
        "action": "save",
    },
    "edit_statements": {"kinds": ["true"], "action": "draft"},
}


@pytest.mark.parametrize("name", SAVES)
@pytest.mark.parametrize("is_auto", [False, True])
def test_a_step_is_saved_in_forty_queries(cast: Cast, sizes: tuple[int, int], name: str, is_auto: bool) -> None:
    counts = []
    for communities in sizes:
        draft, client = make_draft(cast, communities=communities), logged_in(cast)
        data = fields_of(client.get(address(name, draft))) | SAVES[name]
        if name == "edit_communities":
            data |= {f"c-{n}-place": "Jalan" for n in range(communities)}
            data |= {f"c-{n}-province": "Jawa Barat" for n in range(communities)}
        if is_auto:
            data |= {"action": "keep" if name.endswith("item") else "auto", "tab": "a" * 16, "sequence": 1}
        url = address(name, draft)
        counts.append(queries(lambda c=client, u=url, d=data: c.post(u, d), status=200 if is_auto else 302))

    assert max(counts) <= MOST_TO_SAVE, counts
    assert counts[0] == counts[1]


def test_a_correction_that_is_recorded_costs_no_more(cast: Cast) -> None:
    from tests.proposals import proposal_at
    from workflows.enums import Stage

    returned, client = proposal_at(Stage.REVISION, cast, communities=5), logged_in(cast)
    item = Item.objects.filter(community__proposal=returned).latest("pk")
    url = reverse("workflows:edit_item", args=(returned.pk, item.pk))
    data = fields_of(client.get(url)) | {"quantity": "3", "action": "save"}

    assert queries(lambda: client.post(url, data), status=302) <= MOST_TO_SAVE
    assert version_of(returned, Section.BUDGET) > 1
