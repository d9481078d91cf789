"""Personal data as screens show it by default (UU 27/2022): enough to tell two people apart, too little to find one.

Masked are what belongs to one person: names, addresses, and numbers of identity, telephones and accounts. So are the
coordinates of a place: they are its address, more exact than a house number, and a community meets at somebody's home. Whoever
writes the proposal sees them in the form they are typed into, others once they opened its data with a reason. The names of
applicants and communities are those of groups and institutions (article 1 speaks of individuals): they stay readable, as
the public ledger of aid needs them, but for numbers that somebody wrote into them.
"""

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

_HIDDEN = "•"
_GONE = "\x00"
"""Stands where a number was found, so that the next look does not find it again."""

_BETWEEN = r"(?:[ ._/+\-\n]|%20){0,3}"
"""What people write between the digits of a number, in the text as `_folded` gives it."""
_PHONE_GAP = r"[ ._/()\-]{0,3}"
_LANDLINE_GAP = r"[ \-]"

# «NIK.3275», «HP0812» and «Budi,3275» begin a number; «1.250» does not begin one after its dot.
_NO_NUMBER_BEFORE = r"(?<!\d)(?<!\d[.,])"
_ACCOUNT = re.compile(rf"\brek(?:ening)?\b\D{{0,30}}(?P<number>(?:\d{_BETWEEN}){{5,}}\d)", re.IGNORECASE | re.ASCII)
_RUN = re.compile(r"(?<!\d)(?P<number>\d{16})(?!\d)", re.ASCII)
_SPACED = re.compile(rf"{_NO_NUMBER_BEFORE}(?P<number>(?:\d{_BETWEEN}){{15}}\d)(?!\w)", re.ASCII)
_MOBILE = re.compile(
    rf"{_NO_NUMBER_BEFORE}(?P<number>(?:\(?(?:\+ ?)?62{_PHONE_GAP}0?|\(?0)[ \-]?8(?:{_PHONE_GAP}\d){{7,11}}"
    rf"|\(8\d{{1,2}}\){_PHONE_GAP}\d(?:{_PHONE_GAP}\d){{5,8}}"
    r"|(?<![\w.,/\-])8\d{2}[ \-]\d{3,4}[ \-]\d{3,4})(?!\w)",
    re.ASCII,
)
_LANDLINE = re.compile(
    rf"{_NO_NUMBER_BEFORE}(?P<number>(?:\(?\+ ?62\)?{_LANDLINE_GAP}{{0,3}}\(?0?[2-79]\d{{1,2}}\)?{_LANDLINE_GAP}{{0,3}}"
    rf"|\(0?[2-79]\d{{1,2}}\){_LANDLINE_GAP}{{0,3}}|0[2-79]\d{{1,2}}{_LANDLINE_GAP}{{1,3}})"
    rf"\d{{3,4}}{_LANDLINE_GAP}{{0,3}}\d{{3,4}})(?!\w)",
    re.ASCII,
)
_LONG = re.compile(r"(?<![\w.,/])(?<!Rp )(?P<number>\d{10,15})(?![\w/])", re.ASCII)
# In this order: what is surest takes its digits first.
_NUMBERS = (_ACCOUNT, _RUN, _SPACED, _MOBILE, _LANDLINE, _LONG)

_YEAR = r"(?:19|20)\d\d"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
# What has digits and is nobody's: amounts with their currency, dates, years in a row, numbers of letters.
_NOBODY = re.compile(
    r"\b(?:Rp|IDR)\.? ?\d[\d.]*(?:,\d\d)?"
    rf"|(?<!\d){_DAY}(?P<a>[./\-]){_MONTH}(?P=a){_YEAR}(?!\d)"
    rf"|(?<!\d){_YEAR}(?P<b>[./\-]){_MONTH}(?P=b){_DAY}(?!\d)"
    rf"|(?<!\d)(?<!\d[ ./\-]){_YEAR}(?:\D{{1,3}}{_YEAR})+(?![ ._/\-]{{0,3}}\d)"
    rf"|(?<![\d./\-])(?!\(?0?8\d{{1,2}}/\d{{3,4}}/|\d{{4}}/\d{{4}}/\d{{4}}/)(?:\d{{1,5}}/)+{_YEAR}(?!\d)",
    re.ASCII | re.IGNORECASE,
)
# «65.000.000»; after «rekening» the same is an account, and «081.234.567» a telephone.
_AMOUNT = re.compile(r"(?<![\d.+])(?<!\+ )[1-9]\d{0,2}(?:\.\d{3})+(?:,\d\d)?(?!\.?\d)", re.ASCII)
# Region, day of birth (a woman's plus 40), month.
_IDENTITY = re.compile(r"[1-9]\d{5}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{6}", re.ASCII)


def masked_name(name: str) -> str:
    """«Siti Aminah» becomes «S••• A•••»: always three dots, so that not even the length tells."""
    return " ".join(word[0] + _HIDDEN * 3 for word in name.split())


def masked_number(number: str) -> str:
    """The last four digits of a NIK, KK, telephone or account number; all hidden when there are hardly more."""
    return _HIDDEN * 4 + (number[-4:] if len(number) >= 8 else "")


def masked_address(address: str) -> str:
    """That there is one."""
    return _HIDDEN * 6 if address.strip() else ""


def masked_point(point: object) -> str:
    """That there is one. Not even its first digits: two decimals are a village."""
    return _HIDDEN * 6


def masked_text(text: str) -> str:
    """Free text with the numbers masked that people write into it: NIK, KK, telephones, accounts. Amounts and dates stay."""
    return with_numbers_replaced(text, masked_number)


def with_numbers_replaced(text: str, replace: Callable[[str], str | None]) -> str:
    """The same text with `replace` called on the digits of each such number, whatever script and signs it is written in.

    None leaves a number as it is written.
    """
    found: list[tuple[int, int, str]] = []
    folded = _NOBODY.sub(_gone, _folded(text))
    for pattern in _NUMBERS:
        for match in pattern.finditer(folded):
            start, end = match.span("number")
            digits = re.sub(r"%20|\D", "", match["number"])
            if not _is_by_chance(match["number"], digits):
                found.append((start, end, digits))
                folded = folded[:start] + _GONE * (end - start) + folded[end:]
        if pattern is _ACCOUNT:
            folded = _AMOUNT.sub(_gone, folded)
    shown, at = [], 0
    for start, end, digits in sorted(found):
        new = replace(digits)
        shown += [text[at:start], text[start:end] if new is None else new]
        at = end
    return "".join(shown) + text[at:]


def _gone(match: re.Match[str]) -> str:
    return _GONE * len(match[0])


def _is_by_chance(written: str, digits: str) -> bool:
    """Sixteen digits with signs that other numbers have too (a list, a column, a reference), and no day of birth in them."""
    if len(digits) != 16 or re.search(r"[/_\n]|[ ._+\-]{3}", written) is None:
        return False
    return _IDENTITY.fullmatch(digits) is None


def _folded(text: str) -> str:
    """Every digit as 0-9, every dash as «-», every blank and invisible sign as one space: letter for letter."""
    return "".join(map(_folded_sign, text))


@lru_cache(maxsize=4096)
def _folded_sign(sign: str) -> str:
    if (digit := unicodedata.digit(sign, None)) is not None:
        return str(digit)
    kind = unicodedata.category(sign)
    if kind == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    if kind in ("Zs", "Cf", "Zl", "Zp") or sign in "\t\v\f\r":
        return " "
    return _FULL_WIDTH.get(sign, sign)


_FULL_WIDTH = dict(zip("\uff0f\uff3f\uff0e\uff08\uff09\uff0b", "/_.()+", strict=True))


def spelt(number: str) -> str:
    """A regular expression, for databases as well, that finds the number in any script and with any signs between."""
    return "[^0-9]{0,3}".join(f"[{_digits_like()[digit]}]" for digit in number)


def number_like() -> str:
    """A regular expression for databases: texts in which one of these numbers may stand. They hold at least six digits."""
    digit = "".join(_digits_like().values())
    return rf"([{digit}][^{digit}]{{0,4}}){{6}}"


@cache
def _digits_like() -> dict[str, str]:
    like: dict[str, str] = {str(digit): "" for digit in range(10)}
    for sign in map(chr, range(sys.maxunicode + 1)):
        if sign.isdigit():
            like[str(unicodedata.digit(sign))] += sign
    return like
