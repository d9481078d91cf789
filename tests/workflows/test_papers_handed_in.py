"""What the unit replaced or took off the list before it sent the proposal reaches no official; what it handed in stays."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.core.files import private_storage
from portal.core.models import AuditEvent
from tests.proposals import FORWARD, Cast, correct_and_resubmit, make_draft, proposal_at
from workflows import actions
from workflows.enums import Section, Stage
from workflows.models import Paper, PaperKind, Proposal

pytestmark = pytest.mark.django_db


def attach(cast: Cast, proposal: Proposal, name: str, code: str = "profil") -> Paper:
    return actions.attach_paper(
        by=cast.operator,
        proposal=proposal,
        kind=PaperKind.objects.get(code=code),
        file=ContentFile(name.encode()),
        name=name,
        content_type="application/pdf",
    )


def stored(paper: Paper) -> Path:
    return Path(private_storage().path(str(paper.file.name)))


def page_of(cast: Cast, proposal: Proposal) -> str:
    client = Client()
    client.force_login(cast.verifier)
    address = reverse("workflows:verification", args=(proposal.pk,))
    return client.get(address, {"berkas": PaperKind.objects.get(code="profil").pk}).content.decode()


def test_a_wrong_file_that_was_replaced_or_removed_before_sending_is_gone(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = make_draft(cast)
    replaced, removed = attach(cast, draft, "rekam medis.pdf"), attach(cast, draft, "ktp orang.pdf", "foto-lokasi")
    right = attach(cast, draft, "profil benar.pdf")
    actions.remove_paper(by=cast.operator, paper=removed)
    FORWARD[Stage.DRAFT](draft, cast)
    assert stored(replaced).is_file()
    assert stored(removed).is_file()

    with django_capture_on_commit_callbacks(execute=True):
        FORWARD[Stage.SUBMISSION](draft, cast)

    assert not Paper.objects.filter(pk__in=(replaced.pk, removed.pk)).exists()
    assert not stored(replaced).exists()
    assert not stored(removed).exists()
    assert stored(right).is_file()
    page = page_of(cast, draft)
    assert "profil benar.pdf" in page
    assert "Versi lama" not in page
    # That there was a file, and which, can still be proved.
    attached = AuditEvent.objects.filter(verb="paper_attached")
    assert attached.filter(data__sha256=replaced.sha256).exists()


def test_what_was_handed_in_stays_beside_its_correction_and_a_slip_between_them_does_not(cast: Cast) -> None:
    draft = make_draft(cast)
    first = attach(cast, draft, "profil lama.pdf")
    for stage in (Stage.DRAFT, Stage.SUBMISSION):
        FORWARD[stage](draft, cast)
    draft.refresh_from_db()
    actions.return_for_revision(
        by=cast.verifier,
        proposal=draft,
        reason="Lengkapi.",
        sections={Section.BUDGET: "Rincian.", Section.PAPERS: "Profil."},
    )
    slip = attach(cast, draft, "rekam medis.pdf")
    last = attach(cast, draft, "profil baru.pdf")
    correct_and_resubmit(draft, cast.operator)

    FORWARD[Stage.SUBMISSION](draft, cast)

    assert not Paper.objects.filter(pk=slip.pk).exists()
    assert [paper.pk for paper in Paper.objects.filter(kind=last.kind).order_by("pk")] == [first.pk, last.pk]


def test_however_often_a_file_is_replaced_only_a_few_ways_back_are_kept(
    cast: Cast, draft: Proposal, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        papers = [attach(cast, draft, f"profil {number}.pdf") for number in range(7)]
        attach(cast, draft, "lain.pdf", "proposal")

    kept = list(Paper.objects.filter(kind=papers[0].kind).order_by("version"))
    assert [paper.version for paper in kept] == [4, 5, 6, 7]
    assert [stored(paper).exists() for paper in papers] == [False] * 3 + [True] * 4


def test_what_was_handed_in_does_not_count_and_does_not_go(cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    handed_in = proposal.papers.current().earliest("pk")
    FORWARD[Stage.SUBMISSION](proposal, cast)
    proposal.refresh_from_db()
    sections = {Section.PAPERS: "Perbaiki."}
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Lengkapi.", sections=sections)

    for number in range(6):
        attach(cast, proposal, f"baru {number}.pdf", handed_in.kind.code)

    kept = Paper.objects.filter(proposal=proposal, kind=handed_in.kind).order_by("version")
    assert [paper.version for paper in kept] == [1, 4, 5, 6, 7]


def test_a_proposal_sent_back_by_its_head_loses_nothing(cast: Cast) -> None:
    proposal = proposal_at(Stage.DRAFT, cast)
    older = attach(cast, proposal, "satu.pdf")
    attach(cast, proposal, "dua.pdf")
    FORWARD[Stage.DRAFT](proposal, cast)

    actions.send_back_to_operator(by=cast.head, proposal=proposal, reason="Periksa lagi.")

    assert Paper.objects.filter(pk=older.pk).exists()
