"""The parser against lists of anchors that people read off the texts."""

from pathlib import Path

from tests.documents.text import golden


def test_at_least_99_of_100_anchors_are_those_read_by_eye(corpus: Path) -> None:
    found = golden.scores(corpus)

    print(golden.table(found))
    assert len(found) == len(list(golden.FOLDER.glob("*.txt"))) >= 40
    assert golden.accuracy(found) >= 0.99, golden.table(found)
