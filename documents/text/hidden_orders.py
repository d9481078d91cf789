"""Orders that stand where new words are expected: an item whose number a scan has lost is run into what is quoted before it."""

import re
from collections.abc import Iterator
from itertools import chain, pairwise

_NUMBERED = r"(?:\(?\w{1,3}[.)]{0,2}\s+|(?:pertama|ke\w{2,9})[,.:]?\s+)?"  # «2. a.», its dots lost too; «Kedua, »
_BEFORE = r"(?:(?:ketentuan|selanjutnya|kemudian|demikian\s+pula|di\s?dalam|dalam|pada|sesudah|setelah|sebelum|di\s?antara)\s+){0,3}"
#: The name of a law tells how it was amended, which orders nothing.
_WITHIN = (
    r"(?:sebagaimana\s+(?:telah\s+)?(?:beberapa\s+kali\s+)?(?:telah\s+)?diubah\b|"
    r"(?!sebagaimana|dapat\b|telah\s)[^.;:\n]){0,500}?"
)
_PASSIVE = (
    r"\b(?:diubah|dihapus(?:kan)?|ditiadakan|ditambah(?:kan)?|diganti|dijadikan|disisipkan|dibaca|dicabut|"
    r"dinyatakan\s+tidak\s+(?:lagi\s+)?berlaku)\b"
)
_ACTIVE = (
    r"(?:menghapus(?:kan)?|mengubah|mengganti|meniadakan|mencabut|menambah(?:kan)?)\s+(?:ketentuan\s+)?pasal\s+\w+"
)
_ORDER = re.compile(
    rf"(?:(?<=[.;:\"”\n])|\A)[^\S\n]{{0,9}}+{_NUMBERED}(?P<order>{_ACTIVE}|{_BEFORE}\b(?:pasal\s+\w+|bab\s+[ivxl]+)\b{_WITHIN}{_PASSIVE})",
    re.IGNORECASE,
)


def hidden_orders(words: str) -> Iterator[str]:
    """Each such order with what follows it up to the next."""
    places = chain((match.start("order") for match in _ORDER.finditer(words)), (len(words),))
    return (words[start:end].strip() for start, end in pairwise(places))
