"""The officer for personal data has a desk of their own, and learns of a proposal what the log is about, no more."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import User
from tests.factories import make_user
from tests.proposals import Cast, make_cast, make_draft, proposal_at
from workflows import actions
from workflows.enums import Stage
from workflows.guides import GUIDES
from workflows.models import Beneficiary, Community, Item, PersonalDataAccess, Proposal, RetentionPeriod

pytestmark = pytest.mark.django_db

DESK, LOG = reverse("persons:desk"), reverse("persons:log")
REASON = "Mencocokkan daftar dengan KTP."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def officer() -> User:
    return make_user("pelindung_data")


@pytest.fixture
def seen(cast: Cast) -> Proposal:
    """A proposal that the verifier has opened."""
    proposal = proposal_at(Stage.VERIFICATION, cast)
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason=REASON)
    return proposal


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, url: str) -> str:
    return client_of(user).get(url).content.decode()


def case(proposal: Proposal) -> str:
    return reverse("persons:case", args=(proposal.pk,))


def menu(user: User, url: str) -> list[tuple[str, str]]:
    links = client_of(user).get(url).context["navigation"]
    return [(link.url, link.current) for link in links]


def test_the_officer_lands_on_the_desk_and_everybody_else_at_their_tasks(cast: Cast, officer: User) -> None:
    both = make_user("pelindung_data", "verifikator")

    starts = [client_of(user).get(reverse("accounts:start"))["Location"] for user in (officer, both, cast.operator)]

    assert starts == [DESK, reverse("workflows:inbox"), reverse("workflows:inbox")]


def test_the_menu_of_the_desk_leads_to_what_the_officer_does(officer: User) -> None:
    guides = reverse("workflows:guides")
    wanted = [DESK, reverse("persons:person"), LOG, guides, "/"]

    for url in wanted[:4]:
        assert menu(officer, url) == [(each, "page" if each == url else "") for each in wanted]
    assert menu(officer, GUIDES["pelindung-data"].url)[3] == (guides, "true")


def test_whoever_has_other_work_too_keeps_its_menu(cast: Cast) -> None:
    both = make_user("pelindung_data", "verifikator")

    for url in (reverse("workflows:inbox"), DESK):
        assert [each for each, _current in menu(both, url)] == [
            reverse("workflows:inbox"),
            reverse("workflows:proposals"),
            reverse("workflows:guides"),
            DESK,
            "/",
        ]
    assert DESK not in dict(menu(cast.verifier, reverse("workflows:inbox")))


def test_the_desk_shows_the_newest_looks_and_how_long_data_is_kept(officer: User, seen: Proposal) -> None:
    RetentionPeriod.objects.create(stage=Stage.DONE, days=400)
    old = actions.show_personal_data(by=seen.created_by, proposal=seen, reason="Dahulu kala sekali.")
    PersonalDataAccess.objects.filter(pk=old.pk).update(at=timezone.now() - dt.timedelta(days=8))

    shown = page(officer, DESK)

    assert REASON in shown
    assert "1 pembukaan dalam 7 hari terakhir." in shown
    assert "400 hari" in shown
    assert "belum diatur" in shown
    assert GUIDES["pelindung-data"].url in shown


def test_the_log_leads_to_what_may_be_known_of_the_proposal(officer: User, seen: Proposal) -> None:
    Proposal.objects.filter(pk=seen.pk).update(title="Judul Usulan Contoh", background="Latar Usulan Contoh")
    Community.objects.filter(proposal=seen).update(name="Komunitas Rahasia Contoh")
    person = Beneficiary.objects.filter(community__proposal=seen).earliest("pk")
    assert case(seen) in page(officer, LOG)

    shown = page(officer, case(seen))

    paper = seen.papers.filter(kind__holds_personal_data=True).earliest("pk")
    for said in (seen.registration_number, seen.unit.name, "24 orang", paper.kind.name, REASON, "Verifikasi"):
        assert str(said) in shown
    goods = Item.objects.filter(community__proposal=seen).earliest("pk").name
    for hidden in ("Judul Usulan", "Latar Usulan", "Komunitas Rahasia", person.name + "<", goods, "Rp"):
        assert hidden not in shown
    assert reverse("workflows:paper", args=(paper.pk,)) not in shown
    assert reverse("workflows:proposal", args=(seen.pk,)) not in shown


def test_an_inspector_goes_on_to_the_proposal_itself(seen: Proposal) -> None:
    assert reverse("workflows:proposal", args=(seen.pk,)) in page(make_user("auditor"), case(seen))


def test_a_draft_in_the_log_says_its_unit_only(cast: Cast, officer: User) -> None:
    draft = make_draft(cast)
    actions.record_reading(by=cast.operator, proposal=draft, of=draft.communities.get())

    shown = page(officer, case(draft))

    assert "Draf usulan" in shown
    assert draft.title not in shown


def test_a_proposal_that_the_log_does_not_name_does_not_exist(cast: Cast, officer: User) -> None:
    unseen = proposal_at(Stage.VERIFICATION, cast)

    assert client_of(officer).get(case(unseen)).status_code == 404
    assert client_of(officer).get(reverse("workflows:proposal", args=(unseen.pk,))).status_code == 404


def test_whose_data_has_gone_is_said(officer: User, seen: Proposal) -> None:
    Proposal.objects.filter(pk=seen.pk).update(anonymised_at=timezone.now())

    assert "berakhir; data dihapus" in page(officer, case(seen))
