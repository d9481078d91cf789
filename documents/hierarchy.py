"""The hierarchy of laws and regulations: UU 12/2011, art. 7 and 8.

Only ranks that the law orders are compared. A ministry's regulation and a region's have none above the other (art. 8),
so they stand on one rank here, and what is no known kind has none.
"""

#: By the code of the kind or the beginning of it, highest first. Ministers' and regional rules stand below the Perpres.
_RANKS = (
    (("uud",), 1),
    (("tap-mpr",), 2),
    (("uu", "perppu", "uudrt"), 3),
    (("pp",), 4),
    (("perpres", "keppres", "penpres"), 5),
    (("permen", "kepmen", "perprov", "perkab", "perkot", "perda", "peraturan"), 6),
    (("perdirjen", "kepdirjen", "pergub", "perbup", "perwal"), 7),
)
#: Short codes name one kind and begin the names of others («uu» and «uudrt», «pp» and «ppid»).
_WHOLE = frozenset({"uud", "uu", "uudrt", "perppu", "pp", "perpres", "keppres", "penpres", "tap-mpr"})


def rank_of(code: str) -> int | None:
    """The rank of a kind of regulation by its code («uu» 3, «permensos» 6); a smaller number is higher. None: unknown."""
    for names, rank in _RANKS:
        if any(code == name or (name not in _WHOLE and code.startswith(name)) for name in names):
            return rank
    return None


def is_lower(code: str, than: str) -> bool:
    """Whether a kind ranks below another; of an unknown rank nothing is claimed."""
    own, other = rank_of(code), rank_of(than)
    return own is not None and other is not None and own > other
