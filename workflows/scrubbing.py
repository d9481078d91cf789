"""Taking people out of free text once their data has gone: a record of decisions stays, and names nobody."""

import re
from collections.abc import Iterable

from portal.core.masking import with_numbers_replaced

REMOVED = "[dihapus]"
_SHORTEST = 3
"""Letters; shorter ones are particles of names, and would tear holes into ordinary words."""


def whole_words(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the phrases, the longest first, whatever their case and spacing; None when there are none."""
    longest_first = sorted({" ".join(each.split()) for each in phrases} - {""}, key=len, reverse=True)
    each_way = "|".join(r"\s+".join(map(re.escape, words.split(" "))) for words in longest_first)
    return re.compile(rf"(?<!\w)(?:{each_way})(?!\w)", re.IGNORECASE) if each_way else None


class Scrubber:
    """Knows the names, numbers and addresses of some people; finds them as whole words, whatever their case and spacing."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = whole_words(each for each in known if len(" ".join(each.split())) >= _SHORTEST)

    def __call__(self, text: str) -> str:
        """The text without them, and without any number that looks like one of a person."""
        if self._known is not None:
            text = self._known.sub(REMOVED, text)
        return with_numbers_replaced(text, lambda written: REMOVED)
