"""Marking papers on the verifier's checklist: each mark is kept at once, and belongs to the version that was on the screen."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import User
from workflows.enums import PaperVerdict, Step
from workflows.execution import ConflictError, OpenStep, ReasonIsMissingError, held_step
from workflows.models import Paper, PaperCheck, PaperKind, PaperRequirement, PersonalDataAccess, Proposal


class PaperIsReplacedError(ConflictError):
    """The version on the screen is no longer the present one."""


class KindIsForeignError(ConflictError):
    """Neither is the kind on the list of the scheme, nor is there a paper of it: no page would show the mark."""


class PaperIsUnseenError(ConflictError):
    """A paper with personal data that the account never opened cannot have been found in order."""


@transaction.atomic
def check_paper(
    *, by: User, proposal: Proposal, kind: PaperKind, paper_id: int | None, verdict: PaperVerdict, reason: str = ""
) -> PaperCheck:
    """Keeps what the verifier found, in the place of an earlier mark on the same version; takes the task if nobody has it.

    `paper_id` is the version on the screen, None where there is no paper: then only NOT_IN_ORDER says something.
    What holds personal data is in order only for whoever opened it, with a reason and on the record.
    Raises ReasonIsMissingError, KindIsForeignError, PaperIsReplacedError, PaperIsUnseenError and what `held_step` raises.
    The audit chain holds no reason: that may name people.
    """
    reason = " ".join(reason.split())[: PaperCheck.MOST_LETTERS] if verdict is PaperVerdict.NOT_IN_ORDER else ""
    if verdict is PaperVerdict.NOT_IN_ORDER and not reason:
        raise ReasonIsMissingError(_("Tuliskan apa yang tidak sesuai, agar unit tahu apa yang harus diperbaiki."))
    with held_step(by=by, proposal=proposal, step=Step.VERIFICATION) as opened:
        paper = _paper_on_screen(opened, kind, paper_id)
        _check_is_listed(opened, kind, paper)
        if paper is None and verdict is PaperVerdict.IN_ORDER:
            raise PaperIsReplacedError(_("Berkas «%s» tidak ada, sehingga tidak dapat dinyatakan sesuai.") % kind)
        if paper is not None and verdict is PaperVerdict.IN_ORDER and not has_opened(by, paper, kind):
            raise PaperIsUnseenError(
                _("Berkas «%s» memuat data pribadi dan belum Anda buka. Buka dengan alasan, periksa, lalu tandai.")
                % kind
            )
        check, _is_new = PaperCheck.objects.update_or_create(
            proposal=opened.proposal,
            kind=kind,
            paper=paper,
            defaults={
                "valid_until": paper.valid_until if paper else None,
                "verdict": verdict,
                "reason": reason,
                "by": by,
                "by_name": by.name,
                "by_office": opened.capacity.office_in_full,
                "at": timezone.now(),
            },
        )
        _record(opened, "paper_checked", kind, paper, verdict=verdict.value)
    return check


def _check_is_listed(opened: OpenStep, kind: PaperKind, paper: Paper | None) -> None:
    if paper is None and not PaperRequirement.objects.filter(scheme=opened.proposal.scheme, kind=kind).exists():
        raise KindIsForeignError(
            _("Berkas «%s» tidak ada dalam daftar skema usulan ini (lagi). Muat ulang halaman ini.") % kind
        )


def has_opened(user: User, paper: Paper, kind: PaperKind) -> bool:
    """Whether the account could read this version; what holds no personal data is open to all officials."""
    return not kind.holds_personal_data or PersonalDataAccess.objects.opening(paper).filter(by=user).exists()


@transaction.atomic
def uncheck_paper(*, by: User, proposal: Proposal, kind: PaperKind, paper_id: int | None) -> None:
    """Takes a mark back: the paper has not been looked at. Without a mark it changes nothing. Raises as `check_paper`."""
    with held_step(by=by, proposal=proposal, step=Step.VERIFICATION) as opened:
        paper = _paper_on_screen(opened, kind, paper_id)
        removed, _by_model = PaperCheck.objects.filter(proposal=opened.proposal, kind=kind, paper=paper).delete()
        if removed:
            _record(opened, "paper_unchecked", kind, paper)


def _paper_on_screen(opened: OpenStep, kind: PaperKind, paper_id: int | None) -> Paper | None:
    current = Paper.objects.current().filter(proposal=opened.proposal, kind=kind).first()
    if (current.pk if current else None) != paper_id:
        raise PaperIsReplacedError(
            _("Berkas «%s» sudah berganti sejak halaman ini dibuka. Muat ulang, lalu periksa versi yang sekarang.")
            % kind
        )
    return current


def _record(opened: OpenStep, verb: str, kind: PaperKind, paper: Paper | None, **facts: str) -> None:
    proposal = opened.proposal
    data = {"kind": kind.code, "paper": paper.pk if paper else None, "sha256": paper.sha256 if paper else ""} | facts
    audit.record(by=opened.by, verb=verb, obj=proposal, unit=proposal.unit, data=data, capacity=opened.capacity)
