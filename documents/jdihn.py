"""The feed for JDIHN (Perpres 33/2012): one bare JSON array with a row for each regulation that everybody may read.

Field names, their spelling and their placeholders are those of the integration template of ILDIS, which members publish;
`data/jdihn.schema.json` says them in full. Nothing is guessed: an unknown date is null, an unknown word «-».
"""

import datetime as dt
import json
import math
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents import jdihn_left_out
from documents.enums import LegalStatus
from documents.jdihn_left_out import LeftOut
from documents.jdihn_schema import breaches
from documents.models import Regulation
from documents.naming import designation
from documents.querysets import RegulationQuerySet
from documents.register_list import split_subjects
from portal.core.typed_text import visible

UNKNOWN = "-"
CHUNK = 500
PAUSE = 30.0
"""Seconds between two writings that only add: one takes 2 s of processor time at 9,448 regulations."""
IN_FORCE, NOT_IN_FORCE = "Berlaku", "Tidak Berlaku"
"""JDIHN has two words. What is unverified, or not in force yet, has neither: readers look for «berlaku» inside the word."""
GAZETTES = {
    "LN": "Lembaran Negara Republik Indonesia",
    "TLN": "Tambahan Lembaran Negara Republik Indonesia",
    "BN": "Berita Negara Republik Indonesia",
    "TBN": "Tambahan Berita Negara Republik Indonesia",
}
_GAZETTE = re.compile(r"\b(T?LN|T?BN)\s+(?:(?:Tahun\s+)?(\d{4})\s+)?No(?:mor|\.)?\s*(\d+)", re.IGNORECASE)
_MINISTRY = re.compile(r"^(?:Peraturan|Keputusan|Instruksi) Menteri (?P<office>.+)$", re.IGNORECASE)
_OF_REHSOS = re.compile(r"Direktur Jenderal Rehabilitasi Sosial$", re.IGNORECASE)

#: All that a row is made of; `_lines` reads nothing else, and `Feed` looks at nothing else.
COLUMNS = (
    "pk",
    "url_path",
    "number",
    "number_key",
    "year",
    "about",
    "place",
    "enacted_on",
    "promulgated_on",
    "gazette",
    "subjects",
    "field_of_law",
    "status",
    "register_word",
    "file_id",
    "last_published_at",
    "kind__code",
    "kind__name",
    "kind__abbreviation",
    "kind__form",
    "kind__form_abbreviation",
)


class Feed:
    """The feed as the worker keeps it: what is closed to the public leaves it with the next look.

    What is only new can wait: a large import would have the whole feed written again at every look.
    """

    def __init__(self, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause = pause
        self._clock = clock
        #: What was written last, as which file and when. Not kept beyond the process: a new version of the portal writes anew.
        self._rows: dict[int, int] = {}
        self._file: str | None = None
        self._at = -math.inf

    def keep_up(self) -> bool:
        """Write if a public regulation went or changed since the last look, or the file is another or lost; if some
        only came, once the last writing is `pause` seconds ago. Returns whether the feed says something else now.
        """
        seen = _fingerprints()
        if self._file is not None and self._file == stamp() and seen.items() >= self._rows.items():
            has_more = len(seen) > len(self._rows)
            if not has_more or self._clock() < self._at + self._pause:
                return False
        changed = write()
        self._rows, self._file, self._at = seen, stamp(), self._clock()
        return changed


def path() -> Path:
    """Where the feed lies."""
    return Path(settings.VAR_DIR) / "jdihn" / "document.json"


def stamp() -> str | None:
    """Tells feeds apart: one is only ever replaced by one that says something else. None where there is none yet."""
    try:
        stat = path().stat()
    except FileNotFoundError:
        return None
    return f"{stat.st_mtime_ns:x}-{stat.st_size:x}"


def write() -> bool:
    """Write the feed anew if it says something else than before; returns whether it does. A row that is not as our schema
    says is left out (`documents.jdihn_left_out`).

    A reader always gets a whole file: the new one takes the place of the old one in one step. What a killed process leaves
    is swept with broken-off uploads (`portal.core.coming_in`).
    """
    target = path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", dir=settings.FILE_UPLOAD_TEMP_DIR, suffix=".json", encoding="utf-8", delete=False
    ) as file:
        new = Path(file.name)
        try:
            left_out: list[LeftOut] = []
            file.writelines(_lines(left_out))
            file.flush()
            os.fsync(file.fileno())
            is_another = not target.exists() or new.read_bytes() != target.read_bytes()
            if is_another:
                new.replace(target)
        finally:
            new.unlink(missing_ok=True)
    # The feed first: what is closed must leave it whatever becomes of the list.
    jdihn_left_out.keep(left_out)
    return is_another


def row(page: Regulation) -> dict[str, str | None]:
    """One regulation. Nothing invisible goes out, whatever is stored."""
    return {name: value and visible(value) for name, value in _columns_of(page).items()}


def _columns_of(page: Regulation) -> dict[str, str | None]:
    file_name = f"{page.year}{page.kind.code}{page.number_key}".replace("-", "") + ".pdf" if page.file_id else UNKNOWN
    return {
        "idData": str(page.pk),
        "tahun_pengundangan": str(page.promulgated_on.year if page.promulgated_on else page.year),
        "tanggal_penetapan": _iso(page.enacted_on),
        "tanggal_pengundangan": _iso(page.promulgated_on),
        "jenis": (page.kind.form or page.kind.name).upper(),
        "noPeraturan": page.number.strip() or UNKNOWN,
        "judul": _title(page),
        "noPanggil": UNKNOWN,
        "singkatanJenis": (page.kind.form_abbreviation or page.kind.abbreviation or UNKNOWN).upper(),
        "tempatTerbit": page.place or UNKNOWN,
        "penerbit": UNKNOWN,
        "deskripsiFisik": UNKNOWN,
        "sumber": gazette_in_words(page.gazette) or UNKNOWN,
        "subjek": " - ".join(split_subjects(page.subjects)).upper() or UNKNOWN,
        "isbn": UNKNOWN,
        "status": _status(page),
        "bahasa": "Indonesia",
        "bidangHukum": page.field_of_law or UNKNOWN,
        "teuBadan": _body(page.kind.name),
        "nomorIndukBuku": UNKNOWN,
        "fileDownload": file_name,
        "urlDownload": _file_address(page, file_name),
        "abstrak": "",
        "urlabstrak": "",
        "urlAbstrak": "",
        "urlDetailPeraturan": f"{settings.SITE_URL}{page.get_url_parts()[2]}",
        "operasi": "4",
        "display": "1",
        "lastUpdated": _moment(page.last_published_at),
    }


def gazette_in_words(gazette: str) -> str:
    """«BN 2021 No. 1007» is «Berita Negara Republik Indonesia Tahun 2021 Nomor 1007»; what is no such thing stays."""

    def spelt(match: re.Match[str]) -> str:
        series, year, number = match.groups()
        return f"{GAZETTES[series.upper()]} {f'Tahun {year} ' if year else ''}Nomor {number}"

    return _GAZETTE.sub(spelt, gazette)


def _public() -> RegulationQuerySet:
    public: RegulationQuerySet = Regulation.objects.public().order_by("pk")
    return public


def _fingerprints() -> dict[int, int]:
    """By key of the page, of all that its row is made of; comparable within this process only, as Python's hashes are."""
    return {values[0]: hash(values) for values in _public().values_list(*COLUMNS).iterator(chunk_size=CHUNK)}


def _lines(left_out: list[LeftOut]) -> Iterator[str]:
    """The array, a row a line; what may not go out is added to `left_out`."""
    before = "["
    rows = _public().select_related("kind").only(*COLUMNS)
    for page in rows.iterator(chunk_size=CHUNK):
        shown = row(page)
        if problems := tuple(breaches(shown)):
            left_out.append(LeftOut(page.pk, designation(page.kind, page.number, page.year), problems))
            continue
        yield f"{before}\n{json.dumps(shown, ensure_ascii=False)}"
        before = ","
    yield "[\n]\n" if before == "[" else "\n]\n"


def _status(page: Regulation) -> str:
    if page.status == LegalStatus.REPEALED:
        return NOT_IN_FORCE
    return IN_FORCE if page.is_in_force else UNKNOWN


def _title(page: Regulation) -> str:
    named = designation(page.kind, page.number, page.year)
    return f"{named} tentang {' '.join(page.about.split())}" if page.about.strip() else named


def _file_address(page: Regulation, name: str) -> str:
    if page.file_id is None:
        return ""
    return f"{settings.SITE_URL}{reverse('documents:named_file', args=[page.file_id, name.removesuffix('.pdf')])}"


def _body(kind: str) -> str:
    """The body as the catalogue's main entry («Indonesia. Kementerian Sosial»), as far as the kind's name tells it."""
    if _OF_REHSOS.search(kind):
        return "Indonesia. Kementerian Sosial"
    ministry = _MINISTRY.match(kind)
    return f"Indonesia. Kementerian {ministry['office']}" if ministry else "Indonesia"


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: Any) -> str | None:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") if moment else None
