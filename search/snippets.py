"""Excerpts with the words found: one highlighter for both engines, over the stored text. Output is safe HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from search import analysis
from search.places import Finder, finder, phrase_places
from search.query import All, Any_, AtLeast, Citation, Minus, Node, Phrase, Word

LENGTH = 240
_CHUNK = 1_000
_MAX_CHUNKS = 60
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The index terms a reader asked for: single ones, and phrases as their terms."""

    terms: frozenset[str]
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def finder(self) -> Finder:
        """Of the words of both."""
        return finder(self.terms.union(*self.phrases))


def wanted(tree: Node | None) -> Wanted:
    """What to mark for this query; excluded words are not wanted."""
    leaves = positive_leaves(tree)
    singles = frozenset(analysis.term(leaf.text) for leaf in leaves if isinstance(leaf, Word))
    phrases = (tuple(map(analysis.term, leaf.words)) for leaf in leaves if isinstance(leaf, Phrase))
    return Wanted(singles, tuple(dict.fromkeys(phrases)))


def positive_leaves(tree: Node | None) -> list[Word | Phrase]:
    """The words and phrases that speak for a document, in the order of the query. Those that name a regulation do so only
    where the question has no others: «sanksi uu 11/2009» is about «sanksi», not about the word «uu».
    """
    if isinstance(tree, Word | Phrase):
        return [tree]
    if isinstance(tree, Minus):
        return positive_leaves(tree.keep)
    if isinstance(tree, Any_) and isinstance(tree.parts[0], Citation):
        leaves = [leaf for part in tree.parts for leaf in positive_leaves(part)]
        return [leaf for leaf in leaves if leaf not in tree.parts[0].said] or leaves
    if isinstance(tree, All | Any_ | AtLeast):
        return [leaf for part in tree.parts for leaf in positive_leaves(part)]
    return []


def mark(text: str, what: Wanted) -> str:
    """The whole text, escaped, with what was found in <mark>."""
    return _marked(text, 0, len(text), _ranges(text, what))


def excerpt(text: str, what: Wanted, length: int = LENGTH) -> str:
    """The part of `text`, about `length` characters, that has most of what is wanted; its beginning when nothing is."""
    part = _best_chunk(text, what)
    flat = " ".join(part.text.split())
    ranges = _ranges(flat, what)
    start, end = _window(flat, ranges, length)
    before = _ELLIPSIS + " " if start > 0 or not part.is_first else ""
    after = " " + _ELLIPSIS if end < len(flat) or not part.is_last else ""
    return before + _marked(flat, start, end, ranges) + after


@dataclass(frozen=True, slots=True)
class _Chunk:
    text: str
    is_first: bool
    is_last: bool


def _best_chunk(text: str, what: Wanted) -> _Chunk:
    """A long text costs too much to mark as a whole: look for the piece with most different wanted terms."""
    if len(text) <= 2 * _CHUNK:
        return _Chunk(text, True, True)
    having: dict[int, set[str]] = {}
    for place in what.finder.places(text[: _MAX_CHUNKS * _CHUNK]):
        having.setdefault(place.start // _CHUNK, set()).add(place.term)
    if not having:
        return _Chunk(text[:_CHUNK], True, False)
    best = max(having, key=lambda position: (len(having[position]), -position))
    start, end = best * _CHUNK, min(len(text), (best + 1) * _CHUNK + _CHUNK // 2)
    while start > 0 and not text[start - 1].isspace() and start > best * _CHUNK - 40:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - best * _CHUNK < 2 * _CHUNK:
        end += 1
    return _Chunk(text[start:end], start == 0, end == len(text))


def _ranges(text: str, what: Wanted) -> list[tuple[int, int]]:
    """The stretches of text to mark, ascending, none inside another."""
    places = what.finder.places(text)
    found = [(place.start, place.end) for place in places if place.term in what.terms]
    for phrase in what.phrases:
        found += phrase_places(text, places, phrase)
    return _merged(sorted(found))


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, ranges: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """The stretch of about `length` characters with most marks, cut between words."""
    if len(text) <= length:
        return 0, len(text)
    best_start, best_count = 0, 0
    for index, (start, _) in enumerate(ranges):
        count = sum(1 for other in ranges[index : index + 40] if other[1] <= start + length * 3 // 4)
        if count > best_count:
            best_start, best_count = start, count
    start = _word_start(text, max(0, best_start - length // 6)) if best_count else 0
    end = min(len(text), start + length)
    if end < len(text):
        blank = text.rfind(" ", start, end)
        end = blank if blank > start else end
    return start, end


def _word_start(text: str, position: int) -> int:
    if position == 0:
        return 0
    blank = text.find(" ", position)
    return blank + 1 if 0 <= blank < position + 40 else position


def _marked(text: str, start: int, end: int, ranges: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    position = start
    for first, last in ranges:
        if first < start or last > end:
            continue
        pieces += [html.escape(text[position:first]), "<mark>", html.escape(text[first:last]), "</mark>"]
        position = last
    pieces.append(html.escape(text[position:end]))
    return "".join(pieces)
