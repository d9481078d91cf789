"""The subject of a regulation as running text. UU 12/2011, Lampiran II number 4, prints a title in capitals; citations do not."""

import re

#: Words that a title writes small, unless they begin it.
SMALL = re.compile(
    r"antara|atas|atau|bagi|dalam|dan|dari|dengan|di|hingga|juncto|jo|ke|kepada|oleh|pada|para|sampai|sebagai|sebagaimana|"
    r"secara|serta|tentang|terhadap|untuk|yang"
)
#: Abbreviations that stay in capitals. What stands alone in brackets stays too: «(APBN)».
ABBREVIATIONS = re.compile(
    r"ABRI|AIDS|APBD|APBN|ASEAN|ASN|ATENSI|BNN|BNPB|BPJS|BPK|BPKP|BUMD|BUMN|CPNS|CV|DKI|DPD|DPR|DPRD|DTKS|HAM|HIV|IMF|KPK|KPU|KUHAP|"
    r"KUHP|LKS|MPR|NAPZA|NKRI|NPWP|PBB|PKK|PMKS|PN|PNBP|PNS|POLRI|PP|PPKS|PPN|PT|RI|SARS|TBC|TNI|TVRI|UPT|UU|UUD|WHO|WTO"
)
ROMAN = re.compile(r"(?=[IVXLC]{2})(?:X{0,3}|XL|L)(?:IX|IV|V?I{0,3})|[IVX]")
#: Brackets of these hold a legal form, an ordinary word.
WORDS_IN_BRACKETS = frozenset(("PERSERO", "PERUM", "PERJAN", "PERSEROAN"))
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def readable(title: str) -> str:
    """The title in running letters if it is all capitals, else as it is: «PERUBAHAN ATAS …» → «Perubahan atas …»."""
    if not any(letter.isalpha() for letter in title) or any(letter.islower() for letter in title):
        return title
    return WORD.sub(lambda match: _word(match, title), title)


def _word(match: re.Match[str], title: str) -> str:
    word, start, end = match.group(), match.start(), match.end()
    bracketed = title[start - 1 : start] == "(" and title[end : end + 1] == ")" and word not in WORDS_IN_BRACKETS
    if (
        ABBREVIATIONS.fullmatch(word)
        or bracketed
        or ROMAN.fullmatch(word)
        or (len(word) == 1 and title[end : end + 1] == ".")
    ):
        return word
    if SMALL.fullmatch(word.lower()) and start > 0:
        return word.lower()
    return word.capitalize()
