"""One proposal at every stage, walked there by the real actions of the demo's accounts, so that nothing is only painted."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import typst
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from viewflow.workflow.models import Task

from portal.core.models import Cluster, Directorate, RoleGroup, Unit, User
from portal.demo import verifying
from portal.demo.sample_cases import CASES, Case
from workflows import actions, deadlines, tasks, uploads
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
    SectionData,
    StatementsData,
)
from workflows.enums import ApplicantKind, Scheme, Stage, StatementKind, Step
from workflows.models import PaperKind, PaperRequirement, Proposal
from workflows.models.recipients import MAX_NAMED

SELLERS = (("Toko Satu (contoh)", 100), ("Toko Dua (contoh)", 104), ("Toko Tiga (contoh)", 109))
"""Each with its price in per cent of the proposed one."""


class CastIsIncompleteError(Exception):
    """An account is missing that a step needs; the accounts of the demo are made first."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the demo's cases."""

    unit: Unit
    directorate: Directorate
    operator: User
    head: User
    verifier: User
    director: User
    director_general: User
    ppk: User
    kpa: User


def make() -> None:
    """Adds the cases that are not there yet; run again, it changes nothing. Raises CastIsIncompleteError."""
    cast = _cast()
    for case in CASES:
        if not Proposal.objects.filter(unit=cast.unit, title=case.title).exists():
            _make(case, cast)


@transaction.atomic
def _make(case: Case, cast: Cast) -> None:
    proposal = _draft(case, cast)
    target, turn = TURNS.get(case.stage, (case.stage, None))
    while proposal.stage != target:
        STEPS[Stage(proposal.stage)](proposal, cast)
        proposal.refresh_from_db()
    if turn:
        turn(proposal, cast)


def _cast() -> Cast:
    operator = _group("operator_balai")
    director = _group("direktur", directorate__clusters__code="ts-kpo")
    if operator.unit is None or director.directorate is None:
        raise CastIsIncompleteError("operator_balai and direktur need a place")
    return Cast(
        unit=operator.unit,
        directorate=director.directorate,
        operator=_member(operator),
        head=_member(_group("kepala_balai", unit=operator.unit)),
        verifier=_member(_group("verifikator")),
        director=_member(director),
        director_general=_member(_group("dirjen")),
        ppk=_member(_group("ppk")),
        kpa=_member(_group("kpa")),
    )


def _group(role: str, **place: object) -> RoleGroup:
    groups = RoleGroup.objects.filter(role=role, group__user__is_active=True, **place)
    group = groups.select_related("unit", "directorate").order_by("pk").first()
    if group is None:
        raise CastIsIncompleteError(f"nobody holds {role} {place or ''}")
    return group


def _member(group: RoleGroup) -> User:
    member: User = User.objects.filter(groups=group.group, is_active=True).earliest("pk")
    return member


def _draft(case: Case, cast: Cast) -> Proposal:
    """The complete draft, section by section, as the operator would save it."""
    by, unit = cast.operator, cast.unit
    cluster = Cluster.objects.filter(code=case.cluster).first() or cast.directorate.clusters.earliest("order", "pk")
    proposal = actions.create_draft(by=by, unit=unit, title=case.title)

    def save(data: SectionData) -> Proposal:
        return actions.save_draft_section(by=by, proposal=proposal, data=data)

    proposal = save(GeneralData(title=case.title, background=case.background, scheme=Scheme.GOVERNMENT_AID))
    applicant = ApplicantData(
        kind=ApplicantKind.LKS,
        name=case.applicant,
        registration=f"CONTOH/{case.applicant.split()[2].upper()}/2020",
        address="Alamat contoh",
    )
    proposal = save(applicant)
    communities = tuple(
        CommunityRow(
            name=f"{case.community} {number}",
            place=f"Lokasi contoh {number}",
            city=unit.city or "Kota contoh",
            province=unit.province,
            cluster_id=cluster.pk,
            beneficiary_count=case.people,
        )
        for number in range(1, case.communities + 1)
    )
    proposal = save(CommunitiesData(rows=communities))
    for community_id in proposal.communities.values_list("pk", flat=True):
        save(BeneficiariesData(community_id=community_id, rows=_people(case)))
    save(StatementsData(kinds=frozenset(StatementKind)))
    proposal = save(BudgetData(rows=_items(case, list(proposal.communities.values_list("pk", flat=True)))))
    for requirement in PaperRequirement.objects.filter(scheme=proposal.scheme, is_required=True):
        _attach(proposal, by, requirement.kind)
    return proposal


def _people(case: Case) -> tuple[PersonRow, ...]:
    """Made-up people, and recognisable as such."""
    return tuple(
        PersonRow(name=f"Penerima Contoh {number}", address=f"Jalan Contoh {number}")
        for number in range(1, min(case.people, MAX_NAMED) + 1)
    )


def _items(case: Case, community_ids: list[int]) -> tuple[ItemRow, ...]:
    return tuple(
        ItemRow(
            community_id=community_id,
            name=goods.name,
            specification=goods.specification,
            unit_price=goods.price,
            quantity=goods.quantity,
            comparisons=tuple(
                PriceRow(seller=seller, price=goods.price * percent // 100, source="Penawaran contoh")
                for seller, percent in SELLERS
            ),
        )
        for community_id in community_ids
        for goods in case.goods
    )


def _attach(proposal: Proposal, by: User, kind: PaperKind) -> None:
    checked = _sample_paper(kind.name, f"{kind.code}-contoh.pdf")
    actions.attach_paper(
        by=by,
        proposal=proposal,
        kind=kind,
        file=ContentFile(checked.content),
        name=checked.name,
        content_type=checked.content_type,
    )


@cache
def _sample_paper(title: str, name: str) -> uploads.CheckedFile:
    # Looked into like any upload, but once: the reading process takes its time and the thirteen cases share the papers.
    return uploads.check(ContentFile(sample_pdf(title), name=name))


@cache
def sample_pdf(title: str) -> bytes:
    """A page that says what it stands for and that it is a sample."""
    source = (
        '#set document(title: sys.inputs.title)\n#set text(lang: "id", size: 14pt)\n'
        "= CONTOH\n#sys.inputs.title\n\nDokumen ini dibuat untuk peragaan dan tidak berlaku."
    )
    pdf = typst.compile(
        source.encode(), format="pdf", pdf_standards=["ua-1"], sys_inputs={"title": title}, ignore_system_fonts=True
    )
    assert isinstance(pdf, bytes)  # noqa: S101 - the type says bytes or pages; a PDF is always one
    return pdf


def _verify(proposal: Proposal, cast: Cast) -> None:
    verifying.check_all(proposal, cast.verifier)
    actions.verify(by=cast.verifier, proposal=proposal, note="Berkas lengkap (contoh).")


def _confirm(proposal: Proposal, cast: Cast) -> None:
    actions.confirm_decision(by=cast.kpa, proposal=proposal, note="Sesuai pagu (contoh).")
    # The worker is not running yet while the demo is set up; this is what it would do.
    job = Task.objects.filter(process_id=proposal.process_id, flow_task_type="JOB").latest("pk")
    tasks.run_job(job.pk, tasks.draw_letter)


def _hand_over(proposal: Proposal, cast: Cast) -> None:
    for number, community in enumerate(proposal.communities.all(), start=1):
        given = [
            actions.LineGiven(
                item_id=item.pk,
                quantity=item.outstanding_quantity,
                serial_numbers=[f"CONTOH-{item.pk}-{piece}" for piece in range(1, item.outstanding_quantity + 1)],
            )
            for item in community.items.all()
        ]
        actions.record_handover(
            by=cast.ppk,
            proposal=proposal,
            community=community,
            number=f"BAST-CONTOH-{proposal.pk}-{number}",
            handed_on=timezone.localdate(),
            receiver_name=f"Ketua {community.name}",
            receiver_position="Ketua (contoh)",
            lines=given,
            file=ContentFile(sample_pdf("Berita acara serah terima")),
            file_name="bast-contoh.pdf",
        )


Move = Callable[[Proposal, Cast], object]
STEPS: dict[Stage, Move] = {
    Stage.DRAFT: lambda p, c: actions.send_to_head(by=c.operator, proposal=p, note="Mohon disahkan (contoh)."),
    Stage.SUBMISSION: lambda p, c: actions.certify_and_submit(by=c.head, proposal=p, note="Surat pengantar (contoh)."),
    Stage.VERIFICATION: _verify,
    Stage.DIRECTOR: lambda p, c: actions.approve(by=c.director, proposal=p, step=Step.DIRECTOR),
    Stage.DIRECTOR_GENERAL: lambda p, c: actions.approve(by=c.director_general, proposal=p, step=Step.DIRECTOR_GENERAL),
    Stage.DECISION_SET: lambda p, c: actions.set_decision(by=c.ppk, proposal=p),
    Stage.DECISION_CONFIRM: _confirm,
    Stage.DISTRIBUTION: _hand_over,
}
"""One step ahead from each stage of the main road."""


def _expire(proposal: Proposal, cast: Cast) -> None:
    verifying.send_back(proposal, cast.verifier)
    # The ten working days are skipped; that they are over is found by the same tick as always.
    Task.objects.filter(process_id=proposal.process_id, flow_task_type="TIMER").update(scheduled=timezone.now())
    deadlines.tick()


TURNS: dict[Stage, tuple[Stage, Move]] = {
    Stage.VERIFICATION: (Stage.VERIFICATION, lambda p, c: verifying.check_half(p, c.verifier)),
    Stage.REVISION: (Stage.VERIFICATION, lambda p, c: verifying.send_back(p, c.verifier)),
    Stage.REJECTED: (
        Stage.VERIFICATION,
        lambda p, c: actions.reject(
            by=c.verifier, proposal=p, step=Step.VERIFICATION, reason="Contoh: di luar sasaran."
        ),
    ),
    Stage.WITHDRAWN: (
        Stage.VERIFICATION,
        lambda p, c: actions.withdraw(by=c.head, proposal=p, reason="Contoh: kebutuhan berubah."),
    ),
    Stage.EXPIRED: (Stage.VERIFICATION, _expire),
}
"""Where more happens than that a case arrives: from which stage, by which act."""
