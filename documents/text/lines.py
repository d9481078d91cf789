"""Lines of a text with their places, and whether a line only continues a reference of the line before it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# «Pasal 5» at the start of a line is a cross reference, not a heading, when the line before ends in one of these words.
_CONNECTIVES = frozenset(
    "dalam dan atau dan/atau dengan sampai s.d s.d. s/d pasal ayat huruf angka dimaksud ketentuan oleh pada dari ke melanggar "  # noqa: SIM905
    "menurut berdasarkan terhadap kecuali antara sebagaimana untuk serta maupun juncto jo jo. bahwa yang isi setelah sesudah "
    "sebelum bunyi nomor tahun tentang di diantara tersebut termaksud".split()
)
_OPEN_ENDS = (",", "(", "-", "–", "/")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z")  # a footer, not the end of a sentence
# A scan may take the first dash of a line of its own, and letters for digits: «5-», «-t2-».
_PAGE_NUMBER = re.compile(r"[\s_]*[-–]\s?\d{1,4}\s?[-–]\s*\Z|\A[-–\s_]*[0-9OlIt]{1,4}\s?[-–]\s*\Z")


class Line(NamedTuple):
    """A line of the text with its place; `before` is the end of the last non-blank line above it."""

    start: int
    end: int
    text: str
    before: str
    opens: bool = True  # False for a part cut out of the middle of a line


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines between two places that are not blank, each with its line end."""
    before = ""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop + 1
        line = text[start:stop]
        if stripped := line.strip():
            yield Line(start, stop, line, before)
            before = stripped[-200:]
        start = stop


def is_wrapped_reference(before: str) -> bool:
    """Whether a line is only the continuation of a reference, judged by the line before it."""
    before = unnumbered(before)
    if is_open_ended(before):
        return True
    words = before[-40:].rsplit(None, 1)
    return bool(words) and not words[-1].isupper() and words[-1].lower().lstrip("(") in _CONNECTIVES


def is_open_ended(before: str) -> bool:
    """Whether a line ends in a sign after which a sentence goes on: a comma, a dash, an open bracket."""
    return before.endswith(_OPEN_ENDS) and not _ADDRESS.search(before)


def unnumbered(line: str) -> str:
    """The line without a page number «- 6 -» run into its end."""
    return _PAGE_NUMBER.sub("", line[-60:]) if line.endswith(("-", "–")) else line
