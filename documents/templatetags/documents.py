"""A status as a tag: word, icon and colour together."""

from django import template

from documents.enums import AgreementStatus, LegalStatus
from documents.looks import look_of
from documents.reading_page import readable_citation

register = template.Library()


@register.inclusion_tag("components/tag.html")
def legal_status(value: str) -> dict[str, str]:
    """The tag of a regulation's status."""
    status = LegalStatus(value)
    return _tag(status, str(status.label))


@register.inclusion_tag("components/tag.html")
def agreement_status(value: str) -> dict[str, str]:
    """The tag of an agreement's status."""
    status = AgreementStatus(value)
    return _tag(status, str(status.label))


def _tag(status: str, label: str) -> dict[str, str]:
    look = look_of(status)
    return {"kind": look.kind, "icon_name": look.icon, "label": label}


register.filter("citation", readable_citation)
