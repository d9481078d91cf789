"""The page of a regulation: its text with anchors, its status with its source, and what it costs."""

import datetime as dt
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import actions
from documents.enums import RelationKind
from documents.models import Mou, MouIndex, MouParty, Regulation, RegulationType, Relation, Sop, SopIndex, SopStep
from documents.reading.html import html
from documents.reading_page import readable_citation
from documents.text import nodes, structure
from portal.core.models import User
from tests.documents.browsing import pdf
from tests.documents.made_pdfs import text_pdf

LAW = """BAB I
KETENTUAN UMUM
Pasal 1
Dalam peraturan ini yang dimaksud dengan:
1. Contoh adalah <script>alert(1)</script>.
2. Lain adalah lain.
BAB II
SASARAN
Bagian Kesatu
Umum
Pasal 2
(1) Sasaran meliputi:
a. anak; dan
b. lanjut usia.
(2) Selain sasaran sebagaimana dimaksud pada ayat (1), ada yang lain.
"""

Make = Callable[..., Regulation]


@pytest.fixture
def make(editor: User, publisher: User, permensos: RegulationType) -> Make:
    def published(number: str, year: int = 2020, relations: tuple[Relation, ...] = (), **facts: object) -> Regulation:
        page = actions.create_regulation(by=editor, kind=permensos, number=number, year=year, **facts)
        page.relations.add(*relations)
        page.save_revision(user=editor)
        result: Regulation = actions.publish(by=publisher, page=page)
        return result

    return published


def soup_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


def test_an_article_and_its_paragraphs_can_be_linked_to(client: Client, make: Make) -> None:
    make("16", about="Contoh", text=LAW)

    page = soup_of(client, "/peraturan/permensos/2020/16/")

    paragraph = page.find(id="pasal-2-ayat-1")
    assert paragraph is not None
    assert "(1)" in paragraph.get_text()
    assert "anak; dan" in paragraph.get_text()
    link = page.select_one("#pasal-2 a[data-copy]")
    assert link is not None
    assert (link["href"], link.get_text()) == ("/peraturan/permensos/2020/16/pasal-2/", "Tautan ke Pasal 2")
    assert [a["href"] for a in page.select(".toc a")][:4] == ["#bab-I", "#pasal-1", "#bab-II", "#pasal-2"]


@pytest.mark.parametrize(("number", "cited"), [("16", "Permensos 16/2020"), ("16/HUK/2020", "Permensos 16/HUK/2020")])
def test_a_page_says_how_its_articles_are_cited(client: Client, make: Make, number: str, cited: str) -> None:
    page = make(number, about="Contoh", text=LAW)

    for place in ("", "pasal-2/"):
        root = soup_of(client, f"{page.url}{place}").select_one("[data-cite]")
        assert root is not None
        assert root["data-cite"] == cited


def test_only_known_facts_take_a_place_and_the_others_one_line(client: Client, make: Make) -> None:
    page = make("16", about="Contoh", text=LAW, enacted_on=dt.date(2020, 11, 17))

    head = soup_of(client, page.url).select_one(".head")

    assert head is not None
    assert [term.get_text() for term in head.select("dt")] == ["Status", "Ditetapkan"]
    unknown = "Belum tercatat: tanggal pengundangan, tanggal mulai berlaku, klaster, berkas resmi (PDF)."
    assert unknown in words(BeautifulSoup(str(head), "html.parser"))


def test_every_id_of_a_page_is_there_once_and_no_heading_skips_a_level(client: Client, make: Make) -> None:
    make("16", about="Contoh", text=LAW)

    page = soup_of(client, "/peraturan/permensos/2020/16/")

    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    levels = [int(tag.name[1]) for tag in page.select("main h1, main h2, main h3, main h4")]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_words_of_a_text_never_become_markup(client: Client, make: Make) -> None:
    make("16", about="<b>Contoh</b>", text=LAW)

    page = soup_of(client, "/peraturan/permensos/2020/16/")

    assert not [script for script in page.find_all("script") if "alert" in script.get_text()]
    assert "<script>alert(1)</script>" in words(page)


HOSTILE = """<img src=x onerror="alert(1)">'"""


@pytest.mark.parametrize("kind", [kind for kind in nodes.Kind if kind is not nodes.Kind.DOCUMENT])
def test_no_part_of_any_unit_becomes_markup(kind: nodes.Kind) -> None:
    unit = dict.fromkeys(("number", "heading", "lead", "text"), HOSTILE) | {"anchor": "x"}
    inner = {"kind": "ayat", **unit, "anchor": "y"}
    outer = "pasal" if kind is nodes.Kind.AMENDED_UNIT else "bab"  # an amended unit stands in an article only
    tree = {"kind": outer, "anchor": "z", "children": [{"kind": kind.value, **unit, "children": [inner]}]}

    page = BeautifulSoup(html({"kind": "dokumen", "children": [tree]}), "html.parser")

    assert page.find("img") is None
    assert HOSTILE in words(page)


@pytest.mark.parametrize("kind", ["pasal", "bab", "ayat"])
def test_no_anchor_leaves_its_attribute(kind: str) -> None:
    unit = {"kind": kind, "anchor": f'x">{HOSTILE}', "number": "1"}

    page = BeautifulSoup(html({"kind": "dokumen", "children": [unit]}), "html.parser")

    assert page.find("img") is None
    assert page.find(id=unit["anchor"]) is not None


def test_no_fact_of_a_regulation_becomes_markup(client: Client, make: Make) -> None:
    facts = dict.fromkeys(("about", "issuer", "gazette", "subjects", "place"), HOSTILE)
    make("16", text=f"BAB I\n{HOSTILE}\nPasal 1\n{HOSTILE}\n", **facts)

    for address in ("/peraturan/permensos/2020/16/", "/peraturan/", "/"):
        page = soup_of(client, address)
        assert page.find("img", src="x") is None
        assert HOSTILE in words(page)


def test_no_name_of_a_party_becomes_markup(client: Client, editor: User, publisher: User) -> None:
    page = Mou(title=HOSTILE, slug="contoh", owner=editor, live=False, scope=HOSTILE, place=HOSTILE)
    page.parties.add(MouParty(name=HOSTILE, number=HOSTILE, signatory=HOSTILE, office=HOSTILE))
    MouIndex.objects.get().add_child(instance=page)
    page.save_revision(user=editor)
    actions.publish(by=publisher, page=page)

    for address in ("/mou/", "/mou/contoh/"):
        shown = soup_of(client, address)
        assert shown.find("img", src="x") is None
        assert HOSTILE in words(shown)


def test_no_request_parses(client: Client, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    make("16", about="Contoh", text=LAW)

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("parsed in a request")

    monkeypatch.setattr(structure, "parse", refuse)

    assert client.get("/peraturan/permensos/2020/16/").status_code == 200


def test_without_a_text_the_page_says_so(client: Client, make: Make) -> None:
    make("16", about="Asistensi Rehabilitasi Sosial")

    page = words(soup_of(client, "/peraturan/permensos/2020/16/"))

    assert "Naskah belum tersedia" in page
    assert "Status belum diverifikasi" in page


def test_a_scan_is_not_called_missing_and_no_archive_is_promised_where_no_text_is(
    client: Client, make: Make, editor: User
) -> None:
    scan = actions.store_pdf(by=editor, upload=pdf(text_pdf(""), "pindaian.pdf"))
    old = make("16", about="Lama", file=scan)
    make("7", 2021, (Relation(kind=RelationKind.REPEALS, target=old),), about="Baru")

    page = words(soup_of(client, "/peraturan/permensos/2020/16/"))
    listed = words(soup_of(client, "/peraturan/?status=repealed"))

    assert "Peraturan ini sudah dicabut" in page
    assert "disimpan sebagai arsip" not in page
    for shown in (page, listed):
        assert "Naskah belum dapat dibaca mesin" in shown
        assert "Naskah belum tersedia" not in shown


def test_the_text_of_a_repealed_regulation_is_called_an_archive(client: Client, make: Make) -> None:
    old = make("16", about="Lama", text=LAW)
    make("7", 2021, (Relation(kind=RelationKind.REPEALS, target=old),), about="Baru")

    for address in ("/peraturan/permensos/2020/16/", "/peraturan/permensos/2020/16/pasal-2/"):
        assert "Teks di bawah disimpan sebagai arsip" in words(soup_of(client, address))


def test_relations_are_shown_from_both_ends_with_the_article(client: Client, make: Make) -> None:
    old = make("16", about="Lama", text=LAW)
    make(
        "7",
        2021,
        (
            Relation(kind=RelationKind.REPEALS, target=old),
            Relation(kind=RelationKind.LEGAL_BASIS, citation="UU_2009_11", article="50"),
        ),
        about="Baru",
    )

    from_new = words(soup_of(client, "/peraturan/permensos/2021/7/"))
    from_old = soup_of(client, "/peraturan/permensos/2020/16/")

    assert "Mencabut Peraturan Menteri Sosial Nomor 16 Tahun 2020 tentang Lama" in from_new
    assert "UU 11/2009 (belum ada di portal) , Pasal 50" in from_new
    assert "Dicabut oleh Peraturan Menteri Sosial Nomor 7 Tahun 2021" in words(from_old)
    assert "Peraturan ini sudah dicabut" in words(from_old)
    assert from_old.select_one('.note a[href$="/peraturan/permensos/2021/7/"]')


def test_a_regulation_with_many_relations_costs_no_more_queries(
    client: Client, make: Make, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    old = make("16", about="Lama", text=LAW)
    make("1", 2021, (Relation(kind=RelationKind.REFERS, target=old),), about="Baru")
    client.get("/peraturan/permensos/2020/16/")
    with CaptureQueriesContext(connection) as few:
        client.get("/peraturan/permensos/2020/16/")
    for number in range(2, 12):
        make(str(number), 2021, (Relation(kind=RelationKind.REFERS, target=old),), about="Baru")

    with django_assert_max_num_queries(20) as many:
        client.get("/peraturan/permensos/2020/16/")

    assert len(many) == len(few)


def test_the_list_is_filtered_and_nothing_typed_breaks_it(
    client: Client, make: Make, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    for number in range(1, 23):
        make(str(number), 2020 if number % 2 else 2019, about="Contoh")
    client.get("/peraturan/")

    with django_assert_max_num_queries(10):
        first = words(soup_of(client, "/peraturan/"))
    assert "22 peraturan" in first
    assert "11 peraturan" in words(soup_of(client, "/peraturan/?tahun=2019&jenis=permensos&status=unverified"))
    assert "11 peraturan" in words(soup_of(client, "/peraturan/permensos/2019/"))
    assert "22 peraturan" in words(soup_of(client, "/peraturan/?tahun=<x>&jenis=%00&status='--&halaman=-1"))
    assert client.get("/peraturan/permensos/abc/").status_code == 404
    assert client.get("/peraturan/tidak-ada/").status_code == 404
    assert client.get("/peraturan/permensos/2019/999/").status_code == 404
    assert client.get("/peraturan/permensos/2019/1/lagi/").status_code == 404


def test_an_agreement_shows_its_parties_with_their_numbers(client: Client, editor: User, publisher: User) -> None:
    page = Mou(title="Kerja sama contoh", owner=editor, live=False)
    page.parties.add(MouParty(name="Direktorat Jenderal", number="1/CONTOH/2020"), MouParty(name="Yayasan Contoh"))
    MouIndex.objects.get().add_child(instance=page)
    page.save_revision(user=editor)
    actions.publish(by=publisher, page=page)

    assert "Kerja sama contoh" in words(soup_of(client, "/mou/"))
    assert "Direktorat Jenderal 1/CONTOH/2020" in words(soup_of(client, "/mou/kerja-sama-contoh/"))


def test_a_procedure_shows_its_steps_in_order_with_their_quality_standard(
    client: Client, editor: User, publisher: User
) -> None:
    page = Sop(title="Prosedur contoh", owner=editor, live=False, equipment="Komputer")
    page.steps.add(
        SopStep(activity="Memeriksa berkas", actor="Verifikator", duration="1 hari", sort_order=0),
        SopStep(activity="Memutuskan", actor="Direktur", symbol="decision", back_to=1, sort_order=1),
    )
    SopIndex.objects.get().add_child(instance=page)
    page.save_revision(user=editor)
    actions.publish(by=publisher, page=page)

    shown = words(soup_of(client, "/sop/prosedur-contoh/"))
    assert "1 Memeriksa berkas Verifikator Kegiatan – 1 hari" in shown
    assert "Jika tidak: kembali ke langkah 1" in shown
    assert "Peralatan/perlengkapan Komputer" in shown


@pytest.mark.parametrize(
    ("citation", "shown"),
    [("UU_2009_11", "UU 11/2009"), ("Permen_Keu_2005_134", "Permen Keu 134/2005"), ("UU 11/2009", "UU 11/2009")],
)
def test_a_citation_key_is_shown_as_people_write_it(citation: str, shown: str) -> None:
    assert readable_citation(citation) == shown


def test_no_word_below_the_headings_is_lost_on_the_way_to_the_page(corpus: Path) -> None:
    with (corpus / "sample.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]

    for text in texts[::6]:
        tree = structure.parse(text)
        page = html(nodes.to_data(tree)).replace("<", " <")
        shown = long_words(BeautifulSoup(page, "html.parser").get_text())
        headings = long_words(" ".join(node.lead for node in nodes.walk(tree)))  # shown mended and under our own names
        assert not long_words(text) - shown - headings


def long_words(text: str) -> Counter[str]:
    """Words of a text, those broken at a line end joined as on the page."""
    return Counter(re.findall(r"[a-z]{4,}", nodes.one_line(text).casefold()))
