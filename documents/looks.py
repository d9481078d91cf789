"""How a status looks, everywhere in the portal: colour and icon in one table, so that two pages never differ."""

from typing import NamedTuple

from documents.enums import AgreementStatus, LegalStatus


class Look(NamedTuple):
    """Kind of tag and icon, as `components/tag.html` takes them."""

    kind: str
    icon: str


NEUTRAL = Look("info", "info")

#: «In force» and «not yet» have one value in both lists, and one look.
_LOOKS: dict[str, Look] = {
    LegalStatus.UNVERIFIED: Look("", "info"),
    LegalStatus.IN_FORCE: Look("ok", "check"),
    LegalStatus.AMENDED: Look("warn", "return"),
    LegalStatus.PARTLY_REPEALED: Look("warn", "warning"),
    LegalStatus.REPEALED: Look("", "cross"),
    LegalStatus.NOT_YET: Look("info", "clock"),
    AgreementStatus.UNDATED: Look("", "info"),
    AgreementStatus.ENDING: Look("warn", "clock"),
    AgreementStatus.ENDED: Look("", "cross"),
    AgreementStatus.TERMINATED: Look("", "cross"),
}


def look_of(status: str) -> Look:
    """The look of a legal status or of an agreement's; of anything else, such as a proposal's stage, a neutral one."""
    return _LOOKS.get(status, NEUTRAL)
