"""A long text comes in parts: nothing is lost between them, and every place has an address."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from documents.models import Regulation
from documents.reading.html import html
from documents.reading.parts import LONGEST_PART, Division, size
from documents.text import nodes, structure
from tests.documents.conftest import Publish
from tests.documents.test_reading import words

WORDS = "Setiap orang berhak atas rehabilitasi sosial sesuai dengan ketentuan peraturan perundang-undangan. " * 6


def law(chapters: int = 6, articles: int = 12) -> str:
    lines, number = [], 0
    for chapter in range(chapters):
        lines += [f"BAB {('I', 'II', 'III', 'IV', 'V', 'VI')[chapter]}", f"HAL {chapter + 1}"]
        for _ in range(articles):
            number += 1
            lines += [f"Pasal {number}", WORDS]
    return "\n".join(lines) + "\n"


@pytest.fixture
def long_law(published: Publish) -> Regulation:
    return published("permensos", "16", 2020, text=law())


HOME = "/peraturan/permensos/2020/16/"


def soup(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code, response.headers.get("Location"))
    return BeautifulSoup(response.content, "html.parser")


def own_text(unit: dict[str, object]) -> str:
    children: list[dict[str, object]] = list(unit.get("children", ()))  # type: ignore[call-overload]
    return str(unit.get("text", "")) + "".join(own_text(child) for child in children)


def texts_to_divide(corpus: Path) -> Iterator[str]:
    with gzip.open(corpus / "regulations.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (text for line in lines if len(text := json.loads(line)["text"]) > LONGEST_PART)


def test_every_long_text_of_the_corpus_is_divided_without_loss(corpus: Path) -> None:
    texts = list(texts_to_divide(corpus))[::5]
    assert len(texts) > 50
    for text in texts:
        tree = nodes.to_data(structure.parse(text))
        parts = Division.of(tree).parts
        assert "".join(own_text(part.tree) for part in parts) == own_text(tree)
        assert len({part.slug for part in parts}) == len(parts)
        assert max(size(part.tree) for part in parts) < 1.1 * LONGEST_PART


@pytest.mark.parametrize(
    "text", ["kata " * 30_000, "x" * 100_000, "Pasal 1\n" + "panjang\n" * 20_000, "LAMPIRAN\n" + "baris\n\n" * 20_000]
)
def test_a_text_without_structure_is_divided_as_well(text: str) -> None:
    tree = nodes.to_data(structure.parse(text))

    parts = Division.of(tree).parts

    assert len(parts) > 3
    assert "".join(own_text(part.tree) for part in parts) == own_text(tree)
    assert max(size(part.tree) for part in parts) < 1.1 * LONGEST_PART
    assert all(html(part.tree) for part in parts)


def test_a_part_that_begins_inside_a_chapter_repeats_its_heading_once() -> None:
    tree = nodes.to_data(structure.parse(law(chapters=1, articles=80)))

    second = BeautifulSoup(html(Division.of(tree).parts[1].tree), "html.parser")

    assert [heading.get_text(" ") for heading in second.find_all("h2")] == ["BAB I (lanjutan) HAL 1"]
    assert not second.select("h2[id]")
    assert second.find("article", id=True)


def test_an_ordinary_text_is_one_page(client: Client, published: Publish) -> None:
    published("permensos", "16", 2020, text=law(chapters=2, articles=3))

    page = soup(client, HOME)

    assert len(page.select("article.pasal")) == 6
    assert not page.select(".ways")


def test_all_parts_are_reached_by_links_alone_and_hold_the_whole_law(client: Client, long_law: Regulation) -> None:
    seen: list[str] = []
    address: str | None = HOME
    while address:
        page = soup(client, address)
        seen += [str(article["id"]) for article in page.select("article.pasal")]
        following = page.select_one("a[rel=next]")
        address = str(following["href"]) if following else None

    assert seen == [f"pasal-{number}" for number in range(1, 73)]


def test_the_contents_name_every_chapter_and_lead_into_its_part(client: Client, long_law: Regulation) -> None:
    page = soup(client, HOME)

    chapters = page.select(".toc a.bab")
    assert [link.get_text() for link in chapters][:6] == [
        f"BAB {number} HAL {index}" for index, number in enumerate(("I", "II", "III", "IV", "V", "VI"), start=1)
    ]
    last = str(chapters[5]["href"])
    address, _, anchor = last.partition("#")
    assert soup(client, address).find(id=anchor) is not None
    assert len(page.select(".toc ol ol a")) < 40, "the articles of other parts are not all listed"


def test_a_place_of_any_part_is_found_without_javascript(client: Client, long_law: Regulation) -> None:
    answer = client.get(f"{HOME}?di=pasal-70")

    assert answer.status_code == 302
    address, _, anchor = answer.headers["Location"].partition("#")
    assert anchor == "pasal-70"
    assert soup(client, address).find(id="pasal-70") is not None
    assert client.get(f"{HOME}?di=pasal-1").status_code == 200
    assert client.get(f"{HOME}?di=pasal-999").status_code == 200


def test_an_address_of_a_part_that_begins_elsewhere_now_still_leads_to_the_place(
    client: Client, long_law: Regulation
) -> None:
    answer = client.get(f"{HOME}mulai-pasal-70/")

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("#pasal-70")
    assert client.get(f"{HOME}mulai-pasal-999/").status_code == 404


def test_the_whole_text_is_there_for_printing(client: Client, long_law: Regulation) -> None:
    assert len(soup(client, f"{HOME}?naskah=lengkap").select("article.pasal")) == 72


def test_a_very_long_article_is_read_in_the_text(client: Client, published: Publish) -> None:
    published("permensos", "17", 2020, text="Pasal 1\nSatu.\nPasal 2\n" + WORDS * 60 + "\nPasal 3\nTiga.\n")

    answer = client.get("/peraturan/permensos/2020/17/pasal-2/")

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("#pasal-2")


def test_a_closed_regulation_betrays_no_part(client: Client, long_law: Regulation) -> None:
    Regulation.objects.filter(pk=long_law.pk).update(live=False)

    for address in (f"{HOME}mulai-bab-v/", f"{HOME}?di=pasal-70", f"{HOME}?naskah=lengkap", f"{HOME}mulai-pasal-70/"):
        assert client.get(address).status_code == 404, address


def test_a_part_says_what_printing_prints(client: Client, long_law: Regulation) -> None:
    page = soup(client, HOME)

    count = len(Division.of(long_law.text.tree).parts)
    assert f"Bagian 1 dari {count} naskah ini" in words(page)
    button, whole = page.select_one("button[data-print]"), page.select_one("a[href$='#cetak']")
    assert button is not None
    assert whole is not None
    assert (button.get_text(), button.has_attr("hidden")) == ("Cetak bagian ini", True)
    assert (whole.get_text(), whole["href"]) == ("Cetak seluruh naskah", f"{HOME}?naskah=lengkap#cetak")
    paper = page.select_one(".onpaper")
    assert paper is not None
    assert f"hanya memuat bagian 1 dari {count}" in paper.get_text()


def test_the_whole_text_prints_itself(client: Client, long_law: Regulation) -> None:
    page = soup(client, f"{HOME}?naskah=lengkap")

    assert [button.get_text() for button in page.select("#cetak button[data-print]")] == ["Cetak seluruh naskah"]
    assert not page.select(".paper")
