"""The one table of roles: who may what, and where. Groups and grants are made from it (portal/core/role_groups.py).

A permission is written `app.codename`. Those of a role of a unit or directorate are granted on that object, those of a role
that holds everywhere, and those listed under `everywhere`, model-wide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """Where a role holds."""

    EVERYWHERE = "everywhere"
    UNIT = "unit"
    DIRECTORATE = "directorate"


@dataclass(frozen=True, slots=True)
class Role:
    """A role of product.md; `permissions` are granted on the role's place, `everywhere` model-wide whatever the place."""

    code: str
    label: str | Promise
    scope: Scope
    permissions: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ()
    is_office: bool = False
    """An office that somebody else may hold for a while (Plh., Plt.). Only rights of core: Wagtail knows no acting officers."""


ADMIN_ACCESS = "wagtailadmin.access_admin"

UNMASK = "core.unmask_personal_data"
"""For those who compare people with their papers, visit them or hand goods to them; and for whoever inspects all that.
Who decides on the verified case (coordinator, directors, KPA) reads it masked."""

EXPORT = "core.export_personal_data"
"""For the officer for personal data alone."""

CONFIGURATION = tuple(
    f"{app}.{verb}_{model}"
    for app, model, verbs in (
        ("core", "unit", ("add", "change")),
        ("core", "directorate", ("add", "change")),
        ("core", "cluster", ("add", "change")),
        ("documents", "regulationtype", ("add", "change")),
        ("workflows", "policy", ("change",)),
        ("workflows", "stepdeadline", ("add", "change", "delete")),
        ("workflows", "paperkind", ("add", "change", "delete")),
        ("workflows", "paperrequirement", ("add", "change", "delete")),
        ("workflows", "retentionperiod", ("add", "change", "delete")),
    )
    for verb in verbs
)
"""The tables an administrator keeps (portal/configuration). What records refer to for ever has no «delete»: it ends instead."""

_TABLE = (
    Role(
        "operator_balai",
        _("Operator balai"),
        Scope.UNIT,
        (
            "core.view_proposals",
            "core.draft_proposals",
            "core.record_handover",
            "core.view_restricted_documents",
            UNMASK,
        ),
    ),
    Role(
        "kepala_balai",
        _("Kepala balai"),
        Scope.UNIT,
        (
            "core.view_proposals",
            "core.draft_proposals",
            "core.submit_proposals",
            "core.record_handover",
            "core.view_restricted_documents",
            UNMASK,
        ),
        is_office=True,
    ),
    Role("verifikator", _("Verifikator"), Scope.EVERYWHERE, ("core.view_proposals", "core.verify_proposals", UNMASK)),
    Role(
        "pekerja_sosial",
        _("Pekerja sosial"),
        Scope.EVERYWHERE,
        ("core.view_proposals", "core.assess_proposals", UNMASK),
    ),
    Role(
        "koordinator",
        _("Koordinator"),
        Scope.DIRECTORATE,
        ("core.view_proposals_of_directorate", "core.coordinate_proposals"),
        is_office=True,
    ),
    Role(
        "direktur",
        _("Direktur"),
        Scope.DIRECTORATE,
        ("core.view_proposals_of_directorate", "core.approve_proposals"),
        is_office=True,
    ),
    Role(
        "dirjen",
        _("Direktur Jenderal"),
        Scope.EVERYWHERE,
        ("core.view_proposals", "core.approve_proposals_finally"),
        is_office=True,
    ),
    Role(
        "ppk",
        _("Pejabat Pembuat Komitmen (PPK)"),
        Scope.EVERYWHERE,
        ("core.view_proposals", "core.set_decisions", "core.record_handover", UNMASK),
        is_office=True,
    ),
    Role(
        "kpa",
        _("Kuasa Pengguna Anggaran (KPA)"),
        Scope.EVERYWHERE,
        ("core.view_proposals", "core.confirm_decisions"),
        is_office=True,
    ),
    Role(
        "auditor",
        _("Auditor (Itjen/APIP)"),
        Scope.EVERYWHERE,
        ("core.view_proposals", "core.view_audit", "core.view_restricted_documents", UNMASK),
    ),
    Role(
        "pelindung_data",
        _("Petugas pelindungan data pribadi"),
        Scope.EVERYWHERE,
        (EXPORT,),
    ),
    Role("editor_dokumen", _("Editor dokumen"), Scope.EVERYWHERE, (ADMIN_ACCESS, "core.view_restricted_documents")),
    Role("penelaah_hukum", _("Penelaah hukum"), Scope.EVERYWHERE, (ADMIN_ACCESS, "core.view_restricted_documents")),
    Role("penerbit", _("Penerbit"), Scope.EVERYWHERE, (ADMIN_ACCESS, "core.view_restricted_documents")),
    Role(
        "admin_portal",
        _("Administrator portal"),
        Scope.EVERYWHERE,
        ("core.manage_people", ADMIN_ACCESS, *CONFIGURATION),
    ),
)

ROLES: Mapping[str, Role] = {role.code: role for role in _TABLE}
OFFICES = tuple(role.code for role in _TABLE if role.is_office)
ROLE_CHOICES = tuple((role.code, role.label) for role in _TABLE)
