"""How amounts, counts and dates are written and read in Indonesian: one place for screens, letters and forms."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

WIB = ZoneInfo("Asia/Jakarta")

# Rp999 triliun: far above any budget of the ministry, far below what a 64-bit column holds.
MAX_RUPIAH = 999_999_999_999_999

_AMOUNT = re.compile(r"(?:rp\.?\s*)?(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?:00|-))?", re.IGNORECASE | re.ASCII)
_COUNT = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+", re.ASCII)

_ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))


def rupiah(amount: int) -> str:
    """«Rp325.000.000»: whole rupiah, dots between thousands, no blank after Rp."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{count(abs(amount))}"


def count(number: int) -> str:
    """«1.250»: a whole number with dots between thousands."""
    return f"{number:,}".replace(",", ".")


def file_size(size: int) -> str:
    """«10 MB», «10,1 KB»: of so many bytes, a decimal only where it says something."""
    return filesizeformat(size).replace(",0\u00a0", "\u00a0").replace(".0\u00a0", "\u00a0")


def parse_rupiah(text: str) -> int:
    """Whole rupiah from «65.000.000», «65000000» or «Rp65.000.000,00».

    Raises ValueError with a sentence for the person who typed it. Everything ambiguous is refused
    («65,000.5», «65.000.5»): a guessed amount of public money is worse than a question.
    """
    typed = " ".join(text.split())
    match = _AMOUNT.fullmatch(typed)
    if match is None:
        raise ValueError(_why_not_rupiah(typed))
    amount = _at_most(MAX_RUPIAH, match["whole"])
    if amount is None:
        raise ValueError(_("Jumlah terlalu besar. Paling banyak %s.") % rupiah(MAX_RUPIAH))
    return amount


def _at_most(largest: int, typed: str) -> int | None:
    """The number, or None above `largest`; a long row of digits is refused unconverted (Python stops at 4,300)."""
    digits = typed.replace(".", "").lstrip("0") or "0"
    if len(digits) > len(str(largest)):
        return None
    number = int(digits)
    return number if number <= largest else None


def _why_not_rupiah(typed: str) -> str:
    if not typed:
        return _("Tulis jumlah rupiah dengan angka, misalnya 65.000.000.")
    if re.match(r"(?:rp\.?\s*)?[-−–]", typed, re.IGNORECASE):
        return _("Jumlah rupiah tidak boleh negatif. Tulis misalnya 65.000.000.")
    if re.fullmatch(r"(?:rp\.?\s*)?[\d.]+,\d+", typed, re.IGNORECASE | re.ASCII):
        return _("Tulis rupiah bulat tanpa sen, misalnya 65.000.000.")
    return _("Tulis jumlah rupiah dengan angka; titik hanya sebagai pemisah ribuan, misalnya 65.000.000 atau 65000000.")


def parse_count(text: str, *, largest: int) -> int:
    """A whole number from 1 to `largest` from «2» or «1.000»; ValueError with a sentence otherwise."""
    typed = text.strip()
    if _COUNT.fullmatch(typed) is None:
        raise ValueError(_("Tulis jumlah dengan angka bulat mulai dari 1, misalnya 2."))
    number = _at_most(largest, typed)
    if number is None:
        raise ValueError(_("Jumlah terlalu besar. Paling banyak %s.") % count(largest))
    if number == 0:
        raise ValueError(_("Jumlah paling sedikit 1."))
    return number


def terbilang(number: int) -> str:
    """The number in words: 1001001001 → «satu miliar satu juta seribu satu». From 0 to 999 triliun."""
    if not 0 <= number <= MAX_RUPIAH:
        raise ValueError(f"terbilang takes 0 to {MAX_RUPIAH}, not {number}")
    return " ".join(_words(number)) if number else _ONES[0]


def _words(number: int) -> list[str]:
    """The words of a number; none for 0, so that «dua puluh» gets no «nol»."""
    for scale, name in _SCALES:
        if number >= scale:
            return [*_words(number // scale), name, *_words(number % scale)]
    if number >= 1000:
        return [*_with_se(number // 1000, "ribu"), *_words(number % 1000)]
    if number >= 100:
        return [*_with_se(number // 100, "ratus"), *_words(number % 100)]
    if number >= 20:
        return [_ONES[number // 10], "puluh", *_words(number % 10)]
    if number >= 12:
        return [_ONES[number - 10], "belas"]
    return [_ONES[number]] if number else []


def _with_se(many: int, unit: str) -> list[str]:
    """«seribu», not «satu ribu»; «dua ribu»."""
    return [f"se{unit}"] if many == 1 else [*_words(many), unit]


def _in_wib(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment, WIB) if timezone.is_aware(moment) else moment


def date_long(on: dt.date) -> str:
    """«7 Februari 2020»; the date in Western Indonesian Time when given a moment."""
    day = _in_wib(on) if isinstance(on, dt.datetime) else on
    return format_date(day, "d MMMM y", locale="id_ID")


def date_full(on: dt.date) -> str:
    """«Jumat, 7 Februari 2020» (Babel's own full format pads the day: «07»)."""
    day = _in_wib(on) if isinstance(on, dt.datetime) else on
    return format_date(day, "EEEE, d MMMM y", locale="id_ID")


def moment_long(moment: dt.datetime) -> str:
    """«7 Februari 2020, 14.30 WIB»."""
    local = _in_wib(moment)
    return f"{date_long(local)}, {local:%H.%M} WIB"
