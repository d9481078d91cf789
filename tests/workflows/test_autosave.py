"""Typing is saved in the background: into the draft if it can be, else beside it; and no tab comes into conflict with itself."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.proposals import Cast, make_draft
from workflows import actions
from workflows.enums import Section
from workflows.models import Community, Contribution, Item, Proposal, TypedAnswers
from workflows.versions import version_of

pytestmark = pytest.mark.django_db
TAB, OTHER_TAB = "a" * 16, "b" * 16


@pytest.fixture
def draft(cast: Cast) -> Proposal:
    return actions.create_draft(by=cast.operator, unit=cast.unit, title="Mesin press plastik")


@pytest.fixture
def operator(cast: Cast) -> Client:
    return logged_in(cast.operator)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, proposal: Proposal, *more: int) -> str:
    return reverse(f"workflows:{name}", args=(proposal.pk, *more))


def send(client: Client, proposal: Proposal, sequence: int, *, version: int = 1, tab: str = TAB, **fields: Any) -> Any:
    """One background save of the general section."""
    data = {"title": "Judul", "scheme": "", "background": "", "action": "auto", "version": version}
    return client.post(url("edit_general", proposal), data | {"tab": tab, "sequence": sequence} | fields)


def test_half_a_section_is_in_the_draft_and_says_when(operator: Client, draft: Proposal) -> None:
    answer = send(operator, draft, 1, title="Setengah jadi")

    draft.refresh_from_db()
    assert draft.title == "Setengah jadi"
    assert answer.json()["state"] == "saved"
    assert answer.json()["version"] == version_of(draft, Section.GENERAL) == 2
    assert "Tersimpan pukul" in answer.json()["words"]


def test_a_tab_whose_answers_got_lost_on_the_way_goes_on_from_its_old_version(
    operator: Client, draft: Proposal
) -> None:
    for sequence, title in enumerate(("satu", "dua", "tiga"), start=1):
        assert send(operator, draft, sequence, version=1, title=title).json()["state"] == "saved"

    draft.refresh_from_db()
    assert draft.title == "tiga"


def test_a_request_that_was_overtaken_on_the_way_changes_nothing(operator: Client, draft: Proposal) -> None:
    send(operator, draft, 1, title="satu")
    send(operator, draft, 3, title="tiga")

    late = send(operator, draft, 2, title="dua")

    draft.refresh_from_db()
    assert late.json()["overtaken"] is True
    assert draft.title == "tiga"


def test_another_tab_overwrites_nothing_and_loses_nothing(operator: Client, draft: Proposal) -> None:
    send(operator, draft, 1, title="Dari tab satu")

    answer = send(operator, draft, 1, version=1, tab=OTHER_TAB, title="Dari tab dua")

    draft.refresh_from_db()
    assert (answer.status_code, answer.json()["state"]) == (409, "conflict")
    assert draft.title == "Dari tab satu"
    page = operator.get(url("edit_general", draft))
    assert "Dari tab satu" in page.content.decode()
    assert "Dari tab dua" in page.content.decode()
    assert page.context["version"] == 2


def test_the_first_tab_is_stopped_too_once_the_other_has_saved(operator: Client, draft: Proposal) -> None:
    send(operator, draft, 1, title="satu")
    send(operator, draft, 1, version=2, tab=OTHER_TAB, title="dua")

    assert send(operator, draft, 2, version=2, title="tiga").status_code == 409


def test_what_says_the_same_is_no_conflict(operator: Client, draft: Proposal) -> None:
    send(operator, draft, 1, title="satu")

    answer = send(operator, draft, 1, version=1, tab=OTHER_TAB, title="satu")

    assert answer.json()["state"] == "saved"
    assert version_of(draft, Section.GENERAL) == 2


def test_another_section_has_a_version_of_its_own(operator: Client, draft: Proposal) -> None:
    send(operator, draft, 1, title="satu")
    applicant = {"kind": "group", "name": "Kelompok", "action": "draft", "version": 1}

    assert operator.post(url("edit_applicant", draft), applicant).status_code == 302


def test_what_cannot_be_saved_is_kept_for_its_author_alone(cast: Cast, operator: Client, draft: Proposal) -> None:
    answer = operator.post(
        url("edit_communities", draft),
        {"c-rows": 1, "c-0-name": "Melati", "c-0-beneficiary_count": "dua puluh", "action": "auto", "version": 1},
    )

    assert answer.json()["state"] == "wrong"
    assert "1 isian perlu diperbaiki" in answer.json()["words"]
    assert not Community.objects.exists()
    assert 'value="dua puluh"' in operator.get(url("edit_communities", draft)).content.decode()
    assert "dua puluh" not in logged_in(cast.head).get(url("edit_communities", draft)).content.decode()


def test_a_sign_that_a_database_cannot_keep_is_left_out_and_the_rest_kept(
    cast: Cast, operator: Client, draft: Proposal
) -> None:
    answer = send(operator, draft, 1, title="Mesin\0 press", scheme="tidak\0ada")

    assert answer.json()["state"] == "wrong"
    kept = TypedAnswers.objects.get(proposal=draft, owner=cast.operator).fields
    assert ["title", "Mesin press"] in kept
    assert ["scheme", "tidakada"] in kept
    assert operator.get(url("edit_general", draft)).status_code == 200


def test_saving_at_last_forgets_what_was_kept(operator: Client, draft: Proposal) -> None:
    row = {"c-rows": 1, "c-0-name": "Melati", "action": "auto", "version": 1}
    operator.post(url("edit_communities", draft), row | {"c-0-beneficiary_count": "dua puluh"})
    assert TypedAnswers.objects.exists()

    operator.post(url("edit_communities", draft), row | {"c-0-beneficiary_count": "20"})

    assert not TypedAnswers.objects.exists()
    assert Community.objects.get().beneficiary_count == 20


def test_what_was_kept_is_thrown_away_when_its_author_says_so(operator: Client, draft: Proposal) -> None:
    send(operator, draft, 1, title="x" * 300)

    operator.post(url("edit_general", draft), {"action": "discard"})

    assert "x" * 300 not in operator.get(url("edit_general", draft)).content.decode()


def test_a_community_saved_twice_without_its_id_is_one_community(operator: Client, draft: Proposal) -> None:
    row = {"c-rows": 1, "c-0-id": "", "c-0-name": "Melati", "action": "auto", "version": 1, "tab": TAB}
    first = operator.post(url("edit_communities", draft), row | {"sequence": 1})
    pk = Community.objects.get().pk

    operator.post(url("edit_communities", draft), row | {"sequence": 2, "c-0-city": "Bekasi"})

    assert first.json()["ids"] == {"c-0-id": pk}
    assert (Community.objects.get().pk, Community.objects.get().city) == (pk, "Bekasi")


def test_half_an_item_is_kept_and_found_again_from_the_list(cast: Cast, operator: Client) -> None:
    draft = make_draft(cast)
    community = draft.communities.get()
    half = {"name": "Pemotong", "unit_price": "1.000.0", "p-rows": 1, "p-0-seller": "Toko", "action": "keep"}
    operator.post(url("add_item", draft, community.pk), half | {"version": version_of(draft, Section.BUDGET)})

    assert Item.objects.filter(community=community).count() == 1
    assert "Lanjutkan barang yang belum selesai" in operator.get(url("edit_budget", draft)).content.decode()
    page = operator.get(url("add_item", draft, community.pk)).content.decode()
    for typed in ("Pemotong", "1.000.0", "Toko"):
        assert f'value="{typed}"' in page


def test_a_late_copy_of_a_saved_item_leaves_no_ghost(cast: Cast, operator: Client) -> None:
    draft = make_draft(cast)
    item = Item.objects.get(community__proposal=draft)
    whole = {"name": "Mesin pres", "quantity": "3", "measure": "unit", "unit_price": "60.000.000", "p-rows": 0}
    version = {"version": version_of(draft, Section.BUDGET), "tab": TAB}
    operator.post(url("edit_item", draft, item.pk), whole | version | {"sequence": 2, "action": "save"})

    operator.post(url("edit_item", draft, item.pk), whole | version | {"sequence": 1, "action": "keep"})

    assert not TypedAnswers.objects.exists()


def test_rows_that_were_added_are_still_there_when_the_page_is_opened_anew(operator: Client, draft: Proposal) -> None:
    operator.post(url("edit_communities", draft), {"c-rows": 1, "c-0-name": "Melati", "action": "add", "version": 1})

    page: HttpResponse = operator.get(url("edit_communities", draft))

    assert [form["name"].value() for form in page.context["sheet"].forms] == ["Melati", None]


def test_background_saving_of_a_closed_proposal_is_refused_in_words(cast: Cast, operator: Client) -> None:
    draft = make_draft(cast)
    actions.send_to_head(by=cast.operator, proposal=draft)

    answer = send(operator, draft, 1, title="Terlambat")

    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert "tidak dapat diubah lagi" in answer.json()["words"]


def test_too_much_to_keep_is_said_and_not_kept(operator: Client, draft: Proposal) -> None:
    answer = send(operator, draft, 1, title="x" * 300, background="y" * (TypedAnswers.MOST_BYTES + 1))

    assert answer.json()["state"] == "refused"
    assert not TypedAnswers.objects.exists()


@pytest.mark.parametrize(("tab", "sequence"), [("<script>", 1), ("z" * 16, 1), (TAB, -1), (TAB, "²"), ("", 0)])
def test_a_made_up_tab_is_none(operator: Client, draft: Proposal, tab: str, sequence: object) -> None:
    send(operator, draft, 1, title="satu")

    assert send(operator, draft, sequence, version=1, tab=tab, title="dua").status_code == 409  # type: ignore[arg-type]


def test_looking_at_a_section_and_saving_it_unchanged_makes_nobody_an_author(cast: Cast, draft: Proposal) -> None:
    send(logged_in(cast.head), draft, 1, title=draft.title)

    assert not Contribution.objects.filter(user=cast.head).exists()


def test_drafting_pages_are_kept_by_no_browser(operator: Client, draft: Proposal) -> None:
    assert "no-store" in operator.get(url("edit_general", draft))["Cache-Control"]
