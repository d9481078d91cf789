"""Who made a regulation, as a source names them: what the heading of a text left in the field is no issuer."""

import re

#: «Lembaga Kesejahteraan Sosial Dengan Rahmat Tuhan Yang Maha Esa Menteri Sosial …»: the end of the title, and the formula
#: that stands between it and the issuer (UU 12/2011, Lampiran II, butir 5 and 15).
_FORMULA = re.compile(r"^.*\bdengan rahmat (?:\S+ ){0,3}?maha (?:esa|kuasa)\b\W*", re.IGNORECASE | re.DOTALL)
FORMULA_WORDS = "dengan rahmat"


def issuer(written: str) -> str:
    """«Menteri Sosial Republik Indonesia», in one line; all that was written if nothing follows the formula."""
    line = " ".join(written.split())
    return _FORMULA.sub("", line) or line
