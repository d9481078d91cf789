"""«Plh. dan Plt.»: who may appoint whom, for which days, and what the screens say."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.requests import queries as queries_of
from portal.accounts import appointments
from portal.accounts.appointments import AppointmentDoesNotFitError
from portal.core.models import ActingAppointment, ActingKind, AuditEvent, RoleGroup, User
from portal.core.permissions import RefusedError
from tests.factories import make_acting, make_unit, make_user
from tests.proposals import Cast, make_cast, proposal_at
from workflows.enums import Stage

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("accounts:appointments"), reverse("accounts:appointment_new")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def admin() -> User:
    return make_user("admin_portal")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def day(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def filled(cast: Cast, **changes: Any) -> dict[str, Any]:
    office = RoleGroup.objects.get(role="kepala_balai", unit=cast.unit)
    data = {
        "kind": "plh",
        "office": office.pk,
        "represented": cast.head.pk,
        "person": cast.operator.pk,
        "from_on": day(0).isoformat(),
        "until_on": day(5).isoformat(),
        "basis": "800/12/2026",
    }
    return data | changes


def test_an_administrator_appoints_and_the_list_names_both(cast: Cast, admin: User) -> None:
    answer = browser(admin).post(NEW, filled(cast), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(LIST, 302)]
    assert cast.operator.name in page
    assert f"mewakili {cast.head.name}" in page
    made = ActingAppointment.objects.get()
    assert made.made_by == admin
    event = AuditEvent.objects.get(verb="acting_appointed")
    assert (event.object_id, event.unit) == (str(cast.operator.pk), cast.unit)
    assert event.data["represented"] == cast.head.pk
    assert event.data["basis"] == "800/12/2026"


def test_the_head_appoints_for_the_own_unit_only(cast: Cast) -> None:
    other = make_cast()
    head = browser(cast.head)

    assert head.post(NEW, filled(cast)).status_code == 302
    assert head.post(NEW, filled(other)).status_code == 200
    assert ActingAppointment.objects.get().role_group.unit == cast.unit
    elsewhere = make_acting(other.operator, other.head)
    assert head.get(reverse("accounts:appointment_end", args=[elsewhere.pk])).status_code == 404
    page = head.get(NEW).content.decode()
    assert cast.operator.email in page
    assert other.operator.email not in page


def test_whoever_only_acts_as_head_appoints_nobody(cast: Cast) -> None:
    make_acting(cast.operator, cast.head)

    assert browser(cast.operator).get(LIST).status_code == 403
    assert browser(cast.operator).post(NEW, filled(cast)).status_code == 403


@pytest.mark.parametrize("role", ["operator_balai", "verifikator", "direktur", "dirjen", "auditor"])
def test_others_appoint_nobody(cast: Cast, role: str) -> None:
    user = make_user(role, unit=cast.unit, directorate=cast.cluster.directorate)

    assert browser(user).get(LIST).status_code == 403
    assert browser(user).post(NEW, filled(cast)).status_code == 403
    assert not ActingAppointment.objects.exists()


def test_nobody_appoints_oneself_not_even_an_administrator(cast: Cast, admin: User) -> None:
    page = browser(admin).post(NEW, filled(cast, person=admin.pk)).content.decode()

    assert "Tidak ada yang menunjuk dirinya sendiri" in page
    assert not ActingAppointment.objects.exists()
    office = RoleGroup.objects.get(role="kepala_balai", unit=cast.unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActingAppointment.objects.create(
            person=admin,
            represented=cast.head,
            role_group=office,
            kind="plh",
            from_on=day(0),
            until_on=day(1),
            basis="1",
            made_by=admin,
        )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": ""}, "Pilih Plh. atau Plt."),
        ({"office": ""}, "Pilih jabatan yang diwakili."),
        ({"represented": ""}, "Pilih pejabat yang diwakili."),
        ({"person": ""}, "Pilih pejabat pengganti."),
        ({"from_on": ""}, "Tulis hari pertamanya."),
        ({"until_on": "31/2/2027"}, "tidak ada di kalender"),
        ({"basis": " "}, "Tulis nomor surat"),
        ({"from_on": -1}, "Mulai paling awal hari ini"),
        ({"from_on": 9}, "Hari terakhir tidak boleh sebelum hari pertama."),
        ({"until_on": 400}, "Paling lama satu tahun."),
        ({"person": "HEAD"}, "harus dua orang"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_keeps_what_was_typed(
    cast: Cast, admin: User, changes: dict[str, Any], says: str
) -> None:
    typed = {key: day(value).isoformat() if isinstance(value, int) else value for key, value in changes.items()}
    typed = {key: cast.head.pk if value == "HEAD" else value for key, value in typed.items()}

    page = browser(admin).post(NEW, filled(cast, **typed)).content.decode()

    assert says in page
    assert "800/12/2026" in page or "basis" in changes
    assert not ActingAppointment.objects.exists()


def certify_something(cast: Cast, head: User) -> None:
    proposal_at(Stage.VERIFICATION, replace(cast, head=head))


def test_represented_is_only_who_holds_an_office_or_has_decided_in_one(cast: Cast, admin: User) -> None:
    former = make_user("kepala_balai", unit=cast.unit)
    certify_something(cast, former)
    former.groups.clear()

    found = set(appointments.represented_for(admin))

    assert {cast.head, cast.director, cast.director_general, cast.ppk, cast.kpa, former} <= found
    assert found.isdisjoint({cast.operator, cast.verifier, admin})


def test_the_head_of_a_unit_names_only_who_decides_or_decided_there(cast: Cast) -> None:
    elsewhere = make_cast()
    certify_something(elsewhere, elsewhere.head)
    proposal_at(Stage.DECISION_SET, cast)  # the Director and the Director General decided about the unit's proposal

    assert set(appointments.represented_for(cast.head)) == {cast.head}


def test_who_acted_in_an_office_was_not_its_holder(cast: Cast, admin: User) -> None:
    make_acting(cast.operator, cast.head)
    certifier = User.objects.get(pk=cast.operator.pk)
    drafter = make_user("operator_balai", unit=cast.unit)
    proposal_at(Stage.VERIFICATION, replace(cast, operator=drafter, head=certifier))

    assert cast.operator not in appointments.represented_for(admin)


def test_heads_find_the_menu_of_their_desk_and_administrators_that_of_people(cast: Cast, admin: User) -> None:
    pages = {who: BeautifulSoup(browser(who).get(LIST).content, "html.parser") for who in (cast.head, admin)}

    links = {who: [link["href"] for link in page.select("#nav a")] for who, page in pages.items()}
    assert "/kerja/tugas/" in links[cast.head]
    assert "/berita/" not in links[cast.head]
    assert {"/petugas/", "/berita/"} <= set(links[admin])


def test_plh_stands_for_a_holder_and_plt_for_a_former_one(cast: Cast, admin: User) -> None:
    former = make_user("kepala_balai", unit=cast.unit)
    certify_something(cast, former)
    former.groups.set(cast.operator.groups.all())

    refused = browser(admin).post(NEW, filled(cast, represented=former.pk)).content.decode()
    accepted = browser(admin).post(NEW, filled(cast, represented=former.pk, kind="plt"))

    assert "Untuk jabatan yang kosong pilih Plt." in refused
    assert accepted.status_code == 302
    assert ActingAppointment.objects.get().office.startswith("Plt. ")


def test_a_holder_needs_no_appointment_to_the_own_office(cast: Cast) -> None:
    second = make_user("kepala_balai", unit=cast.unit)

    with pytest.raises(AppointmentDoesNotFitError, match="sudah memegang jabatan"):
        make_acting(second, cast.head)


@pytest.mark.parametrize("days", [(0, 3), (5, 9), (3, 5)])
def test_two_substitutes_for_one_official_never_overlap(cast: Cast, days: tuple[int, int]) -> None:
    make_acting(cast.operator, cast.head, days=(2, 6))
    colleague = make_user("operator_balai", unit=cast.unit)

    with pytest.raises(AppointmentDoesNotFitError, match="sudah mewakili"):
        make_acting(colleague, cast.head, days=days)


def test_ended_early_it_may_be_given_to_another(cast: Cast, admin: User) -> None:
    made = make_acting(cast.operator, cast.head)
    url = reverse("accounts:appointment_end", args=[made.pk])
    client = browser(admin)

    assert cast.head.name in client.get(url).content.decode()
    answers = [client.post(url, follow=True) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "diakhiri" in answers[0].content.decode()
    assert AuditEvent.objects.filter(verb="acting_ended").count() == 1
    make_acting(make_user("operator_balai", unit=cast.unit), cast.head)


def test_a_closed_account_cannot_be_named(cast: Cast, admin: User) -> None:
    User.objects.filter(pk=cast.operator.pk).update(is_active=False)
    cast.operator.refresh_from_db()

    with pytest.raises(AppointmentDoesNotFitError, match="tidak aktif"):
        make_acting(cast.operator, cast.head)


def test_an_empty_list_says_so(admin: User) -> None:
    assert "Tidak ada yang sedang diwakili" in browser(admin).get(LIST).content.decode()


def test_the_list_asks_equally_often_however_long_it_is(cast: Cast, admin: User) -> None:
    counts = []
    for number in range(8):
        made = make_acting(cast.operator, cast.head, days=(number * 10, number * 10 + 5))
        if number % 2:
            appointments.end(by=admin, appointment=made)
            counts.append(queries_of(LIST, admin))

    assert len(set(counts)) == 1
    assert counts[0] <= 10


def test_the_page_of_a_person_says_in_whose_office_they_act(cast: Cast, admin: User) -> None:
    make_acting(cast.operator, cast.head)

    page = browser(admin).get(reverse("accounts:person", args=[cast.operator.pk])).content.decode()

    assert f"mewakili {cast.head.name}" in page


def test_a_head_acts_for_any_office_but_only_offices(cast: Cast, admin: User) -> None:
    offices = appointments.offices_appointable_by(admin)

    assert {office.role for office in offices} == {"kepala_balai", "koordinator", "direktur", "dirjen", "ppk", "kpa"}
    with pytest.raises(RefusedError):
        appointments.appoint(
            by=admin,
            wanted=appointments.Appointment(
                person=cast.operator,
                represented=cast.verifier,
                office=RoleGroup.objects.get(role="verifikator"),
                kind=ActingKind.PLH,
                from_on=day(0),
                until_on=day(1),
                basis="1",
            ),
        )


def test_a_unit_that_has_nobody_shows_no_other_units_people() -> None:
    head = make_user("kepala_balai", unit=make_unit())
    stranger = make_user("operator_balai", unit=make_unit())

    assert stranger not in appointments.people_for(head)
