"""Papers as pictures: drawn by the portal in a process with limits, closed as the download is, light, page by page."""

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from portal.core import isolated
from portal.core.files import private_storage
from portal.core.models import User
from portal.demo.cases import sample_pdf
from tests.proposals import Cast, make_cast, proposal_at
from workflows import previews
from workflows.enums import Stage
from workflows.models import Paper, Proposal
from workflows.previews import NoPreviewError, Size

pytestmark = pytest.mark.django_db
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"


def pdf(pages: int = 3, *, password: str = "") -> bytes:
    with pikepdf.new() as made, pikepdf.open(io.BytesIO(sample_pdf("Contoh"))) as sample:
        for _page in range(pages):
            made.pages.extend(sample.pages)
        out = io.BytesIO()
        made.save(out, encryption=pikepdf.Encryption(user=password, owner=password) if password else None)
    return out.getvalue()


def heavy_pdf() -> bytes:
    """A few hundred bytes that paint the whole sheet ten thousand times through a transparent ink."""
    with pikepdf.new() as made:
        page = made.add_blank_page()
        ink = pikepdf.Dictionary(ca=0.5, BM=pikepdf.Name.Luminosity)
        page.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(G=ink))
        page.Contents = pikepdf.Stream(made, b"/G gs " + b"0.1 0.5 0.9 rg 0 0 612 792 re f " * 10_000)
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def noise(width: int, height: int, kind: str = "JPEG") -> bytes:
    """The heaviest picture there is for its size."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, kind)
    return out.getvalue()


def put(paper: Paper, content: bytes, content_type: str = PDF) -> Paper:
    """Other bytes under the same row, as if the file had come like this."""
    paper.content_type, paper.sha256 = content_type, "f" * 64
    paper.file.save("isi", ContentFile(content))
    cache.clear()
    return paper


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def picture_address(paper: Paper, page: int = 1) -> str:
    return reverse("workflows:paper_page", args=[paper.pk, page])


def looked_at(client: Client, paper: Paper, page: str = "") -> str:
    address = reverse("workflows:verification", args=[paper.proposal_id])
    return client.get(address, {"berkas": paper.kind_id, "hal": page}).content.decode()


def size_of(content: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "WEBP"
        return picture.size


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return proposal_at(Stage.VERIFICATION, cast)


@pytest.fixture
def paper(proposal: Proposal) -> Paper:
    return proposal.papers.current().filter(kind__holds_personal_data=False).earliest("pk")


@pytest.fixture
def personal(proposal: Proposal) -> Paper:
    return put(proposal.papers.current().filter(kind__holds_personal_data=True).earliest("pk"), pdf(1))


def test_a_page_is_a_small_picture_of_our_own(cast: Cast, paper: Paper) -> None:
    put(paper, pdf())

    answer = client_of(cast.verifier).get(picture_address(paper, 2))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert max(size_of(answer.content)) == Size.READING.longest_side
    assert len(answer.content) <= 60_000
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, max-age=900"
    assert "Cookie" in answer.headers["Vary"]


def test_the_large_picture_has_twice_the_dots(cast: Cast, paper: Paper) -> None:
    put(paper, pdf())

    answer = client_of(cast.verifier).get(picture_address(paper), {"ukuran": "besar"})

    assert max(size_of(answer.content)) == 2 * Size.READING.longest_side


@pytest.mark.parametrize(("content", "kind"), [(noise(3000, 2000), JPEG), (noise(1400, 1400, "PNG"), PNG)])
def test_even_noise_comes_light(paper: Paper, content: bytes, kind: str) -> None:
    put(paper, content, kind)

    assert len(previews.draw(paper, 1, Size.READING, by=paper.uploaded_by)) <= Size.READING.most_bytes
    assert previews.page_count(paper, by=paper.uploaded_by) == 1


def test_a_sheet_as_large_as_a_field_costs_no_more_than_another(paper: Paper) -> None:
    with pikepdf.open(io.BytesIO(pdf(1))) as made:
        made.pages[0].mediabox = [0, 0, 14_000, 900]
        out = io.BytesIO()
        made.save(out)

    assert (
        max(size_of(previews.draw(put(paper, out.getvalue()), 1, Size.LARGE, by=paper.uploaded_by)))
        == Size.LARGE.longest_side
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (pdf(1, password="rahasia"), "terkunci kata sandi"),
        (b"%PDF-1.7 rusak", "rusak atau bukan"),
        (b"<html><script>alert(1)</script>", "rusak atau bukan"),
        (b"", "rusak atau bukan"),
    ],
    ids=["locked", "broken", "html", "empty"],
)
def test_what_cannot_be_drawn_gets_a_sentence_and_the_download(
    cast: Cast, paper: Paper, content: bytes, sentence: str
) -> None:
    put(paper, content)
    client = client_of(cast.verifier)

    page = looked_at(client, paper)
    picture = client.get(picture_address(paper))

    assert sentence in page
    assert f'href="{reverse("workflows:paper", args=[paper.pk])}"' in page
    assert (picture.status_code, picture.headers["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert b"<script>" not in picture.content


def test_a_file_that_takes_too_long_or_too_much_ends_with_its_process(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(paper, pdf())
    monkeypatch.setattr(previews, "_MEMORY", 40 * 1024 * 1024)

    with pytest.raises(NoPreviewError, match="terlalu berat"):
        previews.draw(paper, 1, Size.LARGE, by=paper.uploaded_by)


def test_while_others_are_drawn_one_waits_and_is_told(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    put(paper, pdf())
    monkeypatch.setattr(previews._TURNS, "patience", 0.01)
    with (
        previews._TURNS.turn(1_000_001),
        previews._TURNS.turn(1_000_002),
        pytest.raises(NoPreviewError, match="sebentar lagi"),
    ):
        previews.page_count(paper, by=paper.uploaded_by)

    assert previews.page_count(paper, by=paper.uploaded_by) == 3


def test_whoever_has_a_page_drawn_holds_up_only_the_own_next_one(
    cast: Cast, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(paper, pdf())
    monkeypatch.setattr(previews._TURNS, "patience", 0.01)

    with previews._TURNS.turn(cast.operator.pk):
        own = client_of(cast.operator).get(picture_address(paper))
        other = client_of(cast.verifier).get(picture_address(paper))

    assert (own.status_code, other.status_code) == (422, 200)
    assert "sebentar lagi" in own.content.decode()


def test_a_page_that_is_too_heavy_costs_its_seconds_once(
    cast: Cast, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(paper, heavy_pdf())
    monkeypatch.setattr(previews, "_SECONDS", 1)
    client = client_of(cast.operator)
    first = client.get(picture_address(paper))
    monkeypatch.setattr(isolated, "run", lambda *args, **more: pytest.fail("drawn again"))

    again = client.get(picture_address(paper))

    assert (first.status_code, again.status_code) == (422, 422)
    assert "terlalu berat" in first.content.decode()
    assert again.content == first.content


def test_a_machine_without_time_makes_no_file_heavy(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    put(paper, pdf())
    with monkeypatch.context() as hurried:
        hurried.setattr(previews, "_GRACE_SECONDS", -previews._SECONDS)
        with pytest.raises(NoPreviewError, match="sebentar lagi"):
            previews.draw(paper, 1, Size.READING, by=paper.uploaded_by)

    assert previews.draw(paper, 1, Size.READING, by=paper.uploaded_by)


def test_a_broken_file_is_not_tried_at_every_look(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    put(paper, b"%PDF-1.7 rusak")
    tries: list[int] = []
    run = previews._run
    monkeypatch.setattr(previews, "_run", lambda *args, **more: tries.append(1) or run(*args, **more))

    for _look in range(3):
        with pytest.raises(NoPreviewError):
            previews.page_count(paper, by=paper.uploaded_by)

    assert len(tries) == 1


@pytest.mark.parametrize(
    ("page", "shown", "ways"),
    [
        ("", 1, {"next": 2}),
        ("2", 2, {"prev": 1, "next": 3}),
        ("3", 3, {"prev": 2}),
        ("99", 3, {"prev": 2}),
        ("-1", 1, {"next": 2}),
    ],
)
def test_one_leafs_from_page_to_page(cast: Cast, paper: Paper, page: str, shown: int, ways: dict[str, int]) -> None:
    put(paper, pdf())

    html = looked_at(client_of(cast.director), paper, page)

    assert f"Halaman {shown} dari 3" in html
    assert picture_address(paper, shown) in html
    assert f"gambar halaman {shown} dari 3" in html
    assert 'loading="lazy"' in html
    assert {way: int(number) for way, number in re.findall(r'rel="(\w+)" href="[^"]+hal=(\d+)', html)} == ways


def test_whoever_works_on_the_case_leafs_by_buttons_that_take_along_what_was_typed(cast: Cast, paper: Paper) -> None:
    put(paper, pdf())
    client = client_of(cast.verifier)

    values = re.findall(rf'name="berkas" value="({paper.kind_id}\.\d+)"', looked_at(client, paper, "2"))

    assert values == [f"{paper.kind_id}.1", f"{paper.kind_id}.3"]
    answer = client.post(reverse("workflows:verification", args=[paper.proposal_id]), {"berkas": values[1]})
    assert answer.headers["Location"].endswith(f"?berkas={paper.kind_id}&hal=3#pratinjau")


@pytest.mark.parametrize("page", [0, 4, 501, 10**17])
def test_there_is_no_page_beyond_the_last(cast: Cast, paper: Paper, page: int) -> None:
    put(paper, pdf())

    assert client_of(cast.verifier).get(picture_address(paper, page)).status_code == 422


def test_a_paper_with_personal_data_asks_for_a_reason_first(cast: Cast, personal: Paper) -> None:
    client = client_of(cast.verifier)

    page, picture = looked_at(client, personal), client.get(picture_address(personal))

    assert picture_address(personal) not in page
    assert "Memuat data pribadi" in page
    assert picture.status_code == 302
    opening = reverse("workflows:personal_data", args=[personal.proposal_id])
    assert picture.headers["Location"] == f"{opening}?berkas={personal.pk}"

    opened = client.post(f"{opening}?berkas={personal.pk}", {"reason": "Mencocokkan daftar penerima."}, follow=True)

    way_back = f"{reverse('workflows:verification', args=[personal.proposal_id])}?berkas={personal.kind_id}#pratinjau"
    assert way_back in opened.content.decode()
    assert picture_address(personal) in looked_at(client, personal)
    answer = client.get(picture_address(personal))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_role_that_opens_no_personal_data_sees_no_picture_of_it(cast: Cast, personal: Paper) -> None:
    assert client_of(cast.director).get(picture_address(personal)).status_code == 302


def test_another_unit_does_not_learn_of_the_paper(paper: Paper) -> None:
    put(paper, pdf())

    assert client_of(make_cast().head).get(picture_address(paper)).status_code == 404


def test_what_was_taken_away_is_gone(cast: Cast, paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(file="")

    assert client_of(cast.verifier).get(picture_address(paper)).status_code == 410


def test_nothing_that_was_drawn_stays_on_the_server(cast: Cast, paper: Paper) -> None:
    put(paper, pdf())
    folder = Path(private_storage().path(""))
    before = {path for path in folder.rglob("*") if path.is_file()}

    client_of(cast.verifier).get(picture_address(paper))

    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_a_picture_costs_few_queries(cast: Cast, paper: Paper, django_assert_max_num_queries: Any) -> None:
    put(paper, pdf())
    client = client_of(cast.verifier)
    client.get(picture_address(paper))  # the first request of a session writes down when it began

    with django_assert_max_num_queries(5):
        client.get(picture_address(paper))


def test_marking_does_not_wait_for_pictures(cast: Cast, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form stands there without them: the next paper is one click away, whatever the line."""
    monkeypatch.setattr(previews, "_run", lambda *args, **more: pytest.fail("drawn while marking"))
    url = reverse("workflows:check_paper", args=[paper.proposal_id, paper.kind_id])

    assert client_of(cast.verifier).post(url, {"paper": paper.pk, "verdict": "in_order"}).status_code == 302
