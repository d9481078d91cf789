"""What papers say is taken from them once, page by page, in the background."""

import datetime as dt
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from tests.documents.made_pdfs import bomb, text_pdf
from tests.documents.text.test_extraction import pdf
from tests.proposals import Cast
from workflows import actions, paper_texts
from workflows.models import Paper, PaperKind, PaperPage, Proposal

pytestmark = pytest.mark.django_db

LETTER = "Surat permohonan kelompok pemulung untuk mesin pencacah plastik."
SECOND = "Lampiran: daftar barang yang dimohonkan\ndan mesin pres yang sudah ru-\nsak sejak tahun lalu."


def attach(draft: Proposal, cast: Cast, content: bytes, kind: PaperKind) -> Paper:
    return actions.attach_paper(
        by=cast.operator,
        proposal=draft,
        kind=kind,
        file=ContentFile(content, name="surat.pdf"),
        name="surat.pdf",
        content_type="application/pdf",
    )


@pytest.fixture
def letter(db: None) -> PaperKind:
    return PaperKind.objects.filter(holds_personal_data=False).earliest("pk")


def test_each_page_keeps_its_words_and_its_number(draft: Proposal, cast: Cast, letter: PaperKind) -> None:
    paper = attach(draft, cast, text_pdf(LETTER, "", SECOND), letter)

    assert paper_texts.keep_up() == 1

    pages = {page.number: page.text for page in paper.pages.all()}
    assert set(pages) == {1, 3}
    assert pages[1] == LETTER
    assert "sudah rusak sejak" in " ".join(pages[3].split())


def test_a_paper_is_read_once(draft: Proposal, cast: Cast, letter: PaperKind) -> None:
    attach(draft, cast, text_pdf(LETTER), letter)
    paper_texts.keep_up()

    assert paper_texts.keep_up() == 0


def test_what_replaces_a_paper_replaces_its_words(draft: Proposal, cast: Cast, letter: PaperKind) -> None:
    attach(draft, cast, text_pdf(LETTER), letter)
    paper_texts.keep_up()

    attach(draft, cast, text_pdf(SECOND), letter)
    assert not PaperPage.objects.exists()
    paper_texts.keep_up()

    (page,) = PaperPage.objects.all()
    assert page.text.startswith("Lampiran")


def test_a_removed_paper_leaves_no_words(draft: Proposal, cast: Cast, letter: PaperKind) -> None:
    paper = attach(draft, cast, text_pdf(LETTER), letter)
    paper_texts.keep_up()

    actions.remove_paper(by=cast.operator, paper=paper)

    assert not PaperPage.objects.exists()


def test_a_paper_removed_while_it_is_read_leaves_no_words(draft: Proposal, cast: Cast, letter: PaperKind) -> None:
    paper = attach(draft, cast, text_pdf(LETTER), letter)
    read = paper_texts.extraction.inspect_pdf

    def read_slowly(path: str) -> object:
        actions.remove_paper(by=cast.operator, paper=paper)
        return read(path)

    with patch.object(paper_texts.extraction, "inspect_pdf", read_slowly):
        paper_texts.keep_up()

    assert not PaperPage.objects.exists()


def test_papers_with_personal_data_are_not_read(draft: Proposal, cast: Cast) -> None:
    attach(draft, cast, text_pdf(LETTER), PaperKind.objects.filter(holds_personal_data=True).earliest("pk"))

    assert paper_texts.keep_up() == 1
    assert paper_texts.keep_up() == 0
    assert not PaperPage.objects.exists()


@pytest.mark.parametrize("content", [b"%PDF-1.7 kosong", bomb(), text_pdf("")])
def test_a_paper_that_gives_no_words_does_not_hold_up_the_next(
    content: bytes, draft: Proposal, cast: Cast, letter: PaperKind
) -> None:
    attach(draft, cast, content, letter)
    other = PaperKind.objects.filter(holds_personal_data=False).exclude(pk=letter.pk).earliest("pk")
    attach(draft, cast, text_pdf(LETTER), other)

    assert paper_texts.keep_up() == 2

    (page,) = PaperPage.objects.all()
    assert page.paper.kind == other
    assert paper_texts.keep_up() == 0


def test_a_file_that_is_gone_is_not_tried_for_ever(draft: Proposal, cast: Cast, letter: PaperKind) -> None:
    paper = attach(draft, cast, text_pdf(LETTER), letter)
    paper.file.storage.delete(paper.file.name)

    paper_texts.keep_up()

    assert paper_texts.keep_up() == 0


def test_a_scan_behind_a_letter_is_counted_and_a_blank_page_is_not(
    draft: Proposal, cast: Cast, letter: PaperKind, tmp_path: Path
) -> None:
    Image.new("L", (60, 85), 255).save(tmp_path / "ktp.png")
    written = f"{LETTER}\n#pagebreak()\n#pagebreak()\nLampiran 1: KTP\n#image('ktp.png', width: 8cm)".replace("'", '"')
    paper = attach(draft, cast, pdf(tmp_path, written).read_bytes(), letter)

    paper_texts.keep_up()

    paper.refresh_from_db()
    assert (set(paper.pages.values_list("number", flat=True)), paper.unsearchable_pages) == ({1, 3}, 1)
    assert paper in Paper.objects.unsearchable()


def test_a_letter_with_a_logo_is_searchable(draft: Proposal, cast: Cast, letter: PaperKind, tmp_path: Path) -> None:
    Image.new("L", (60, 60), 255).save(tmp_path / "logo.png")
    paper = attach(draft, cast, pdf(tmp_path, f'#image("logo.png", width: 2cm)\n{LETTER}').read_bytes(), letter)

    paper_texts.keep_up()

    assert paper not in Paper.objects.unsearchable()


def test_what_lies_behind_the_pages_that_are_read_is_counted_as_without_words(
    draft: Proposal, cast: Cast, letter: PaperKind
) -> None:
    paper = attach(draft, cast, text_pdf(*[LETTER] * (paper_texts.MOST_PAGES + 2)), letter)

    paper_texts.keep_up()

    paper.refresh_from_db()
    assert (paper.pages.count(), paper.unsearchable_pages) == (paper_texts.MOST_PAGES, 2)


@pytest.mark.parametrize("taken_out", [None, timezone.now()])
def test_a_paper_that_was_read_before_is_counted_and_brings_nobody_back(
    draft: Proposal, cast: Cast, letter: PaperKind, taken_out: dt.datetime | None
) -> None:
    """As after the update that counts the pages: the text of an open proposal is taken anew, that of a settled one stays."""
    paper = attach(draft, cast, text_pdf(LETTER), letter)
    PaperPage.objects.create(paper=paper, number=1, text="Surat permohonan [dihapus]")
    Proposal.objects.update(anonymised_at=taken_out)
    Paper.objects.update(unsearchable_pages=9)

    assert [paper_texts.keep_up(), paper_texts.keep_up()] == [1, 0]

    paper.refresh_from_db()
    assert paper.pages.get().text == ("Surat permohonan [dihapus]" if taken_out else LETTER)
    assert paper.unsearchable_pages == 0


def test_nothing_is_read_once_the_schedule_has_taken_people_out(draft: Proposal, cast: Cast, letter: PaperKind) -> None:
    attach(draft, cast, text_pdf(LETTER), letter)
    Proposal.objects.update(anonymised_at=timezone.now())

    assert paper_texts.keep_up() == 0
