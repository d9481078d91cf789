"""«Petugas unit»: who holds what, given and taken, and people who leave."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts import actions, people
from portal.core.models import AuditEvent, RoleGroup, User
from portal.core.permissions import RefusedError, holds
from tests.factories import make_unit, make_user
from tests.proposals import make_cast, proposal_at
from workflows import actions as work
from workflows.enums import Stage
from workflows.models import TaskMeta

pytestmark = pytest.mark.django_db


def test_a_role_is_given_in_one_unit_and_holds_only_there(admin: User, as_user: Callable[[User], Client]) -> None:
    here, there, person = make_unit(), make_unit(), make_user()

    as_user(admin).post(f"/petugas/{person.pk}/peran/", {"role": "kepala_balai", "unit": here.pk})

    person = User.objects.get(pk=person.pk)
    assert holds(person, "core.submit_proposals", here)
    assert not holds(person, "core.submit_proposals", there)
    assert AuditEvent.objects.filter(verb="role_given", object_id=str(person.pk), actor=admin).exists()


def test_a_role_without_its_place_is_refused_with_a_sentence(admin: User, as_user: Callable[[User], Client]) -> None:
    response = as_user(admin).post(f"/petugas/{make_user().pk}/peran/", {"role": "kepala_balai"})

    assert response.status_code == 422
    assert "Pilih unit untuk peran ini" in response.content.decode()


def test_a_role_is_taken(admin: User, as_user: Callable[[User], Client]) -> None:
    unit = make_unit()
    person = make_user("operator_balai", unit=unit)
    held = RoleGroup.objects.get(role="operator_balai", unit=unit)

    as_user(admin).post(f"/petugas/{person.pk}/peran/{held.pk}/cabut/")

    assert not holds(User.objects.get(pk=person.pk), "core.draft_proposals", unit)


def test_nobody_changes_their_own_roles_or_closes_their_own_account(admin: User) -> None:
    with pytest.raises(RefusedError):
        actions.give_role(by=admin, user=admin, role="dirjen")
    with pytest.raises(RefusedError):
        actions.deactivate(by=admin, user=admin)
    assert not holds(User.objects.get(pk=admin.pk), "core.approve_proposals_finally")


def test_a_superuser_is_out_of_reach_and_cannot_be_made(admin: User, as_user: Callable[[User], Client]) -> None:
    keeper = User.objects.create_superuser("pemelihara@contoh.invalid", "kata-sandi-panjang", name="Pemelihara")
    person, client = make_user(), as_user(admin)

    client.post(f"/petugas/{keeper.pk}/nonaktifkan/")
    client.post(f"/petugas/{person.pk}/ubah/", {"name": "X", "office": "", "is_superuser": "on", "is_staff": "on"})

    assert User.objects.get(pk=keeper.pk).is_active
    assert not User.objects.get(pk=person.pk).is_superuser


@pytest.mark.parametrize("path", ["users/", "users/new/", "groups/", "groups/new/", "bulk/core/user/delete/"])
def test_wagtails_own_screens_of_people_are_closed_even_to_a_superuser(
    path: str, as_user: Callable[[User], Client]
) -> None:
    keeper = User.objects.create_superuser("pemelihara@contoh.invalid", "kata-sandi-panjang", name="Pemelihara")

    assert as_user(keeper).get(f"/admin/{path}").status_code == 404


def test_somebody_who_leaves_is_deactivated_and_kept(admin: User, as_user: Callable[[User], Client]) -> None:
    person, client = make_user("verifikator"), as_user(admin)

    client.post(f"/petugas/{person.pk}/nonaktifkan/")

    person.refresh_from_db()
    assert not person.is_active
    assert person.deactivated_at is not None
    assert person.groups.exists()
    assert person.name in client.get("/petugas/", {"status": "nonaktif"}).content.decode()


def test_open_tasks_of_somebody_who_leaves_are_named(admin: User, as_user: Callable[[User], Client]) -> None:
    cast = make_cast()
    proposal = proposal_at(Stage.VERIFICATION, cast)
    task = TaskMeta.objects.filter(proposal=proposal).latest("pk").task
    work.claim(by=cast.verifier, task=task)

    page = as_user(admin).get(f"/petugas/{cast.verifier.pk}/nonaktifkan/").content.decode()

    assert "1 tugas harus diambil petugas lain" in page
    assert proposal.registration_number in page
    assert proposal.title in page
    assert "Usulan bantuan #" not in page


def test_the_list_is_searched_and_narrowed(admin: User, as_user: Callable[[User], Client]) -> None:
    unit = make_unit()
    wanted = make_user("operator_balai", unit=unit)
    make_user("verifikator")
    client = as_user(admin)

    by_name = client.get("/petugas/", {"q": wanted.name.split()[-1] + " contoh"}).context["page_obj"]
    by_unit = client.get("/petugas/", {"unit": unit.pk}).context["page_obj"]
    by_role = client.get("/petugas/", {"peran": "operator_balai"}).context["page_obj"]

    assert wanted in by_name.object_list
    assert list(by_unit.object_list) == [wanted]
    assert list(by_role.object_list) == [wanted]


def test_nonsense_in_the_address_narrows_nothing(admin: User, as_user: Callable[[User], Client]) -> None:
    response = as_user(admin).get(
        "/petugas/", {"unit": "1; DROP", "peran": "raja", "status": "?", "halaman": "-9", "q": "%' --"}
    )

    assert response.status_code == 200


def test_ten_thousand_people_cost_as_many_queries_as_ten(admin: User, as_user: Callable[[User], Client]) -> None:
    client = as_user(admin)
    group = RoleGroup.objects.get(role="verifikator").group
    few = queries_of(client)
    crowd = User.objects.bulk_create(
        User(email=f"banyak{number}@contoh.invalid", name=f"Banyak {number}", password="x") for number in range(10_000)
    )
    group.user_set.add(*crowd[:200])

    many = queries_of(client)

    assert many <= few + 1
    assert many <= 15


def queries_of(client: Client) -> int:
    client.get("/petugas/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/petugas/")
    assert page.status_code == 200
    assert len(page.context["rows"]) <= 50
    return len(queries)


def test_every_standing_has_words_and_can_be_narrowed_to(admin: User) -> None:
    invited = actions.invite(by=admin, email="a@b.invalid", name="A").user
    over = actions.invite(by=admin, email="c@d.invalid", name="C").user
    actions.withdraw_invitations(over)
    closed = actions.deactivate(by=admin, user=make_user())
    expected = {
        people.Standing.ACTIVE: admin,
        people.Standing.INVITED: invited,
        people.Standing.INVITATION_OVER: over,
        people.Standing.CLOSED: closed,
    }

    for standing in people.Standing:
        found = list(people.listed(people.Filter(standing=standing)))
        assert found == [expected[standing]]
        assert people.standing_of(found[0]) is standing
        assert people.STANDING_LABELS[standing]


def test_a_second_head_of_a_unit_is_asked_about_first(admin: User, as_user: Callable[[User], Client]) -> None:
    unit = make_unit()
    first, second, client = make_user("kepala_balai", unit=unit), make_user(), as_user(admin)
    url, form = f"/petugas/{second.pk}/peran/", {"role": "kepala_balai", "unit": unit.pk}

    asked = client.post(url, form)
    held_then = second.groups.exists()
    given = client.post(url, form | {"is_meant": "on"})

    assert asked.status_code == 422
    assert f"sudah dipegang {first.name}" in asked.content.decode()
    assert 'name="is_meant" value="on"' in asked.content.decode()
    assert (held_then, given.status_code, second.groups.exists()) == (False, 302, True)


@pytest.mark.parametrize("role", ["operator_balai", "verifikator"])
def test_other_roles_have_many_holders_without_a_word(
    admin: User, as_user: Callable[[User], Client], role: str
) -> None:
    unit = make_unit()
    make_user(role, unit=unit)
    second = make_user()

    answer = as_user(admin).post(
        f"/petugas/{second.pk}/peran/", {"role": role, "unit": unit.pk if role == "operator_balai" else ""}
    )

    assert answer.status_code == 302
