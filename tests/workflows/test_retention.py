"""Personal data goes when the period of a proposal's state is over: rows, files, texts and index, and only then."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from viewflow.workflow.models import Process

from portal.core.audit import verify_chain
from portal.core.files import private_storage
from portal.core.models import AuditEvent
from search.models import SearchChange
from tests.factories import make_user
from tests.proposals import Cast, make_draft, proposal_at, upload_of
from workflows import actions, retention
from workflows import models as workflow_models
from workflows.actions.retention import anonymise, erase_draft
from workflows.drafts import BeneficiariesData, CommunitiesData, CommunityRow, PersonRow
from workflows.enums import KEPT_STAGES, AccessKind, Section, Stage
from workflows.free_text import FREE_TEXT
from workflows.models import (
    Beneficiary,
    Community,
    FormerWords,
    Handover,
    HeldScan,
    Paper,
    PaperKind,
    PaperPage,
    PersonalDataAccess,
    PriceComparison,
    Proposal,
    RetentionPeriod,
    ReturnedSection,
    TimelineEvent,
    TypedAnswers,
    UploadSession,
)

pytestmark = pytest.mark.django_db

NAME, NIK, STREET, HOUSE, RECEIVER = "Siti Aminah", "3275014408900001", "Gang Kenanga 17", "Jalan Anggrek 3", "Penerima"
PERIOD = 30


def with_people(proposal: Proposal) -> Proposal:
    Beneficiary.objects.filter(community__proposal=proposal).update(name=NAME, national_id=NIK, address=STREET)
    Proposal.objects.filter(pk=proposal.pk).update(
        applicant_address=HOUSE, background=f"Diminta oleh {NAME}, {STREET}."
    )
    proposal.communities.update(place=HOUSE, latitude=-6, longitude=106)
    return proposal


def ended(cast: Cast, *, days_ago: int = PERIOD) -> Proposal:
    """A delivered proposal, opened once by the verifier, ended so many days ago."""
    proposal = with_people(proposal_at(Stage.DONE, cast, price=100_000))
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason=f"Mencocokkan data {NAME.upper()}")
    for paper in proposal.papers.filter(kind__holds_personal_data=False):
        PaperPage.objects.create(paper=paper, number=1, text="Mesin pres plastik")
    TimelineEvent.objects.filter(proposal=proposal, verb="complete").update(note=f"Telepon {NAME}: 0812-3456-7890")
    Process.objects.filter(pk=proposal.process_id).update(finished=timezone.now() - dt.timedelta(days=days_ago))
    proposal.refresh_from_db()
    return proposal


def everything_said(proposal: Proposal) -> str:
    """Every text of every row of the portal's proposals."""
    said = []
    for model in workflow_models.Proposal._meta.apps.get_app_config("workflows").get_models():
        columns = [field.attname for field in model._meta.concrete_fields if isinstance(field, models.Field)]
        said += [repr(row) for row in model._default_manager.values_list(*columns)]
    return "\n".join(said)


def files() -> set[Path]:
    return {path for path in Path(private_storage().path("")).rglob("*") if path.is_file()}


def test_nothing_goes_while_no_period_is_set(cast: Cast) -> None:
    proposal = ended(cast, days_ago=10_000)

    assert retention.run() == []
    assert NAME in everything_said(proposal)


@pytest.mark.parametrize(("days_ago", "goes"), [(PERIOD - 1, False), (PERIOD, True)])
def test_it_goes_on_the_last_day_and_not_before(cast: Cast, days_ago: int, goes: bool) -> None:
    proposal = ended(cast, days_ago=days_ago)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)

    retention.run()

    assert (NAME not in everything_said(proposal)) == goes


def test_the_period_of_one_state_is_not_that_of_another(cast: Cast) -> None:
    ended(cast)
    for stage in KEPT_STAGES:
        if stage is not Stage.DONE:
            RetentionPeriod.objects.create(stage=stage, days=1)

    assert retention.run() == []


def test_the_signed_record_of_a_handover_goes_with_those_who_signed_it(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    proposal = ended(cast)
    record = proposal.handovers.get()
    record.name, record.sha256 = f"BAST {NAME}.pdf", "b" * 64
    record.file.save("bast", ContentFile(b"tanda tangan " + NAME.encode()))
    scan = Path(record.file.path)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)
    assert scan in files()

    with django_capture_on_commit_callbacks(execute=True):
        (line,) = retention.run()

    record.refresh_from_db()
    assert (str(record.file), record.name, record.sha256) == ("", "", "")
    assert record.number == "BAST-1"
    assert scan not in files()
    assert "b" * 64 in line.removed.hashes
    assert "b" * 64 in AuditEvent.objects.get(verb="personal_data_removed").data["sha256"]


def test_nobody_is_left_in_rows_files_texts_and_index(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    proposal = ended(cast)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)
    private = {Path(paper.file.path) for paper in proposal.papers.filter(kind__holds_personal_data=True)}
    public = {Path(paper.file.path) for paper in proposal.papers.filter(kind__holds_personal_data=False)}
    SearchChange.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        (line,) = retention.run()

    said = everything_said(proposal)
    for personal in (NAME, NAME.upper(), NIK, STREET, HOUSE, "3456-7890", "106.0"):
        assert personal not in said
    assert not Handover.objects.filter(proposal=proposal, receiver_name__contains=RECEIVER).exists()
    assert private
    assert public
    assert not private & files()
    assert public <= files()
    assert SearchChange.objects.filter(key=f"proposal:{proposal.pk}").exists()
    assert line.removed.people == 24
    assert len(line.removed.files) == len(private)


def test_what_a_section_said_when_it_was_returned_goes_too(cast: Cast) -> None:
    proposal = with_people(proposal_at(Stage.VERIFICATION, cast, price=100_000))
    marked = {Section.GENERAL: "", Section.COMMUNITIES: f"Di mana {NAME} tinggal?"}
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Lengkapi.", sections=marked)
    actions.withdraw(by=cast.head, proposal=proposal, reason="Batal.")
    assert NAME in repr(list(ReturnedSection.objects.values_list("content", flat=True)))
    Process.objects.update(finished=timezone.now() - dt.timedelta(days=PERIOD))
    RetentionPeriod.objects.create(stage=Stage.WITHDRAWN, days=PERIOD)

    retention.run()

    said = everything_said(proposal)
    assert not any(each in said for each in (NAME, STREET, HOUSE))


def test_what_was_decided_and_delivered_stays(cast: Cast) -> None:
    proposal = ended(cast)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)
    before = (proposal.title, proposal.approved_amount, proposal.delivered_amount, proposal.decisions.count())
    paper = proposal.papers.filter(kind__holds_personal_data=True).earliest("pk")

    retention.run()

    after = Proposal.objects.get()
    assert (after.title, after.approved_amount, after.delivered_amount, after.decisions.count()) == before
    assert after.communities.get().beneficiary_count == 24
    assert after.decision_letter.sha256
    event = AuditEvent.objects.get(verb="personal_data_removed")
    assert paper.sha256 in event.data["sha256"]
    assert NAME not in repr(event.data)
    assert verify_chain().first_broken is None
    client = Client()
    client.force_login(cast.verifier)
    assert client.get(reverse("workflows:proposal", args=(after.pk,))).status_code == 200
    assert "sudah dihapus" in client.get(reverse("workflows:personal_data", args=(after.pk,))).content.decode()
    gone = client.get(reverse("workflows:paper", args=(paper.pk,)))
    assert gone.status_code == 410
    assert paper.sha256 in gone.content.decode()


def test_two_sellers_who_are_the_same_without_their_names_stay_two(cast: Cast) -> None:
    proposal = ended(cast)
    first, second, *_others = PriceComparison.objects.filter(item__community__proposal=proposal)
    PriceComparison.objects.filter(pk=first.pk).update(seller=f"Toko {NAME}", source="WA 0812-3456-7890")
    PriceComparison.objects.filter(pk=second.pk).update(seller=f"Toko {NAME.upper()}")
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)

    assert len(retention.run()) == 1

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.seller, first.source) == ("Toko [dihapus]", "WA [dihapus]")
    assert second.seller == f"Toko [dihapus] #{second.pk}"


def test_a_draft_whose_paper_was_taken_off_today_is_not_forgotten(cast: Cast) -> None:
    draft = old_draft(cast)
    actions.remove_paper(by=cast.operator, paper=draft.papers.earliest("pk"))

    assert retention.run() == []


def test_a_draft_taken_up_between_the_list_and_its_turn_stays(cast: Cast) -> None:
    """The list is made first, and each is looked at again under its lock."""
    draft = old_draft(cast)
    ((listed, _since),) = retention.due_proposals()
    actions.remove_paper(by=cast.operator, paper=draft.papers.earliest("pk"))

    assert retention._settle(listed, dry_run=False) is None

    assert Proposal.objects.filter(pk=draft.pk).exists()


def test_a_draft_to_which_a_file_is_on_its_way_is_not_forgotten(cast: Cast) -> None:
    upload_of(old_draft(cast), cast.operator)

    assert retention.run() == []


def test_it_is_done_once(cast: Cast) -> None:
    ended(cast)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)

    assert [len(retention.run()), len(retention.run())] == [1, 0]
    assert AuditEvent.objects.filter(verb="personal_data_removed").count() == 1


def old_draft(cast: Cast) -> Proposal:
    draft = with_people(make_draft(cast))
    long_ago = timezone.now() - dt.timedelta(days=PERIOD)
    Proposal.objects.filter(pk=draft.pk).update(updated_at=long_ago)
    Paper.objects.update(uploaded_at=long_ago)
    RetentionPeriod.objects.create(stage=Stage.DRAFT, days=PERIOD)
    return draft


def test_a_forgotten_draft_goes_wholly(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = old_draft(cast)
    upload = upload_of(draft, cast.operator)
    UploadSession.objects.filter(pk=upload.pk).update(expires_at=timezone.now())
    papers = {Path(paper.file.path) for paper in draft.papers.all()}

    with django_capture_on_commit_callbacks(execute=True):
        retention.run()

    assert not Proposal.objects.exists()
    assert not Process.objects.filter(pk=draft.process_id).exists()
    assert NAME not in everything_said(draft)
    assert papers
    assert not papers & files()
    assert AuditEvent.objects.get(verb="draft_erased").object_id == str(draft.pk)


def test_who_looked_at_the_people_of_a_draft_stays_on_record_when_it_is_erased(cast: Cast) -> None:
    draft = old_draft(cast)
    paper = draft.papers.filter(kind__holds_personal_data=True).earliest("pk")
    actions.show_personal_data(by=cast.head, proposal=draft, reason=f"Cocokkan {NAME.upper()}, NIK {NIK}.")
    actions.record_reading(by=cast.operator, proposal=draft, of=paper)
    before = list(PersonalDataAccess.objects.values("by_name", "by_office", "at", "until", "part"))
    officer = make_user("pelindung_data")

    retention.run()

    assert not Proposal.objects.exists()
    assert list(PersonalDataAccess.objects.values("by_name", "by_office", "at", "until", "part")) == before
    reasons = " ".join(PersonalDataAccess.objects.values_list("reason", flat=True))
    assert "Cocokkan [dihapus]" in reasons
    assert not any(each.casefold() in reasons.casefold() for each in (NAME, NIK))
    client = Client()
    client.force_login(officer)
    for name in ("persons:log", "persons:desk"):
        page = client.get(reverse(name)).content.decode()
        assert f"Draf #{draft.pk}, sudah dihapus" in page
        assert draft.unit.name in page
        assert cast.head.name in page
    assert client.get(reverse("persons:case", args=(draft.pk,))).status_code == 404


def test_a_proposal_that_was_looked_at_cannot_take_its_log_along(cast: Cast) -> None:
    draft = old_draft(cast)
    actions.show_personal_data(by=cast.head, proposal=draft, reason="Mencocokkan data.")

    with pytest.raises(ProtectedError), transaction.atomic():
        draft.delete()


@pytest.mark.parametrize("settle", [anonymise, erase_draft])
def test_reasons_of_copies_name_nobody_whose_data_has_gone(cast: Cast, settle: Callable[[Proposal], object]) -> None:
    """Of an erased draft's log, and of copies that were made for somebody else."""
    proposal = with_people(make_draft(cast))
    look = {"by": cast.verifier, "by_name": "V", "until": None}
    for reason in (f"Diminta {NAME.upper()}, tetangganya.", "Diminta Budi dari Gang Kenanga 17."):
        PersonalDataAccess.objects.create(**look, kind=AccessKind.EXPORTED, subject="a" * 64, reason=reason)

    settle(proposal)

    reasons = list(PersonalDataAccess.objects.order_by("pk").values_list("reason", flat=True))
    assert reasons == ["Diminta [dihapus], tetangganya.", "Diminta Budi dari Gang Kenanga 17."]


def unreadable(cast: Cast) -> tuple[Proposal, Path, Path]:
    """Ended, with a scan of a kind that is not marked as personal, and a paper with words in its newer version only."""
    proposal = ended(cast)
    scan, read, *_more = proposal.papers.filter(kind__holds_personal_data=False)
    scan.pages.all().delete()
    older = Paper.objects.get(pk=read.pk)
    older.pk, older.version, older.is_current = None, 99, False
    older.file.save("lama.pdf", ContentFile(b"lama"), save=True)
    return proposal, Path(scan.file.path), Path(older.file.path)


def test_files_in_which_names_cannot_be_sought_go_and_their_record_stays(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    proposal, scan, older = unreadable(cast)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)
    before = list(proposal.papers.order_by("pk").values("pk", "kind", "version", "uploaded_at", "sha256"))

    with django_capture_on_commit_callbacks(execute=True):
        retention.run()

    assert [scan.exists(), older.exists()] == [False, False]
    assert proposal.papers.exclude(file="").exists()
    assert list(proposal.papers.order_by("pk").values("pk", "kind", "version", "uploaded_at", "sha256")) == before


def counted(proposal: Proposal, unsearchable: int) -> Path:
    """A paper with words whose reading found so many pages in which no name can be sought."""
    paper = proposal.papers.filter(kind__holds_personal_data=False, pages__isnull=False).earliest("pk")
    Paper.objects.filter(pk=paper.pk).update(read_at=timezone.now(), unsearchable_pages=unsearchable)
    return Path(paper.file.path)


@pytest.mark.parametrize("unsearchable", [0, 1])
def test_one_page_in_which_no_name_can_be_sought_lets_the_whole_file_go(
    cast: Cast, unsearchable: int, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    path = counted(ended(cast), unsearchable)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)

    with django_capture_on_commit_callbacks(execute=True):
        retention.run()

    assert path.exists() == (unsearchable == 0)


def test_a_settled_proposal_is_looked_at_again_when_more_goes_than_did(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Once; its texts and the day on which the people went stay as they are."""
    proposal, scan, older = unreadable(cast)
    PaperPage.objects.filter(paper__proposal=proposal).update(text=f"Mesin untuk {NAME}")
    PaperPage.objects.filter(paper__proposal=proposal).first().paper.pages.update(text="Mesin pres")  # type: ignore[union-attr]
    period = RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD, removes_unreadable=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert [len(retention.run()), len(retention.run())] == [1, 0]
    settled = everything_said(proposal)
    on = Proposal.objects.get().anonymised_at
    assert scan.exists()
    assert "[dihapus]" in settled

    period.removes_unreadable = True
    period.save()
    with django_capture_on_commit_callbacks(execute=True):
        lines = [*retention.run(), *retention.run()]

    assert [scan.exists(), older.exists()] == [False, False]
    assert len(lines) == 1
    assert lines[0].removed.texts == 0
    assert Proposal.objects.get().anonymised_at == on
    assert "[[" not in everything_said(proposal)


def test_a_kind_that_is_marked_as_personal_later_goes_from_settled_proposals_too(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    proposal = ended(cast)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD, removes_unreadable=False)
    retention.run()
    paper = proposal.papers.exclude(file="").earliest("pk")
    PaperKind.objects.filter(pk=paper.kind_id).update(holds_personal_data=True)

    with django_capture_on_commit_callbacks(execute=True):
        retention.run()

    assert not Path(paper.file.path).exists()


def test_an_administrator_may_let_files_without_words_stay(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    _proposal, scan, older = unreadable(cast)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD, removes_unreadable=False)
    RetentionPeriod.objects.create(stage=Stage.REJECTED, days=PERIOD)

    with django_capture_on_commit_callbacks(execute=True):
        retention.run()

    assert [scan.exists(), older.exists()] == [True, True]
    assert NAME not in everything_said(Proposal.objects.get())


def test_a_draft_that_somebody_types_into_is_not_forgotten(cast: Cast) -> None:
    draft = old_draft(cast)
    TypedAnswers.objects.create(proposal=draft, section=Section.GENERAL, owner=cast.operator)

    assert retention.run() == []


def test_a_dry_run_reports_the_same_and_changes_nothing(
    cast: Cast, capsys: pytest.CaptureFixture[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    proposal = ended(cast)
    RetentionPeriod.objects.create(stage=Stage.DONE, days=PERIOD)
    before, kept = everything_said(proposal), files()

    with django_capture_on_commit_callbacks(execute=True):
        call_command("retention", "--dry-run")
    dry = capsys.readouterr().out
    assert everything_said(proposal) == before
    assert files() == kept
    call_command("retention")

    wet = capsys.readouterr().out
    assert dry.splitlines()[0] == wet.splitlines()[0]
    assert f"{proposal.registration_number} · Tersalur sejak" in dry
    assert "24 orang" in dry
    assert "1 usulan akan diselesaikan" in dry
    assert NAME not in everything_said(proposal)


def test_the_command_says_when_no_period_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("retention")

    assert "Belum ada masa simpan" in capsys.readouterr().out


GONE = "Zubaedahtul Hilangwati"


def test_who_was_taken_off_the_list_before_is_taken_out_of_the_texts(cast: Cast) -> None:
    """A person who goes, one who is renamed, one who goes with the community; and where they lived."""
    draft = with_people(make_draft(cast, communities=2))
    first, second = draft.communities.all()
    names = (GONE, "Ningrumawati Lamanya", "Perdanaputra Ikutan")
    rows = [PersonRow(name=name, address=f"Gang {name}") for name in names[:2]]
    save = {"by": cast.operator, "proposal": draft}
    for community, people in ((first, rows), (second, [PersonRow(name=names[2], address="Gang Tiga Belas")])):
        data = BeneficiariesData(community_id=community.pk, rows=tuple(people))
        actions.save_draft_section(**save, data=data)
    rows = [PersonRow(name="Ningrumawati Barunya", address="Gang Baru")]
    actions.save_draft_section(**save, data=BeneficiariesData(community_id=first.pk, rows=tuple(rows)))
    kept = CommunityRow(id=first.pk, name=first.name, city="Bekasi", cluster_id=first.cluster_id, beneficiary_count=1)
    actions.save_draft_section(**save, data=CommunitiesData(rows=(kept,)))
    told = f"{names[0]} sudah meninggal, dahulu di gang tiga belas; {names[1]}, {names[2].upper()}, {HOUSE}: hapus."
    Proposal.objects.filter(pk=draft.pk).update(background=told)
    draft.refresh_from_db()

    anonymise(draft)

    left = every_row().casefold()
    for word in ("zubaedahtul", "hilangwati", "lamanya", "perdanaputra", "tiga belas", "anggrek"):
        assert word not in left


def test_a_name_that_is_still_being_typed_is_no_former_one(cast: Cast) -> None:
    draft = make_draft(cast)
    community = draft.communities.get()
    community.beneficiaries.all().delete()
    for name in ("Zub", "Zubaedah", GONE):
        data = BeneficiariesData(community_id=community.pk, rows=(PersonRow(name=name, address=""),))
        actions.save_draft_section(by=cast.operator, proposal=draft, data=data)

    assert not FormerWords.objects.exists()


@pytest.mark.parametrize("told", ["page", "name"])
def test_a_paper_that_names_people_goes_with_its_older_versions(
    cast: Cast, told: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Whatever kind it is: its text was scrubbed while the file itself stayed to be downloaded."""
    proposal = with_people(proposal_at(Stage.DONE, cast, price=100_000))
    letter, other, *_more = proposal.papers.filter(kind__holds_personal_data=False).select_related("kind")
    older = Paper.objects.get(pk=letter.pk)
    older.pk, older.version, older.is_current = None, 99, False
    older.file.save("lama.pdf", ContentFile(b"lama"), save=True)
    Paper.objects.filter(pk=older.pk).update(uploaded_at=letter.uploaded_at)  # before the head certified it
    if told == "page":
        PaperPage.objects.create(paper=letter, number=1, text=f"Hormat kami, {NAME.upper()}")
    else:
        Paper.objects.filter(pk=letter.pk).update(name=f"surat {NAME}.pdf")
    PaperPage.objects.create(paper=other, number=1, text="Mesin pres plastik, Rp65.000.000")
    paths = [Path(private_storage().path(each.file.name)) for each in (letter, older, other)]

    with django_capture_on_commit_callbacks(execute=True):
        anonymise(proposal)

    assert [path.exists() for path in paths] == [False, False, True]
    client = Client()
    client.force_login(cast.verifier)
    assert [client.get(reverse("workflows:paper", args=(each.pk,))).status_code for each in (letter, older)] == [
        410,
        410,
    ]


def every_row() -> str:
    """Every text of every table of the portal."""
    said = []
    for model in apps.get_models(include_auto_created=True):
        columns = [field.attname for field in model._meta.concrete_fields]
        said += [f"{model._meta.label} {row!r}" for row in model._default_manager.values_list(*columns)]
    return "\n".join(said)


@pytest.mark.parametrize(
    "mention", ["a_Siti_Aminah_b", "siti-aminah", "Siti\nAminah", "Ibu SITI AMINAH", "NIK 3275/0144/0890/0001"]
)
def test_nobody_is_left_in_any_text_of_any_table(cast: Cast, mention: str) -> None:
    """However the person is written, wherever free text stands; communities and sellers that become the same stay two."""
    proposal = with_people(proposal_at(Stage.DONE, cast, price=100_000, communities=2))
    person = Beneficiary.objects.earliest("pk")
    Beneficiary.objects.exclude(pk=person.pk).update(name="Budi Santoso")
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason="Mencocokkan data")
    for model, path, columns in FREE_TEXT:
        for row in model._default_manager.filter(**{path: proposal.pk}):
            told = dict.fromkeys(columns, f"{mention}{'!' * (row.pk % 50)}"[:100])
            model._default_manager.filter(pk=row.pk).update(**told)
    Community.objects.update(city=mention)
    for number, price in enumerate(PriceComparison.objects.order_by("pk")):
        PriceComparison.objects.filter(pk=price.pk).update(seller=f"{mention}" + " " * number)

    anonymise(proposal)

    left = every_row().casefold()
    for personal in ("aminah", "siti", "0144/0890", NIK, "kenanga"):
        assert personal not in left
    assert Community.objects.filter(proposal=proposal).count() == 2


def test_the_name_of_a_town_stays_although_somebody_gives_it_as_an_address(cast: Cast) -> None:
    proposal = with_people(proposal_at(Stage.DONE, cast, price=100_000))
    Beneficiary.objects.update(address="Bekasi")
    Proposal.objects.update(background="Komunitas pemulung Bekasi.")

    anonymise(proposal)

    assert proposal.communities.get().city == "Bekasi"
    assert Proposal.objects.get().background == "Komunitas pemulung Bekasi."


def test_points_typed_answers_uploads_and_held_scans_go(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    proposal = with_people(proposal_at(Stage.DONE, cast, price=100_000))
    Paper.objects.update(latitude=-6, longitude=106)
    TypedAnswers.objects.create(
        proposal=proposal, section=Section.BENEFICIARIES, owner=cast.operator, fields=[["n", NAME]]
    )
    upload = upload_of(proposal, cast.operator)
    coming = Path(private_storage().path(upload.storage_name))
    coming.parent.mkdir(parents=True, exist_ok=True)
    coming.write_bytes(b"KTP")
    held = HeldScan(owner=cast.ppk, community=proposal.communities.get(), name=NAME, expires_at=timezone.now())
    held.file.save("scan", ContentFile(b"scan"))

    with django_capture_on_commit_callbacks(execute=True):
        anonymise(proposal)

    community, paper = proposal.communities.get(), Paper.objects.earliest("pk")
    assert (community.point, community.place, paper.point) == (None, "", None)
    assert not TypedAnswers.objects.exists()
    assert not UploadSession.objects.exists()
    assert not HeldScan.objects.exists()
    assert not coming.exists()
    assert not Path(held.file.path).exists()
