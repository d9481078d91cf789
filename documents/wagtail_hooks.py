"""Doors of the admin that ask no page permission of ours, and what follows from bulk actions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from documents import beginning, linking, missing, permissions, waiting
from documents.choosing import ChoosablePages
from documents.models import Document, Regulation
from documents.two_people import TwoPersonMixin


def refuse_copies_of_documents(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy of a section would copy the documents below it, live, past everybody: a number exists once."""
    if request.method != "POST" or not page.get_descendants(inclusive=True).type(TwoPersonMixin).exists():
        return None
    messages.error(
        request, _("Halaman ini memuat dokumen. Dokumen tidak dapat disalin karena nomornya hanya ada satu.")
    )
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.pk]))


def choose_from_own_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Wagtail's choosers offer every page there is; ours only those that the account works on."""
    own = page_permission_policy.explorable_instances(request.user)
    return ChoosablePages(pages.model, query=pages.query.chain()).filter(pk__in=own.values("pk")).specific()


def settle_after_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """A bulk action saves pages as plain ones, past `Regulation.save`: what rested on them is settled here."""
    if any(isinstance(each, Page) and issubclass(each.specific_class or Page, Document) for each in objects):
        linking.refresh_statuses(Regulation, linking.stale_statuses(Regulation))


def reviewing_urls() -> list[URLResolver]:
    return [path("tinjauan/", include("documents.reviewing.urls"))]


class SuggestionMenuItem(MenuItem):
    """An entry for all who work on documents: one half decides, the other publishes."""

    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.can_edit_documents(request.user)


class ReviewMenuItem(MenuItem):
    """An entry for those who correct documents."""

    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.can_change_documents(request.user)


def disputes_menu_item() -> MenuItem:
    return ReviewMenuItem(
        _("Status bertentangan"), reverse("reviewing:disputes"), name="disputes", icon_name="warning", order=250
    )


def suggestions_menu_item() -> MenuItem:
    return SuggestionMenuItem(
        _("Usulan hubungan"), reverse("reviewing:suggestions"), name="suggestions", icon_name="link", order=251
    )


hooks.register("register_admin_urls", reviewing_urls)
hooks.register("register_admin_menu_item", disputes_menu_item)
hooks.register("register_admin_menu_item", suggestions_menu_item)
hooks.register("construct_page_chooser_queryset", choose_from_own_pages)
hooks.register("before_copy_page", refuse_copies_of_documents)
hooks.register("construct_homepage_panels", waiting.show_waiting)
hooks.register("construct_homepage_panels", beginning.show_panels)
hooks.register("after_bulk_action", settle_after_bulk_action)
hooks.register("before_edit_page", missing.tell_on_opening)
hooks.register("after_edit_page", missing.tell_on_leaving)
hooks.register("after_create_page", missing.tell_on_leaving)
