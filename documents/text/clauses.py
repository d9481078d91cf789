"""What the words around a citation say of it, asked of one sentence for any number of citations.

Every phrase is looked for once in the whole sentence; each citation then only looks its neighbours up. Read anew from the
sentence's start for each of them, a law of many citations would take time that grows with their square.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

_REPEALED = re.compile(r"dicabut dan (?:di)?nyatakan tidak berlaku|ditarik kembali dan dinyatakan tidak berlaku", re.I)
_STAYS = re.compile(r"tetap berlaku|masih berlaku|tetap dilaksanakan", re.I)
#: «ketentuan … sebagaimana dimaksud dalam angka 28 Lampiran II Peraturan …»: less than the whole is revoked.
_PROVISION = re.compile(r"(?:ketentuan|sebagaimana|sepanjang)\b", re.I)
_INSIDE = re.compile(r"\b(?:dalam|pada)\b", re.I)
_CLAUSE_ENDS = re.compile(r"(?=; | [a-z]\. )", re.I)
_IMPLEMENTS = re.compile(
    r"untuk melaksanakan|(?:sebagai|dalam rangka) pelaksanaan (?:dari )?(?:ketentuan|amanat|pasal)", re.I
)
_MAKES = re.compile(r"\bperlu (?:menetapkan|membentuk|mengatur|dibentuk|ditetapkan)\b", re.I)
_IN_ANOTHERS_NAME = re.compile(
    r"(?:tentang (?:peraturan )?(?:pelaksanaan|perubahan(?: \w+){0,3}? atas|pencabutan(?: atas)?|penetapan)"
    r"|(?:telah|terakhir)(?: beberapa kali)?(?:,)? (?:di)?ubah(?:,? terakhir)?(?: \w+)? (?:dengan|oleh)|terakhir dengan"
    r"|menjadi)\s*$",
    re.I,
)
_LONGEST_NAME = 300  # letters before a citation in which another's name may lead to it


class Places:
    """Where a pattern stands in words, in order."""

    def __init__(self, pattern: re.Pattern[str], words: str) -> None:
        found = [match.span() for match in pattern.finditer(words)]
        self.starts, self.ends = [start for start, _ in found], [end for _, end in found]

    def last_before(self, limit: int) -> tuple[int, int] | None:
        """The last one that ends at `limit` or before."""
        index = bisect_right(self.ends, limit) - 1
        return (self.starts[index], self.ends[index]) if index >= 0 else None

    def first_from(self, start: int) -> tuple[int, int] | None:
        """The first one that begins at `start` or behind."""
        index = bisect_left(self.starts, start)
        return (self.starts[index], self.ends[index]) if index < len(self.starts) else None

    def stand_between(self, start: int, end: int) -> bool:
        first = self.first_from(start)
        return first is not None and first[1] <= end


class Sentence:
    """Words on one line, with questions about a citation that stands at `start` or ends at `end`."""

    def __init__(self, words: str) -> None:
        self.words = words

    def is_in_anothers_name(self, start: int) -> bool:
        """«… tentang Perubahan atas Undang-Undang …»: the citation belongs to the name of the regulation cited before it."""
        return bool(_IN_ANOTHERS_NAME.search(self.words[max(0, start - _LONGEST_NAME) : start]))

    def is_revoked(self, end: int) -> bool:
        """Whether words that revoke follow: «dicabut dan …» comes after what it revokes, unless that stays in force."""
        after = self._revoking.first_from(end)
        return after is not None and not self._staying.stand_between(end, after[0])

    def is_part(self, start: int) -> bool:
        """Whether only a provision of what is cited is spoken of, in the clause that leads up to it."""
        inside = self._insides.last_before(start)
        provision = self._provisions.last_before(inside[0]) if inside else None
        return provision is not None and provision[1] > self._end_of_clause_before(start)

    def is_carried_out(self, start: int) -> bool:
        """Whether the words before say that this regulation carries it out, and have not come to its own making."""
        begins = self._implementing.last_before(start)
        return begins is not None and not self._making.stand_between(begins[1], start)

    def _end_of_clause_before(self, limit: int) -> int:
        """Where the sign stands («; », « a. ») that ends the last clause before `limit`; -1 if none does."""
        index = bisect_left(self._clause_ends.starts, limit) - 1
        while index >= 0:
            at = self._clause_ends.starts[index]
            if at + (2 if self.words[at] == ";" else 4) <= limit:
                return at
            index -= 1  # at most a few: such signs are four letters long
        return -1

    @cached_property
    def _revoking(self) -> Places:
        return Places(_REPEALED, self.words)

    @cached_property
    def _staying(self) -> Places:
        return Places(_STAYS, self.words)

    @cached_property
    def _insides(self) -> Places:
        return Places(_INSIDE, self.words)

    @cached_property
    def _provisions(self) -> Places:
        return Places(_PROVISION, self.words)

    @cached_property
    def _clause_ends(self) -> Places:
        return Places(_CLAUSE_ENDS, self.words)

    @cached_property
    def _implementing(self) -> Places:
        return Places(_IMPLEMENTS, self.words)

    @cached_property
    def _making(self) -> Places:
        return Places(_MAKES, self.words)
