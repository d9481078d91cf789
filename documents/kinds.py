"""The kinds of regulation a new portal knows. Facts of law and of everyday abbreviation; imports add what they meet."""

from typing import NamedTuple


class KnownKind(NamedTuple):
    """`form` and its abbreviation are JDIHN's «jenis» and «singkatanJenis»; the prefix is that of relation lists."""

    code: str
    name: str
    abbreviation: str
    form: str
    form_abbreviation: str
    citation_prefix: str


KNOWN_KINDS = (
    KnownKind("uu", "Undang-Undang", "UU", "Undang-Undang", "UU", "UU"),
    KnownKind("perppu", "Peraturan Pemerintah Pengganti Undang-Undang", "Perppu", "Perppu", "PERPPU", "Perppu"),
    KnownKind("pp", "Peraturan Pemerintah", "PP", "Peraturan Pemerintah", "PP", "PP"),
    KnownKind("perpres", "Peraturan Presiden", "Perpres", "Peraturan Presiden", "PERPRES", "Perpres"),
    KnownKind("keppres", "Keputusan Presiden", "Keppres", "Keputusan Presiden", "KEPPRES", "Keppres"),
    KnownKind("permensos", "Peraturan Menteri Sosial", "Permensos", "Peraturan Menteri", "PERMEN", "Permen_Sos"),
    KnownKind("kepmensos", "Keputusan Menteri Sosial", "Kepmensos", "Keputusan Menteri", "KEPMEN", "Kepmen_Sos"),
    KnownKind("permenkeu", "Peraturan Menteri Keuangan", "PMK", "Peraturan Menteri", "PERMEN", "Permen_Keu"),
    KnownKind(
        "perdirjen-rehsos",
        "Peraturan Direktur Jenderal Rehabilitasi Sosial",
        "Perdirjen Rehsos",
        "Peraturan Eselon I",
        "PERDIRJEN",
        "Perdirjen_Rehsos",
    ),
    KnownKind(
        "kepdirjen-rehsos",
        "Keputusan Direktur Jenderal Rehabilitasi Sosial",
        "Kepdirjen Rehsos",
        "Keputusan Eselon I",
        "KEPDIRJEN",
        "Kepdirjen_Rehsos",
    ),
)
