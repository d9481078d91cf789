"""The budget (RAB): an overview by community, and a page for each kind of goods."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Subquery, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.typed_text import number_in
from workflows import actions
from workflows.budgets import copy_to_all, rows_of, without
from workflows.drafts import BudgetData
from workflows.enums import Section
from workflows.forms.items import ItemForm, ItemSheet, PriceRows, initial_item, initial_prices
from workflows.models import Community, Item, Policy, Proposal
from workflows.versions import version_of
from workflows.views import answers
from workflows.views.access import signed_in
from workflows.views.conflicts import Difference, differences
from workflows.views.draft_page import DraftPage
from workflows.views.progress import url_after
from workflows.views.sections import SectionPage, Sheet

ASKED = "hapus"
"""In the address: the item about which the page asks before it goes."""


class BudgetPage(DraftPage):
    """Goods and amounts by community, with the buttons that copy and remove."""

    section = Section.BUDGET
    template_name = "workflows/edit_budget.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        communities = self.standing.inventory.communities
        prefetch_related_objects(communities, "items__comparisons")
        unfinished = {typed.place for typed in self.typed if typed.section == self.section}
        return self.page(
            communities=communities,
            unfinished_items={
                item.pk for c in communities for item in c.items.all() if f"item-{item.pk}" in unfinished
            },
            unfinished_new={community.pk for community in communities if f"new-{community.pk}" in unfinished},
            version=version_of(self.proposal, self.section),
            comparisons_needed=communities[0].needed if communities else 0,
            next_url=url_after(self.standing, self.section),
            asked=number_in(request.GET.get(ASKED, "")),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rows, user = rows_of(self.proposal), signed_in(request)
        if "remove" in request.POST:
            changed = without(rows, request.POST["remove"])
            done = _("Barang dihapus dari usulan.")
        else:
            changed = copy_to_all(self.proposal, rows, request.POST.get("copy", ""))
            added = len(changed) - len(rows)
            done = ngettext("%s barang ditambahkan.", "%s barang ditambahkan.", added) % added
        data, version = BudgetData(rows=tuple(changed)), answers.typed_version(request)
        try:
            if changed != rows:
                actions.save_draft_section(by=user, proposal=self.proposal, data=data, version=version)
        except (actions.StaleVersionError, actions.UnknownRowError) as stale:
            messages.error(request, str(stale))
        else:
            messages.success(request, done)
        return redirect(request.path)


class ItemPage(SectionPage):
    """One kind of goods: new for a community, or a stored one. Half an item is no item: until it is saved it is only kept."""

    section = Section.BUDGET
    template_name = "workflows/edit_item.html"

    @property
    def place(self) -> str:
        return f"item-{self.item.pk}" if self.item else f"new-{self.kwargs['community']}"

    @property
    def row(self) -> str:
        return str(self.item.pk) if self.item else "-"

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> ItemSheet:
        if data is not None:
            return ItemSheet(ItemForm(data), PriceRows(least=0, data=data))
        least = (self.item or self.community).needed  # type: ignore[union-attr]  # annotated below
        if self.item is None:
            return ItemSheet(ItemForm(), PriceRows(least=least))
        return ItemSheet(
            ItemForm(initial=initial_item(self.item)), PriceRows(least=least, initial=initial_prices(self.item))
        )

    def data_of(self, sheet: ItemSheet) -> BudgetData:
        """All goods of the proposal, this one among them."""
        row = sheet.row(community_id=self.community.pk, item_id=self.item.pk if self.item else None)
        rows = [row if row.id and each.id == row.id else each for each in rows_of(self.proposal)]
        if row.id is None:
            rows.append(row)
        if sheet.form.cleaned_data["for_all"]:
            rows = copy_to_all(self.proposal, rows, str(self.community.pk), only=row.name)
        return BudgetData(rows=tuple(rows))

    def forms_of(self, sheet: ItemSheet) -> list[forms.Form]:
        return sheet.forms

    def rearranged(self, sheet: ItemSheet, action: str) -> Sheet | None:
        return sheet.redrawn(one_more=True) if action == "add" else None

    def done(self, saved: Proposal, sheet: ItemSheet) -> HttpResponseBase:  # type: ignore[override]  # the sheet of this page
        messages.success(self.request, _("Barang “%s” tersimpan.") % sheet.form.cleaned_data["name"])
        return redirect("workflows:edit_budget", pk=saved.pk)

    def in_conflict(self, sheet: ItemSheet) -> HttpResponseBase:  # type: ignore[override]  # the sheet of this page
        """A double click is none: the goods stand there already, as the first one wrote them."""
        row = sheet.row(community_id=self.community.pk, item_id=self.item.pk if self.item else None)
        stored = [each for each in rows_of(self.proposal) if row.id in {None, each.id}]
        if any(replace(each, id=row.id) == row for each in stored):
            return self.done(self.proposal, sheet)
        return super().in_conflict(sheet)

    def show(self, sheet: ItemSheet, **context: Any) -> HttpResponse:
        context |= {"form": sheet.form, "prices": sheet.prices, "community": self.community, "item": self.item}
        return super().show(sheet, **context)

    def differences(self, stored: ItemSheet, typed: ItemSheet) -> list[Difference]:
        found = differences([stored.form], [typed.form])
        return found + differences(stored.prices.forms, typed.prices.forms, row_label=_("Pembanding"))

    @cached_property
    def item(self) -> Item | None:
        if "item" not in self.kwargs:
            return None
        found = Item.objects.filter(pk=self.kwargs["item"], community__proposal=self.proposal)
        item = found.annotate(needed=_needed()).select_related("community").first()
        if item is None:
            raise Http404
        return item

    @cached_property
    def community(self) -> Community:
        if self.item is not None:
            return self.item.community
        found = self.proposal.communities.filter(pk=self.kwargs["community"])
        community = found.annotate(needed=_needed()).first()
        if community is None:
            raise Http404
        return community


def _needed() -> Subquery:
    """How many prices every item is compared with, beside the row it is asked with."""
    return Subquery(Policy.objects.values("price_comparisons")[:1])
