"""What changed between two texts, word by word, or sentence by sentence where they are long."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_TOKENS = 4_000
_WORDS = re.compile(r"\n+|\w+[^\S\n]*|[^\w\s]+[^\S\n]*|[^\S\n]+")
_SENTENCES = re.compile(r"[^.;\n]*[.;\n]+\s*|[^.;\n]+")


class How(StrEnum):
    SAME = "same"
    LEFT_OUT = "left_out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    how: How
    words: str


def changes(old: str, new: str) -> list[Piece]:
    """Pieces that make up the new text without those left out, and, but for blanks, the old text without the added ones.

    Texts beyond `MOST_TOKENS` sentences are too long to be compared in a request and come as one left out, one added.
    """
    for tokens in (_WORDS, _SENTENCES):
        ours, theirs = tokens.findall(new), tokens.findall(old)
        if max(len(ours), len(theirs)) <= MOST_TOKENS:
            return list(_joined(_compared(theirs, ours)))
    return [Piece(How.LEFT_OUT, old), Piece(How.ADDED, new)]


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    # Blanks at line ends are no change. Words in more than one of a hundred places never begin a match (autojunk): that
    # bounds the work on texts made of one word.
    matcher = SequenceMatcher(None, [each.strip() or "\n" for each in old], [each.strip() or "\n" for each in new])
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(How.SAME, "".join(new[new_start:new_end]))
            continue
        if end > start:
            yield Piece(
                How.LEFT_OUT,
                _blank_lost(old[start - 1 : start], new[new_start - 1 : new_start]) + "".join(old[start:end]),
            )
        if new_end > new_start:
            yield Piece(How.ADDED, "".join(new[new_start:new_end]))


def _blank_lost(old: list[str], new: list[str]) -> str:
    """The blank behind the last word that both have, where only the old text has it: «bertujuan untuk :» → «bertujuan:»."""
    return " " if old and new and old[-1].endswith(" ") and not new[-1][-1:].isspace() else ""


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A lone word that stayed between two changes is read as part of them: «a <b> c» for «x <b> y» helps nobody."""
    left_out, added = "", ""
    held = list(pieces)
    for index, piece in enumerate(held):
        is_between = 0 < index < len(held) - 1
        if piece.how is How.LEFT_OUT:
            left_out += piece.words
        elif piece.how is How.ADDED:
            added += piece.words
        elif is_between and left_out and added and len(piece.words) <= 4 and "\n" not in piece.words:
            left_out, added = left_out + piece.words, added + piece.words
        else:
            yield from _both(left_out, added)
            left_out = added = ""
            yield piece
    yield from _both(left_out, added)


def _both(left_out: str, added: str) -> Iterator[Piece]:
    if left_out:
        yield Piece(How.LEFT_OUT, left_out)
    if added:
        yield Piece(How.ADDED, added)
