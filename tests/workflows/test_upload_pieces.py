"""A paper in pieces over a line that breaks: repeated, lost and hostile pieces, and what is left behind."""

import datetime as dt
import hashlib
import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.core.files import PrivateStorage, private_storage
from portal.core.models import AuditEvent
from tests.core.test_full_disk import write_without_room
from tests.proposals import Cast, make_cast, make_draft, proposal_at
from workflows import actions, leftovers, uploads
from workflows.actions import uploading
from workflows.actions.uploading import MOST_BYTES_OF_CHUNK
from workflows.drafts import GeneralData
from workflows.enums import PaperVerdict, Section, Stage
from workflows.models import Paper, PaperKind, Proposal, TypedAnswers, UploadSession
from workflows.uploads import MAX_BYTES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder_of_its_own(settings: Any, tmp_path: Path) -> None:
    """So that a test sees only the pieces it sent."""
    settings.PRIVATE_FILES_DIR = tmp_path


@pytest.fixture
def operator(cast: Cast) -> Client:
    return logged_in(cast.operator)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pdf() -> bytes:
    document = pikepdf.new()
    for _page in range(40):
        document.add_blank_page()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def begin(client: Client, draft: Proposal, content: bytes, *, code: str = "proposal", **changes: object) -> Any:
    data = {
        "kind": PaperKind.objects.get(code=code).pk,
        "name": "Proposal akhir.pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return client.post(reverse("workflows:upload_begin", args=(draft.pk,)), data | changes)


def piece(client: Client, url: str, content: bytes, offset: int, **headers: Any) -> Any:
    return client.post(f"{url}?mulai={offset}", content, content_type="application/octet-stream", **headers)


def parts_left() -> list[Path]:
    folder = Path(private_storage().path("uploading"))
    return list(folder.iterdir()) if folder.is_dir() else []


def test_pieces_become_the_paper_bit_for_bit(operator: Client, draft: Proposal) -> None:
    content = pdf()
    url = begin(operator, draft, content).json()["url"]
    for offset in range(0, len(content), 700):
        answer = piece(operator, url, content[offset : offset + 700], offset).json()

    paper = Paper.objects.get()
    assert answer["done"] is True
    assert "Proposal akhir.pdf" in answer["html"]
    with paper.file.open() as file:
        assert file.read() == content
    assert paper.sha256 == hashlib.sha256(content).hexdigest()


def test_a_repeated_piece_is_told_where_it_goes_on(operator: Client, draft: Proposal) -> None:
    content = pdf()
    url = begin(operator, draft, content).json()["url"]
    piece(operator, url, content[:500], 0)

    again, gap = piece(operator, url, content[:500], 0), piece(operator, url, content[900:], 900)

    assert (again.status_code, again.json()) == (409, {"received": 500})
    assert (gap.status_code, gap.json()) == (409, {"received": 500})


def test_the_last_piece_sent_again_after_its_answer_was_lost_gives_the_paper(operator: Client, draft: Proposal) -> None:
    content = pdf()
    url = begin(operator, draft, content).json()["url"]
    piece(operator, url, content, 0)

    again = piece(operator, url, content, 0)

    assert again.json()["done"] is True
    assert operator.get(url).json()["done"] is True
    assert Paper.objects.count() == 1


def test_a_file_chosen_again_goes_on_where_it_stopped(operator: Client, draft: Proposal) -> None:
    content = pdf()
    first = begin(operator, draft, content).json()
    piece(operator, first["url"], content[:1_000], 0)

    second = begin(operator, draft, content).json()

    assert second == {"url": first["url"], "received": 1_000}


def test_another_file_for_the_same_kind_takes_the_place_of_the_first(
    operator: Client, draft: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    first = begin(operator, draft, b"x" * 2_000).json()["url"]
    piece(operator, first, b"x" * 1_000, 0)

    with django_capture_on_commit_callbacks(execute=True):
        begin(operator, draft, pdf())

    assert operator.get(first).status_code == 404
    assert parts_left() == []


def test_bytes_that_changed_on_the_way_are_refused(operator: Client, draft: Proposal) -> None:
    content = pdf()
    url = begin(operator, draft, content).json()["url"]

    answer = piece(operator, url, content[:-1] + b"!", 0)

    assert answer.status_code == 422
    assert "berubah di perjalanan" in answer.json()["words"]
    assert not Paper.objects.exists()
    assert not UploadSession.objects.exists()


@pytest.mark.parametrize("asks", ["another piece", "a new file"])
def test_a_piece_for_a_closed_section_is_refused_and_recorded(cast: Cast, asks: str) -> None:
    draft, client, content = make_draft(cast), logged_in(cast.operator), pdf()
    url = begin(client, draft, content).json()["url"]
    piece(client, url, content[:700], 0)
    actions.send_to_head(by=cast.operator, proposal=draft)
    events = AuditEvent.objects.filter(verb="section_refused", object_id=str(draft.pk))
    assert client.get(url).status_code == 200
    assert not events.exists()

    answer = piece(client, url, content[700:], 700) if asks == "another piece" else begin(client, draft, content)

    assert answer.status_code == 409
    assert "tidak dapat diubah lagi" in answer.json()["words"]
    assert UploadSession.objects.get().received == 700
    assert (events.get().actor, events.get().data["section"]) == (cast.operator, "papers")


def test_after_an_upload_the_page_is_told_that_the_asked_paper_was_replaced(cast: Cast) -> None:
    """The script puts it in the place of what stood there: «Belum diganti» beside the new version was no longer true."""
    proposal = proposal_at(Stage.VERIFICATION, cast)
    paper = proposal.papers.current().get(kind__code="proposal")
    actions.check_paper(
        by=cast.verifier,
        proposal=proposal,
        kind=paper.kind,
        paper_id=paper.pk,
        verdict=PaperVerdict.NOT_IN_ORDER,
        reason="Pindaian buram.",
    )
    pin = {"section": Section.PAPERS, "row": str(paper.kind_id), "column": "file", "text": "Pindai ulang <halaman 2>."}
    actions.pin_comment(by=cast.verifier, proposal=proposal, **pin)
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Kurang.")
    client, content = logged_in(cast.operator), pdf()
    page = client.get(reverse("workflows:edit_papers", args=(proposal.pk,))).content.decode()
    assert "Belum diganti" in page

    url = begin(client, proposal, content).json()["url"]
    told = piece(client, url, content, 0).json()["remarks"]

    assert "Pindaian buram." in told
    assert "Sudah diganti" in told
    assert "Belum diganti" not in told
    assert "Pindai ulang &lt;halaman 2&gt;." in told


def test_a_full_disk_is_told_as_one_and_the_upload_goes_on_later(
    cast: Cast, draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, content = Client(raise_request_exception=False), pdf()
    client.force_login(cast.operator)
    url = begin(client, draft, content).json()["url"]
    with monkeypatch.context() as full:
        full.setattr(uploading.os, "fdopen", lambda *_file: write_without_room())
        answer = piece(client, url, content, 0, headers={"accept": "application/json"})

    assert answer.status_code == 507
    assert "Penyimpanan portal penuh" in answer.json()["words"]
    assert UploadSession.objects.get().received == 0
    assert piece(client, url, content, 0).json()["done"] is True


def test_a_full_disk_has_a_page_for_people(cast: Cast, draft: Proposal, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.operator)
    file = SimpleUploadedFile("surat.pdf", pdf())
    monkeypatch.setattr(PrivateStorage, "_save", lambda *_file: write_without_room())

    answer = client.post(
        reverse("workflows:edit_papers", args=(draft.pk,)),
        {f"kind-{PaperKind.objects.get(code='proposal').pk}": file, "action": "draft", "version": 1},
    )

    assert answer.status_code == 507
    assert "Penyimpanan portal penuh" in answer.content.decode()
    assert not Paper.objects.exists()


def test_a_whole_file_is_looked_into_like_any_upload(operator: Client, draft: Proposal) -> None:
    content = b"<html><script>alert(1)</script></html>"
    url = begin(operator, draft, content).json()["url"]

    answer = piece(operator, url, content, 0)

    assert answer.status_code == 422
    assert "bukan PDF, JPG, PNG, atau HEIC" in answer.json()["words"]


def test_a_whole_file_that_has_to_wait_for_its_look_is_not_sent_again(
    cast: Cast, operator: Client, draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = pdf()
    url = begin(operator, draft, content).json()["url"]
    monkeypatch.setattr(uploads._TURNS, "patience", 0.01)
    with uploads._TURNS.turn(cast.operator.pk):
        busy = piece(operator, url, content, 0)

    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    assert operator.get(url).json()["received"] == len(content)
    assert piece(operator, url, b".", len(content)).json()["done"] is True


def test_the_name_is_kept_and_said_as_it_may_be_shown(operator: Client, draft: Proposal) -> None:
    content = pdf()
    url = begin(operator, draft, content, name="../../etc/passwd\0\r\nX: y\u202efdp.exe").json()["url"]
    assert UploadSession.objects.get().name == "passwd X: y fdp.exe"

    words = piece(operator, url, content[:-1] + b"!", 0).json()["words"]

    assert "“passwd X: y fdp.exe” berubah di perjalanan" in words


@pytest.mark.parametrize(
    "changes",
    [
        {"size": 0},
        {"size": MAX_BYTES + 1},
        {"size": "-5"},
        {"size": "1e3"},
        {"sha256": "../../etc/passwd"},
        {"sha256": "A" * 64},
        {"sha256": ""},
        {"kind": "0"},
        {"kind": "'; --"},
    ],
)
def test_a_promise_that_makes_no_sense_begins_nothing(
    operator: Client, draft: Proposal, changes: dict[str, object]
) -> None:
    answer = begin(operator, draft, b"isi", **changes)

    assert answer.status_code == 422
    assert answer.json()["words"]
    assert not UploadSession.objects.exists()


def test_more_than_was_promised_is_not_written(operator: Client, draft: Proposal) -> None:
    url = begin(operator, draft, b"x" * 100).json()["url"]

    assert piece(operator, url, b"x" * 101, 0).status_code == 409
    assert piece(operator, url, b"x" * (MOST_BYTES_OF_CHUNK + 1), 0).status_code == 422
    assert UploadSession.objects.get().received == 0


def test_a_piece_whose_row_was_never_written_is_written_over(operator: Client, draft: Proposal) -> None:
    content = pdf()
    url = begin(operator, draft, content).json()["url"]
    piece(operator, url, content[:500], 0)
    with parts_left()[0].open("ab") as file:
        file.write(b"torso of a piece")

    answer = piece(operator, url, content[500:], 500)

    assert answer.json()["done"] is True
    assert Paper.objects.get().size == len(content)


def test_an_upload_is_its_owners_alone(cast: Cast, operator: Client, draft: Proposal) -> None:
    url = begin(operator, draft, pdf()).json()["url"]

    for other in (cast.head, cast.verifier, make_cast().operator):
        assert logged_in(other).get(url).status_code == 404
        assert piece(logged_in(other), url, b"x", 0).status_code == 404
    assert Client().get(url).status_code == 302


def test_a_proposal_that_was_sent_takes_no_more_pieces(cast: Cast, operator: Client, draft: Proposal) -> None:
    content = pdf()
    url = begin(operator, draft, content).json()["url"]
    Proposal.objects.filter(pk=draft.pk).update(stage="submission")

    assert piece(operator, url, content, 0).status_code == 409
    assert begin(operator, draft, content).status_code == 409
    assert not Paper.objects.exists()


def test_an_account_has_only_so_many_under_way(cast: Cast, operator: Client) -> None:
    kinds = PaperKind.objects.values_list("code", flat=True)[:15]
    for _proposal in range(2):
        draft = actions.create_draft(by=cast.operator, unit=cast.unit, title="Usulan")
        data = GeneralData(title="Usulan", scheme="government_aid")
        draft = actions.save_draft_section(by=cast.operator, proposal=draft, data=data)
        for code in kinds:
            begin(operator, draft, b"x" * 50, code=code)

    assert UploadSession.objects.filter(owner=cast.operator).count() == UploadSession.MOST_PER_ACCOUNT


def test_leftovers_are_swept(
    cast: Cast, operator: Client, draft: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    url = begin(operator, draft, b"x" * 2_000).json()["url"]
    piece(operator, url, b"x" * 1_000, 0)
    actions.keep_answers(by=cast.operator, proposal=draft, section="general", fields=[["title", "x"]], version=1)

    assert leftovers.sweep() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=91)), django_capture_on_commit_callbacks(execute=True):
        assert leftovers.sweep() > 0

    assert not UploadSession.objects.exists()
    assert not TypedAnswers.objects.exists()
    assert parts_left() == []


def test_bytes_without_a_row_are_swept_once_they_are_old(operator: Client, draft: Proposal) -> None:
    url = begin(operator, draft, b"x" * 2_000).json()["url"]
    piece(operator, url, b"x" * 1_000, 0)
    UploadSession.objects.all().delete()

    assert leftovers.sweep() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        assert leftovers.sweep() == 1
    assert parts_left() == []


def photo_with_point() -> bytes:
    exif = Image.Exif()
    exif[0x8825] = {1: "S", 2: (6.0, 14.0, 29.7), 3: "E", 4: (106.0, 59.0, 32.7)}
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(written, "JPEG", exif=exif)
    return written.getvalue()


def test_the_photo_of_the_place_offers_its_point_and_keeps_none(operator: Client, draft: Proposal) -> None:
    content = photo_with_point()
    url = begin(operator, draft, content, code="foto-lokasi", name="lokasi.jpg").json()["url"]

    answer = piece(operator, url, content, 0).json()

    paper = Paper.objects.get()
    assert "-6.241583, 106.992417" in answer["html"]
    with paper.file.open() as file:
        assert dict(Image.open(file).getexif()) == {}
    rows = {"c-rows": 2, "c-0-name": "Melati", "c-1-name": "Mawar", "version": 1, "action": "place-1"}
    page = operator.post(reverse("workflows:edit_communities", args=(draft.pk,)), rows)
    points = [form["point"].value() for form in page.context["sheet"].forms]
    assert points == [None, "-6.241583, 106.992417"]


def test_no_other_paper_tells_where_it_was_photographed(operator: Client, draft: Proposal) -> None:
    content = photo_with_point()
    url = begin(operator, draft, content, code="ktp-pengurus", name="ktp.jpg").json()["url"]

    piece(operator, url, content, 0)

    assert Paper.objects.get().point is None
