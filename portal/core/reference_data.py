"""Facts a new installation starts with. Loading again adds what is missing and leaves every administrator's change alone."""

import csv
import datetime as dt
import re
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from portal.core.models import Cluster, Directorate, Holiday, Unit, UnitFormerName
from portal.core.models.organisation import Verification
from portal.core.role_groups import sync_role_groups

UNITS_CSV = Path(__file__).parent / "data" / "units.csv"

# Names as of the news of 2020; the present ones (Permensos 2/2025) are not verified, so they are rows, not code.
DIRECTORATES = (
    ("anak", "Direktorat Rehabilitasi Sosial Anak", "Anak", "Anak"),
    (
        "disabilitas",
        "Direktorat Rehabilitasi Sosial Penyandang Disabilitas",
        "Penyandang Disabilitas",
        "Penyandang Disabilitas",
    ),
    ("lanjut-usia", "Direktorat Rehabilitasi Sosial Lanjut Usia", "Lanjut Usia", "Lanjut Usia"),
    (
        "napza",
        "Direktorat Rehabilitasi Sosial Korban Penyalahgunaan Napza",
        "Korban Penyalahgunaan Napza",
        "Korban Penyalahgunaan Napza",
    ),
    (
        "ts-kpo",
        "Direktorat Rehabilitasi Sosial Tuna Sosial dan Korban Perdagangan Orang",
        "Tuna Sosial dan Korban Perdagangan Orang",
        "Tuna Sosial dan Korban Perdagangan Orang",
    ),
)
# Only the dates that never move; the others are decreed every year and are imported by an administrator.
FIXED_HOLIDAYS = (
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
    (8, 17, "Hari Kemerdekaan Republik Indonesia"),
    (12, 25, "Hari Raya Natal"),
)
FIXED_HOLIDAY_YEARS = range(2020, 2036)
FIXED_HOLIDAY_SOURCE = "tanggal tetap"
_VERIFICATION = {
    "verified": Verification.VERIFIED,
    "name weakly sourced": Verification.WEAK,
    "merged": Verification.MERGED,
}
_SUCCESSORS = {"tan-miyat": "sentra-terpadu-pangudi-luhur", "budhi-dharma": "sentra-terpadu-pangudi-luhur"}


@transaction.atomic
def load_reference_data() -> None:
    """Directorates, clusters, the 36 known units with former names, fixed holidays, and the role groups of all places."""
    _load_directorates()
    _load_units()
    _load_holidays()
    sync_role_groups()


def _load_directorates() -> None:
    for order, (code, name, short_name, cluster) in enumerate(DIRECTORATES, start=1):
        directorate, _ = Directorate.objects.get_or_create(code=code, defaults={"name": name, "short_name": short_name})
        Cluster.objects.get_or_create(code=code, defaults={"name": cluster, "directorate": directorate, "order": order})


def _load_units() -> None:
    with UNITS_CSV.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _load_unit(row)
    for code, successor in _SUCCESSORS.items():
        Unit.objects.filter(code=code, successor__isnull=True).update(successor=Unit.objects.get(code=successor))


def _load_unit(row: dict[str, str]) -> None:
    note = row["nama_lama_atau_catatan"]
    unit, created = Unit.objects.get_or_create(
        code=slugify(row["nama"]),
        defaults={
            "name": row["nama"],
            "kind": row["jenis"],
            "city": row["kota_kabupaten"].replace("source varies", "menurut sumber berbeda-beda"),
            "province": row["provinsi_inferred"],
            "note": note,
            "observed_on": "" if row["per_tanggal"] == "n/a" else row["per_tanggal"],
            "verification": _VERIFICATION.get(row["status"], Verification.OLDER_NAME),
            "source": row["sumber"],
            "valid_until": dt.date(2022, 3, 3) if row["status"] == "merged" else None,
        },
    )
    if created:
        UnitFormerName.objects.bulk_create(UnitFormerName(unit=unit, name=name) for name in former_names(note))


def former_names(note: str) -> list[str]:
    """Names after «ex …», one per alternative; abbreviations in brackets stay with their name.

    >>> former_names("ex Balai Anak Abiseka")
    ['Balai Anak Abiseka']
    """
    match = re.match(r"ex (.+)$", note)
    if not match or match[1].lower().endswith("unit"):
        return []
    return [name.strip() for name in match[1].split(" / ")]


def _load_holidays() -> None:
    Holiday.objects.bulk_create(
        (
            Holiday(on=dt.date(year, month, day), name=name, source=FIXED_HOLIDAY_SOURCE)
            for year in FIXED_HOLIDAY_YEARS
            for month, day, name in FIXED_HOLIDAYS
        ),
        ignore_conflicts=True,
    )
