"""How a status looks: word, icon and colour together, decided in one table."""

from django import template

from documents.enums import AgreementStatus, LegalStatus
from documents.reading_page import readable_citation

register = template.Library()

#: status → kind of tag, icon
LEGAL_LOOKS = {
    LegalStatus.UNVERIFIED: ("", "info"),
    LegalStatus.IN_FORCE: ("ok", "check"),
    LegalStatus.AMENDED: ("info", "return"),
    LegalStatus.PARTLY_REPEALED: ("warn", "warning"),
    LegalStatus.REPEALED: ("danger", "cross"),
    LegalStatus.NOT_YET: ("info", "clock"),
}
AGREEMENT_LOOKS = {
    AgreementStatus.UNDATED: ("", "info"),
    AgreementStatus.NOT_YET: ("info", "clock"),
    AgreementStatus.IN_FORCE: ("ok", "check"),
    AgreementStatus.ENDING: ("warn", "warning"),
    AgreementStatus.ENDED: ("", "cross"),
    AgreementStatus.TERMINATED: ("danger", "cross"),
}


@register.inclusion_tag("components/tag.html")
def legal_status(value: str) -> dict[str, str]:
    """The tag of a regulation's status."""
    status = LegalStatus(value)
    kind, icon = LEGAL_LOOKS[status]
    return {"kind": kind, "icon_name": icon, "label": str(status.label)}


@register.inclusion_tag("components/tag.html")
def agreement_status(value: str) -> dict[str, str]:
    """The tag of an agreement's status."""
    status = AgreementStatus(value)
    kind, icon = AGREEMENT_LOOKS[status]
    return {"kind": kind, "icon_name": icon, "label": str(status.label)}


register.filter("citation", readable_citation)
