"""Documents about the same, on a document's own page."""

from typing import Any

from django import template
from django.template import Context
from wagtail.models import Page

from portal.core.audience import audience_of
from search import service
from search.builders import key_of
from search.labels import Labels
from search.shown_hits import shown

SHOWN = 5

register = template.Library()


@register.inclusion_tag("search/_partials/related.html", takes_context=True)
def related_documents(context: Context, page: Page) -> dict[str, Any]:
    """What the reader may find of the same subject; nothing while no engine works."""
    found = service.related(key_of(page.pk), audience=audience_of(context["request"].user), limit=SHOWN)
    labels = Labels()
    return {"hits": [shown(hit, labels) for hit in found]}
