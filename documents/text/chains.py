"""Which candidates are the Pasal of a regulation: those whose numbers rise best, 1, 2, 3, 3A, 4 …

A scan runs headings into sentences and drops some; a law cites Pasal 33 of another. No line alone tells, the sequence does:
each candidate brings its weight, each number left out costs. So one that only might be a heading counts where it fills a
gap, and a lone «Pasal 44» after Pasal 3 does not.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from documents.text.numbering import Order

_SKIP = 0.2
_PER_NUMBER = 0.06
_REACH = 15  # numbers left out that are still counted one by one
_LEAP = 3.0
_LETTERS_LEFT_OUT = 0.1


@dataclass(frozen=True, slots=True)
class _End:
    """The best chain that ends in a candidate."""

    score: float
    key: Order
    index: int
    before: "_End | None"


def best_chain(keys: Sequence[Order], weights: Sequence[float], *, loose: bool = False) -> list[int]:
    """Indexes of the rising chain of keys with the best sum of weights and costs; of equal chains the earliest. O(n).

    `loose`: a list that may leave out any number of units, such as the Pasal an amendment quotes.
    """
    cost = _loose_cost if loose else _cost
    by_number: dict[int, _End] = {}
    best: _End | None = None
    for index, (key, weight) in enumerate(zip(keys, weights, strict=True)):
        score, before = max(_continuations(key, by_number, best, cost), key=lambda each: each[0])
        end = _End(score + weight, key, index, before)
        held = by_number.get(key[0])
        if held is None or end.score > held.score:
            by_number[key[0]] = end
        if best is None or end.score > best.score:
            best = end
    return _indexes(best) if best and best.score > 0 else []


def _continuations(
    key: Order, by_number: dict[int, _End], best: _End | None, cost: Callable[[int], float]
) -> Iterator[tuple[float, _End | None]]:
    """What the chain before a key is worth, for every chain the key can continue; the dearest is to start anew."""
    yield -cost(key[0] - 1), None
    for number in range(key[0], max(-1, key[0] - _REACH - 2), -1):
        end = by_number.get(number)
        if end and end.key < key:
            left_out = key[0] - number - 1
            yield end.score - (cost(left_out) if left_out > 0 else _cost_of_letters(end.key, key)), end
    if best and best.key < key:
        yield best.score - cost(key[0] - best.key[0] - 1), best


def _cost(left_out: int) -> float:
    return min(_SKIP + _PER_NUMBER * left_out, _LEAP) if left_out > 0 else 0.0


def _loose_cost(left_out: int) -> float:
    return _SKIP if left_out > 0 else 0.0


def _cost_of_letters(before: Order, key: Order) -> float:
    """«7A» follows «7», «8» follows «7»; «7D» after «7» leaves letters out."""
    if key[0] != before[0] or (key[1] == 1 and key[2][-1:] in ("A", "a")):
        return 0.0
    follows = key[1] == before[1] and key[2] and before[2] and ord(key[2][-1]) - ord(before[2][-1]) == 1
    return 0.0 if follows else _LETTERS_LEFT_OUT


def _indexes(end: _End | None) -> list[int]:
    chain: list[int] = []
    while end is not None:
        chain.append(end.index)
        end = end.before
    return chain[::-1]
