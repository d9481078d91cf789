"""Which words of a question weigh articles: rare ones; what most articles have counts only when there is nothing else."""

import pytest

from search import analysis
from search.engines.passages import Weigher
from search.parsing import parse
from search.query import SearchQuery
from search.snippets import positive_leaves

TOTAL = 1_000


def question(text: str) -> SearchQuery:
    return parse(text).query(audience=("public",))


def leaves(text: str, **frequencies: int) -> list[str]:
    """The texts of the leaves that weigh, given how many of a thousand articles have a word."""
    asked = question(text)
    terms = [leaf.text for leaf in positive_leaves(asked.tree) if hasattr(leaf, "text")]
    counts = {analysis.term(word): frequencies[word] for word in terms}
    weigher = Weigher(asked, TOTAL, 100 * TOTAL, lambda term: counts.get(term, 0))
    return [leaf.text for leaf, _weight in weigher.leaves if hasattr(leaf, "text")]


@pytest.mark.parametrize(
    ("having", "counts"),
    [(1, True), (300, True), (301, False), (999, False)],
)
def test_a_word_that_three_tenths_of_the_articles_have_is_the_last_that_weighs(having: int, counts: bool) -> None:
    found = leaves("pemulung bantuan", pemulung=5, bantuan=having)

    assert ("bantuan" in found) == counts
    assert "pemulung" in found


def test_common_words_weigh_when_there_are_no_others() -> None:
    assert set(leaves("bantuan mesin", bantuan=900, mesin=800)) == {"bantuan", "mesin"}


def test_a_word_that_no_public_article_has_is_asked_for_beside_the_others_and_takes_nothing_from_them() -> None:
    assert leaves("pemulung zuleikhah", pemulung=5, zuleikhah=0) == ["pemulung", "zuleikhah"]
    assert leaves("bantuan zuleikhah", bantuan=900, zuleikhah=0) == ["bantuan", "zuleikhah"]


def test_the_rarest_word_comes_first() -> None:
    assert leaves("bantuan pemulung", bantuan=200, pemulung=5) == ["pemulung", "bantuan"]
