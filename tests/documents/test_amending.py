"""Amendments of the corpus against what people read off them."""

from pathlib import Path

from tests.documents import golden_amendments


def test_what_amendments_do_is_what_was_read_by_eye(corpus: Path) -> None:
    found = golden_amendments.scores(corpus)

    print(golden_amendments.table(found))
    assert len(found) == 50
    assert golden_amendments.accuracy(found) >= 0.97, golden_amendments.table(found)
    assert not [entry for score in found for entry in score.wrong if entry.startswith(("deleted", "complete"))]
