"""The form of beneficiaries in a correction: stored NIK masked and kept, opened with a reason; every look on record."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.proposals import Cast, make_draft, proposal_at
from workflows import actions
from workflows.enums import Section, Stage
from workflows.models import Beneficiary, Community, PersonalDataAccess, Proposal, TypedAnswers
from workflows.versions import version_of

pytestmark = pytest.mark.django_db
NIKS = ["3275010101800001", "3275010101800002", "3275010101800003"]
REASON = "Memperbaiki NIK menurut kartu keluarga."


@pytest.fixture
def community(cast: Cast) -> Community:
    """Three people, in a correction that asks for them."""
    proposal = proposal_at(Stage.VERIFICATION, cast)
    community = proposal.communities.get()
    Beneficiary.objects.filter(pk__in=list(community.beneficiaries.values_list("pk", flat=True)[3:])).delete()
    for person, number in zip(community.beneficiaries.all(), NIKS, strict=True):
        Beneficiary.objects.filter(pk=person.pk).update(national_id=number)
    asked = {Section.BENEFICIARIES: "Periksa NIK."}
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Periksa.", sections=asked)
    PersonalDataAccess.objects.all().delete()
    return community


def url(community: Community) -> str:
    return reverse("workflows:edit_community_people", args=(community.proposal_id, community.pk))


def fields_of(page: Any) -> dict[str, Any]:
    """As the browser sends them back."""
    sheet = page.context["sheet"]
    fields = {
        form.add_prefix(name): form[name].value() or ""
        for form in sheet.forms
        if form["name"].value()
        for name in form.fields
    }
    proposal = Proposal.objects.get(pk=page.context["proposal"].pk)
    count = len({name.rsplit("-", 1)[0] for name in fields})
    return fields | {"b-rows": count, "version": version_of(proposal, Section.BENEFICIARIES), "action": "next"}


def numbers(community: Community) -> list[str]:
    return list(community.beneficiaries.values_list("national_id", flat=True))


def test_a_correction_shows_no_stored_nik(operator: Client, community: Community) -> None:
    page = operator.get(url(community))

    shown = page.content.decode()
    assert not any(number in shown for number in NIKS)
    assert "••••0001" in shown
    assert "Biarkan kolom NIK kosong bila tidak berubah" in shown
    assert "Orang 1" in shown


def test_an_empty_field_keeps_the_nik_of_its_own_person(operator: Client, community: Community) -> None:
    """Names are written better, rows change places: each number stays with whom it belongs to."""
    fields = fields_of(operator.get(url(community)))
    for name in ("id", "name", "address"):
        fields[f"b-0-{name}"], fields[f"b-2-{name}"] = fields[f"b-2-{name}"], fields[f"b-0-{name}"]
    fields |= {"b-0-name": "Nama Dibetulkan", "b-0-number_stays": "keep", "b-1-name": "ORANG  2"}

    assert operator.post(url(community), fields).status_code == 302

    assert [(each.name, each.national_id) for each in community.beneficiaries.all()] == [
        ("Nama Dibetulkan", NIKS[2]),
        ("ORANG 2", NIKS[1]),
        ("Orang 1", NIKS[0]),
    ]


def test_a_typed_nik_takes_the_place_of_the_stored_one(operator: Client, community: Community) -> None:
    fields = fields_of(operator.get(url(community))) | {"b-1-national_id": "3275010101809999"}

    operator.post(url(community), fields)

    assert numbers(community) == [NIKS[0], "3275010101809999", NIKS[2]]


def test_a_row_that_is_emptied_goes_with_its_nik(operator: Client, community: Community) -> None:
    fields = fields_of(operator.get(url(community))) | {"b-1-name": "", "b-1-address": ""}

    operator.post(url(community), fields)

    assert numbers(community) == [NIKS[0], NIKS[2]]


@pytest.mark.parametrize("action", ["add", "remove-2", "keep", "auto"])
def test_what_redraws_or_keeps_the_form_keeps_the_numbers(
    operator: Client, cast: Cast, community: Community, action: str
) -> None:
    fields = fields_of(operator.get(url(community))) | {"b-0-name": "Nama Baru", "b-0-number_stays": "keep"}
    operator.post(url(community), fields | {"action": action})

    again = fields_of(operator.get(url(community)))
    kept = TypedAnswers.objects.filter(owner=cast.operator).exists()
    operator.post(url(community), again | {"b-0-name": "Nama Baru", "b-0-number_stays": "keep", "b-0-address": "Jalan"})

    assert kept == (action != "auto")
    assert numbers(community) == (NIKS[:2] if action == "remove-2" else NIKS)


@pytest.mark.parametrize("action", ["next", "draft", "auto"])
def test_another_person_in_the_row_does_not_inherit_the_number(
    operator: Client, community: Community, action: str
) -> None:
    fields = fields_of(operator.get(url(community))) | {"b-1-name": "Orang Baru", "action": action}

    answer = operator.post(url(community), fields).content.decode()

    assert numbers(community) == NIKS
    assert not community.beneficiaries.filter(name="Orang Baru").exists()
    if action != "auto":
        assert "sedangkan NIK ••••0002 milik nama sebelumnya" in answer
        assert 'name="b-1-number_stays"' in answer
        assert NIKS[1] not in answer


@pytest.mark.parametrize(
    ("answer", "stored"),
    [
        ({"b-1-number_stays": "drop"}, ""),
        ({"b-1-national_id": "3275010101809999"}, "3275010101809999"),
        ({"b-1-national_id": "3275010101809999", "b-1-number_stays": "drop"}, "3275010101809999"),
    ],
)
def test_another_person_comes_without_the_number_or_with_an_own_one(
    operator: Client, community: Community, answer: dict[str, str], stored: str
) -> None:
    fields = fields_of(operator.get(url(community))) | {"b-1-name": "Orang Baru"} | answer

    operator.post(url(community), fields)

    assert list(community.beneficiaries.values_list("name", "national_id"))[1] == ("Orang Baru", stored)


def test_a_masked_number_can_be_taken_away_without_seeing_it(operator: Client, community: Community) -> None:
    fields = fields_of(operator.get(url(community)))
    assert 'value="forget-1"' in operator.get(url(community)).content.decode()

    operator.post(url(community), fields | {"action": "forget-1"})
    operator.post(url(community), fields_of(operator.get(url(community))))

    assert numbers(community) == [NIKS[0], "", NIKS[2]]


@pytest.mark.parametrize("key", ["9" * 5000, "²"])
def test_a_key_that_is_no_number_names_nobody(operator: Client, community: Community, key: str) -> None:
    fields = fields_of(operator.get(url(community))) | {"b-0-id": key}

    assert operator.post(url(community), fields).status_code == 200
    assert operator.get(url(community)).status_code == 200
    assert numbers(community) == NIKS


def test_the_same_number_typed_for_somebody_else_is_refused_although_it_is_hidden(
    operator: Client, community: Community
) -> None:
    fields = fields_of(operator.get(url(community))) | {"b-1-national_id": NIKS[0]}

    assert "NIK ini sudah ada di atas." in operator.post(url(community), fields).content.decode()


def test_a_key_of_somebody_elses_community_brings_no_number(operator: Client, cast: Cast, community: Community) -> None:
    other = make_draft(cast).communities.get().beneficiaries.earliest("pk")
    Beneficiary.objects.filter(pk=other.pk).update(national_id="3275010101807777")
    fields = fields_of(operator.get(url(community))) | {"b-0-id": other.pk}

    operator.post(url(community), fields)

    assert "3275010101807777" not in numbers(community)
    assert Beneficiary.objects.get(pk=other.pk).national_id == "3275010101807777"


def test_a_reason_opens_it_and_leads_back(operator: Client, community: Community) -> None:
    ask = reverse("workflows:personal_data", args=(community.proposal_id,)) + f"?komunitas={community.pk}"
    assert ask in operator.get(url(community)).content.decode()
    masked = fields_of(operator.get(url(community)))

    opened = operator.post(ask, {"reason": REASON}, follow=True).content.decode()
    page = operator.get(url(community))
    operator.post(url(community), masked)

    assert f'href="{url(community)}"' in opened
    assert all(number in page.content.decode() for number in NIKS)
    assert numbers(community) == NIKS  # the masked page of another tab took nothing away
    cleared = fields_of(page) | {"b-0-national_id": "", "version": fields_of(operator.get(url(community)))["version"]}
    operator.post(url(community), cleared)
    assert numbers(community) == ["", *NIKS[1:]]


def test_a_draft_shows_what_its_writer_typed_and_each_look_is_on_record_once(operator: Client, cast: Cast) -> None:
    community = make_draft(cast).communities.get()
    person = community.beneficiaries.earliest("pk")
    Beneficiary.objects.filter(pk=person.pk).update(national_id=NIKS[0])

    pages = [operator.get(url(community)).content.decode() for _time in range(3)]

    access = PersonalDataAccess.objects.get(proposal=community.proposal)
    assert all(NIKS[0] in page for page in pages)
    assert access.by == cast.operator
    PersonalDataAccess.objects.update(until=timezone.now())
    operator.get(url(community))
    assert PersonalDataAccess.objects.count() == 2


def test_reading_the_form_opens_nothing_else(operator: Client, community: Community) -> None:
    operator.get(url(community))

    shown = operator.get(reverse("workflows:personal_data", args=(community.proposal_id,))).content.decode()
    assert "Orang 1" not in shown


def test_a_list_without_people_is_no_look(operator: Client, cast: Cast) -> None:
    community = make_draft(cast).communities.get()
    community.beneficiaries.all().delete()

    operator.get(url(community))

    assert not PersonalDataAccess.objects.exists()


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_conflict_that_shows_the_stored_people_is_on_record(
    operator: Client, cast: Cast, community: Community, is_draft: bool
) -> None:
    """A version that never was brings all names onto the page, without a look at the form before."""
    listed = make_draft(cast).communities.get() if is_draft else community
    typed = {"b-rows": 1, "b-0-name": "Siapa", "b-0-address": "Jalan", "version": 999, "action": "next"}

    answer = operator.post(url(listed), typed)

    assert (answer.status_code, "Orang 1" in answer.content.decode()) == (409, True)
    assert PersonalDataAccess.objects.get(proposal=listed.proposal).by == cast.operator


def test_the_form_says_which_list_was_read_and_each_list_is_on_record(operator: Client, cast: Cast) -> None:
    first = make_draft(cast).communities.get()
    second = Community.objects.create(proposal=first.proposal, name="Lain", position=2, beneficiary_count=1)
    Beneficiary.objects.create(community=second, name="Orang Lain", address="Jalan")

    for community in (first, second, first):
        operator.get(url(community))

    assert list(PersonalDataAccess.objects.order_by("pk").values_list("part", flat=True)) == [
        f"community-{first.pk}",
        f"community-{second.pk}",
    ]


def test_a_list_that_is_typed_for_the_first_time_is_no_look(operator: Client, cast: Cast) -> None:
    community = make_draft(cast).communities.get()
    community.beneficiaries.all().delete()
    for _time in range(3):
        operator.post(url(community), {"b-rows": 1, "b-0-name": "Baru", "version": 0, "action": "add"})
        operator.get(url(community))

    assert not PersonalDataAccess.objects.exists()
