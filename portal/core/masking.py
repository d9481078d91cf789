"""Personal data as screens show it by default (UU 27/2022): enough to tell two people apart, too little to find one."""

import re
from collections.abc import Callable

_HIDDEN = "•"

BETWEEN_DIGITS = r"(?:[ .+-]|%20){0,2}"
"""What people write between the digits of a number, as a regular expression that databases read as well."""

# «NIK.3275», «HP0812» and «Budi,3275» begin a number; «1.250» does not begin one after its dot.
_NO_NUMBER_BEFORE = r"(?<!\d)(?<!\d[.,])"
# What free text says by accident: NIK and KK (16 digits), telephones, and accounts (a long run of digits that is no amount).
_NUMBERS = re.compile(
    r"(?<!\d)\d{16}(?!\d)"
    rf"|{_NO_NUMBER_BEFORE}(?:\d{BETWEEN_DIGITS}){{15}}\d(?!\w)"
    rf"|{_NO_NUMBER_BEFORE}(?:\+?62|0){BETWEEN_DIGITS}8(?:{BETWEEN_DIGITS}\d){{7,11}}(?!\w)"
    r"|\(0\d{2,3}\) ?\d{3,4}[ \-]?\d{3,4}(?!\w)"
    r"|(?<![\w.,/])(?<!Rp )\d{10,15}(?![\w/])",
    re.ASCII,
)
_ACCOUNT = re.compile(rf"(\brek(?:ening)?\b\D{{0,30}})((?:\d{BETWEEN_DIGITS}){{5,}}\d)", re.IGNORECASE)


def masked_name(name: str) -> str:
    """«Siti Aminah» becomes «S••• A•••»: always three dots, so that not even the length tells."""
    return " ".join(word[0] + _HIDDEN * 3 for word in name.split())


def masked_number(number: str) -> str:
    """The last four digits of a NIK, KK, telephone or account number; all hidden when there are hardly more."""
    return _HIDDEN * 4 + (number[-4:] if len(number) >= 8 else "")


def masked_address(address: str) -> str:
    """That there is one."""
    return _HIDDEN * 6 if address.strip() else ""


def masked_text(text: str) -> str:
    """Free text with the numbers masked that people write into it: NIK, KK, telephones, accounts. Amounts and dates stay."""
    return with_numbers_replaced(text, lambda written: masked_number("".join(filter(str.isdecimal, written))))


def with_numbers_replaced(text: str, replace: Callable[[str], str]) -> str:
    """The same text with `replace` called on each such number as it is written."""
    masked = _ACCOUNT.sub(lambda found: found[1] + replace(found[2]), text)
    return _NUMBERS.sub(lambda found: replace(found[0]), masked)
