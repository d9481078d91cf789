"""The verifier's checklist: marks are kept at once, belong to a version, and stand between a case and «Lengkap»."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import AuditEvent, User
from portal.core.permissions import RefusedError
from portal.core.roles import ROLES
from tests.factories import make_user
from tests.proposals import Cast, check_papers, proposal_at
from workflows import actions
from workflows.checklists import Line, checklist
from workflows.enums import Outcome, PaperVerdict, Section, Stage
from workflows.models import (
    Paper,
    PaperCheck,
    PaperKind,
    PaperRequirement,
    PersonalDataAccess,
    Proposal,
    ReturnedSection,
    TaskMeta,
)

pytestmark = pytest.mark.django_db
BLURRED = "Halaman kedua tidak terbaca."


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(proposal: Proposal) -> str:
    return reverse("workflows:verification", args=[proposal.pk])


def mark(client: Client, paper: Paper, verdict: str, **more: object) -> Any:
    url = reverse("workflows:check_paper", args=[paper.proposal_id, paper.kind_id])
    return client.post(url, {"paper": paper.pk, "verdict": verdict} | more)


def find_wrong(cast: Cast, paper: Paper, reason: str = BLURRED) -> PaperCheck:
    return actions.check_paper(
        by=cast.verifier,
        proposal=paper.proposal,
        kind=paper.kind,
        paper_id=paper.pk,
        verdict=PaperVerdict.NOT_IN_ORDER,
        reason=reason,
    )


def replace(cast: Cast, paper: Paper) -> Paper:
    file = ContentFile(b"berkas yang lebih terang", name="terang.pdf")
    return actions.attach_paper(
        by=cast.operator,
        proposal=paper.proposal,
        kind=paper.kind,
        file=file,
        name="terang.pdf",
        content_type="application/pdf",
    )


def decide(cast: Cast, proposal: Proposal, outcome: Outcome, **more: str) -> str:
    task = TaskMeta.objects.filter(proposal=proposal).latest("pk").pk
    data = {"outcome_choice": outcome.value, "reason": "Perbaiki."} | more
    return browser(cast.verifier).post(reverse("workflows:task", args=[task]), data, follow=True).content.decode()


def line_of(paper: Paper) -> Line:
    return next(line for line in checklist(paper.proposal) if line.kind == paper.kind)


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return proposal_at(Stage.VERIFICATION, cast)


@pytest.fixture
def paper(proposal: Proposal) -> Paper:
    return proposal.papers.current().filter(kind__holds_personal_data=False).earliest("kind__order", "pk")


@pytest.mark.parametrize("stage", Stage)
def test_only_a_verifier_marks_and_only_while_the_case_is_verified(cast: Cast, stage: Stage) -> None:
    proposal = proposal_at(stage, cast)
    paper = proposal.papers.current().filter(kind__holds_personal_data=False).earliest("pk")
    PaperCheck.objects.all().delete()
    able = set()

    for role in ROLES:
        somebody = make_user(role, unit=proposal.unit, directorate=proposal.leading_directorate)
        try:
            actions.check_paper(
                by=somebody, proposal=proposal, kind=paper.kind, paper_id=paper.pk, verdict=PaperVerdict.IN_ORDER
            )
        except (RefusedError, actions.StepIsOverError):
            continue
        able.add(role)

    assert able == ({"verifikator"} if stage == Stage.VERIFICATION else set())
    assert PaperCheck.objects.exists() is bool(able)


def test_the_first_mark_takes_the_task_and_a_colleague_is_told(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    mark(browser(cast.verifier), paper, "in_order")

    late = mark(browser(make_user("verifikator")), paper, "not_in_order", finding="Kata-kata saya.")

    assert late.status_code == 409
    assert cast.verifier.name in late.content.decode()
    assert "Kata-kata saya." in late.content.decode()
    assert PaperCheck.objects.get().by == cast.verifier


def test_a_mark_is_kept_with_name_and_time_and_the_next_paper_is_shown(
    cast: Cast, proposal: Proposal, paper: Paper
) -> None:
    client = browser(cast.verifier)

    answer = mark(client, paper, "in_order")

    following = next(line.kind.pk for line in checklist(proposal) if line.is_open)
    assert answer.headers["Location"] == f"{page_of(proposal)}?berkas={following}#berkas"
    shown = client.get(f"{page_of(proposal)}?berkas={paper.kind_id}").content.decode()
    assert f"{cast.verifier.name}, {timezone.localdate().day} " in shown


def test_a_paper_that_is_not_in_order_needs_a_sentence(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    page = mark(browser(cast.verifier), paper, "not_in_order", finding="  ").content.decode()

    assert "Tuliskan apa yang tidak sesuai" in page
    assert 'href="#id_finding"' in page
    assert not PaperCheck.objects.exists()


@pytest.mark.parametrize("verdict", ["", "bagus", "none"])
def test_nonsense_marks_nothing(cast: Cast, proposal: Proposal, paper: Paper, verdict: str) -> None:
    assert mark(browser(cast.verifier), paper, verdict).status_code in {200, 302}
    assert not PaperCheck.objects.exists()


def test_a_mark_on_a_version_that_is_gone_marks_nothing(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    client = browser(cast.verifier)
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Ganti.", sections={Section.PAPERS: ""})
    replace(cast, paper)
    actions.resubmit(by=cast.operator, proposal=proposal)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    answer = mark(client, paper, "in_order")

    assert answer.status_code == 409
    assert "sudah berganti" in answer.content.decode()
    assert not PaperCheck.objects.exists()


def test_a_mark_is_taken_back(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    find_wrong(cast, paper)

    mark(browser(cast.verifier), paper, "none")

    assert not PaperCheck.objects.exists()
    assert list(AuditEvent.objects.filter(verb__contains="checked").values_list("verb", flat=True)) == [
        "paper_checked",
        "paper_unchecked",
    ]


def test_the_chain_holds_the_mark_and_no_words(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    find_wrong(cast, paper, "KTP atas nama Siti Aminah buram.")

    event = AuditEvent.objects.get(verb="paper_checked")
    assert event.data == {
        "kind": paper.kind.code,
        "paper": paper.pk,
        "sha256": paper.sha256,
        "verdict": "not_in_order",
    }


def test_a_case_is_not_complete_before_every_required_paper_is_in_order(
    cast: Cast, proposal: Proposal, paper: Paper
) -> None:
    check_papers(proposal, cast.verifier)
    find_wrong(cast, paper)
    other = proposal.papers.current().exclude(pk=paper.pk).latest("pk")
    PaperCheck.objects.filter(paper=other).delete()

    page = decide(cast, proposal, Outcome.COMPLETE)

    assert f"Belum diperiksa: «{other.kind}». Tidak sesuai: «{paper.kind}»." in page
    assert Proposal.objects.get(pk=proposal.pk).stage == Stage.VERIFICATION


def test_an_optional_paper_holds_nothing_up(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    PaperRequirement.objects.filter(scheme=proposal.scheme, kind=paper.kind).update(is_required=False)
    check_papers(proposal, cast.verifier)
    find_wrong(cast, paper)

    assert "Tersimpan: Lengkap" in decide(cast, proposal, Outcome.COMPLETE)


def test_a_required_paper_that_was_never_asked_for_is_named(cast: Cast, proposal: Proposal) -> None:
    """The configuration changed after the case was sent."""
    kind = PaperKind.objects.create(code="baru", name="Surat baru")
    PaperRequirement.objects.create(scheme=proposal.scheme, kind=kind, is_required=True)
    check_papers(proposal, cast.verifier)

    assert "Tidak ada: «Surat baru»." in decide(cast, proposal, Outcome.COMPLETE)
    actions.check_paper(
        by=cast.verifier,
        proposal=proposal,
        kind=kind,
        paper_id=None,
        verdict=PaperVerdict.NOT_IN_ORDER,
        reason="Lampirkan.",
    )
    assert "Tidak sesuai: «Surat baru»." in decide(cast, proposal, Outcome.COMPLETE)


def test_a_paper_that_is_not_there_is_never_in_order(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(is_current=False)
    url = reverse("workflows:check_paper", args=[proposal.pk, paper.kind_id])

    assert browser(cast.verifier).post(url, {"paper": "", "verdict": "in_order"}).status_code == 409
    assert not PaperCheck.objects.exists()


def test_a_paper_that_is_not_in_order_goes_with_the_return_by_itself(
    cast: Cast, proposal: Proposal, paper: Paper
) -> None:
    find_wrong(cast, paper)
    page = browser(cast.verifier).get(page_of(proposal)).content.decode()
    ticked = [line for line in page.splitlines() if 'value="papers"' in line and "checked" in line]

    decide(cast, proposal, Outcome.RETURNED)

    assert ticked
    returned = ReturnedSection.objects.get(request__proposal=proposal)
    assert (returned.section, returned.comment) == (Section.PAPERS, f"{paper.kind}: {BLURRED}")
    url = reverse("workflows:edit_papers", args=[proposal.pk])
    assert BLURRED in browser(cast.operator).get(url).content.decode()


def test_what_the_form_ticked_by_itself_hinders_no_rejection(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    find_wrong(cast, paper)

    decide(cast, proposal, Outcome.REJECTED, marked_sections="papers")

    assert Proposal.objects.get(pk=proposal.pk).stage == Stage.REJECTED


def test_after_a_correction_replaced_papers_are_looked_at_again_and_others_keep_their_mark(
    cast: Cast, proposal: Proposal, paper: Paper
) -> None:
    check_papers(proposal, cast.verifier)
    find_wrong(cast, paper)
    decide(cast, proposal, Outcome.RETURNED)
    newer = replace(cast, paper)
    actions.resubmit(by=cast.operator, proposal=proposal)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    open_lines = [line for line in checklist(proposal) if line.is_open]

    assert [line.paper for line in open_lines] == [newer]
    page = browser(cast.verifier).get(page_of(proposal)).content.decode()
    assert "Diganti sejak diperiksa: periksa lagi." in page
    assert page.count("Tidak diganti sejak diperiksa sebelum perbaikan.") == proposal.papers.current().count() - 1
    assert BLURRED in page


def test_another_date_of_validity_is_looked_at_again(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    check_papers(proposal, cast.verifier)
    Paper.objects.filter(pk=paper.pk).update(valid_until=timezone.localdate() + dt.timedelta(days=30))

    assert line_of(paper).is_open


def test_others_read_the_checklist_and_find_no_button(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    find_wrong(cast, paper, "Nomor 3275014408900001 salah.")

    for reader in (cast.director, make_user("auditor")):
        page = browser(reader).get(f"{page_of(proposal)}?berkas={paper.kind_id}").content.decode()
        assert "Tidak sesuai" in page
        assert "3275014408900001" not in page
        assert 'name="verdict"' not in page
        assert mark(browser(reader), paper, "in_order").status_code == 403


def test_a_draft_has_nothing_to_be_verified(cast: Cast) -> None:
    draft = proposal_at(Stage.DRAFT, cast)

    assert browser(cast.operator).get(page_of(draft)).status_code == 302


def test_the_unit_reads_a_finding_once_it_was_sent(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    url = f"{page_of(proposal)}?berkas={paper.kind_id}"
    find_wrong(cast, paper)

    for person in (cast.operator, cast.head):
        page = browser(person).get(url).content.decode()
        assert BLURRED not in page
        assert "Tidak sesuai" not in page
        assert mark(browser(person), paper, "in_order").status_code == 403
    assert BLURRED in browser(cast.director).get(url).content.decode()

    decide(cast, proposal, Outcome.RETURNED)
    for person in (cast.operator, cast.head):
        assert BLURRED in browser(person).get(url).content.decode()


def told_to(person: User, proposal: Proposal, paper: Paper) -> list[str]:
    """What the page says of papers, without the addresses in it."""
    page = BeautifulSoup(browser(person).get(f"{page_of(proposal)}?berkas={paper.kind_id}").content, "html.parser")
    parts = page.select("section[aria-labelledby=berkas], nav[aria-label='Urutan kerja']")
    return [" ".join(each.get_text(" ").split()) for each in parts]


@pytest.mark.parametrize("who", ["operator", "head"])
@pytest.mark.parametrize("is_second_round", [False, True])
def test_while_papers_are_looked_at_the_unit_reads_the_same_whatever_was_marked(
    cast: Cast, proposal: Proposal, paper: Paper, who: str, is_second_round: bool
) -> None:
    person = getattr(cast, who)
    if is_second_round:
        check_papers(proposal, cast.verifier)
        find_wrong(cast, paper)
        decide(cast, proposal, Outcome.RETURNED)
        proposal.refresh_from_db()
        actions.resubmit(by=cast.operator, proposal=proposal, explanations={Section.PAPERS: "Sudah terbaca."})
        actions.certify_and_submit(by=cast.head, proposal=proposal)
        proposal.refresh_from_db()

    unmarked = told_to(person, proposal, paper)
    check_papers(proposal, cast.verifier)
    in_order = told_to(person, proposal, paper)
    find_wrong(cast, paper)
    not_in_order = told_to(person, proposal, paper)

    assert unmarked == in_order == not_in_order
    assert unmarked[1].count("Sedang diperiksa") == proposal.papers.current().count()
    assert not any(words in " ".join(unmarked) for words in ("Belum diperiksa", "Sesuai", "Tidak sesuai", BLURRED))


def test_of_a_case_that_went_on_the_unit_reads_no_finding(cast: Cast, proposal: Proposal, paper: Paper) -> None:
    PaperRequirement.objects.filter(scheme=proposal.scheme, kind=paper.kind).update(is_required=False)
    check_papers(proposal, cast.verifier)
    find_wrong(cast, paper)
    decide(cast, proposal, Outcome.COMPLETE)

    page = browser(cast.operator).get(f"{page_of(proposal)}?berkas={paper.kind_id}").content.decode()

    assert BLURRED not in page
    assert "Sesuai" in page


@pytest.fixture
def personal(proposal: Proposal) -> Paper:
    return proposal.papers.current().filter(kind__holds_personal_data=True).earliest("kind__order", "pk")


def open_people(client: Client, proposal: Proposal) -> None:
    client.post(reverse("workflows:personal_data", args=[proposal.pk]), {"reason": "Memeriksa daftar penerima."})


def test_a_personal_paper_is_in_order_only_for_whoever_opened_it(
    cast: Cast, proposal: Proposal, personal: Paper
) -> None:
    client = browser(cast.verifier)
    url = f"{page_of(proposal)}?berkas={personal.kind_id}"
    open_people(browser(make_user("verifikator")), proposal)

    assert 'value="in_order"' not in client.get(url).content.decode()
    answer = mark(client, personal, "in_order")
    assert answer.status_code == 409
    assert "belum Anda buka" in answer.content.decode()
    assert not PaperCheck.objects.exists()

    open_people(client, proposal)
    PersonalDataAccess.objects.update(until=timezone.now())
    assert 'value="in_order"' in client.get(url).content.decode()
    assert mark(client, personal, "in_order").status_code == 302
    assert PaperCheck.objects.get().by == cast.verifier


def test_a_look_at_the_version_before_is_none_at_this_one(cast: Cast, proposal: Proposal, personal: Paper) -> None:
    open_people(browser(cast.verifier), proposal)
    PersonalDataAccess.objects.update(until=personal.uploaded_at - dt.timedelta(seconds=1))

    assert mark(browser(cast.verifier), personal, "in_order").status_code == 409


def test_an_unseen_personal_paper_can_be_sent_back(cast: Cast, proposal: Proposal, personal: Paper) -> None:
    """Somebody else may have seen that it is the wrong one."""
    assert mark(browser(cast.verifier), personal, "not_in_order", finding="Bukan daftar penerima.").status_code == 302
