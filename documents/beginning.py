"""Where an editor begins: on the admin's start page, the kinds of documents that the account may write."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from documents.models import MouIndex, RegulationIndex, SopIndex

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


def show_new_document(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(NewDocumentPanel())
