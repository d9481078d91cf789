"""One line of JSON becomes a checked row, or a sentence that says what is wrong with it."""

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from documents.issuers import issuer
from documents.naming import LONGEST_ABOUT, is_other_address, number_key
from documents.text import titles
from documents.text.stored import LONGEST_TEXT
from portal.core.typed_text import visible

MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember".split()  # noqa: SIM905
)
FIRST_YEAR = 1800
LAST_YEAR = 2099  # the last that an address may name (`documents.permalinks`)
#: What the columns hold: SQLite would store more, PostgreSQL fails the whole batch.
KEY_LENGTH = 255
TYPE_LENGTH = 120
NUMBER_LENGTH = 120
STATUS_LENGTH = 4_000
#: Raise it when an import stores more or other things of the same row, so that a second run updates.
DIGEST_VERSION = "3"


class BadRow(ValueError):
    """The row cannot be imported; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Row:
    """A regulation as the file states it, checked."""

    key: str
    type: str
    number: str
    year: int
    title: str
    about: str
    issuer: str
    stated_status: str
    enacted_on: dt.date | None
    promulgated_on: dt.date | None
    text: str
    digest: str

    @property
    def designation(self) -> tuple[str, str, int, str]:
        """Type, number, year and issuer: the same four mean the same regulation."""
        return (type_code(self.type), number_key(self.number), self.year, self.issuer)


def read_row(line: bytes) -> Row:
    """The row of a line; BadRow with a sentence for anything that cannot be one."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRow("Baris ini bukan JSON yang sah.") from error
    if not isinstance(data, dict):
        raise BadRow("Baris ini bukan objek JSON.")
    type_, number = _line_of(data, "type"), _line_of(data, "number")
    if not re.fullmatch(r"[A-Za-z]\w*", _short(type_, TYPE_LENGTH, "Jenis")):
        raise BadRow(f"Jenis «{type_}» tidak dikenal.")
    if not number or not number_key(number):
        raise BadRow("Nomor peraturan kosong.")
    if word := next((each for each in (type_code(type_), number_key(number)) if is_other_address(each)), ""):
        raise BadRow(
            f"«{word}» sudah menjadi alamat halaman lain di portal, jadi tidak dapat menjadi jenis atau nomor."
        )
    return Row(
        key=_short(_line_of(data, "id"), KEY_LENGTH, "Kunci"),
        type=type_,
        number=_short(number, NUMBER_LENGTH, "Nomor"),
        year=_year(data.get("year")),
        title=Truncator(_line_of(data, "title")).chars(255),
        about=_short(titles.readable(_line_of(data, "about")), LONGEST_ABOUT, "Judul («about»)"),
        issuer=Truncator(issuer(_line_of(data, "issuer"))).chars(400),
        stated_status=_short(_line_of(data, "status"), STATUS_LENGTH, "Status"),
        enacted_on=parse_date(_line_of(data, "enacted")),
        promulgated_on=parse_date(_line_of(data, "promulgated")),
        text=_short(_text(data, "text"), LONGEST_TEXT, "Naskah"),
        digest=hashlib.sha256(DIGEST_VERSION.encode() + _canonical(data)).hexdigest(),
    )


def type_code(type_: str) -> str:
    """Address part of a type: «Permen_Sos» is permensos, «Perkab_Kulon_Progo» perkab-kulon-progo."""
    code = type_.lower().replace("_", "-")
    return code.replace("permen-", "permen", 1) if code.startswith("permen-") else code


def _canonical(data: dict[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name) or ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise BadRow(f"Kolom «{name}» harus berupa teks.")
    # PostgreSQL stores no NUL, and half a surrogate pair is no text.
    return value.replace("\x00", "").encode("utf-8", "replace").decode()


def _line_of(data: dict[str, Any], name: str) -> str:
    return visible(_text(data, name))


def _short(value: str, limit: int, label: str) -> str:
    if len(value) > limit:
        raise BadRow(f"{label} lebih panjang dari {limit} huruf.")
    return value


def _year(value: Any) -> int:
    try:
        year = int(value)
    except (TypeError, ValueError, OverflowError):
        raise BadRow(f"Tahun «{value}» bukan angka.") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadRow(f"Tahun {year} tidak mungkin.")
    return year


def parse_date(value: str) -> dt.date | None:
    """«2012-06-01» or «05 Maret 2012»; empty is None, an impossible day is BadRow."""
    if not value:
        return None
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value)
    if match is None and (words := re.fullmatch(r"(\d{1,2}) ([A-Za-z]+) (\d{4})", value)):
        day, month, year = words.groups()
        number = MONTHS.index(month.lower()) + 1 if month.lower() in MONTHS else 0
        match = re.fullmatch(r"(\d+)-(\d+)-(\d+)", f"{year}-{number}-{day}")
    if match is None:
        raise BadRow(f"Tanggal «{value}» tidak dikenali.")
    try:
        return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        raise BadRow(f"Tanggal «{value}» tidak mungkin.") from None
