"""What officials read before they decide: prices, people served, and what the letter will say."""

import datetime as dt
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import User
from tests.proposals import Cast, make_draft, proposal_at
from workflows import actions
from workflows.budgets import rows_of
from workflows.comparisons import compared_items
from workflows.drafts import BudgetData
from workflows.enums import Section, Stage, StatementKind, Step
from workflows.models import DecisionLetter, Item, PriceComparison, Proposal, TaskMeta
from workflows.readiness import take_inventory

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, proposal: Proposal, name: str = "proposal") -> str:
    return browser(user).get(reverse(f"workflows:{name}", args=[proposal.pk])).content.decode()


def test_the_verifier_reads_prices_cluster_and_how_many_are_served(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    PriceComparison.objects.filter(seller="Toko B").update(price=61_234_567, source="https://toko.contoh/pres")

    shown = page(cast.verifier, proposal)

    assert "3 pembanding harga" in shown
    assert "Toko B: " in shown
    assert "Rp61.234.567" in shown
    assert "https://toko.contoh/pres" in shown


READABLE = {
    Section.GENERAL: ("Mesin pres plastik", "Komunitas pemulung.", "Bantuan Pemerintah (PMK 168/2015)"),
    Section.APPLICANT: ("Kelompok Contoh (Kelompok masyarakat)", "AHU-0012.AH.01.07", "Alamat ••••••"),
    Section.COMMUNITIES: (
        "Komunitas 1",
        "Bekasi, Jawa Barat",
        "Alamat: ••••••",
        "Titik lokasi: ••••••",
        "Klaster: Klaster",
    ),
    Section.BENEFICIARIES: ("Penerima manfaat: 24", "halaman data pribadi"),
    Section.BUDGET: ("Mesin pres 3 pembanding harga", "Rp60.000.000"),
    Section.PAPERS: ("berkas", "versi 1", "berlaku sampai 31 Desember 2027"),
    Section.STATEMENTS: (*map(str, StatementKind.labels), "Dinyatakan Orang"),
}


#: On the page of its own, answer by answer, where the paper that is looked at and the place are shown otherwise.
VERIFIED = {
    Section.GENERAL: READABLE[Section.GENERAL],
    Section.APPLICANT: (
        "Jenis pemohon Kelompok masyarakat",
        "Nama pemohon Kelompok Contoh",
        "AHU-0012.AH.01.07",
        "Alamat pemohon (disamarkan)",
    ),
    Section.COMMUNITIES: ("Komunitas 1", "Kabupaten/kota Bekasi", "Provinsi Jawa Barat", "Titik lokasi (disamarkan)"),
    Section.BENEFICIARIES: ("Penerima manfaat 24 orang",),
    Section.BUDGET: ("Nama barang Mesin pres", "Harga satuan Rp60.000.000", "Toko B Rp60.000.000"),
    Section.PAPERS: ("wajib, versi 1", "berlaku sampai 31 Desember 2027"),
    Section.STATEMENTS: (*map(str, StatementKind.labels), "Dinyatakan oleh Orang"),
}


@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize("stage", [Stage.VERIFICATION, Stage.DIRECTOR])
def test_every_section_that_may_be_marked_is_readable_beside_the_form(
    cast: Cast, stage: Stage, section: Section
) -> None:
    proposal = proposal_at(stage, cast)
    Proposal.objects.filter(pk=proposal.pk).update(
        applicant_registration="AHU-0012.AH.01.07", applicant_address="Jalan Rahasia 7"
    )
    proposal.communities.update(
        place="Gang Rahasia 9", province="Jawa Barat", latitude="-6.241586", longitude="106.992416"
    )
    proposal.papers.update(valid_until=dt.date(2027, 12, 31))

    name = "verification" if stage is Stage.VERIFICATION else "proposal"
    soup = BeautifulSoup(page(cast.actor_of(Step(stage)), proposal, name), "html.parser")
    assert soup.select_one(f"form [value={section.value}]") is not None
    for asked in soup.select("main .decision" if stage is Stage.VERIFICATION else "main form"):
        asked.decompose()
    shown = " ".join(soup.select("main")[0].get_text(" ").split())

    readable = VERIFIED if stage is Stage.VERIFICATION else READABLE
    assert [words for words in readable[section] if words not in shown] == []
    assert "Rahasia" not in shown


def test_items_and_their_prices_are_one_query(cast: Cast, django_assert_num_queries: pytest.FixtureRequest) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast, communities=3)
    bare = Item.objects.filter(community__proposal=proposal).latest("pk")
    bare.comparisons.all().delete()

    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture has no public type
        items = list(compared_items(proposal))
        clusters = {item.community.cluster for item in items}

    assert [len(item.prices or ()) for item in items] == [3, 3, 0]  # type: ignore[attr-defined]  # annotated
    assert clusters == {cast.cluster}


@pytest.mark.parametrize(
    ("days", "says"), [(1, "tidak boleh di masa depan"), (-1, "tidak boleh sebelum usulan diajukan")]
)
def test_a_letter_is_of_today_or_of_a_day_since_the_submission(cast: Cast, days: int, says: str) -> None:
    proposal = proposal_at(Stage.DECISION_SET, cast)
    day = timezone.localdate() + dt.timedelta(days=days)
    url = reverse("workflows:task", args=[TaskMeta.objects.filter(proposal=proposal).latest("pk").pk])

    answer = browser(cast.ppk).post(url, {"dated_on": day.isoformat(), "consideration": "", "reason": ""})

    assert says in answer.content.decode()
    assert not DecisionLetter.objects.exists()
    with pytest.raises(actions.LetterDateDoesNotFitError, match=says):
        actions.set_decision(by=cast.ppk, proposal=proposal, dated_on=day)


def test_the_kpa_sees_number_date_and_amount_beside_the_choice(cast: Cast) -> None:
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    letter = DecisionLetter.objects.get(proposal=proposal)

    form = page(cast.kpa, proposal).partition("giliran Anda")[2].partition("</form>")[0]

    assert letter.number in form
    assert "Rp120.000.000" in form
    assert f"{letter.dated_on.day} " in form


def test_goods_stand_everywhere_community_by_community_as_they_were_entered(cast: Cast) -> None:
    draft = make_draft(cast, communities=3)
    rows = rows_of(draft)
    third, first = rows[2], rows[0]
    added = [replace(third, id=None, name="Ring"), replace(first, id=None, name="Timbangan")]
    reordered = BudgetData(rows=(*added, *(replace(row, comparisons=()) for row in rows)))
    actions.save_draft_section(by=cast.operator, proposal=draft, data=reordered)
    entered = ["Timbangan", "Mesin pres", "Mesin pres", "Ring", "Mesin pres"]

    assert [item.name for item in Item.objects.filter(community__proposal=draft)] == entered
    assert [item.name for item in compared_items(draft)] == entered
    assert [item.name for item in take_inventory(draft).items] == ["Mesin pres"] * 3
    assert [item.community.name for item in take_inventory(draft).items] == [
        "Komunitas 1",
        "Komunitas 2",
        "Komunitas 3",
    ]
