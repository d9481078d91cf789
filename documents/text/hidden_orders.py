"""Orders that stand where new words are expected: an item whose number a scan has lost is run into what is quoted before it."""

import re

_ORDER = re.compile(
    r"(?:(?<=[.;:\"”])\s*|\n\s*|\A\s*)(?:\(?\w{1,3}[.)]{1,2}\s*)?(?:(?:ketentuan|di\s?dalam|dalam|pada|sesudah|setelah|di ?antara)\s+){0,3}"
    r"\b(?P<order>(?:pasal\s+\w+|bab\s+[ivxl]+)\b(?:(?!sebagaimana|dapat\b|telah\s)[^.;:]){0,200}?"
    r"\b(?:diubah|dihapus(?:kan)?|ditiadakan|ditambah(?:kan)?|diganti|dijadikan|disisipkan|dibaca|dicabut)\b)",
    re.IGNORECASE,
)


def hidden_orders(words: str) -> list[str]:
    """Each such order with what follows it up to the next."""
    starts = [match.start("order") for match in _ORDER.finditer(words)]
    ends = [*starts, len(words)][1:]
    return [words[start:end].strip() for start, end in zip(starts, ends, strict=True)]
