"""The history of a regulation: lines in order of time, and the picture with its words."""

import datetime as dt
import re
from collections.abc import Callable

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Relation
from documents.relation_graph import LONGEST_LABEL, MOST
from tests.documents.conftest import Publish


def soup_of(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def lines(soup: BeautifulSoup) -> list[str]:
    return [" ".join(item.get_text(" ").split()) for item in soup.select(".line li")]


def test_the_timeline_is_in_order_and_says_what_is_only_known_by_its_year(client: Client, published: Publish) -> None:
    older = published("permensos", "1", 2005)
    page = published("permensos", "5", 2010, Relation(kind="repeals", target=older), promulgated_on=dt.date(2010, 3, 1))
    published("permensos", "9", 2015, Relation(kind="repeals_part", target=page, article="4"))
    published("permensos", "7", 2012, Relation(kind="amends", target=page), promulgated_on=dt.date(2012, 2, 1))
    published("permensos", "8", 2012, Relation(kind="refers", target=page))

    assert lines(soup_of(client, "/peraturan/permensos/2010/5/")) == [
        "1 Maret 2010 Diundangkan",
        "1 Maret 2010 Mencabut Peraturan Menteri Sosial Nomor 1 Tahun 2005",
        "1 Februari 2012 Diubah oleh Peraturan Menteri Sosial Nomor 7 Tahun 2012",
        "2015 Dicabut sebagian oleh, Pasal 4 Peraturan Menteri Sosial Nomor 9 Tahun 2015",
    ]


def test_the_picture_says_in_words_what_it_shows(client: Client, published: Publish) -> None:
    older = published("permensos", "1", 2005)
    page = published("permensos", "103/HUK/2010", 2010, Relation(kind="amends", target=older))
    published("permensos", "7", 2012, Relation(kind="repeals", target=page))

    picture = soup_of(client, "/peraturan/permensos/2010/103-huk-2010/").select_one("svg[role=img]")

    assert picture is not None
    named = [picture.find(id=name) for name in str(picture["aria-labelledby"]).split()]
    assert [each.get_text() for each in named if each] == [
        "Gambar hubungan antarperaturan",
        "Permensos 103/HUK/2010: dicabut oleh Permensos 7/2012; mengubah Permensos 1/2005.",
    ]
    assert not picture.find_all(style=True)
    assert not picture.find_all("a")


def test_what_is_drawn_stays_inside_the_picture(client: Client, published: Publish) -> None:
    page = published("permensos", "5", 2010, Relation(kind="legal_basis", citation="Peraturan " + "panjang " * 30))
    for number in range(1, MOST + 4):
        published("permensos", str(number), 2012, Relation(kind="implements", target=page))

    soup = soup_of(client, "/peraturan/permensos/2010/5/")

    picture = soup.select_one("svg[role=img]")
    assert picture is not None
    _x, _y, width, height = map(int, str(picture["viewbox" if picture.has_attr("viewbox") else "viewBox"]).split())
    for box in picture.find_all("rect"):
        assert int(box["x"]) + int(box["width"]) <= width
        assert int(box["y"]) + int(box["height"]) <= height
    assert max(len(text.get_text()) for text in picture.find_all("text")) <= LONGEST_LABEL + 10
    assert len(picture.find_all("rect")) == MOST + 2
    assert "3 hubungan lain tidak digambar." in soup.get_text()


def test_an_impossible_relation_is_no_history(client: Client, published: Publish) -> None:
    page = published("uu", "5", 2010)
    published("permensos", "7", 2012, Relation(kind="repeals", target=page))

    assert lines(soup_of(client, "/peraturan/uu/2010/5/")) == ["2010 Ditetapkan (tanggalnya belum tercatat)"]


def test_the_page_costs_at_most_twenty_queries_whatever_surrounds_it(
    client: Client, published: Publish, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    page = published("permensos", "5", 2010, Relation(kind="amends", citation="UU_2009_11"))
    for number in range(6, 12):
        kind = "repeals" if number == 11 else "amends"
        published("permensos", str(number), 2012 + number, Relation(kind=kind, target=page))
    address = "/peraturan/permensos/2010/5/?per=2020-01-01"
    client.get(address)

    with django_assert_max_num_queries(20), CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert not re.search(r"documents_regulationtext.{0,20}text\"?,", " ".join(query["sql"] for query in queries))
