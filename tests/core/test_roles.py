"""Roles, the groups made from them, and what their members hold."""

import pytest
from django.contrib.auth.models import Permission
from pytest_django import DjangoAssertNumQueries
from wagtail.permissions import page_permission_policy

from portal.core import actions
from portal.core.audience import audience_of, group_token
from portal.core.models import Directorate, RoleGroup, Unit, User
from portal.core.models.people import PersonIsKeptError
from portal.core.permissions import groups_with, holds, holds_by_role, unit_ids_with
from portal.core.reference_data import load_reference_data
from portal.core.role_groups import sync_role_groups
from portal.core.roles import ADMIN_ACCESS, CONFIGURATION, ROLES, Scope
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def test_every_role_has_one_group_per_place() -> None:
    load_reference_data()

    for role in ROLES.values():
        expected = {
            Scope.EVERYWHERE: 1,
            Scope.UNIT: Unit.objects.count(),
            Scope.DIRECTORATE: Directorate.objects.count(),
        }
        assert RoleGroup.objects.filter(role=role.code).count() == expected[role.scope], role.code


def test_every_permission_of_the_table_exists_and_is_granted() -> None:
    load_reference_data()

    for role in ROLES.values():
        for permission in role.permissions + role.everywhere:
            group = RoleGroup.objects.filter(role=role.code).first()
            assert group is not None
            place = group.unit or group.directorate
            if permission.startswith("core."):
                assert group.group_id in groups_with(permission, place), (role.code, permission)
            else:
                assert group.group.permissions.filter(codename=permission.partition(".")[2]).exists()


def test_a_role_of_a_unit_holds_in_that_unit_only() -> None:
    mine, other = make_unit(), make_unit()
    user = make_user("kepala_balai", unit=mine)

    assert holds(user, "core.submit_proposals", mine)
    assert not holds(user, "core.submit_proposals", other)
    assert not holds(user, "core.submit_proposals")
    assert unit_ids_with(user, "core.view_proposals") == {mine.pk}


def test_a_role_everywhere_holds_in_every_unit() -> None:
    user = make_user("verifikator")

    assert holds(user, "core.verify_proposals", make_unit())


def test_a_role_taken_away_is_lost_with_the_next_loading() -> None:
    unit = make_unit()
    user = make_user("operator_balai", unit=unit)
    actions.take_role(by=None, user=user, role="operator_balai", unit=unit)

    assert not holds(User.objects.get(pk=user.pk), "core.view_proposals", unit)


def test_a_deactivated_account_holds_nothing_and_reads_as_the_public() -> None:
    user = make_user("verifikator")
    actions.deactivate_user(by=None, user=user)

    assert not holds(user, "core.verify_proposals")
    assert audience_of(user) == ("public",)


def test_an_account_reads_as_its_groups() -> None:
    user = make_user("auditor")
    group = user.groups.get()

    assert audience_of(user) == ("public", "login", group_token(group.pk), f"m{group.pk}")


def test_the_administrator_keeps_tables_in_the_admin_and_edits_no_page() -> None:
    administrator = make_user("admin_portal")

    assert administrator.has_perm(ADMIN_ACCESS)
    assert all(administrator.has_perm(right) for right in CONFIGURATION)
    assert not page_permission_policy.user_has_any_permission(administrator, {"add", "change", "publish"})


@pytest.mark.parametrize("role", [code for code in ROLES if code != "admin_portal"])
def test_no_other_role_keeps_a_table(role: str) -> None:
    assert not set(CONFIGURATION) & {*ROLES[role].permissions, *ROLES[role].everywhere}


def test_a_unit_role_without_a_unit_is_refused_with_a_sentence() -> None:
    with pytest.raises(actions.RoleNeedsPlaceError, match="Pilih unit"):
        actions.give_role(by=None, user=make_user(), role="kepala_balai")


def test_syncing_takes_away_what_the_table_does_not_list() -> None:
    group = RoleGroup.objects.get(role="verifikator").group
    group.permissions.add(Permission.objects.get(codename="confirm_decisions"))
    sync_role_groups()

    assert not make_user("verifikator").has_perm("core.confirm_decisions")


def test_people_are_never_deleted() -> None:
    user = make_user()

    with pytest.raises(PersonIsKeptError):
        user.delete()
    with pytest.raises(PersonIsKeptError):
        User.objects.all().delete()


def test_all_rights_of_an_account_are_read_with_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    unit = make_unit()
    user = make_user("kepala_balai", "verifikator", unit=unit)

    with django_assert_num_queries(1):
        assert holds(user, "core.submit_proposals", unit)
        assert user.has_perm("core.verify_proposals")
        assert not user.has_perm("core.confirm_decisions")


def test_a_right_given_by_hand_counts_for_nothing() -> None:
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="confirm_decisions"))

    assert not User.objects.get(pk=user.pk).has_perm("core.confirm_decisions")
    assert user.get_user_permissions() == set()


def test_a_superuser_looks_everywhere_and_holds_no_office() -> None:
    unit = make_unit()
    keeper = User.objects.create_superuser("pemelihara@contoh.invalid", "kata-sandi-panjang", name="Pemelihara")

    assert holds(keeper, "core.view_proposals", unit)
    assert not holds_by_role(keeper, "core.confirm_decisions", unit)
