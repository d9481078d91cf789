"""What holds for every one of the 9,448 regulations. Some 40 seconds of processor time, most of them parsing."""

import gzip
import json
import time
from pathlib import Path

from documents.text.nodes import Kind, verbatim, walk
from documents.text.structure import parse

#: Texts without a heading of an article: decrees with «Pertama», «Kedua», texts cut off before their first article.
WITHOUT_ARTICLES = 60


def test_no_text_of_the_corpus_loses_a_character_or_repeats_an_anchor(corpus: Path) -> None:
    documents = 0
    without = []
    started = time.process_time()
    with gzip.open(corpus / "regulations.jsonl.gz", "rb") as lines:
        for line in lines:
            record = json.loads(line)
            tree = parse(record["text"])
            nodes = list(walk(tree))
            anchors = [node.anchor for node in nodes if node.anchor]
            documents += 1
            assert verbatim(tree) == record["text"], record["id"]
            assert len(set(anchors)) == len(anchors), record["id"]
            if not any(node.kind in (Kind.PASAL, Kind.AMENDED_UNIT) for node in nodes):
                without.append(record["id"])
    seconds = time.process_time() - started
    print(f"{documents} regulations in {seconds:.1f} s of processor time; without articles: {', '.join(without)}")

    assert documents >= 9_448
    assert len(without) <= WITHOUT_ARTICLES, without
