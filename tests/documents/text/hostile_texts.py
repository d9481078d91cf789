"""Texts that somebody made to cost much: one shape each, of any length."""

from collections.abc import Callable

_TITLE = "PERATURAN MENTERI SOSIAL\nNOMOR 1 TAHUN 2020\nTENTANG X\n"
_HEAD = _TITLE + "Menimbang: a. bahwa x;\nMengingat: 1. x;\nMEMUTUSKAN:\nMenetapkan: PERATURAN.\n"
_LAW = "Undang-Undang Nomor 1 Tahun 2020"
_REPEALED = "dicabut dan dinyatakan tidak berlaku"


def _times(piece: str, length: int) -> str:
    return piece * (length // len(piece))


def _explained(piece: str) -> Callable[[int], str]:
    opening = _HEAD + "Pasal 1\nx\nPENJELASAN\nATAS\nUNDANG-UNDANG\nI. UMUM\nx\nII. PASAL DEMI PASAL\n"
    return lambda length: opening + _times(piece, length)


def _body(piece: str, before: str = "Pasal 1\n", after: str = "\n") -> Callable[[int], str]:
    return lambda length: _HEAD + before + _times(piece, length) + after


def _preamble(word: str, piece: str) -> Callable[[int], str]:
    def made(length: int) -> str:
        return _TITLE + f"{word}: " + _times(piece, length) + "\nMEMUTUSKAN:\nMenetapkan: PERATURAN.\nPasal 1\nx\n"

    return made


def _with_terms(length: int) -> str:
    terms = "".join(f"{number}. Istilah nomor {number} adalah x.\n" for number in range(1, 400))
    opening = "Pasal 1\nDalam Peraturan ini yang dimaksud dengan:\n"
    return _HEAD + opening + terms + "Pasal 2\n" + _times("Istilah nomor ", length)


def _items(length: int) -> str:
    return (
        "PERATURAN TENTANG PERUBAHAN ATAS X\n" + _HEAD + "Pasal I\n" + _times("7. Ketentuan Pasal 7 diubah x\n", length)
    )


#: Shapes on which the time of some function once grew with the square of the length, and their neighbours.
SHAPES: dict[str, Callable[[int], str]] = {
    "one article that quotes, many numbers too high": _body(
        "Pasal 500\nx.\n", "Pasal 1\nIsi.\n", "Pasal 2\nKetentuan diubah sebagai berikut:\nPasal 3\nisi\n"
    ),
    "quotations opened again and again": _body("Pasal 500\ndiubah sebagai berikut:\n"),
    "one number again and again": _body("Pasal 1\nIsi.\n"),
    "chapters and articles side by side": _body("BAB I\nUMUM\nPasal 1\nx\n"),
    "chapters only": _body("BAB I\nX\n", "Pasal I\n"),
    "numbers before their word": _body("26 Pasal Hak bebas. ", "Pasal 25\n", "\nPasal 27\nx\n"),
    "many citations as a basis": _preamble("Mengingat", f"{_LAW}, "),
    "many citations revoked in one sentence": _body(f"{_LAW}, ", after=f"{_REPEALED}.\n"),
    "many provisions in one sentence": _body(f"ketentuan dalam {_LAW} ", after=f"{_REPEALED}.\n"),
    "provisions without an end": _body("ketentuan ", after=f"dalam {_LAW} {_REPEALED}.\n"),
    "revoked again and again": _body(f"{_LAW} {_REPEALED}, "),
    "many that stay in force": _body(f"{_LAW} tetap berlaku, ", after=f"{_REPEALED}.\n"),
    "many carried out": _preamble("Menimbang", f"untuk melaksanakan {_LAW}, "),
    "many made": _preamble("Menimbang", f"untuk melaksanakan perlu menetapkan {_LAW}, "),
    "numbers of dots": _body("UU 1" + "." * 78 + " "),
    "numbers of strokes": _body("UU 1" + "/1" * 40 + " "),
    "names of a kind without an end": _body("peraturan menteri "),
    "a name of one long word": _body("a", f"Pasal 1\n{_LAW} peraturan menteri "),
    "chapter and sections in one line": _body("Bagian Kesatu ", "BAB I "),
    "blanks": _body(" ", after="x\n"),
    "empty lines": _body(" \n", after="x\n"),
    "a broken word and empty lines": _body("\n", "Pasal 1\na-", "X\n"),
    "words cut at line ends": _body("a-\n", after="x\n"),
    "hyphens in one word": _body("-", "Pasal 1\naku-\na", "b\n"),
    "instructions": _items,
    "annexes": _body("LAMPIRAN\n", "Pasal 1\nx\nDitetapkan di J\n"),
    "explanations": _body("PENJELASAN\nATAS\nUNDANG\nI. UMUM\n", "Pasal 1\nx\n"),
    "explained articles": _explained("Pasal 1\nAyat (1)\nHuruf a\nCukup jelas.\n"),
    "explained groups": _explained("Pasal 1 dan Pasal 2, "),
    "explained instructions": _explained("Pasal I\nAngka 1\nPasal 1\nAyat (1)\n"),
    "article by article": _explained("PASAL DEMI PASAL\nUMUM\n"),
    "dots": _body(". ", "Pasal 1 "),
    "references": _body("Pasal 1 ayat (1) huruf a angka 1, "),
    "references apart": _body("Pasal 1 x dan dan , , "),
    "defined terms": _with_terms,
    "openings of definitions": _body("yang dimaksud "),
    "an opening and blanks": _body(" ", "Pasal 1\nyang dimaksud", "x\n"),
    "names of definitions": _body("a. selanjutnya disebut x ", "Pasal 1\nYang dimaksud dengan:\n"),
    "articles run into a line": _body(". Pasal 1 A. ", "Pasal 1 "),
    "points": _body("(1) a. 1. a) 1) x\n"),
    "points of one letter": _body("a. x\n"),
    "brackets": _body("("),
    "one letter": _body("x"),
    "one capital": _body("X"),
    "digits": _body("1"),
    "roman digits": _body("I", "Pasal "),
}
