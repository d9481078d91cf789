"""Other proposals of the same people: found by name, number and place, with the reason, and only those one may see."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from tests.factories import make_user
from tests.proposals import Cast, make_cast, proposal_at
from workflows.earlier import Earlier, earlier_proposals
from workflows.enums import Stage
from workflows.models import Beneficiary, Community, Item, Proposal

pytestmark = pytest.mark.django_db
GROUP, NUMBER, COMMUNITY = "Yayasan Sinar Harapan", "AHU-0012.AH.01/2020", "Komunitas Pemulung Bantargebang"


def case(
    stage: Stage = Stage.VERIFICATION,
    *,
    name: str = "Lain Sekali",
    number: str = "",
    community: str = "Kelompok Nelayan",
    city: str = "Bekasi",
    cast: Cast | None = None,
) -> Proposal:
    proposal = proposal_at(stage, cast, price=100_000)
    Proposal.objects.filter(pk=proposal.pk).update(applicant_name=name, applicant_registration=number)
    proposal.communities.update(name=community, city=city)
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def mine() -> Proposal:
    return case(name=GROUP, number=NUMBER, community=COMMUNITY)


@pytest.fixture
def verifier() -> User:
    return make_user("verifikator")


def found(user: User, proposal: Proposal) -> dict[int, Earlier]:
    return {each.proposal.pk: each for each in earlier_proposals(user, proposal)}


@pytest.mark.parametrize(
    ("same", "reason", "is_certain"),
    [
        ({"name": "YAYASAN  Sinar-Harapan"}, "nama pemohon sama", True),
        ({"name": "Sinar Harapan"}, "nama pemohon sama", True),
        ({"name": "Yayasan Sinar Harapn"}, "nama pemohon mirip: Yayasan Sinar Harapn", False),
        ({"number": "ahu 0012 AH 01 / 2020"}, "nomor tanda daftar/akta sama", True),
        ({"community": "Pemulung Bantargebang", "city": "Kota BEKASI"}, "komunitas dan kabupaten/kota sama", True),
        ({"community": "Pemulung Bantargebong"}, "nama komunitas mirip di kabupaten/kota yang sama", False),
    ],
    ids=["spelling", "without its title", "a slip", "number", "community", "community with a slip"],
)
def test_the_same_people_are_found_with_the_reason(
    verifier: User, mine: Proposal, same: dict[str, str], reason: str, is_certain: bool
) -> None:
    other = case(**same)  # type: ignore[arg-type]  # texts only

    each = found(verifier, mine)[other.pk]

    assert any(told.startswith(reason) for told in each.reasons)
    assert each.is_certain is is_certain


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"name": "Yayasan Cahaya"},
        {"name": "Sinar Mentari Pagi Nusantara"},
        {"number": "AHU-0012.AH.01/2021"},
        {"community": COMMUNITY, "city": "Bandung"},
        {"community": "Komunitas Pengrajin"},
    ],
    ids=["nothing", "only the title", "one word", "another number", "another town", "another community"],
)
def test_others_are_not(verifier: User, mine: Proposal, other: dict[str, str]) -> None:
    assert case(**other).pk not in found(verifier, mine)  # type: ignore[arg-type]  # texts only


def test_a_proposal_is_not_its_own_predecessor_and_empty_names_are_no_name(verifier: User) -> None:
    first = case(name="", community="Kelompok", city="")
    case(name="", community="Komunitas", city="")

    assert found(verifier, first) == {}


def test_only_what_the_reader_may_see_is_told(mine: Proposal, verifier: User) -> None:
    draft = case(Stage.DRAFT, name=GROUP)
    neighbour = case(name=GROUP)
    head = make_user("kepala_balai", unit=mine.unit)

    assert set(found(verifier, mine)) == {neighbour.pk}
    assert found(head, mine) == {}
    assert set(found(make_user("operator_balai", unit=draft.unit), neighbour)) == {draft.pk}


def test_sure_ones_come_first(verifier: User, mine: Proposal) -> None:
    sure = case(name=GROUP)
    case(name="Sinar Harapn")

    assert next(each.proposal.pk for each in earlier_proposals(verifier, mine)) == sure.pk


def test_the_page_tells_what_became_of_it_and_which_goods_are_the_same(verifier: User, mine: Proposal) -> None:
    done = case(Stage.DONE, name=GROUP)
    client = Client()
    client.force_login(verifier)

    page = client.get(reverse("workflows:verification", args=[mine.pk])).content.decode()

    assert reverse("workflows:proposal", args=[done.pk]) in page
    assert "Tersalur" in page
    assert found(verifier, mine)[done.pk].goods == ("Mesin pres",)
    assert "Rp200.000" in page


def test_nothing_found_is_said(cast: Cast, verifier: User) -> None:
    client = Client()
    client.force_login(verifier)

    page = client.get(reverse("workflows:verification", args=[case(cast=cast).pk])).content.decode()

    assert "Tidak ada usulan lain yang tampak sama" in page


@pytest.mark.parametrize("others", [1, 4])
def test_three_queries_however_many_there_are(
    verifier: User, mine: Proposal, others: int, django_assert_num_queries: Any
) -> None:
    cast = make_cast()
    for _other in range(others):
        case(name=GROUP, cast=cast)
    verifier.has_perm("core.view_proposals")
    earlier_proposals(verifier, mine)

    with django_assert_num_queries(3):
        assert len(earlier_proposals(verifier, mine)) == others


def test_people_that_stand_in_both_are_counted_and_not_named(verifier: User, mine: Proposal) -> None:
    other, stranger = case(), case()
    numbers = ("3275014408900001", "3275014408900002", "3275014408900003")
    give_numbers(mine, numbers)
    give_numbers(other, (*numbers[:2], "3275014408900009"))
    give_numbers(stranger, ("3275014408900008",))

    assert found(verifier, mine)[other.pk].reasons == ("2 orang dengan NIK yang sama",)
    assert stranger.pk not in found(verifier, mine)
    client = Client()
    client.force_login(verifier)
    page = client.get(reverse("workflows:verification", args=[mine.pk])).content.decode()
    assert "2 orang dengan NIK yang sama" in page
    assert not any(number in page for number in numbers)


def give_numbers(proposal: Proposal, numbers: tuple[str, ...]) -> None:
    people = Beneficiary.objects.filter(community__proposal=proposal)
    for person, number in zip(people, numbers, strict=False):
        Beneficiary.objects.filter(pk=person.pk).update(national_id=number)


def test_a_slip_in_the_name_of_goods_hides_nothing(verifier: User, mine: Proposal) -> None:
    other = case(name=GROUP)
    for proposal, name in ((mine, "Mesin press plastik"), (other, "mesin pres plastik")):
        Item.objects.filter(community__proposal=proposal).update(name=name)
    assert found(verifier, mine)[other.pk].goods == ("Mesin press plastik (di sana «mesin pres plastik»)",)

    Item.objects.filter(community__proposal=other).update(name="Mesin jahit")
    assert found(verifier, mine)[other.pk].goods == ()


def test_what_kind_of_people_they_are_makes_no_likeness(verifier: User) -> None:
    first = case(name=GROUP, community="Pemulung Bantargebang")

    for name in ("Komunitas pemulung contoh 1", "Kelompok Pemulung"):
        assert case(community=name).pk not in found(verifier, first)


def test_several_communities_are_one_reason(cast: Cast, verifier: User) -> None:
    first, second = (proposal_at(Stage.VERIFICATION, cast, communities=5, price=100_000) for _ in range(2))
    Proposal.objects.filter(pk=second.pk).update(applicant_name="Lain Sekali")
    for each in Community.objects.filter(proposal__in=(first, second)):
        Community.objects.filter(pk=each.pk).update(name=f"Pemulung {each.name.rpartition(' ')[2]}")

    reasons = found(verifier, first)[second.pk].reasons

    assert reasons == ("komunitas dan kabupaten/kota sama: Pemulung 1, Pemulung 2, Pemulung 3, dan 2 lainnya",)


def test_what_is_asked_for_elsewhere_and_not_decided_is_told(verifier: User, mine: Proposal) -> None:
    pending = case(name=GROUP)
    Proposal.objects.filter(pk=pending.pk).update(requested_amount=335_000_000)
    client = Client()
    client.force_login(verifier)

    page = client.get(reverse("workflows:verification", args=[mine.pk])).content.decode()

    assert "Rp335.000.000" in page
