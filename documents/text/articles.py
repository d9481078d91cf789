"""Whether a line that opens with «Pasal 5» is the heading of an article or a reference to one, and how sure that is."""

import re

from documents.text.lines import Line, is_open_ended, is_wrapped_reference, unnumbered
from documents.text.markers import DOUBTFUL, MAYBE, RUN_ON, SURE, Marker
from documents.text.nodes import Kind
from documents.text.numbering import repaired

_SPACED = r"[1-9l][ ][0-9lO](?![0-9.)])"  # «Pasal 1 1»
_LETTER_APART = r"(?:[ ][A-HJ-Z](?![A-Za-z.)]))?"  # «Pasal 72 A»
#: The number of a Pasal in mid-line, and with more confusions where it opens a line.
NUMBER = rf"(?:[0-9OlT]{{1,4}}[A-Z]{{0,2}}{_LETTER_APART}|{_SPACED}|[IVX]{{1,4}})"
SCANNED_NUMBER = rf"(?:{_SPACED}|[0-9OoQlIJT|!SB]{{1,4}}[A-Z]{{0,2}}{_LETTER_APART}|[IVXL]{{1,6}}|i)"
_CITED = (
    r"(?:(?:Undang|UU|Peraturan|PP|Perpres|Permen|Keputusan|Ketetapan|Ordonansi)\b(?:(?!\bini\b)[^\n.;]){0,60}?"
    r"\b(?:Nomor|No|Nr|[Tt]ahun|Dasar|tersebut|lama)\b|(?:Kitab|KUH|Jo|Juncto|Ayat|Huruf|Angka|Bab)\b)"
)
_ANY_NORM = r"(?:\([ ]?[1l]\)|[\"“§^]|[a1][.)][ ]|[A-Z])"
#: What a norm run into its heading's line begins with; after «Pasal 5» without a dot the name of a law means a citation.
NORM = rf"(?:[ \t]*[.:][ \t]+{_ANY_NORM}|[ \t]+(?!{_CITED}){_ANY_NORM})"
_INLINE_NORM = re.compile(NORM)
_EXPLAINED_NORM = re.compile(r"[ \t]*[.:]?[ \t]+[A-Z^(]")
_FIRST_AYAT = re.compile(r"[ \t]\([1l]\)[ ][A-Z]")
_LEAD = re.compile(r"[ \t]*[.:]?[ \t]*")
_GOES_ON = re.compile(r"[ \t]{0,60}(?:ayat[ \t(]|huruf[ \t]|(?:dan|atau|sampai|sebagaimana|yang|dari|jo)\b|[,;)])")
# A sentence, a heading in capitals, or one in title case («. Tempat dan Kedudukan») may stand before a Pasal.
_ENDED = re.compile(
    r"(?:[.;:…]|\b[A-Z]{3,}|\b(?:BAB|Bagian|BAGIAN|Paragraf)[ ][\w-]+)\W*\Z|\bjelas\s*\Z"
    r"|(?:\A|[.;:)][ ])(?:[A-Z][a-z]+,?[ ]?(?:(?:dan|dalam|atau|atas|pada)[ ])?){1,9}\W*\Z"
)
# «Pasal 5 sampai dengan Pasal 8 / Cukup jelas.» explains several Pasal at once.
_GROUP = re.compile(
    r"(?:[ \t]*(?:,|dan|,[ \t]*dan|s\.?/?d\.?|sampai dengan|sampai)[ \t]*(?:[Pp]asal[ \t]*)?\d{1,4}[A-Z]{0,2}){1,40}"
    r"[ \t.]*(?=\r?\n|\Z|[A-Z])"
)


def article(line: Line, match: re.Match[str], after: str, *, explanation: bool) -> Marker | None:
    """The candidate of a line matched as «Pasal …»; `after` is the line below it."""
    rest, at = match["rest"], line.start + match.start("rest")
    number = repaired(match["pasal_number"].replace(" ", "")).replace("i", "I")
    lower = match["pasal"][0] == "p"
    announced = unnumbered(line.before).endswith(":")
    if not rest.strip(" \t.:\r\u00a0_"):
        weight = _weight(line, alone=True, goes_on=bool(_GOES_ON.match(after)))
        weight = min(weight, MAYBE) if lower and weight else weight
        return Marker(Kind.PASAL, number, "", line.start, line.end, announced, weight) if weight else None
    if explanation and (group := _GROUP.match(rest)) and not is_wrapped_reference(line.before):
        heading = (match["pasal"] + " " + match["pasal_number"] + rest[: group.end()]).strip()
        return Marker(Kind.PASAL, number, heading, line.start, at + group.end())
    weight = _weight(line, begins=bool(_FIRST_AYAT.match(rest)))
    weight = min(weight, MAYBE) if lower and weight else weight
    if weight and (_EXPLAINED_NORM if explanation else _INLINE_NORM).match(rest):
        lead = _LEAD.match(rest)
        return Marker(Kind.PASAL, number, "", line.start, at + (lead.end() if lead else 0), announced, weight)
    return None


def _weight(line: Line, *, alone: bool = False, goes_on: bool = False, begins: bool = False) -> float:
    """How sure a heading is, by what stands before it; 0 if it is none. `goes_on`: the sentence does, below; `begins`: ayat (1) follows."""
    before = unnumbered(line.before)
    if is_open_ended(before):
        return DOUBTFUL if line.opens and not goes_on else MAYBE
    if is_wrapped_reference(before):
        return MAYBE if (line.opens and alone and not goes_on) or begins else 0.0
    if goes_on:
        return DOUBTFUL
    if alone and line.opens:
        return SURE
    if not before or _ENDED.search(before):
        return RUN_ON
    return MAYBE
