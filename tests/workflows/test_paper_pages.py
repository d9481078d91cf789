"""Papers over HTTP: hostile files are refused one by one, versions are kept, and nobody else reads them."""

import datetime as dt
import io

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.proposals import Cast, make_cast
from workflows import actions
from workflows.models import Paper, PaperKind, Proposal
from workflows.readiness import find_gaps

pytestmark = pytest.mark.django_db


def pdf(pages: int = 1) -> bytes:
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def url(draft: Proposal) -> str:
    return reverse("workflows:edit_papers", args=(draft.pk,))


def field(code: str) -> str:
    return f"kind-{PaperKind.objects.get(code=code).pk}"


def test_the_good_file_is_kept_when_its_neighbour_is_refused(operator: Client, draft: Proposal) -> None:
    answer = operator.post(
        url(draft),
        {
            field("proposal"): SimpleUploadedFile("../../etc/Proposal akhir.pdf", pdf()),
            field("profil"): SimpleUploadedFile("profil.pdf", b"<html>bukan</html>"),
            field("surat-permohonan"): SimpleUploadedFile("kosong.pdf", b""),
        },
    )

    page = answer.content.decode()
    assert Paper.objects.get().name == "Proposal akhir.pdf"
    assert "bukan PDF, JPG, PNG, atau HEIC" in page
    assert "kosong (0 bita)" in page
    assert "1 berkas tersimpan." in page


def test_a_new_file_replaces_the_old_one_and_both_stay_readable(operator: Client, draft: Proposal) -> None:
    operator.post(url(draft), {field("proposal"): SimpleUploadedFile("satu.pdf", pdf(1))})
    operator.post(url(draft), {field("proposal"): SimpleUploadedFile("dua.pdf", pdf(2))})

    first, second = Paper.objects.order_by("version")
    assert (first.is_current, second.is_current) == (False, True)
    for paper, content in ((first, pdf(1)), (second, pdf(2))):
        answer = operator.get(reverse("workflows:paper", args=(paper.pk,)))
        assert len(b"".join(answer)) == len(content)  # type: ignore[arg-type]  # a streaming answer
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_same_file_twice_is_one_paper(operator: Client, draft: Proposal) -> None:
    content = pdf()
    for _click in range(2):
        operator.post(url(draft), {field("proposal"): SimpleUploadedFile("satu.pdf", content)})

    assert Paper.objects.count() == 1


def test_a_paper_is_taken_off_the_list(operator: Client, draft: Proposal) -> None:
    operator.post(url(draft), {field("proposal"): SimpleUploadedFile("satu.pdf", pdf())})

    operator.post(url(draft), {"remove": Paper.objects.get().pk})

    assert not Paper.objects.current().exists()


def test_the_page_asks_before_a_paper_goes_and_keeps_what_is_typed_elsewhere(operator: Client, draft: Proposal) -> None:
    operator.post(url(draft), {field("proposal"): SimpleUploadedFile("satu.pdf", pdf())})
    paper = Paper.objects.get()
    page = BeautifulSoup(operator.get(url(draft)).content, "html.parser")
    assert page.select_one("button[name=remove]") is None
    button = page.select_one(f"button[name=hapus][value='{paper.pk}']")
    assert button is not None

    other = {field("profil"): SimpleUploadedFile("profil.pdf", pdf(2))}
    answer = operator.post(url(draft), {"hapus": str(button["value"])} | other, follow=True)

    asked = BeautifulSoup(answer.content, "html.parser")
    assert "“satu.pdf” dihapus dari daftar berkas usulan." in asked.text
    assert Paper.objects.current().count() == 2
    safe, final = asked.select(f"#berkas-{paper.pk} button")
    assert (safe["name"], safe.has_attr("autofocus")) == ("action", True)
    operator.post(url(draft), {str(final["name"]): str(final["value"])})
    assert [each.name for each in Paper.objects.current()] == ["profil.pdf"]


def test_a_second_click_finds_it_taken_off(operator: Client, draft: Proposal) -> None:
    operator.post(url(draft), {field("proposal"): SimpleUploadedFile("satu.pdf", pdf())})
    paper = Paper.objects.get()
    operator.post(url(draft), {"remove": paper.pk})

    answer = operator.post(url(draft), {"remove": paper.pk}, follow=True)

    assert answer.status_code == 200
    assert "sudah tidak ada di daftar" in answer.content.decode()


@pytest.mark.parametrize("paper_id", ["", "x", "-1", "9" * 40, "0"])
def test_removing_what_is_not_there_is_404(operator: Client, draft: Proposal, paper_id: str) -> None:
    assert operator.post(url(draft), {"remove": paper_id}).status_code == 404


def test_nobody_outside_the_unit_reads_or_removes_it(operator: Client, draft: Proposal) -> None:
    operator.post(url(draft), {field("proposal"): SimpleUploadedFile("satu.pdf", pdf())})
    address = reverse("workflows:paper", args=(Paper.objects.get().pk,))
    others = make_cast()
    for user in (others.head, others.operator, others.verifier):
        stranger = Client()
        stranger.force_login(user)
        assert stranger.get(address).status_code == 404
        assert stranger.post(url(draft), {"remove": Paper.objects.get().pk}).status_code == 404
    assert Client().get(address).status_code == 302
    assert Paper.objects.current().exists()


def test_without_a_scheme_the_page_says_what_to_do_first(operator: Client, cast: Cast) -> None:
    draft = actions.create_draft(by=cast.operator, unit=cast.unit, title="Usulan")

    assert "Pilih skema dahulu" in operator.get(url(draft)).content.decode()


def test_the_content_of_an_older_version_becomes_the_newest_again(operator: Client, draft: Proposal) -> None:
    one, two = pdf(1), pdf(2)
    for content in (one, two, one):
        operator.post(url(draft), {field("proposal"): SimpleUploadedFile("proposal.pdf", content)})

    papers = list(Paper.objects.order_by("version"))
    assert [paper.version for paper in papers] == [1, 2, 3]
    assert [paper.is_current for paper in papers] == [False, False, True]
    assert papers[0].sha256 == papers[2].sha256


def until(code: str) -> str:
    return f"until-{PaperKind.objects.get(code=code).pk}"


def test_a_paper_says_until_when_it_is_valid(operator: Client, draft: Proposal) -> None:
    file = SimpleUploadedFile("domisili.pdf", pdf())
    operator.post(url(draft), {field("domisili"): file, until("domisili"): "15/1/2031", "version": 1})
    assert Paper.objects.get().valid_until == dt.date(2031, 1, 15)

    operator.post(url(draft), {until("domisili"): "2032-02-01", "version": 1, "action": "auto"})

    assert Paper.objects.get().valid_until == dt.date(2032, 2, 1)


@pytest.mark.parametrize(
    ("date", "says"),
    [("", "Tulis sampai kapan berkas"), ("2020-01-01", "hanya berlaku sampai 1 Januari 2020"), ("2099-01-01", "")],
)
def test_a_paper_that_is_over_is_a_gap(operator: Client, draft: Proposal, date: str, says: str) -> None:
    file = SimpleUploadedFile("domisili.pdf", pdf())
    operator.post(url(draft), {field("domisili"): file, until("domisili"): date, "version": 1})

    sentences = " ".join(gap.sentence for gap in find_gaps(draft) if "domisili" in gap.sentence)
    assert says in sentences
    assert bool(says) is bool(sentences)


def test_a_date_changed_in_two_tabs_is_a_conflict(operator: Client, draft: Proposal) -> None:
    operator.post(url(draft), {field("domisili"): SimpleUploadedFile("a.pdf", pdf()), "version": 1})
    operator.post(url(draft), {until("domisili"): "2031-01-01", "version": 1})

    answer = operator.post(url(draft), {until("domisili"): "2032-01-01", "version": 1})

    assert answer.status_code == 409
    assert "2031-01-01" in answer.content.decode()
    assert Paper.objects.get().valid_until == dt.date(2031, 1, 1)


def test_a_date_that_is_none_changes_nothing_and_says_so(operator: Client, draft: Proposal) -> None:
    operator.post(url(draft), {field("domisili"): SimpleUploadedFile("a.pdf", pdf()), "version": 1})

    answer = operator.post(url(draft), {until("domisili"): "31/2/2031", "version": 1})

    assert "Tanggal tidak ada di kalender" in answer.content.decode()
    assert Paper.objects.get().valid_until is None
