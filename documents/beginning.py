"""Where work on documents begins: panels of the admin's start page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from documents import permissions
from documents.models import MouIndex, RegulationIndex, RelationSuggestion, SopIndex
from documents.reviewing.suggestions import WAITING

_KINDS = (
    (RegulationIndex, "regulation", _("Peraturan baru")),
    (MouIndex, "mou", _("Nota kesepahaman atau perjanjian baru")),
    (SopIndex, "sop", _("SOP baru")),
)


class NewDocumentPanel(Component):
    """One way in for each kind, instead of three steps through the page tree."""

    name, order = "new_document", 10
    template_name = "documents/admin/new_document.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        indexes = ((index.objects.first(), model, label) for index, model, label in _KINDS)
        return {
            "entries": [
                (label, reverse("wagtailadmin_pages:add", args=("documents", model, index.pk)))
                for index, model, label in indexes
                if index is not None and index.permissions_for_user(user).can_add_subpage()
            ]
        }


class WaitingRelationsPanel(Component):
    """Relations that one person confirmed and that wait for another: pages that wait have a panel of Wagtail's own."""

    name, order = "waiting_relations", 20
    template_name = "documents/admin/waiting_relations.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        waiting = RelationSuggestion.objects.waiting().exclude(decided_by=parent_context["request"].user)
        return {"count": waiting.count(), "state": WAITING}


def show_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(NewDocumentPanel())
    if permissions.can_edit_documents(request.user):
        panels.append(WaitingRelationsPanel())
