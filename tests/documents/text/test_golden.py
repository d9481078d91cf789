"""The parser against lists of anchors that people read off the texts."""

from pathlib import Path

import pytest

from tests.documents.text import golden
from tests.documents.text.golden import Anchors


@pytest.mark.parametrize(("anchors", "documents"), [(Anchors.ARTICLES, 85), (Anchors.PLACES, 15)])
def test_at_least_99_of_100_anchors_are_those_read_by_eye(corpus: Path, anchors: Anchors, documents: int) -> None:
    found = golden.scores(corpus, anchors)

    print(golden.table(found))
    assert len(found) == len(anchors.lists) == documents
    assert golden.accuracy(found) >= 0.99, golden.table(found)
