"""From the pages of a PDF to one running text: page furniture away, broken words and lines mended.

Only whole lines that are furniture are dropped; nothing inside a sentence is.
"""

import re
from collections import Counter
from collections.abc import Sequence

_EDGE = 4  # furniture stands in the first and last lines of a page

# Anywhere on a page.
_FURNITURE = re.compile(
    r"""\s*(?:
      S\s*A\s*L\s*I\s*N\s*A\s*N
    | [-–—]\s*[\dlO]{1,4}\s*[-–—]                                   # - 2 -
    | (?:SK|sK|SX)\s*N[o0O]\.?\s*[\dOolI]{4,8}\s*[A-Z]?             # SK No 004185 A
    | (?:https?://)?(?:www\.?|WWW\.?)\s*\S+\.go\.id\S*              # www.peraturan.go.id
    | (?:https?://)?\S+\.go\.id/?
    | (?:19|20)\d\d\s*,\s*N[o0]\s*\.?\s*\d+(?:\s*[-–]?\s*\d+\s*[-–]?)?   # 2022, No.4 -2-
    | (?:[-–]\s*\d+\s*[-–]\s*)?(?:19|20)\d\d\s*,\s*N[o0]\s*\.?\s*\d+
    | .{0,40}?\S\s*(?:\.\s?){3,}                                    # catchword: Mengingat . . .
    | .{0,40}?\S\s*…\s*
    | jdih\S*
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_LETTERHEAD = re.compile(
    r"\s*(?:P\s?R\s?E\s?S\s?I\s?D\s?E\s?N|R\s?E\s?P\s?U\s?B\s?L\s?I\s?K\s+I\s?N\s?D\s?O\s?N\s?E\s?S\s?I\s?A"
    r"|PRESIDEN\s+REPUBLIK\s+INDONESIA)\s*"
)
_PAGE_NUMBER = re.compile(r"\s*\(?\d{1,4}\)?\s*")
_UNIT = re.compile(
    r"\s*(?:Pasal\s|BAB\s|Bagian\s|BAGIAN\s|Paragraf\s|BUKU\s|Menimbang|Mengingat|Memperhatikan|Menetapkan|MEMUTUSKAN|LAMPIRAN|PENJELASAN|"
    r"\(?[0-9]{1,3}[a-z]?[.)]\s|\(?[a-z][.)]\s|Agar setiap|Ditetapkan|Disahkan|Diundangkan|I\.\s+UMUM|II\.\s+PASAL)"
)
_SPACES = re.compile(r"[ \t\u00a0\u200b]+")
_LONGEST_WORD = 100  # letters; a «word» that grows line by line is none
_WORD_CUT = re.compile(r"[a-zà-ÿ]-\Z")


def clean_pages(pages: Sequence[str]) -> str:
    """One text of all pages, without furniture; a word cut at a line or page end is whole again."""
    rows = [[_SPACES.sub(" ", line).strip() for line in page.splitlines()] for page in pages]
    running = _running_heads(rows)
    kept: list[str] = []
    for number, lines in enumerate(rows):
        kept.extend(_without_furniture(lines, running, first=number == 0))
    return _mended(kept)


def _without_furniture(lines: list[str], running: frozenset[str], *, first: bool) -> list[str]:
    body = [line for line in lines if line]
    kept: list[str] = []
    for index, line in enumerate(body):
        at_edge = index < _EDGE or index >= len(body) - _EDGE
        if _FURNITURE.fullmatch(line[:200]) and len(line) < 200:
            continue
        if at_edge and not first and (_LETTERHEAD.fullmatch(line) or _shape(line) in running):
            continue
        if (index == 0 or index == len(body) - 1) and _PAGE_NUMBER.fullmatch(line):
            continue
        kept.append(line)
    return kept


def _running_heads(rows: list[list[str]]) -> frozenset[str]:
    """Lines that stand at the edge of more than half of the pages, numbers aside."""
    if len(rows) < 4:
        return frozenset()
    seen: Counter[str] = Counter()
    for lines in rows:
        body = [line for line in lines if line]
        edge = {_shape(line) for line in body[:2] + body[-2:]}
        seen.update(shape for shape in edge if len(shape) > 3 and not _UNIT.match(shape))
    return frozenset(shape for shape, count in seen.items() if count > len(rows) / 2)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _mended(lines: list[str]) -> str:
    """Lines joined: a cut word always («kesejah-/teraan»), but a reduplication keeps its hyphen («anak-/anak»)."""
    out: list[str] = []
    for line in lines:
        at = _cut_word(out[-1]) if out else None
        if at is None or not line[:1].islower() or _UNIT.match(line):
            out.append(line)
            continue
        rest, _, tail = line.partition(" ")
        first = out[-1][at:-1]
        joint = first + "-" + rest if _is_reduplication(first, _stem(rest)) else first + rest
        out[-1] = out[-1][:at] + joint
        if tail:
            out.append(tail)
    return "\n".join(out) + "\n" if out else ""


def _cut_word(line: str) -> int | None:
    """Where the word stands that the end of the line cuts; None if it cuts none, or what no word is as long as."""
    if not _WORD_CUT.search(line[-2:]):
        return None
    at = line.rfind(" ") + 1
    return at if len(line) - at <= _LONGEST_WORD else None


def _stem(word: str) -> str:
    """The word without the signs behind it."""
    end = len(word)
    while end and not (word[end - 1].isalnum() or word[end - 1] == "_"):
        end -= 1
    return word[:end]


def _is_reduplication(first: str, second: str) -> bool:
    """«anak-anak», «undang-undangan», «sebaik-baiknya», «hak-hak»."""
    left, right = first.lower().lstrip("("), second.lower()
    root = left[-len(right) :] if len(right) < len(left) else left
    return len(root) >= 3 and (right.startswith(root[:4]) or left.endswith(right[:4]))
