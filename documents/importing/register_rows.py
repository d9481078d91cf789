"""Rows of the national register (peraturan.go.id) as its CSV has them: one becomes a checked row, or a sentence."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from documents.enums import RegisterWord
from documents.importing.rows import BadRow, parse_date, type_code
from portal.core.typed_text import visible

NEEDED = ("url", "Jenis/Bentuk Peraturan", "Pemrakarsa", "Nomor", "Tahun", "Status")
#: How the register abbreviates in its addresses, where that differs from the code of our kind.
ALIASES = {
    "permenag": "permenagama",
    "permenkkp": "permenkp",
    "permenkumham": "permenhumham",
    "permenkop-kukm": "permenkopukm",
    "peraturan-bphmigas": "peraturan-bph-migas",
}
PLACEHOLDER = dt.date(1970, 1, 1)
_ADDRESS = re.compile(r"/(?P<kind>[a-z][a-z-]*?)-no(?:mor)?-[^/]+-tahun-\d{4}/?$")
# «Tidak berlaku sebagian» is neither: the register has no such word, so the row is told and left.
_REPEALED = re.compile(r"(?:tidak berlaku|dicabut)\s*(?:$|[.:,;]|dicabut\s+oleh\b|oleh\b)")
_OFFICE = re.compile(r"^KEMENTERIAN\s+(?P<office>.+)$", re.IGNORECASE)
TEXT_LENGTH = 2_000
URL_LENGTH = 400


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """What the register says of one regulation. `code` is our kind's, or "" where only `name` tells it."""

    code: str
    name: str
    number: str
    year: int
    word: RegisterWord
    text: str
    url: str
    place: str
    enacted_on: dt.date | None
    promulgated_on: dt.date | None
    gazette: str
    doubts: tuple[str, ...] = ()


def read_register_row(row: Mapping[str, str | None], today: dt.date) -> RegisterRow:
    """The checked row; BadRow where it names no regulation or its status means nothing. Dates that cannot be are doubts."""
    values = {name: visible(value) for name, value in row.items() if name and isinstance(value, str)}
    number, year = values.get("Nomor", ""), values.get("Tahun", "")
    if not number or not re.fullmatch(r"(18|19|20)\d\d", year):
        raise BadRow(f"Nomor «{number}» atau tahun «{year}» tidak dapat dibaca.")
    code = _code(values.get("url", ""))
    dates = _Dates(int(year), today)
    enacted = dates.read(values.get("Ditetapkan Tanggal", ""))
    promulgated = dates.read(values.get("Tanggal", ""), after=enacted)
    status = values.get("Status", "")
    return RegisterRow(
        code=code,
        name=_name(values.get("Jenis/Bentuk Peraturan", ""), values.get("Pemrakarsa", "")),
        number=number,
        year=int(year),
        word=_word(status),
        text=status[:TEXT_LENGTH],
        url=values.get("url", "")[:URL_LENGTH],
        place=values.get("Tempat Penetapan", "")[:120],
        enacted_on=enacted,
        promulgated_on=promulgated,
        gazette=_gazette(code, values),
        doubts=tuple(dates.doubts),
    )


class _Dates:
    """Reads dates and keeps a sentence for each that cannot be."""

    def __init__(self, year: int, today: dt.date) -> None:
        self.year, self.today, self.doubts = year, today, list[str]()

    def read(self, value: str, after: dt.date | None = None) -> dt.date | None:
        try:
            day = parse_date(value)
        except BadRow as error:
            self.doubts.append(str(error))
            return None
        if day is None or day == PLACEHOLDER:
            return None
        if day > self.today or not -1 <= day.year - self.year <= 2 or (after and day < after):
            self.doubts.append(f"Tanggal «{value}» tidak cocok dengan tahun {self.year} dan tidak dipakai.")
            return None
        return day


def _word(status: str) -> RegisterWord:
    folded = status.casefold()
    if not folded:
        return RegisterWord.UNKNOWN
    if folded == "berlaku":
        return RegisterWord.IN_FORCE
    if _REPEALED.match(folded):
        return RegisterWord.REPEALED
    raise BadRow(f"Status «{status[:80]}» tidak dikenal.")


def _code(url: str) -> str:
    match = _ADDRESS.search(url)
    if match is None:
        return ""
    code = type_code(match["kind"])
    return ALIASES.get(code, code)


def _name(form: str, office: str) -> str:
    """«PERATURAN MENTERI» of «KEMENTERIAN SOSIAL» is «peraturan menteri sosial»; compared without regard to case."""
    ministry = _OFFICE.match(office)
    return f"{form} {ministry['office']}".casefold() if ministry else form.casefold()


def _gazette(code: str, values: Mapping[str, str]) -> str:
    """UU 12/2011, art. 82 and 83: laws and the President's regulations stand in the LN, ministers' and agencies' in the BN."""
    year, number = values.get("Tahun Pengundangan", ""), values.get("Nomor Pengundangan", "")
    more = values.get("Nomor Tambahan", "")
    if code in {"uu", "perppu", "pp", "perpres"}:
        series = "LN"
    elif code.startswith(("permen", "peraturan-")):
        series = "BN"
    else:
        return ""
    if not year.isdecimal() or not number.isdecimal():
        return ""
    supplement = f", T{series} No. {more}" if more.isdecimal() else ""
    return f"{series} {year} No. {number}{supplement}"


def decoded(lines: Iterable[tuple[int, bytes]]) -> Iterator[str]:
    """Lines as text; a byte order mark and bytes that are no UTF-8 break nothing."""
    for number, line in lines:
        yield line.decode("utf-8-sig" if number == 1 else "utf-8", "replace")
