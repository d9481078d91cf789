"""The embedded engine and Elasticsearch on 300 real regulations: the same sets, totals, facets, tokens and articles."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from documents.text.nodes import Kind, reading_text, walk
from documents.text.structure import parse as parse_text
from search import analysis
from search.documents import IndexDoc, PassageDoc
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.parsing import parse, relax
from search.query import FACETS, Facet, SearchQuery
from tests.contract.conftest import discard, filled, make_elastic, make_sqlite

pytestmark = pytest.mark.elasticsearch

RARE = [
    "pemulung",
    "waria",
    "gelandangan",
    "pengemis",
    "naibonat",
    "veteran",
    "eks psikotik",
    "tuna rungu",
    "adopsi",
    "kusta",
]
MID = [
    "rehabilitasi",
    "disabilitas",
    "narkotika",
    "bencana",
    "yatim piatu",
    "lansia",
    "perdagangan orang",
    "kekerasan",
    "asesmen",
]
COMMON = ["sosial", "anak", "menteri", "peraturan", "bantuan", "pasal", "ketentuan", "pelayanan"]
SEVERAL = [
    *(
        "rehabilitasi sosial",
        "bantuan sosial anak",
        "penyandang disabilitas berat",
        "lembaga kesejahteraan sosial",
        "tidak mampu",
    ),
    *(
        "hak penyandang disabilitas",
        "peraturan menteri sosial",
        "dana dekonsentrasi",
        "pekerja sosial profesional",
        "usaha ekonomi",
    ),
    *(
        "korban penyalahgunaan napza",
        "standar pelayanan minimal",
        "anak usia dini",
        "kelompok usaha bersama",
        "pasal 5 ayat 2",
    ),
]
PHRASES = [
    '"rehabilitasi sosial"',
    '"tidak mampu"',
    '"anak usia dini"',
    '"lanjut usia"',
    '"yang dimaksud dengan"',
    '"balai besar"',
]
EXCLUDED = [
    "sosial -anak",
    'disabilitas -"lanjut usia"',
    "anak -bencana -narkotika",
    "-sosial",
    'bantuan -"bantuan sosial"',
]
CITED = [
    "uu 11/2009",
    "pasal 5 uu 11/2009",
    "pp 39 tahun 2012",
    "permensos 16/2020",
    "uu 8 tahun 2016 pasal 20",
    "nomor 22 tahun 2014",
]
SYNONYMS = ["lks", "ppks", "dtks", "atensi", "napza", "upt", "pmks", "kube"]
YEARS = ["bencana sejak 2015", "anak sebelum 2010", "sosial tahun 2012-2014", "disabilitas 2010..2016"]
ODD = [
    "",
    "Pémulung",
    "REHABILITASI",
    "menyalahgunakan",
    "kata yang tidak ada",
    "½ ² ﬀ",
    "e-mail",
    "107/HUK/2009",
    "a'b\"c NEAR(",
]
QUERIES = [*RARE, *MID, *COMMON, *SEVERAL, *PHRASES, *EXCLUDED, *CITED, *SYNONYMS, *YEARS, *ODD]
FILTERS: list[dict[Facet, tuple[str, ...]]] = [
    {},
    {"kind": ("permensos",)},
    {"kind": ("uu", "pp"), "year": ("2009", "2012", "2014")},
    {"status": ("berlaku",), "cluster": ("anak", "lansia")},
    {"issuer": ("Presiden Republik Indonesia",)},
]
AUDIENCES = [("public",), ("public", "login", "g7"), ("g7",), ()]


@dataclass(frozen=True, slots=True)
class Pair:
    """Both engines with the same records."""

    embedded: Engine
    server: ElasticEngine


def record(position: int, fields: dict[str, object]) -> IndexDoc:
    """A regulation of the corpus; clusters, access and weight are made up, by a rule, to be compared."""
    text = analysis.clean(str(fields["text"]))
    tree = parse_text(text, title=f"tentang {fields['about']}")
    passages = tuple(
        PassageDoc(node.number.lower(), node.label, node.anchor, reading_text(node))
        for node in walk(tree)
        if node.kind is Kind.PASAL
    )
    year = int(str(fields["year"]))
    return IndexDoc(
        key=f"page:{position}",
        kind=re.sub("[^a-z]", "", str(fields["type"]).lower()),
        title=analysis.clean(f"{fields['title']} tentang {fields['about']}"),
        name=analysis.clean(str(fields["about"])),
        url=f"/{position}/",
        acl=("g7",) if position % 10 == 0 else ("public",),
        body=text,
        number=str(fields["number"]),
        year=year,
        status="berlaku" if fields["status"] == "Berlaku" else "",
        date=dt.date(year, 1 + position % 12, 1) if position % 3 else None,
        clusters=("anak", "lansia")[: position % 3],
        issuer=str(fields["issuer"]),
        weight=1.0 + position % 4 / 10,
        passages=passages,
    )


@pytest.fixture(scope="session")
def records(corpus: Path) -> list[IndexDoc]:
    lines = (corpus / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    return [record(position, json.loads(line)) for position, line in enumerate(lines)]


@pytest.fixture(scope="session")
def engines(request: pytest.FixtureRequest, records: list[IndexDoc]) -> Iterator[Pair]:
    pair = Pair(make_sqlite(request), make_elastic(request))
    filled(pair.embedded, records)
    filled(pair.server, records)
    yield pair
    discard(pair.embedded)
    discard(pair.server)


def asked(text: str, **more: object) -> SearchQuery:
    parsed = parse(text)
    return parsed.query(**{"audience": ("public",), **more})  # type: ignore[arg-type]  # a test changes any field


def found(engine: Engine, query: SearchQuery) -> tuple[int, set[str], dict[str, dict[str, int]]]:
    result = engine.search(replace(query, size=300, sort="newest", passages_per_hit=0))
    facets = {facet: {each.value: each.count for each in result.facets[facet]} for facet in FACETS}
    return result.total, {hit.key for hit in result.hits}, facets


def test_there_are_queries_of_every_class() -> None:
    assert len(set(QUERIES)) == len(QUERIES) >= 60


@pytest.mark.parametrize("text", QUERIES)
def test_sets_totals_and_every_facet_are_equal_under_every_filter(engines: Pair, text: str) -> None:
    for filters in FILTERS:
        query = asked(text, filters=filters)
        assert found(engines.server, query) == found(engines.embedded, query), filters


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_finds_the_same(engines: Pair, audience: tuple[str, ...]) -> None:
    for text in ("", "sosial", "disabilitas", '"lanjut usia"', "uu 11/2009", "sosial -anak"):
        query = asked(text, audience=audience)
        assert found(engines.server, query) == found(engines.embedded, query), text


def test_relaxed_questions_find_the_same(engines: Pair) -> None:
    for text in (
        "pemulung menerima bantuan helikopter",
        "hak anak atas zebra dan pendidikan",
        "veteran perang bintang lima",
    ):
        looser = relax(parse(text).tree)
        query = SearchQuery(looser, audience=("public",))
        assert found(engines.server, query) == found(engines.embedded, query), text


def test_the_order_is_nearly_the_same_for_words_that_discriminate(engines: Pair) -> None:
    overlaps = {}
    for text in (*RARE, *MID, *SEVERAL, *CITED):
        query = asked(text, facets=())
        ours, theirs = (
            [hit.key for hit in engine.search(query).hits[:10]] for engine in (engines.embedded, engines.server)
        )
        total = engines.embedded.search(replace(query, size=0)).total
        if 0 < total <= 90:  # words in less than 30 % of the documents
            overlaps[text] = len(set(ours) & set(theirs)) / max(len(ours), 1)

    assert len(overlaps) >= 20
    assert sum(overlaps.values()) / len(overlaps) >= 0.8, overlaps
    assert min(overlaps.values()) >= 0.5, overlaps


def test_a_cited_regulation_comes_first_in_both(engines: Pair) -> None:
    for text in ("uu 11/2009", "pp 39 tahun 2012"):
        first = [engine.search(asked(text)).hits[0] for engine in (engines.embedded, engines.server)]
        assert first[0].key == first[1].key, text


def test_a_hit_shows_the_same_articles_with_the_same_excerpts(engines: Pair) -> None:
    for text in (
        "pemulung",
        "rehabilitasi sosial",
        "pasal 5 uu 11/2009",
        '"anak usia dini"',
        "korban penyalahgunaan napza",
    ):
        ours, theirs = (
            {hit.key: hit for hit in engine.search(asked(text, size=300)).hits}
            for engine in (engines.embedded, engines.server)
        )
        equal = sum(
            ours[key].passages == theirs[key].passages and ours[key].snippet_html == theirs[key].snippet_html
            for key in ours
        )
        assert equal >= 0.95 * len(ours), text


def test_every_token_of_the_sample_is_cut_at_the_same_place(engines: Pair, records: list[IndexDoc]) -> None:
    different = []
    with engines.server._server.writing() as client:
        for each in records:
            for analyzer, expected in (
                ("id_index", analysis.terms(each.body)),
                ("id_plain", analysis.plain_words(each.body)),
            ):
                answer = client.indices.analyze(index=engines.server._names.docs, analyzer=analyzer, text=each.body)
                if [token["token"] for token in answer.body["tokens"]] != expected:
                    different.append((each.key, analyzer))

    assert different == []


def test_words_near_a_misspelt_one_are_the_same(engines: Pair) -> None:
    for word in ("disabiltas", "rehabilitsi", "penyandnag", "kesejahteran", "narkotik", "pemulng", "bencan"):
        ours, theirs = (
            engine.similar_words(word, audience=("public",)) for engine in (engines.embedded, engines.server)
        )
        assert ours == theirs, word


def test_suggestions_are_the_same(engines: Pair) -> None:
    for prefix in ("peraturan menteri sos", "undang", "kesejahteraan so", "reha"):
        ours, theirs = (engine.suggest(prefix, audience=("public",)) for engine in (engines.embedded, engines.server))
        assert {each.key for each in ours} == {each.key for each in theirs} or len(ours) == len(theirs) == 8, prefix
