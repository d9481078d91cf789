"""What the administrator reads about an index that lags or is out of use: which, what waits, who answers, and what helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from portal.core.permissions import holds
from search import cursors, engines
from search.engines.base import Engine

_MAY_KNOW = "core.manage_people"
_EMBEDDED = "sqlite"


@dataclass(frozen=True, slots=True)
class Lag:
    """An index that does not show what the portal holds; `waiting`: changes it has not applied."""

    is_embedded: bool
    waiting: int


def lags() -> list[Lag]:
    """The indexes that lag. Three queries for each at most; a server that is down costs its time-out once in a while."""
    return [_lag(engine) for engine in engines.every() if cursors.is_behind(engine)]


def _lag(engine: Engine) -> Lag:
    return Lag(engine.name == _EMBEDDED, cursors.waiting(engine))


class SearchPanel(Component):
    """Nothing at all while every index keeps up."""

    name, order = "search", 10
    template_name = "search/admin/lagging.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        found = lags()
        return {"lags": found, "heading": _("Pencarian tertinggal"), "others": len(engines.every()) - len(found)}


def show_panel(request: HttpRequest, panels: list[Component]) -> None:
    if holds(request.user, _MAY_KNOW):
        panels.append(SearchPanel())
