"""Which of the articles that an instruction names it inserts: «Di antara Pasal 14 dan Pasal 15 disisipkan Pasal 14A»."""

import re
from functools import lru_cache

from documents.text.instruction_words import NUMBER
from documents.text.stretches import article_number

_ADDS = re.compile(r"\b(?:disis?ip\w*|ditambah\w*|menambah\w*|menyisipkan)\b", re.IGNORECASE)
_ARTICLE = re.compile(rf"\bPasal\s+(?P<number>{NUMBER})", re.IGNORECASE)
_INTO_ARTICLE = re.compile(r"\b(?:ayat|huruf|angka|butir|kata|frasa|kalimat|sehingga|diubah|dihapus)\b", re.IGNORECASE)
_FAR = 600  # letters from «disisipkan» to the last of the articles


@lru_cache(maxsize=16)  # an instruction may insert hundreds, which are asked for one after the other
def insertions(says: str) -> tuple[dict[str, bool], bool]:
    """Of each article that the instruction names whether it is inserted; and whether the last of them is."""
    found: dict[str, bool] = {}
    is_inserted = False
    for match in _ARTICLE.finditer(says):
        number, is_inserted = article_number(match["number"]), _adds_before(says, match.start())
        found[number] = found.get(number, False) or is_inserted
    return found, is_inserted


def _adds_before(says: str, place: int) -> bool:
    before = says[max(0, place - _FAR) : place]
    adds = list(_ADDS.finditer(before))
    return bool(adds) and not _INTO_ARTICLE.search(before, adds[-1].end())
