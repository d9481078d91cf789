"""What every engine promises (`search.engines.base`). Each test runs once per engine of `conftest.ENGINES`."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from search.engines import elastic_queries, sqlite_hits
from search.engines.base import MAX_FACET_VALUES, Engine
from search.parsing import parse, relax
from search.query import FACETS, Result, SearchQuery
from search.suggesting import suggestions
from tests.contract.conftest import filled
from tests.contract.golden import AUDIENCES, GOLDEN, NOBODY, OFFICIALS, OTHER_UNIT, PUBLIC
from tests.hostile_questions import HOSTILE

# Question → keys found by the public, whatever the order.
FOUND = {
    "": {"page:1", "page:2", "page:3", "page:4", "page:5", "page:6"},
    "pengasuhan": {"page:2", "page:4"},
    "diasuh": {"page:2", "page:4"},
    "rehabilitasi sosial": {"page:1", "page:2", "page:3"},
    "ATENSI": {"page:2", "page:3"},
    "lks": {"page:1", "page:3"},
    "lembaga kesejahteraan sosial": {"page:1", "page:3"},
    "ppks": {"page:3"},
    "lansia": {"page:2"},
    "balai": {"page:2", "page:3"},
    '"anak usia dini"': {"page:4"},
    "anak usia dini": {"page:4", "page:5"},
    '"usia dini anak"': set(),
    "pemulung -plastik": {"page:3"},
    'anak -"usia dini"': {"page:2"},
    "tidak mampu": {"page:5"},
    "Pémulung": {"page:3", "page:6"},
    "uu 11/2009": {"page:1"},
    "pasal 2 uu 11/2009": {"page:1"},
    "permensos nomor 16 tahun 2020": {"page:2", "page:3"},
    "16 tahun 2020": {"page:2", "page:3"},
    "107/HUK/2009": {"page:5"},
    "uu 99/1999": set(),
    "kelabu": set(),
    "kata yang tidak pernah ada": set(),
    "pemulung tahun 2021-2022": {"page:3"},
    "pemulung sebelum 2021": {"page:6"},
    "pemulung sejak 2021": {"page:3"},
}


def ask(engine: Engine, text: str = "", audience: tuple[str, ...] = PUBLIC, **more: Any) -> Result:
    return engine.search(parse(text).query(audience=audience, **more))


def keys(result: Result) -> list[str]:
    return [hit.key for hit in result.hits]


def counts(result: Result, facet: str) -> dict[str, int]:
    return {each.value: each.count for each in result.facets[facet]}  # type: ignore[index] # a test may ask any name


@pytest.mark.parametrize(("text", "expected"), FOUND.items())
def test_a_question_finds_exactly_the_documents_it_asks_for(golden: Engine, text: str, expected: set[str]) -> None:
    result = ask(golden, text)

    assert set(keys(result)) == expected
    assert result.total == len(expected)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_makes_an_engine_raise(golden: Engine, text: str) -> None:
    result = ask(golden, text)
    golden.suggest(text, audience=PUBLIC)
    golden.similar_words(text, audience=PUBLIC)

    assert result.total >= len(result.hits) >= 0


def test_a_named_regulation_comes_first_with_the_article_asked_for(golden: Engine) -> None:
    result = ask(golden, "pasal 2 permensos 16/2020")

    assert result.hits[0].key == "page:2"
    assert result.hits[0].passages[0].anchor == "pasal-2"


def test_a_hit_shows_its_best_article_with_what_was_found_marked(golden: Engine) -> None:
    hit = ask(golden, "sanksi administratif").hits[0]

    assert (hit.key, hit.passages[0].label, hit.passages[0].anchor) == ("page:1", "Pasal 3", "pasal-3")
    assert "<mark>sanksi</mark> <mark>administratif</mark>" in hit.passages[0].snippet_html


@pytest.mark.parametrize("text", ["sanksi administratif", "mesin press"])
def test_without_excerpts_the_same_articles_are_named_and_nothing_is_cut(golden: Engine, text: str) -> None:
    whole, bare = ask(golden, text), ask(golden, text, excerpts=False)

    def named(result: Result) -> list[tuple[object, ...]]:
        return [(hit.key, hit.score, hit.more_passages, [each.label for each in hit.passages]) for hit in result.hits]

    assert named(bare) == named(whole) != []
    assert {hit.snippet_html for hit in bare.hits} | {
        each.snippet_html for hit in bare.hits for each in hit.passages
    } == {""}


def test_excerpts_are_escaped(golden: Engine) -> None:
    hit = next(hit for hit in ask(golden, "komunitas pemulung mesin").hits if hit.key == "page:6")

    assert "<script>" not in hit.snippet_html
    assert "&lt;script&gt;" in hit.snippet_html


def test_values_within_a_facet_add_up_and_facets_narrow_each_other(golden: Engine) -> None:
    both = ask(golden, filters={"kind": ("uu", "pp")})
    narrowed = ask(golden, filters={"kind": ("uu", "permensos"), "year": ("2009",)})

    assert set(keys(both)) == {"page:1", "page:4"}
    assert set(keys(narrowed)) == {"page:1"}


def test_a_facet_counts_as_if_its_own_filter_were_not_set(golden: Engine) -> None:
    result = ask(golden, filters={"kind": ("permensos",)})

    assert counts(result, "kind") == {"permensos": 2, "uu": 1, "pp": 1, "kepmensos": 1, "berita": 1}
    assert counts(result, "year") == {"2020": 1, "2021": 1}
    assert counts(result, "cluster") == {"anak": 1, "lansia": 1, "tuna-sosial": 1}
    assert counts(result, "status") == {"dicabut": 1, "berlaku": 1}


def test_a_filter_on_an_unknown_value_finds_nothing(golden: Engine) -> None:
    assert ask(golden, filters={"kind": ("tidak-ada",)}).total == 0


def test_newest_and_oldest_order_by_date(golden: Engine) -> None:
    newest = keys(ask(golden, sort="newest"))

    assert newest[0] == "page:3"
    assert keys(ask(golden, sort="oldest"))[0] in {"page:1", "page:5"}


def test_pages_neither_repeat_nor_lose_a_document(golden: Engine) -> None:
    pages = [keys(ask(golden, "sosial", page=page, size=2)) for page in (1, 2, 3, 4)]
    seen = [key for page in pages for key in page]

    assert len(seen) == len(set(seen)) == ask(golden, "sosial").total
    assert pages[-1] == []


def test_a_page_far_beyond_the_end_is_empty(golden: Engine) -> None:
    assert ask(golden, "sosial", page=10**9).hits == ()


def test_the_hits_end_where_the_window_ends_and_the_total_goes_on(
    golden: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (elastic_queries, sqlite_hits):
        monkeypatch.setattr(module, "RESULT_WINDOW", 3)
    pages = [ask(golden, sort="newest", page=page, size=2) for page in (1, 2, 3)]

    assert [len(page.hits) for page in pages] == [2, 1, 0]
    assert {page.total for page in pages} == {6}
    assert len(ask(golden, "sosial", size=10).hits) == 3


def test_of_a_facet_with_many_values_the_most_frequent_are_counted(engine: Engine) -> None:
    many = [dataclasses.replace(GOLDEN[5], key=f"page:i{row}", issuer=f"Penerbit {row:03}") for row in range(260)]
    again = [dataclasses.replace(each, key=f"{each.key}-2") for each in many[250:]]
    engine.apply([*many, *again])

    counted = ask(engine).facets["issuer"]

    twice = [(f"Penerbit {row}", 2) for row in range(250, 260)]
    assert len(counted) == MAX_FACET_VALUES
    assert [(each.value, each.count) for each in counted[:12]] == [("Menteri Contoh", 3), *twice, ("Presiden", 2)]
    assert [each.value for each in counted[12:]] == [f"Penerbit {row:03}" for row in range(188)]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_leaks_on_any_surface(golden: Engine, audience: tuple[str, ...]) -> None:
    visible = {doc.key for doc in GOLDEN if set(doc.acl) & set(audience)}
    every = ask(golden, audience=audience)

    assert set(keys(every)) == visible
    for facet in FACETS:
        for value, count in counts(every, facet).items():
            assert ask(golden, audience=audience, filters={facet: (value,)}).total == count
    assert {each.key for each in golden.suggest("usulan", audience=audience)} <= visible
    for doc in GOLDEN:
        assert {hit.key for hit in golden.related(doc.key, audience=audience)} <= visible
        if doc.key not in visible:
            assert golden.related(doc.key, audience=audience) == ()


@pytest.mark.parametrize(
    ("audience", "expected"),
    [(PUBLIC, set()), (OFFICIALS, {"proposal:1"}), (OTHER_UNIT, {"proposal:2"}), (NOBODY, set())],
)
def test_a_word_of_a_restricted_record_is_found_by_its_readers_only(
    golden: Engine, audience: tuple[str, ...], expected: set[str]
) -> None:
    assert set(keys(ask(golden, "kelabu", audience))) == expected


@pytest.mark.parametrize("audience", AUDIENCES)
def test_words_of_restricted_records_are_never_told(golden: Engine, audience: tuple[str, ...]) -> None:
    assert golden.similar_words("kelabv", audience=audience) == ()


@pytest.mark.parametrize("gone", [True, False])
def test_a_restricted_record_that_goes_or_changes_takes_no_word_from_public_ones(engine: Engine, gone: bool) -> None:
    proposal = GOLDEN[6]
    changed = [] if gone else [dataclasses.replace(proposal, body="Komunitas pemulung pemulung.")]

    engine.apply(changed, [proposal.key] if gone else [])

    assert [(each.word, each.documents) for each in engine.similar_words("pemulug", audience=PUBLIC)] == [
        ("pemulung", 2)
    ]


def test_a_misspelt_word_has_similar_ones(golden: Engine) -> None:
    similar = golden.similar_words("pemulug", audience=PUBLIC)

    assert similar[0].word == "pemulung"
    assert similar[0].documents == 2


def test_a_title_is_suggested_while_it_is_typed(golden: Engine) -> None:
    found = golden.suggest("asistensi reh", audience=PUBLIC)

    assert {each.key for each in found} == {"page:2", "page:3"}
    assert golden.suggest("", audience=PUBLIC) == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("uu 11/2009", ["page:1"]), ("permensos 16", ["page:2"]), ("rehsos", ["page:2", "page:3"]), ("usulan 77", [])],
)
def test_a_cited_regulation_and_other_names_are_suggested_to_those_who_may_see_them(
    golden: Engine, typed: str, found: list[str]
) -> None:
    assert sorted(each.key for each in suggestions(golden, typed, audience=PUBLIC, limit=8)) == found
    assert suggestions(golden, typed, audience=NOBODY, limit=8) == ()


def test_related_documents_are_about_the_same(golden: Engine) -> None:
    found = [hit.key for hit in golden.related("page:2", audience=PUBLIC)]

    assert "page:3" in found
    assert "page:2" not in found


@pytest.mark.parametrize(
    "text", ["pekerja sosial", "Pekerja-Sosial", "uu pekerja sosial", "undang-undang tentang pekerja sosial"]
)
def test_a_document_called_what_was_asked_comes_first(engine: Engine, text: str) -> None:
    speaking = dataclasses.replace(
        GOLDEN[2],
        key="page:7",
        number="9",
        title="Standar Pekerja Sosial",
        name="Standar Pekerja Sosial",
        body="Pekerja sosial. " * 40,
    )
    called = dataclasses.replace(
        GOLDEN[3], key="page:8", kind="uu", number="14", title="UU Nomor 14 Tahun 2019 tentang Pekerja Sosial", name="PEKERJA SOSIAL",
        body="Undang-undang ini mengatur banyak hal. " * 40, passages=(),
    )  # fmt: skip
    engine.apply([speaking, called])

    assert keys(ask(engine, text))[0] == "page:8"
    assert keys(ask(engine, "permensos pekerja sosial"))[:1] != ["page:8"]


def test_most_words_are_enough_for_a_relaxed_question(golden: Engine) -> None:
    strict = parse("pemulung menerima bantuan helikopter")

    assert ask(golden, strict.text).total == 0
    assert set(keys(golden.search(SearchQuery(relax(strict.tree), audience=PUBLIC)))) == {"page:3", "page:6"}


def test_a_changed_record_is_found_by_its_new_words_only(engine: Engine) -> None:
    changed = dataclasses.replace(GOLDEN[5], title="Gergaji", body="Gergaji mesin.", clusters=("anak",))

    engine.apply([changed])

    assert keys(ask(engine, "gergaji")) == ["page:6"]
    assert "page:6" not in keys(ask(engine, "plastik"))
    assert counts(ask(engine), "cluster") == {"anak": 2, "lansia": 1, "tuna-sosial": 1}


def test_a_shortened_record_shows_the_articles_it_still_has(engine: Engine) -> None:
    assert [each.label for each in ask(engine, "sanksi administratif").hits[0].passages] == ["Pasal 3"]

    engine.apply([dataclasses.replace(GOLDEN[0], passages=GOLDEN[0].passages[:2])])

    assert [each.label for each in ask(engine, "sanksi administratif").hits[0].passages] == []


def test_a_removed_record_is_gone_from_every_surface(engine: Engine) -> None:
    engine.apply([], ["page:6", "page:unknown"])

    assert "page:6" not in keys(ask(engine))
    assert engine.suggest("bantuan mesin", audience=PUBLIC) == ()
    assert "page:6" not in engine.inventory()


def test_a_record_that_becomes_restricted_disappears_for_the_public(engine: Engine) -> None:
    engine.apply([dataclasses.replace(GOLDEN[5], acl=("g7",))])

    assert "page:6" not in keys(ask(engine, "pemulung"))
    assert "page:6" in keys(ask(engine, "pemulung", OFFICIALS))
    assert [each.word for each in engine.similar_words("plastk", audience=OFFICIALS)] == []


def test_applying_the_same_record_twice_changes_nothing(engine: Engine) -> None:
    before = ask(engine)

    engine.apply([GOLDEN[0]])
    engine.apply([GOLDEN[0]])

    assert ask(engine).total == before.total
    assert counts(ask(engine), "kind") == counts(before, "kind")
    assert keys(ask(engine, "disfungsi")) == ["page:1"]


def test_the_inventory_names_every_record_and_its_content(golden: Engine) -> None:
    assert dict(golden.inventory()) == {doc.key: doc.fingerprint() for doc in GOLDEN}


def test_readers_stay_on_the_old_index_until_the_new_one_is_swapped_in(engine: Engine) -> None:
    rebuild = engine.rebuild()
    rebuild.add(GOLDEN[:1])
    engine.apply([dataclasses.replace(GOLDEN[5], title="Perubahan serentak")])
    during = ask(engine).total
    rebuild.apply([dataclasses.replace(GOLDEN[5], title="Perubahan serentak")])
    rebuild.swap()

    assert during == 6
    assert set(keys(ask(engine))) == {"page:1", "page:6"}
    assert keys(ask(engine, "serentak")) == ["page:6"]


def test_an_aborted_rebuild_leaves_the_index_in_use(engine: Engine) -> None:
    rebuild = engine.rebuild()
    rebuild.add(GOLDEN[:1])
    rebuild.abort()

    assert ask(engine).total == 6
    assert engine.health().ok


def test_an_empty_index_answers(empty_engine: Engine) -> None:
    assert ask(empty_engine, "pemulung").total == 0
    assert empty_engine.health().ok
    assert empty_engine.health().documents == 0


def test_documents_without_a_day_stand_last_whichever_way_the_days_run(engine: Engine) -> None:
    engine.apply([dataclasses.replace(GOLDEN[5], year=None, date=None)])

    newest, oldest = (keys(ask(engine, sort=sort)) for sort in ("newest", "oldest"))

    assert newest[-1] == oldest[-1] == "page:6"
    assert newest[0] == "page:3"


def test_the_last_published_come_first_whatever_their_own_day(engine: Engine) -> None:
    morning = dt.datetime(2026, 5, 4, 8, tzinfo=dt.UTC)
    evening = dt.datetime(2026, 5, 4, 20, tzinfo=dt.timezone(dt.timedelta(hours=7)))  # 13 o'clock in UTC
    times = {"page:5": evening, "page:1": morning, "page:4": morning}
    engine.apply([dataclasses.replace(doc, published=times[doc.key]) for doc in GOLDEN if doc.key in times])

    found = keys(ask(engine, sort="published"))

    assert found[:3] == ["page:5", "page:4", "page:1"]  # published at once: the newer document first
    assert found[3:] == [key for key in keys(ask(engine, sort="newest")) if key not in times]
    assert keys(ask(engine, sort="published", size=2, page=2)) == found[2:4]
    assert keys(ask(engine, "sosial", sort="published", size=1)) == ["page:4"]


def test_an_index_that_was_never_filled_wants_to_be_rebuilt(empty_engine: Engine) -> None:
    assert ask(empty_engine).preparing
    assert empty_engine.health().needs_rebuild

    assert not filled(empty_engine, GOLDEN).health().needs_rebuild
    assert not ask(empty_engine).preparing


def test_forgetting_takes_nothing_away_that_is_there(engine: Engine) -> None:
    engine.apply([], ["page:6"])

    engine.forget()

    assert set(keys(ask(engine, "pemulung"))) == FOUND["Pémulung"] - {"page:6"}
