"""The accounts and things that the table of access speaks of: one account per role and place, two units, one thing of each kind."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Page

from documents.models import RegulationIndex
from portal.core.models import Cluster, Directorate, Holiday, RoleGroup, User
from portal.core.reference_data import load_reference_data
from portal.core.roles import ROLES, Scope
from portal.pages.structure import ensure_structure
from tests.factories import make_acting, make_unit, make_user
from tests.proposals import Cast, correct_and_resubmit, make_cast, proposal_at, upload_of
from workflows import actions
from workflows.enums import Section, Stage, Step
from workflows.models import Handover, PinnedComment, Proposal, TaskMeta

ANONYMOUS = "anonymous"
# Logged in, but without any role.
NO_ROLE = "no_role"
# Looks after the system on the server; no role of product.md, but Wagtail lets a superuser in everywhere.
SUPERUSER = "superuser"
# The same roles in another unit or directorate than the one that owns the samples.
ELSEWHERE = tuple(f"{role.code}@elsewhere" for role in ROLES.values() if role.scope is not Scope.EVERYWHERE)
ACCOUNTS = (ANONYMOUS, NO_ROLE, *ROLES, *ELSEWHERE, SUPERUSER)


@dataclass(frozen=True, slots=True)
class World:
    """`samples` are keys of things that exist, named as the rows of the table name them."""

    users: dict[str, User]
    session_keys: dict[str, str]
    samples: dict[str, object]


def build() -> World:
    load_reference_data()
    home = ensure_structure()
    own, other = make_unit(), make_unit()
    own_directorate, other_directorate = Directorate.objects.order_by("pk")[:2]
    users = {NO_ROLE: make_user()}
    for code in ROLES:
        users[code] = make_user(code, unit=own, directorate=own_directorate)
    for account in ELSEWHERE:
        users[account] = make_user(account.removesuffix("@elsewhere"), unit=other, directorate=other_directorate)
    users[SUPERUSER] = User.objects.create_superuser(
        "pemelihara@contoh.invalid", "kata-sandi-panjang", name="Pemelihara"
    )
    cast = make_cast(own, Cluster.objects.filter(directorate=own_directorate).first())
    proposal = proposal_at(Stage.VERIFICATION, cast)
    decided = proposal_at(Stage.DISTRIBUTION, cast)
    corrected = proposal_at(Stage.REVISION, cast)
    correct_and_resubmit(corrected, cast.operator)
    actions.certify_and_submit(by=cast.head, proposal=corrected)
    held = RoleGroup.objects.get(role="operator_balai", unit=own)
    # Of the unit and the leading directorate of the accounts without «@elsewhere».
    samples: dict[str, object] = {
        "acting": make_acting(
            users["operator_balai"], users["kepala_balai"], by=users["admin_portal"], days=(30, 37)
        ).pk,
        "person": users[NO_ROLE].pk,
        "held": held.pk,
        "holiday": Holiday.objects.create(on="2027-03-20", name="Hari contoh").pk,
        "home": home.pk,
        "regulations": RegulationIndex.objects.get().pk,
        "proposal": proposal.pk,
        "receiving": proposal.communities.get().pk,
        "upload": upload_of(proposal, users["operator_balai"]).pk,
        "paper": proposal.papers.earliest("pk").pk,
        "kind": proposal.papers.earliest("pk").kind_id,
        "first": 1,
        "comment": _comment(proposal, cast).pk,
        "task": TaskMeta.objects.filter(proposal=proposal, step=Step.VERIFICATION).latest("pk").pk,
        "decided": decided.pk,
        "corrected": corrected.pk,
        "community": decided.communities.get().pk,
        "handover": _handover_of_a_part(decided, cast).pk,
        "root": Page.objects.get(depth=1).pk,
        "looked_at": _looked_at(decided, cast).pk,
        "guide": "operator",
        "empty": "",
        "nothing": 987_654,
    }
    return World(users, {name: _session_of(user) for name, user in users.items()}, samples)


def _comment(proposal: Proposal, cast: Cast) -> PinnedComment:
    """Pinned by a verifier who has given the task back."""
    comment = actions.pin_comment(
        by=cast.verifier, proposal=proposal, section=Section.GENERAL, row="", column="title", text="Perjelas."
    )
    actions.release(by=cast.verifier, task=TaskMeta.objects.filter(proposal=proposal).latest("pk").task)
    return comment


def _looked_at(proposal: Proposal, cast: Cast) -> Proposal:
    """The log of looks names it."""
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason="Mencocokkan dengan KTP.")
    return proposal


def _handover_of_a_part(proposal: Proposal, cast: Cast) -> Handover:
    """One of two machines, with a scan; the other one is still due."""
    community = proposal.communities.get()
    return actions.record_handover(
        by=cast.ppk,
        proposal=proposal,
        community=community,
        number="BAST-CONTOH",
        handed_on=proposal.created_at.date(),
        receiver_name="Penerima",
        lines=[actions.LineGiven(item_id=community.items.get().pk, quantity=1)],
        file=ContentFile(b"pindai"),
        file_name="bast.pdf",
    )


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend="portal.core.backends.RoleBackend")
    return str(client.session.session_key)
