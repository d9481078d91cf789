"""Terms, references and citations as links of the page, and the search inside a text."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Regulation, RegulationText
from tests.documents.conftest import Publish
from tests.documents.reading.test_parts import WORDS, soup
from tests.documents.text.test_marks import LAW
from tests.factories import make_unit

HOME = "/peraturan/uu/2020/16/"
OTHER = "".join(f"Pasal {number}\n(1) Satu.\n(2) Dua:\na. huruf.\n" for number in range(1, 7))


@pytest.fixture
def law(published: Publish) -> Regulation:
    return published("uu", "16", 2020, text=LAW)


def links(page: BeautifulSoup | Tag, selector: str) -> list[tuple[str, str]]:
    return [(a.get_text(), str(a["href"])) for a in page.select(selector)]


def test_a_term_leads_to_its_definition_on_the_same_page(client: Client, law: Regulation) -> None:
    page = soup(client, HOME)

    assert links(page, "#pasal-3 a.def") == [("LKS", "#pasal-1-angka-1")]
    assert page.find(id="pasal-1-angka-1") is not None
    assert not page.select(".terms")


def test_an_article_by_itself_brings_the_definitions_it_needs(client: Client, law: Regulation) -> None:
    page = soup(client, f"{HOME}pasal-3/")

    assert links(page, "a.def") == [("LKS", "#istilah-pasal-1-angka-1")]
    entry = page.find(id="istilah-pasal-1-angka-1")
    assert isinstance(entry, Tag)
    assert "organisasi sosial" in entry.get_text()
    assert links(entry, "a") == [("Pasal 1 angka 1", f"{HOME}pasal-1-angka-1/")]
    assert len(page.select(".terms > div")) == 1


def test_a_reference_leads_to_the_article_wherever_it_stands(client: Client, law: Regulation) -> None:
    assert ("Pasal 2 ayat (1)", "#pasal-2-ayat-1") in links(soup(client, HOME), "#pasal-3 a")
    assert ("Pasal 2 ayat (1)", f"{HOME}pasal-2-ayat-1/") in links(soup(client, f"{HOME}pasal-3/"), "article a")
    assert client.get(f"{HOME}pasal-2-ayat-1/", follow=True).status_code == 200


def test_a_citation_is_a_link_when_its_target_is_here(client: Client, law: Regulation, published: Publish) -> None:
    assert links(soup(client, f"{HOME}pasal-4/"), "#pasal-4-ayat-2 a") == []

    published("uu", "11", 2009, text=OTHER)

    link = links(soup(client, f"{HOME}pasal-4/"), "#pasal-4-ayat-2 a")
    assert link == [
        (
            "Pasal 5 ayat (2) huruf a Undang-Undang Nomor 11 Tahun 2009",
            "/peraturan/uu/2009/11/pasal-5/#pasal-5-ayat-2-huruf-a",
        )
    ]


def test_a_cited_article_that_is_not_in_the_text_leads_to_the_regulation(
    client: Client, law: Regulation, published: Publish
) -> None:
    published("uu", "11", 2009, text="Pasal 1\nSatu.\n")

    assert [address for _, address in links(soup(client, f"{HOME}pasal-4/"), "#pasal-4-ayat-2 a")] == [
        "/peraturan/uu/2009/11/"
    ]


def test_a_closed_regulation_is_not_betrayed_by_a_link(client: Client, law: Regulation, published: Publish) -> None:
    closed = published("uu", "11", 2009, text=OTHER)
    Regulation.objects.filter(pk=closed.pk).update(is_restricted=True, owner_unit=make_unit())

    assert links(soup(client, f"{HOME}pasal-4/"), "#pasal-4-ayat-2 a") == []


def test_a_number_with_its_series_leads_to_the_regulation_that_is_stored_without_it(
    client: Client, published: Publish
) -> None:
    """As ministers of finance are cited («168/PMK.07/2009») and catalogues list them («168»)."""
    words = "Pasal 1\nMenurut Peraturan Menteri Keuangan Nomor 168/PMK.07/2009 ini.\n"
    published("uu", "16", 2020, text=words)
    published("permenkeu", "168", 2009)
    published("permenkeu", "16", 2009)

    assert links(soup(client, HOME), "#pasal-1 a[href^='/peraturan/permenkeu']") == [
        ("Peraturan Menteri Keuangan Nomor 168/PMK.07/2009", "/peraturan/permenkeu/2009/168/")
    ]

    published("permenkeu", "168/PMK.05/2009", 2009)
    published("permenkeu", "168/PMK.07/2009", 2009)
    assert [address for _, address in links(soup(client, HOME), "#pasal-1 a[href^='/peraturan/permenkeu']")] == [
        "/peraturan/permenkeu/2009/168-pmk-07-2009/"
    ]


def test_citations_cost_two_queries_however_many_there_are(
    client: Client, published: Publish, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    cited = "".join(f"Pasal {n}\nMenurut Undang-Undang Nomor {n} Tahun 2001 ini itu.\n" for n in range(1, 40))
    published("permensos", "1", 2020, text="Pasal 1\nMenurut Undang-Undang Nomor 1 Tahun 2001 ini itu.\n")
    published("permensos", "2", 2020, text=cited)
    for number in range(1, 12):
        published("uu", str(number), 2001)
    counts = []
    for number in (1, 2):
        address = f"/peraturan/permensos/2020/{number}/"
        client.get(address)
        with django_assert_max_num_queries(20) as captured:
            page = soup(client, address)
        counts.append((len(captured), len(page.select("article a[href^='/peraturan/uu/']"))))

    assert counts[0] == (counts[1][0], 1)
    assert counts[1][1] == 11


def test_a_text_stored_before_there_were_marks_is_read_without_them(client: Client, law: Regulation) -> None:
    RegulationText.objects.update(marks={}, edition=0)

    assert not soup(client, HOME).select("a.def")
    assert not soup(client, f"{HOME}pasal-3/").select("a.def")


def long_law() -> str:
    return "".join(
        f"BAB {n}\nHAL\nPasal {i}\n{WORDS * 12}{'Pengasuhan anak terlantar.' if i == 3 else ''}\n"
        for i, n in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII"], 1)
    )


def test_a_search_inside_lists_the_articles_and_leads_to_the_marked_words(client: Client, published: Publish) -> None:
    published("uu", "16", 2020, text=long_law().replace("Pasal 8\n", "Pasal 8\nAnak yang diasuh, anak. "))

    page = soup(client, f"{HOME}?cari=anak")

    found = links(page, ".inside + section li a")
    assert [label for label, _ in found] == ["Pasal 3", "Pasal 8"]
    assert "<mark>anak</mark>" in str(page.select_one(".inside + section"))
    address, _, anchor = found[1][1].partition("#")
    part = soup(client, address)
    article = part.find(id=anchor)
    assert isinstance(article, Tag)
    assert [mark.get_text() for mark in article.select("mark")] == ["Anak", "anak"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("lks", ["Pasal 1", "Pasal 2", "Pasal 3"]),
        ("lapor", ["Pasal 2"]),
        ("lks MENTERI", ["Pasal 1", "Pasal 2"]),
        ('"kepada menteri"', ["Pasal 2"]),
        ("pasal 3", ["Pasal 3", "Pasal 1", "Pasal 4"]),
        ("tidak-ada-kata-ini", []),
        ("<b>&", []),
        ("(((", []),
        ("%00", []),
        ("x" * 5000, []),
    ],
)
def test_a_unit_has_to_have_all_words(client: Client, law: Regulation, question: str, found: list[str]) -> None:
    response = client.get(HOME, {"cari": question})

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert [label for label, _ in links(page, ".inside + section li a")] == found
    assert not page.select("b:-soup-contains('&')")
