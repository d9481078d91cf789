"""Whether a task is still in somebody's hands: its owner may have left, or lost the role since."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, OuterRef, Q

from portal.core.models import RoleGroup
from portal.core.models.acting import is_member
from portal.core.roles import ROLES, Scope
from workflows.steps import STEPS, Reach, StepRight


def is_held(*, owner: str, step: str) -> Q:
    """In SQL what `execution.check_not_taken` asks of one task: the owner is active and holds the step's right.

    `owner` and `step` are paths from the row, which has a `proposal`. A task without an owner is not held.
    """
    right_of_row = Q(pk__in=())
    for each, facts in STEPS.items():
        right_of_row |= Q(step=each) & _granted_by(facts.right)
    groups = RoleGroup.objects.filter(is_member(OuterRef(owner)))
    return Q(Exists(groups.annotate(step=_outer(step)).filter(right_of_row).order_by()))


def _outer(path: str) -> Any:
    return ExpressionWrapper(OuterRef(path), output_field=CharField())


def _granted_by(right: StepRight) -> Q:
    """Role groups that hold the right for the proposal of the outer row."""
    granted = Q(role__in=_roles_with(right.permission, Scope.EVERYWHERE))
    if right.reach is Reach.UNIT:
        granted |= Q(role__in=_roles_with(right.permission, Scope.UNIT), unit=OuterRef("proposal__unit"))
    if right.reach is Reach.DIRECTORATE:
        place = OuterRef("proposal__leading_directorate")
        granted |= Q(role__in=_roles_with(right.permission, Scope.DIRECTORATE), directorate=place)
    return granted


def _roles_with(permission: str, scope: Scope) -> list[str]:
    """Roles that hold the right model-wide (scope EVERYWHERE), or on a place of this kind."""
    if scope is Scope.EVERYWHERE:
        return [
            role.code
            for role in ROLES.values()
            if permission in role.everywhere or (role.scope is scope and permission in role.permissions)
        ]
    return [role.code for role in ROLES.values() if role.scope is scope and permission in role.permissions]
