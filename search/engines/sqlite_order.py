"""In which order documents are shown: scored one by one where they are few, by the best of all at once where they are many."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from search.engines import bit_slices
from search.engines.bits import Bits, flags, members, within
from search.engines.sqlite_match import Matched
from search.engines.sqlite_view import View
from search.query import SearchQuery


def ordered(
    view: View, query: SearchQuery, parts: Sequence[Matched], found: Bits, wanted: int
) -> list[tuple[int, float]]:
    """The first `wanted` rows found with their scores, in the order asked for; equal ones newest first. `parts` share no row."""
    if query.sort != "relevance" or not any(matched.is_scored for matched in parts):
        rows = view.oldest() if query.sort == "oldest" else view.newest
        inside = flags(found, view.highest)
        return [(row, 0.0) for row in islice((row for row in rows if inside[row]), wanted)]
    weighted = [
        (score * view.rows[row].weight, row)
        for matched in parts
        for row, score in _scored(view, matched, _candidates(view, matched, found & matched.bits, wanted))
    ]
    if len(weighted) > 4 * wanted:
        lowest = sorted([score for score, _ in weighted], reverse=True)[wanted - 1]
        weighted = [pair for pair in weighted if pair[0] >= lowest]
    weighted.sort(key=lambda pair: (-pair[0], view.place(pair[1])))
    return [(row, score) for score, row in weighted[:wanted]]


def _scored(view: View, matched: Matched, rows: Bits) -> Iterator[tuple[int, float]]:
    """The rows of a set with their exact scores before authority."""
    impacts = [(impact, flags(inside, view.highest)) for impact, inside in matched.impacts]
    bonuses = [(set(members(inside & rows)), bonus) for inside, bonus in matched.bonuses]
    for row in _rows(matched.scores, rows):
        score = matched.scores.get(row, 0.0)
        for impact, inside in impacts:
            if inside[row]:
                score += impact.score(row)
        for having, bonus in bonuses:
            if row in having:
                score += bonus
        yield row, score


def _rows(scored: Collection[int], among: Bits) -> list[int]:
    """The rows of a set; mostly they are among those that have a score, and need not be looked for."""
    known = within(scored, among)
    return known if len(known) == among.bit_count() else members(among)


def _candidates(view: View, matched: Matched, found: Bits, wanted: int) -> Bits:
    """A set that has the best `wanted` rows found for certain, and few others.

    Among documents of equal authority and equal bonuses the sum of the words decides. The slices are each rounded up by
    less than their unit, so a row whose sum is more than all units below the last one wanted cannot be better than it. The
    units are those of the words that the rows have: a rare word has a unit larger than all that common ones add up to, and
    would make equals of the many documents that lack it.
    """
    if not matched.impacts or matched.scores or found.bit_count() <= wanted:
        return found
    lowest = min(impact.exponent for impact, _ in matched.impacts)
    total: list[Bits] = []
    rare: list[tuple[int, Bits]] = []
    common = 0
    for impact, inside in matched.impacts:
        shift = impact.exponent - lowest
        total = bit_slices.add(total, [*([0] * shift), *(each & inside for each in impact.slices)])
        if shift:
            rare.append((1 << shift, impact.postings.bits & inside))
        else:
            common += 1
    equals = [*view.weights.values(), *(bits for bits, _ in matched.bonuses), *(bits for _, bits in rare)]
    candidates = 0
    for part in bit_slices.divided(found, equals):
        slack = common + sum(unit for unit, bits in rare if part & bits)
        candidates |= bit_slices.best(total, part, wanted, slack)
    return candidates
