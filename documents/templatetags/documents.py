"""A status as a tag: word, icon and colour together."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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


#: What must not stand inside a script element, as JSON writes it too.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Structured data for machines: a block of data, which no policy for scripts concerns."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


register.filter("citation", readable_citation)
