"""What a step of the draft costs in queries, whole requests with session and account: the same however many rows there are."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.drafts import MOST_TO_SAVE, MOST_TO_SHOW, PAGES, address, logged_in
from tests.documents.made_pdfs import text_pdf
from tests.proposals import Cast, correct, make_draft, proposal_at
from tests.workflows.test_open_sections import let_a_paper_expire
from workflows import actions
from workflows.budgets import rows_of
from workflows.drafts import BudgetData, PapersData
from workflows.enums import Section, Stage
from workflows.models import Item, PaperKind, PaperRequirement, PriceComparison, Proposal, TimelineEvent
from workflows.versions import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_once() -> None:
    """What Django asks of a database once in the life of a connection."""
    assert connection.features.supports_json_field


@pytest.fixture(scope="module")
def sizes() -> tuple[int, int]:
    return 1, 12


def queries(ask: Callable[[], Any], *, status: int) -> int:
    with CaptureQueriesContext(connection) as found:
        assert ask().status_code == status
    return len(found)


@pytest.mark.parametrize("name", PAGES)
def test_a_step_is_shown_in_fifteen_queries(cast: Cast, sizes: tuple[int, int], name: str) -> None:
    counts = []
    for communities in sizes:
        draft, client = make_draft(cast, communities=communities), logged_in(cast.operator)
        url = address(name, draft)
        counts.append(queries(lambda c=client, u=url: c.get(u), status=200))

    assert max(counts) <= MOST_TO_SHOW, counts
    assert counts[0] == counts[1]


def make_returned(cast: Cast, *sections: Section, communities: int) -> Proposal:
    """Sent back with these sections marked, corrected in its budget, and sent back once more by the head of the unit."""
    returned = proposal_at(Stage.VERIFICATION, cast, communities=communities)
    asked = dict.fromkeys(sections, "Perjelas.")
    actions.return_for_revision(by=cast.verifier, proposal=returned, reason="Kurang.", sections=asked)
    correct(returned, cast.operator)
    rest = {section: "Sudah sesuai." for section in sections if section is not Section.BUDGET}
    actions.resubmit(by=cast.operator, proposal=returned, explanations=rest)
    actions.send_back_to_operator(by=cast.head, proposal=returned, reason="Periksa lagi.")
    return returned


def test_a_step_of_a_correction_is_shown_in_fifteen_queries(cast: Cast) -> None:
    """Everything is asked for, some of it changed: what a page has to say is most."""
    counts: dict[str, list[int]] = {}
    for communities in (1, 5):
        returned, client = make_returned(cast, *Section, communities=communities), logged_in(cast.operator)
        for name in PAGES:
            url = address(name, returned)
            counts.setdefault(name, []).append(queries(lambda c=client, u=url: c.get(u), status=200))

    assert max(map(max, counts.values())) <= MOST_TO_SHOW, counts
    assert all(few == many for few, many in counts.values()), counts


def test_a_section_that_is_open_unasked_is_shown_in_fifteen_queries(cast: Cast) -> None:
    returned, client = make_returned(cast, Section.BUDGET, communities=2), logged_in(cast.operator)
    kind = PaperKind.objects.create(code="baru", name="Berkas baru")
    PaperRequirement.objects.create(scheme=returned.scheme, kind=kind, is_required=True)
    url = address("edit_papers", returned)

    assert queries(lambda: client.get(url), status=200) <= MOST_TO_SHOW


@pytest.mark.parametrize("name", PAGES)
def test_what_was_mended_unasked_and_what_is_commented_costs_no_more(cast: Cast, name: str) -> None:
    """Everything but the papers is asked for, two answers by a comment; the papers expired, and were mended."""
    returned = proposal_at(Stage.VERIFICATION, cast, communities=2)
    item = Item.objects.filter(community__proposal=returned).latest("pk")
    for section, row, column in ((Section.BUDGET, str(item.pk), "quantity"), (Section.GENERAL, "", "title")):
        pin = {"section": section, "row": row, "column": column, "text": "Perjelas."}
        actions.pin_comment(by=cast.verifier, proposal=returned, **pin)
    asked = dict.fromkeys(set(Section) - {Section.PAPERS}, "Perjelas.")
    actions.return_for_revision(by=cast.verifier, proposal=returned, reason="Kurang.", sections=asked)
    paper = let_a_paper_expire(returned)
    until = ((paper.kind_id, timezone.localdate()),)
    actions.save_draft_section(by=cast.operator, proposal=returned, data=PapersData(valid_until=until))
    url, client = address(name, returned), logged_in(cast.operator)

    assert queries(lambda: client.get(url), status=200) <= MOST_TO_SHOW


def fields_of(page: Any) -> dict[str, Any]:
    """What a browser would send back: every filled control of the page's sheet, as it stands."""
    context = page.context
    found = context["sheet"].typed_fields() if "sheet" in context else []
    data: dict[str, Any] = {"version": context["version"], "action": "next"}
    for name, value in found:
        data[name] = [*data[name], value] if isinstance(data.get(name), list) else [value]
    return data


PLACES = {f"c-{n}-{key}": value for n in range(12) for key, value in (("place", "Jalan"), ("province", "Jawa Barat"))}
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
COSTS = {
    "edit_general": (14, 16),
    "edit_applicant": (14, 16),
    "edit_communities": (22, 25),
    "edit_community_people": (20, 22),
    "edit_item": (27, 17),
    "add_item": (28, 16),
    "edit_statements": (20, 22),
}
"""Queries of a save by its button, and of one in the background."""
COSTS_OF_A_CORRECTION = {"edit_general": 27, "edit_communities": 37, "edit_community_people": 29}


@pytest.mark.parametrize("name", SAVES)
@pytest.mark.parametrize("is_auto", [False, True])
def test_a_step_is_saved_in_forty_queries(cast: Cast, sizes: tuple[int, int], name: str, is_auto: bool) -> None:
    counts = []
    for communities in sizes:
        draft, client = make_draft(cast, communities=communities), logged_in(cast.operator)
        data = fields_of(client.get(address(name, draft))) | SAVES[name]
        if name == "edit_communities":
            data |= {key: value for key, value in PLACES.items() if int(key.split("-")[1]) < communities}
        if is_auto:
            data |= {"action": "keep" if name.endswith("item") else "auto", "tab": "a" * 16, "sequence": 1}
        url = address(name, draft)
        counts.append(queries(lambda c=client, u=url, d=data: c.post(u, d), status=200 if is_auto else 302))

    assert counts == [COSTS[name][is_auto]] * len(sizes)
    assert max(counts) <= MOST_TO_SAVE


@pytest.mark.parametrize("name", COSTS_OF_A_CORRECTION)
def test_a_step_of_a_correction_is_saved_in_forty_queries(cast: Cast, name: str) -> None:
    returned, client = make_returned(cast, *Section, communities=5), logged_in(cast.operator)
    url = address(name, returned)
    data = fields_of(client.get(url)) | SAVES[name]
    if name == "edit_communities":
        data |= PLACES

    assert queries(lambda: client.post(url, data), status=302) == COSTS_OF_A_CORRECTION[name] <= MOST_TO_SAVE


@pytest.mark.parametrize(("is_returned", "cost"), [(False, 28), (True, 39)])
def test_papers_are_saved_in_forty_queries_however_many_they_are(cast: Cast, is_returned: bool, cost: int) -> None:
    """Without JavaScript all of them come in one form."""
    counts = []
    for number in (1, 5):
        draft, client = make_draft(cast), logged_in(cast.operator)
        if is_returned:
            draft = proposal_at(Stage.VERIFICATION, cast)
            asked = dict.fromkeys(Section, "Perjelas.")
            actions.return_for_revision(by=cast.verifier, proposal=draft, reason="Kurang.", sections=asked)
        kinds = PaperRequirement.objects.filter(scheme=draft.scheme).values_list("kind", flat=True)[:number]
        files = {f"kind-{kind}": SimpleUploadedFile(f"{kind}.pdf", text_pdf(f"Berkas {kind}")) for kind in kinds}
        url, data = address("edit_papers", draft), {"action": "next", "version": 1}
        client.get(url)
        counts.append(queries(lambda c=client, u=url, d=data | files: c.post(u, d), status=302))
        assert draft.papers.current().filter(name__in=[file.name for file in files.values()]).count() == number

    assert counts == [cost, cost]
    assert cost <= MOST_TO_SAVE


def test_what_is_said_of_unchanged_sections_costs_the_same_for_one_as_for_all(cast: Cast) -> None:
    counts = []
    for sections in ([Section.GENERAL], list(Section)):
        returned, client = proposal_at(Stage.VERIFICATION, cast), logged_in(cast.operator)
        asked = dict.fromkeys(sections, "Perjelas.")
        actions.return_for_revision(by=cast.verifier, proposal=returned, reason="Kurang.", sections=asked)
        url = address("review", returned)
        names = [name for name in client.get(url).context["form"].fields if name != "note"]
        data = {"note": ""} | dict.fromkeys(names, "Sudah sesuai.")
        counts.append(queries(lambda c=client, u=url, d=data: c.post(u, d), status=302))
        events = TimelineEvent.objects.filter(proposal=returned, verb="section_explained")
        assert events.count() == len(sections)

    assert counts == [37, 37]


def test_one_of_many_goods_is_saved_as_one_of_few(cast: Cast) -> None:
    """Only what changed is written: the others keep their rows and their prices."""
    counts = []
    for number in (10, 300):
        draft, client = make_draft(cast), logged_in(cast.operator)
        row = rows_of(draft)[0]
        goods = tuple(replace(row, id=None, name=f"Alat {each}") for each in range(number))
        actions.save_draft_section(by=cast.operator, proposal=draft, data=BudgetData(rows=goods))
        item = Item.objects.get(community__proposal=draft, name="Alat 4")
        others = PriceComparison.objects.filter(item__community__proposal=draft).exclude(item=item)
        before = set(others.values_list("pk", flat=True))
        url = reverse("workflows:edit_item", args=(draft.pk, item.pk))
        data = fields_of(client.get(url)) | {"quantity": "3", "p-0-price": "7.000", "action": "save"}
        counts.append(queries(lambda c=client, u=url, d=data: c.post(u, d), status=302))
        item.refresh_from_db()
        assert (item.quantity, item.comparisons.earliest("pk").price) == (3, 7_000)
        assert set(others.values_list("pk", flat=True)) == before

    assert counts == [30, 30]


def test_one_of_many_goods_is_removed_as_one_of_few(cast: Cast) -> None:
    counts = []
    for number in (10, 300):
        draft, client = make_draft(cast), logged_in(cast.operator)
        row = rows_of(draft)[0]
        goods = tuple(replace(row, id=None, name=f"Alat {each}") for each in range(number))
        actions.save_draft_section(by=cast.operator, proposal=draft, data=BudgetData(rows=goods))
        item = Item.objects.get(community__proposal=draft, name="Alat 4")
        data = {"remove": item.pk, "version": version_of(draft, Section.BUDGET)}
        url = address("edit_budget", draft)
        counts.append(queries(lambda c=client, u=url, d=data: c.post(u, d), status=302))
        names = [each.name for each in rows_of(draft)]
        assert names == [f"Alat {each}" for each in range(number) if each != 4]

    assert counts == [29, 29]


def test_a_correction_that_is_recorded_costs_no_more(cast: Cast) -> None:
    returned, client = proposal_at(Stage.REVISION, cast, communities=5), logged_in(cast.operator)
    item = Item.objects.filter(community__proposal=returned).latest("pk")
    url = reverse("workflows:edit_item", args=(returned.pk, item.pk))
    data = fields_of(client.get(url)) | {"quantity": "3", "action": "save"}

    assert queries(lambda: client.post(url, data), status=302) == 35
    assert version_of(returned, Section.BUDGET) > 1
