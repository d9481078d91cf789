"""Drafting by ordinary requests, as a browser without JavaScript sends them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from tests.factories import make_user
from tests.proposals import Cast, make_cast, make_draft, proposal_at
from workflows import actions
from workflows.enums import Section, Stage
from workflows.models import Item, Proposal
from workflows.permissions import check_can_edit_section
from workflows.standing import Standing
from workflows.versions import version_of
from workflows.views import draft_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Proposal:
    return actions.create_draft(by=cast.operator, unit=cast.unit, title="Mesin press plastik")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, proposal: Proposal, *more: int) -> str:
    return reverse(f"workflows:{name}", args=(proposal.pk, *more))


GENERAL = {"title": "Mesin press plastik", "scheme": "government_aid", "background": "Lima komunitas pemulung."}


def community(number: int, **changes: Any) -> dict[str, Any]:
    row = {
        "id": "",
        "name": f"Komunitas {number}",
        "cluster": "",
        "beneficiary_count": "24",
        "place": "Jalan Contoh",
        "city": "Bekasi",
        "province": "Jawa Barat",
    }
    return row | changes


def communities(*rows: dict[str, Any], version: int = 1, action: str = "next") -> dict[str, Any]:
    fields = {f"c-{index}-{name}": value for index, row in enumerate(rows) for name, value in row.items()}
    return {"c-rows": str(len(rows)), "version": str(version), "action": action, **fields}


def test_a_proposal_begins_with_its_title(cast: Cast) -> None:
    answer = browser(cast.operator).post(reverse("workflows:proposal_new"), {"unit": cast.unit.pk, "title": "Judul"})

    draft = Proposal.objects.get()
    assert answer.url == url("edit_general", draft)
    assert (draft.title, draft.unit, draft.stage, draft.registration_number) == ("Judul", cast.unit, "draft", None)


def test_nobody_begins_one_for_another_unit(cast: Cast) -> None:
    stranger = make_cast()

    browser(cast.operator).post(reverse("workflows:proposal_new"), {"unit": stranger.unit.pk, "title": "Judul"})

    assert not Proposal.objects.exists()


def test_a_section_is_saved_and_leads_to_the_next(cast: Cast, draft: Proposal) -> None:
    answer = browser(cast.operator).post(
        url("edit_general", draft), {**GENERAL, "version": version_of(draft, Section.GENERAL), "action": "next"}
    )

    draft.refresh_from_db()
    assert answer.url == url("edit_applicant", draft)
    assert (draft.scheme, draft.background) == ("government_aid", "Lima komunitas pemulung.")


def test_a_draft_is_kept_with_open_answers(cast: Cast, draft: Proposal) -> None:
    answer = browser(cast.operator).post(
        url("edit_general", draft), {"title": "Baru", "version": version_of(draft, Section.GENERAL), "action": "draft"}
    )

    draft.refresh_from_db()
    assert answer.url == url("edit_general", draft)
    assert draft.title == "Baru"


def test_going_on_asks_for_all_answers_and_keeps_what_was_typed(cast: Cast, draft: Proposal) -> None:
    answer = browser(cast.operator).post(
        url("edit_general", draft), {"title": "Baru", "background": "Sudah panjang", "version": 1, "action": "next"}
    )

    page = answer.content.decode()
    assert "Pilih skema bantuan." in page
    assert "Sudah panjang" in page
    assert "<title>Galat:" in page
    draft.refresh_from_db()
    assert draft.title == "Mesin press plastik"


def test_two_tabs_show_a_conflict_and_overwrite_nothing(cast: Cast, draft: Proposal) -> None:
    operator = browser(cast.operator)
    first, second = {**GENERAL, "title": "Dari tab satu"}, {**GENERAL, "title": "Dari tab dua"}
    version = version_of(draft, Section.GENERAL)
    operator.post(url("edit_general", draft), {**first, "version": version})

    answer = operator.post(url("edit_general", draft), {**second, "version": version})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Dari tab satu" in page
    assert "Dari tab dua" in page
    draft.refresh_from_db()
    assert draft.title == "Dari tab satu"


def test_after_a_conflict_the_person_decides(cast: Cast, draft: Proposal) -> None:
    operator = browser(cast.operator)
    version = version_of(draft, Section.GENERAL)
    operator.post(url("edit_general", draft), {**GENERAL, "title": "Dari tab satu", "version": version})
    answer = operator.post(url("edit_general", draft), {**GENERAL, "title": "Dari tab dua", "version": version})

    again = {**GENERAL, "title": "Dari tab dua", "version": answer.context["version"]}
    assert operator.post(url("edit_general", draft), again).status_code == 302

    draft.refresh_from_db()
    assert draft.title == "Dari tab dua"


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "²"])
def test_a_broken_version_is_a_conflict_not_an_error(cast: Cast, draft: Proposal, version: str) -> None:
    answer = browser(cast.operator).post(url("edit_general", draft), {**GENERAL, "version": version})

    assert answer.status_code == 409


@pytest.mark.parametrize("key", ["²", "9" * 5000])
def test_a_row_with_a_broken_key_leaves_the_page_standing(cast: Cast, draft: Proposal, key: str) -> None:
    """Kept with an old version, it would come back with every later look at the page."""
    operator, page = browser(cast.operator), url("edit_communities", draft)

    operator.post(page, communities(community(1, id=key), version=999))

    answer = operator.get(page)
    assert answer.status_code == 200
    assert [form["id"].value() for form in answer.context["sheet"].forms] == [None]


def test_communities_are_added_row_by_row_without_losing_or_saving_anything(cast: Cast, draft: Proposal) -> None:
    row = community(1, cluster=cast.cluster.pk, beneficiary_count="belum tahu")
    answer = browser(cast.operator).post(url("edit_communities", draft), communities(row, action="add"))

    page = answer.content.decode()
    assert "Komunitas 2" in page
    assert 'value="belum tahu"' in page
    assert "perlu diperbaiki" not in page
    assert not draft.communities.exists()


def test_a_row_is_taken_out_and_the_others_stay(cast: Cast, draft: Proposal) -> None:
    rows = [community(number) for number in (1, 2, 3)]
    answer = browser(cast.operator).post(url("edit_communities", draft), communities(*rows, action="remove-1"))

    names = [form["name"].value() for form in answer.context["sheet"].forms]
    assert names == ["Komunitas 1", "Komunitas 3"]


def test_five_communities_are_saved_at_once_and_an_empty_row_is_nothing(cast: Cast, draft: Proposal) -> None:
    rows = [community(number, cluster=cast.cluster.pk) for number in range(1, 6)]
    empty = dict.fromkeys(rows[0], "")

    answer = browser(cast.operator).post(url("edit_communities", draft), communities(*rows, empty))

    assert answer.url == url("edit_people", draft)
    assert draft.communities.count() == 5


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"beneficiary_count": "-5"}, "angka bulat"),
        ({"beneficiary_count": "99999999999999999999"}, "Paling banyak 100.000"),
        ({"beneficiary_count": "dua puluh"}, "angka bulat"),
        ({"name": ""}, "Tulis nama komunitas."),
        ({"cluster": "99999"}, "Masukkan pilihan yang valid"),
    ],
)
def test_a_bad_row_is_refused_kindly(cast: Cast, draft: Proposal, changes: dict[str, str], says: str) -> None:
    row = community(1, cluster=cast.cluster.pk) | changes
    answer = browser(cast.operator).post(url("edit_communities", draft), communities(row))

    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not draft.communities.exists()


def test_two_communities_need_two_names(cast: Cast, draft: Proposal) -> None:
    rows = (community(1, cluster=cast.cluster.pk), community(1, cluster=cast.cluster.pk, name="KOMUNITAS 1"))
    answer = browser(cast.operator).post(url("edit_communities", draft), communities(*rows))

    assert "sudah dipakai di atas" in answer.content.decode()


@pytest.mark.parametrize("count", ["-1", "1e9", "999999999", "", "x"])
def test_a_page_cannot_ask_for_a_million_rows(cast: Cast, draft: Proposal, count: str) -> None:
    answer = browser(cast.operator).post(
        url("edit_communities", draft), {"c-rows": count, "version": "1", "action": "add"}
    )

    assert answer.status_code == 200
    assert len(answer.context["sheet"].forms) <= 50


def test_text_from_elsewhere_is_shown_not_run(cast: Cast, draft: Proposal) -> None:
    operator = browser(cast.operator)
    title = "<script>alert(1)</script>\u202e\x07"
    operator.post(url("edit_general", draft), {**GENERAL, "title": title, "version": 1, "action": "draft"})

    page = operator.get(url("edit_general", draft)).content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_the_head_of_another_unit_learns_nothing(draft: Proposal) -> None:
    stranger = browser(make_cast().head)

    for name in ("draft", "edit_general", "edit_communities", "edit_budget", "edit_papers", "review", "handover"):
        assert stranger.get(url(name, draft)).status_code == 404


def test_an_official_who_may_look_may_not_write(cast: Cast) -> None:
    registered = proposal_at(Stage.VERIFICATION, cast)

    assert browser(cast.verifier).post(url("edit_general", registered), GENERAL).status_code == 403


def test_a_stale_form_after_sending_shows_what_was_typed_and_saves_nothing(cast: Cast) -> None:
    draft = make_draft(cast)
    actions.send_to_head(by=cast.operator, proposal=draft)

    answer = browser(cast.operator).post(
        url("edit_general", draft),
        {**GENERAL, "title": "Terlambat diketik", "version": version_of(draft, Section.GENERAL)},
    )

    assert answer.status_code == 409
    assert "Terlambat diketik" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.title != "Terlambat diketik"


@pytest.fixture
def moves_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A colleague sends the proposal on just after the page has looked whether it may be changed."""

    def look_and_dwell(user: User, proposal: Proposal, section: Section, standing: Standing) -> None:
        check_can_edit_section(user, proposal, section, standing)
        Proposal.objects.filter(pk=proposal.pk).update(stage=Stage.SUBMISSION)

    monkeypatch.setattr(draft_page, "check_can_edit_section", look_and_dwell)


def test_a_proposal_that_moves_on_meanwhile_keeps_the_text_on_the_screen(cast: Cast, moves_on: None) -> None:
    draft = make_draft(cast)

    answer = browser(cast.operator).post(
        url("edit_general", draft),
        {**GENERAL, "title": "Terlambat diketik", "version": version_of(draft, Section.GENERAL)},
    )

    assert answer.status_code == 409
    assert "Terlambat diketik" in answer.content.decode()
    assert "tidak dapat diubah lagi" in answer.content.decode()


def test_goods_and_papers_of_a_proposal_that_moves_on_meanwhile_stay(cast: Cast, moves_on: None) -> None:
    draft = make_draft(cast)
    item, paper = Item.objects.get(community__proposal=draft), draft.papers.current().earliest("pk")
    operator = browser(cast.operator)
    for page, data in (("edit_budget", {"remove": str(item.pk)}), ("edit_papers", {"remove": str(paper.pk)})):
        Proposal.objects.filter(pk=draft.pk).update(stage=Stage.DRAFT)
        answer = operator.post(url(page, draft), {**data, "version": version_of(draft, Section.BUDGET)}, follow=True)
        assert "tidak dapat diubah lagi" in answer.content.decode(), page

    assert Item.objects.filter(pk=item.pk).exists()
    assert draft.papers.current().filter(pk=paper.pk).exists()


def test_after_a_return_only_the_marked_section_is_open(cast: Cast) -> None:
    returned = proposal_at(Stage.REVISION, cast)
    operator = browser(cast.operator)

    assert operator.get(url("edit_budget", returned)).status_code == 200
    assert "Rincian harga kurang." in operator.get(url("edit_budget", returned)).content.decode()
    assert operator.get(url("edit_general", returned)).status_code == 302
    assert operator.get(url("draft", returned)).url == url("edit_budget", returned)


def test_a_removed_community_takes_its_goods_along(cast: Cast) -> None:
    draft = make_draft(cast, communities=2)
    kept = draft.communities.first()
    assert kept is not None
    row = community(1, id=kept.pk, name=kept.name, cluster=cast.cluster.pk)

    agreed = {"dropped": draft.communities.exclude(pk=kept.pk).get().pk}
    browser(cast.operator).post(
        url("edit_communities", draft), communities(row, version=version_of(draft, Section.COMMUNITIES)) | agreed
    )

    assert Item.objects.filter(community__proposal=draft).count() == 1
    draft.refresh_from_db()
    assert draft.requested_amount == 120_000_000


def test_a_stranger_without_any_role_gets_404(draft: Proposal) -> None:
    assert browser(make_user()).get(url("edit_general", draft)).status_code == 404


@pytest.mark.parametrize("is_returned", [False, True])
def test_a_head_learns_before_editing_that_authors_do_not_certify(cast: Cast, is_returned: bool) -> None:
    """Before a change what it costs, after it what follows; an operator is not bothered with it."""
    proposal = proposal_at(Stage.VERIFICATION if is_returned else Stage.DRAFT, cast)
    if is_returned:
        sections = {Section.GENERAL: "Perjelas."}
        actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Perbaiki.", sections=sections)
        proposal.refresh_from_db()
    page = url("edit_general", proposal)
    before = browser(cast.head).get(page).content.decode()
    form = GENERAL | {"title": "Judul lain", "version": version_of(proposal, Section.GENERAL), "action": "save"}

    after = browser(cast.head).post(page, form, follow=True).content.decode()

    assert "tidak dapat lagi mengesahkannya" in before
    assert "Anda ikut menyusun usulan ini" in after
    assert "Penyusun tidak mengesahkan" not in browser(cast.operator).get(page).content.decode()
