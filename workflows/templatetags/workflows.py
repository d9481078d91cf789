"""`{% load workflows %}`: formats of the work screens."""

import datetime as dt

from django import template

from workflows import queries

register = template.Library()


@register.filter
def due(on: dt.date | None) -> queries.Due | None:
    """Word, icon and colour of a due date."""
    return queries.due(on)
