"""Reading holidays from a file (CSV or iCalendar): pure functions. A bad file yields one clear sentence per row, never half an import."""

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar.cal import Component
from icalendar.error import BrokenCalendarProperty

from portal.core.typed_text import visible

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
MOST_ERRORS = 50
LONGEST_EVENT = dt.timedelta(days=31)
ONE_DAY = dt.timedelta(days=1)
YEARS = range(2000, 2101)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")


@dataclass(frozen=True, slots=True)
class HolidayRow:
    on: dt.date
    name: str
    source: str = ""


@dataclass(slots=True)
class Reading:
    """What a file holds. With errors, nothing of it is to be imported."""

    rows: list[HolidayRow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def refuse(self, sentence: str) -> None:
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(sentence)


def read(content: bytes, filename: str) -> Reading:
    """Rows of a CSV or ICS file; which of the two is told by the content, not by the name."""
    reading = Reading()
    if not content.strip():
        reading.refuse(_("Berkas kosong."))
    elif len(content) > MOST_BYTES:
        reading.refuse(_("Berkas lebih besar dari 1 MB. Daftar hari libur jauh lebih kecil; periksa berkasnya."))
    elif content.lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(b"BEGIN:VCALENDAR"):
        _read_calendar(content, reading)
    else:
        _read_table(content, filename, reading)
    _refuse_twice(reading)
    return reading


def _refuse_twice(reading: Reading) -> None:
    seen: dict[dt.date, str] = {}
    for row in reading.rows:
        if seen.setdefault(row.on, row.name) != row.name:
            reading.refuse(
                _("Tanggal %(on)s muncul dua kali: «%(first)s» dan «%(second)s».")
                % {"on": row.on.isoformat(), "first": seen[row.on], "second": row.name}
            )


def _read_table(content: bytes, filename: str, reading: Reading) -> None:
    text = _text_of(content)
    if text is None:
        reading.refuse(
            _("«%(name)s» bukan berkas CSV atau ICS. Simpan lembar kerja sebagai CSV (UTF-8).") % {"name": filename}
        )
        return
    if "\x00" in text:
        reading.refuse(_("«%(name)s» bukan berkas teks.") % {"name": filename})
        return
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        header = [cell.strip().lower() for cell in next(lines)]
        if header[:2] != ["tanggal", "nama"]:
            reading.refuse(_("Baris pertama harus berisi judul kolom: tanggal, nama, sumber."))
            return
        for number, cells in enumerate(lines, start=2):
            _read_line(number, [cell.strip() for cell in cells], reading)
    except csv.Error:
        reading.refuse(_("Berkas CSV rusak. Simpan ulang sebagai CSV (UTF-8)."))


def _text_of(content: bytes) -> str | None:
    """The words of a UTF-8 file, None for anything else: guessed letters would end up in a table that everybody reads."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _read_line(number: int, cells: list[str], reading: Reading) -> None:
    if not any(cells):
        return
    if len(reading.rows) >= MOST_ROWS:
        reading.refuse(_("Baris %(row)s: berkas berisi lebih dari 2.000 hari.") % {"row": number})
        return
    raw, name, source = (visible(cell) for cell in [*cells, "", "", ""][:3])
    on = parse_date(raw)
    if on is None:
        reading.refuse(
            _("Baris %(row)s: tanggal «%(value)s» tidak dikenal. Tulis seperti 2027-03-20 atau 20/03/2027.")
            % {"row": number, "value": raw[:40]}
        )
    elif not name:
        reading.refuse(_("Baris %(row)s: nama hari libur kosong.") % {"row": number})
    elif len(name) > 150 or len(source) > 200:
        reading.refuse(_("Baris %(row)s: nama atau sumber terlalu panjang.") % {"row": number})
    else:
        reading.rows.append(HolidayRow(on, name, source))


def parse_date(text: str) -> dt.date | None:
    """A day of this century, year first or day first; None for anything else.

    >>> parse_date("20/03/2027")
    datetime.date(2027, 3, 20)
    >>> parse_date("2027-02-30") is None
    True
    """
    if match := _ISO.match(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in match.groups())
    else:
        return None
    try:
        return dt.date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _read_calendar(content: bytes, reading: Reading) -> None:
    text = _text_of(content)
    if text is None:
        reading.refuse(_("Berkas ICS ini tidak tersimpan sebagai UTF-8. Unduh ulang dari kalender asalnya."))
        return
    try:
        calendar = Calendar.from_ical(text)
        events = list(calendar.walk("VEVENT"))
    except (ValueError, IndexError, KeyError):
        reading.refuse(_("Berkas ICS rusak atau tidak lengkap. Unduh ulang dari kalender asalnya."))
        return
    if not events:
        reading.refuse(_("Kalender ini tidak berisi acara."))
    for number, event in enumerate(events[:MOST_ROWS], start=1):
        _read_event(number, event, reading)
    if len(events) > MOST_ROWS:
        reading.refuse(_("Kalender berisi lebih dari 2.000 acara."))


def _read_event(number: int, event: Component, reading: Reading) -> None:
    name = visible(str(event.get("SUMMARY", "")))[:150]
    first, end = _days(event)
    if event.get("RRULE"):
        reading.refuse(_("Acara %(row)s «%(name)s»: acara berulang tidak dibaca.") % {"row": number, "name": name})
    elif not name:
        reading.refuse(_("Acara %(row)s: nama kosong.") % {"row": number})
    elif first is None or end is None or not {first.year, (end - ONE_DAY).year} <= set(YEARS):
        reading.refuse(_("Acara %(row)s «%(name)s»: tanggal tidak dikenal.") % {"row": number, "name": name})
    elif not dt.timedelta(0) < end - first <= LONGEST_EVENT:
        reading.refuse(_("Acara %(row)s «%(name)s»: lamanya tidak masuk akal.") % {"row": number, "name": name})
    else:
        for offset in range((end - first).days):
            reading.rows.append(HolidayRow(first + dt.timedelta(days=offset), name, _("kalender ICS")))


def _days(event: Component) -> tuple[dt.date | None, dt.date | None]:
    """First day and the day after the last: a calendar's end is exclusive. Without an end or a duration it is one day."""
    start, end = _as_date(event, "DTSTART"), _as_date(event, "DTEND")
    duration = _value(event, "DURATION") if "DURATION" in event else ONE_DAY
    if start is None or not isinstance(duration, dt.timedelta):
        return None, None
    try:
        return start, max(end or start + duration, start + ONE_DAY)
    except OverflowError:
        return None, None


def _as_date(event: Component, name: str) -> dt.date | None:
    """The day in Indonesia: calendars write the same moment in their own time zone."""
    value = _value(event, name)
    if isinstance(value, dt.datetime):
        try:
            return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
        except OverflowError:
            return None
    return value if isinstance(value, dt.date) else None


def _value(event: Component, name: str) -> object:
    try:
        return getattr(event.get(name), "dt", None)
    except (BrokenCalendarProperty, ValueError):
        return None
