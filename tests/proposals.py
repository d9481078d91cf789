"""Proposals for tests, walked to a stage by the real actions: the people of one case, and the case itself."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils import timezone
from viewflow.workflow.models import Task

from portal.core.models import Cluster, Directorate, Unit, User
from tests.factories import make_unit, make_user
from workflows import actions, tasks
from workflows.drafts import (
    ApplicantData,
    BeneficiariesData,
    BudgetData,
    CommunitiesData,
    CommunityRow,
    GeneralData,
    ItemRow,
    PersonRow,
    PriceRow,
    StatementsData,
)
from workflows.enums import PaperVerdict, Section, Stage, StatementKind, Step
from workflows.models import Item, PaperRequirement, Proposal, UploadSession

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Cast:
    """Everybody who takes part in a case, each in one function only."""

    unit: Unit
    cluster: Cluster
    operator: User
    head: User
    verifier: User
    director: User
    director_general: User
    ppk: User
    kpa: User

    def actor_of(self, step: Step) -> User:
        return {
            Step.DRAFTING: self.operator,
            Step.SUBMISSION: self.head,
            Step.VERIFICATION: self.verifier,
            Step.REVISION: self.operator,
            Step.DIRECTOR: self.director,
            Step.DIRECTOR_GENERAL: self.director_general,
            Step.DECISION_SET: self.ppk,
            Step.DECISION_CONFIRM: self.kpa,
            Step.DISTRIBUTION: self.ppk,
        }[step]


def make_cluster() -> Cluster:
    """A cluster with a directorate of its own and that directorate's role groups."""
    from portal.core.role_groups import sync_place

    number = next(_numbers)
    directorate = Directorate.objects.create(
        code=f"dir-{number}", name=f"Direktorat {number}", short_name=f"Dir {number}"
    )
    sync_place(directorate)
    return Cluster.objects.create(code=f"klaster-{number}", name=f"Klaster {number}", directorate=directorate)


def make_cast(unit: Unit | None = None, cluster: Cluster | None = None) -> Cast:
    unit, cluster = unit or make_unit(), cluster or make_cluster()
    return Cast(
        unit=unit,
        cluster=cluster,
        operator=make_user("operator_balai", unit=unit),
        head=make_user("kepala_balai", unit=unit),
        verifier=make_user("verifikator"),
        director=make_user("direktur", directorate=cluster.directorate),
        director_general=make_user("dirjen"),
        ppk=make_user("ppk"),
        kpa=make_user("kpa"),
    )


def fill(proposal: Proposal, by: User, cluster: Cluster, *, price: int, communities: int = 1) -> Proposal:
    """Everything a draft needs: per community one press and, compulsory papers attached."""
    proposal = actions.save_draft_section(
        by=by,
        proposal=proposal,
        data=GeneralData(title="Mesin pres plastik", background="Komunitas pemulung.", scheme="government_aid"),
    )
    applicant = ApplicantData(kind="group", name="Kelompok Contoh")
    proposal = actions.save_draft_section(by=by, proposal=proposal, data=applicant)
    rows = tuple(
        CommunityRow(name=f"Komunitas {number}", city="Bekasi", cluster_id=cluster.pk, beneficiary_count=24)
        for number in range(1, communities + 1)
    )
    proposal = actions.save_draft_section(by=by, proposal=proposal, data=CommunitiesData(rows=rows))
    for pk in proposal.communities.values_list("pk", flat=True):
        people = tuple(PersonRow(name=f"Orang {number}", address="Jalan Contoh") for number in range(1, 25))
        actions.save_draft_section(by=by, proposal=proposal, data=BeneficiariesData(community_id=pk, rows=people))
    statements = StatementsData(kinds=frozenset(StatementKind))
    actions.save_draft_section(by=by, proposal=proposal, data=statements)
    prices = tuple(PriceRow(seller=f"Toko {letter}", price=price) for letter in "ABC")
    items = tuple(
        ItemRow(community_id=pk, name="Mesin pres", unit_price=price, quantity=2, comparisons=prices)
        for pk in proposal.communities.values_list("pk", flat=True)
    )
    proposal = actions.save_draft_section(by=by, proposal=proposal, data=BudgetData(rows=items))
    for requirement in PaperRequirement.objects.filter(scheme="government_aid", is_required=True):
        actions.attach_paper(
            by=by,
            proposal=proposal,
            kind=requirement.kind,
            file=ContentFile(f"berkas {requirement.kind.code}".encode(), name="berkas.pdf"),
            name=f"{requirement.kind.code}.pdf",
            content_type="application/pdf",
        )
    proposal.refresh_from_db()
    return proposal


def upload_of(proposal: Proposal, owner: User) -> UploadSession:
    """A file that was on its way when the proposal was sent."""
    kind = proposal.papers.earliest("pk").kind
    expires_at = timezone.now() + UploadSession.LIFETIME
    return UploadSession.objects.create(
        proposal=proposal, kind=kind, owner=owner, name="berkas.pdf", size=9, sha256="a" * 64, expires_at=expires_at
    )


def run_letter_job(proposal: Proposal) -> None:
    """What the worker does with the job that the confirmation put into its queue."""
    job = Task.objects.filter(process_id=proposal.process_id, flow_task_type="JOB").latest("pk")
    tasks.run_job(job.pk, tasks.draw_letter)
    proposal.refresh_from_db()


def hand_over_everything(proposal: Proposal, by: User) -> None:
    for number, item in enumerate(Item.objects.filter(community__proposal=proposal), start=1):
        actions.record_handover(
            by=by,
            proposal=proposal,
            community=item.community,
            number=f"BAST-{number}",
            handed_on=proposal.created_at.date(),
            receiver_name="Penerima",
            lines=[
                actions.LineGiven(
                    item_id=item.pk,
                    quantity=item.approved_quantity or 0,
                    serial_numbers=[f"SN-{item.pk}-{n}" for n in range(item.approved_quantity or 0)],
                )
            ],
        )


def check_papers(proposal: Proposal, by: User) -> None:
    """Every paper that is there is looked at and found in order."""
    actions.show_personal_data(by=by, proposal=proposal, reason="Memeriksa berkas pribadi.")
    for paper in proposal.papers.current().select_related("kind"):
        actions.check_paper(by=by, proposal=proposal, kind=paper.kind, paper_id=paper.pk, verdict=PaperVerdict.IN_ORDER)


def verify(proposal: Proposal, by: User) -> None:
    check_papers(proposal, by)
    actions.verify(by=by, proposal=proposal)


def correct(proposal: Proposal, by: User) -> None:
    """Something is changed in the budget, the section that the verifier marks here."""
    items = Item.objects.filter(community__proposal=proposal).prefetch_related("comparisons")
    rows = tuple(
        ItemRow(
            id=item.pk,
            community_id=item.community_id,
            name=item.name,
            specification=f"{item.specification} Daya 5,5 kW.",
            measure=item.measure,
            unit_price=item.unit_price,
            quantity=item.quantity,
            comparisons=tuple(PriceRow(seller=each.seller, price=each.price) for each in item.comparisons.all()),
        )
        for item in items
    )
    actions.save_draft_section(by=by, proposal=proposal, data=BudgetData(rows=rows))


def correct_and_resubmit(proposal: Proposal, by: User) -> None:
    correct(proposal, by)
    actions.resubmit(by=by, proposal=proposal)


def _confirm(proposal: Proposal, cast: Cast) -> None:
    actions.confirm_decision(by=cast.kpa, proposal=proposal)
    run_letter_job(proposal)


Move = Callable[[Proposal, Cast], object]
FORWARD: dict[Stage, Move] = {
    Stage.DRAFT: lambda p, c: actions.send_to_head(by=c.operator, proposal=p),
    Stage.SUBMISSION: lambda p, c: actions.certify_and_submit(by=c.head, proposal=p),
    Stage.VERIFICATION: lambda p, c: verify(p, c.verifier),
    Stage.DIRECTOR: lambda p, c: actions.approve(by=c.director, proposal=p, step=Step.DIRECTOR),
    Stage.DIRECTOR_GENERAL: lambda p, c: actions.approve(by=c.director_general, proposal=p, step=Step.DIRECTOR_GENERAL),
    Stage.DECISION_SET: lambda p, c: actions.set_decision(by=c.ppk, proposal=p),
    Stage.DECISION_CONFIRM: _confirm,
    Stage.DISTRIBUTION: lambda p, c: hand_over_everything(p, c.ppk),
    Stage.REVISION: lambda p, c: correct_and_resubmit(p, c.operator),
}
"""One step ahead from each open stage; a stage without an entry is an end."""

LARGE, SMALL = 60_000_000, 10_000_000


def _return(proposal: Proposal, cast: Cast) -> None:
    actions.return_for_revision(
        by=cast.verifier, proposal=proposal, reason="Lengkapi RAB.", sections={Section.BUDGET: "Rincian harga kurang."}
    )


def _expire(proposal: Proposal, cast: Cast) -> None:
    from workflows.deadlines import tick

    _return(proposal, cast)
    Task.objects.filter(process_id=proposal.process_id, flow_task_type="TIMER").update(scheduled=proposal.created_at)
    tick()


SIDEWAYS: dict[Stage, tuple[Stage, Move]] = {
    Stage.REVISION: (Stage.VERIFICATION, _return),
    Stage.REJECTED: (
        Stage.VERIFICATION,
        lambda p, c: actions.reject(by=c.verifier, proposal=p, step=Step.VERIFICATION, reason="Di luar sasaran."),
    ),
    Stage.WITHDRAWN: (
        Stage.VERIFICATION,
        lambda p, c: actions.withdraw(by=c.head, proposal=p, reason="Kebutuhan berubah."),
    ),
    Stage.EXPIRED: (Stage.VERIFICATION, _expire),
}
"""Stages off the main road: from which stage, by which act."""


def make_draft(cast: Cast, *, price: int = LARGE, communities: int = 1) -> Proposal:
    """A complete draft of `2 × price × communities` rupiah, ready to be certified."""
    proposal = actions.create_draft(by=cast.operator, unit=cast.unit, title="Usulan contoh")
    return fill(proposal, cast.operator, cast.cluster, price=price, communities=communities)


def proposal_at(stage: Stage, cast: Cast | None = None, *, price: int = LARGE, communities: int = 1) -> Proposal:
    """A proposal at the stage, by the real actions of the right people. AssertionError if the road does not lead there."""
    cast = cast or make_cast()
    proposal = make_draft(cast, price=price, communities=communities)
    target, turn = SIDEWAYS.get(stage, (stage, None))
    while proposal.stage != target:
        assert proposal.stage in FORWARD, f"no road from {proposal.stage} to {target}"
        FORWARD[Stage(proposal.stage)](proposal, cast)
        proposal.refresh_from_db()
    if turn:
        turn(proposal, cast)
        proposal.refresh_from_db()
    assert proposal.stage == stage
    return proposal
