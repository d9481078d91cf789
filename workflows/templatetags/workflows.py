"""`{% load workflows %}`: formats of the work screens."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template

from workflows import guides, pinning, queries
from workflows.enums import Step
from workflows.models import PinnedComment

register = template.Library()


@register.filter
def due(on: dt.date | None) -> queries.Due | None:
    """Word, icon and colour of a due date."""
    return queries.due(on)


@register.filter
def guide(step: Step) -> guides.Guide | None:
    """The «Panduan» page of whoever does this step."""
    return guides.guide_for(step)


@register.filter
def of(found: Mapping[str, Any], key: str) -> Any:
    """What a mapping has for the key, None without."""
    return found.get(key)


@register.filter
def place(comment: PinnedComment, names: Mapping[str, str]) -> str:
    """Which answer a comment is about; `names` are those of rows, as `pinning.row_names` gives them."""
    return pinning.place_of(comment, names.get(f"{comment.section}.{comment.row}", ""))
