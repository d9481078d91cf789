"""Numbers of units: roman, ordinal words, «7A», «1a», and the confusions of scanned text (only inside numbers)."""

import re

# A number: value, then its insertion letters («7A» comes between «7» and «8»; «28AA» after «28Z»).
Order = tuple[int, int, str]

_ORDINAL_WORDS = (
    *("kesatu", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan", "kesembilan", "kesepuluh"),
    *("kesebelas", "keduabelas", "ketigabelas", "keempatbelas", "kelimabelas", "keenambelas", "ketujuhbelas"),
    *("kedelapanbelas", "kesembilanbelas", "keduapuluh"),
)
ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS, start=1)} | {"pertama": 1}

_UNITS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_TENS = re.compile(rf"ke({'|'.join(_UNITS)})puluh([a-z]*)")

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_CONFUSED = str.maketrans("OoQIl|!TSB", "0001111758")
# A last letter is an insertion («15B», «28I»), save O and T, which no regulation uses and scanners make of 0 and 7.
_SCANNED = re.compile(r"([0-9OoQlI|!TSB]*[0-9OoQl|!T])([A-NP-SU-Z]{0,2})")
_NUMBER = re.compile(r"(\d+)([A-Za-z]*)(\d*)")


def roman_value(text: str) -> int | None:
    """The value of a roman number in capitals; None if it is none."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def ordinal_value(text: str) -> int | None:
    """«Kesatu», «Kedua Belas», «Kedua Puluh Satu», «Ke-12» as a number; None if it is none."""
    word = re.sub(r"[\s-]+", "", text.lower())
    if match := re.fullmatch(r"ke(\d+)", word):
        return int(match[1])
    if (tens := _TENS.fullmatch(word)) and (not tens[2] or tens[2] in _UNITS):
        return 10 * (_UNITS.index(tens[1]) + 1) + (_UNITS.index(tens[2]) + 1 if tens[2] else 0)
    return ORDINALS.get(word)


def repaired(text: str) -> str:
    """An arabic number as scanned («1O», «l2», «T2») with its digits mended; the insertion letters stay."""
    match = _SCANNED.fullmatch(text)
    if not match or not any(character.isdigit() for character in text):
        return text
    digits, letters = match.groups()
    return digits.translate(_CONFUSED).lstrip("0") + letters


def order(number: str) -> Order:
    """Sort key of an arabic («7A», «1a»), roman («IXA») or letter («d1») number."""
    if match := _NUMBER.fullmatch(number):
        return int(match[1]), len(match[2]), match[2] + match[3]
    for cut in (len(number), len(number) - 1, len(number) - 2):
        if cut > 0 and (value := roman_value(number[:cut])) is not None:
            return value, len(number) - cut, number[cut:]
    return letter_value(number), 0, number


def letter_value(letters: str) -> int:
    """a is 1, z is 26, aa is 27; anything else 0."""
    value = 0
    for letter in letters.lower():
        if not "a" <= letter <= "z":
            return 0
        value = value * 26 + ord(letter) - 96
    return value
