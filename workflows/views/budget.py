"""The budget (RAB): an overview by community, and a page for each kind of goods."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows import actions
from workflows.budgets import copy_to_all, rows_of, without
from workflows.drafts import BudgetData, ItemRow
from workflows.enums import Section
from workflows.forms.items import ItemForm, PriceRows, initial_item, initial_prices, item_row
from workflows.models import Community, Item, Policy
from workflows.views.access import signed_in
from workflows.views.conflicts import SavedMeanwhile, differences
from workflows.views.sections import DraftPage
from workflows.views.steps import url_after


class BudgetDraftPage(DraftPage):
    section = Section.BUDGET

    def save(self, rows: Sequence[ItemRow]) -> None:
        """Raises StaleVersionError, UnknownRowError: then nothing was written."""
        actions.save_draft_section(
            by=signed_in(self.request),
            proposal=self.proposal,
            data=BudgetData(rows=tuple(rows)),
            version=self.typed_version,
        )


class BudgetPage(BudgetDraftPage):
    """Goods and amounts by community, with the buttons that copy and remove."""

    template_name = "workflows/edit_budget.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        communities = list(self.proposal.communities.prefetch_related("items__comparisons").select_related("cluster"))
        return self.page(
            communities=communities,
            comparisons_needed=Policy.objects.get().price_comparisons,
            next_url=url_after(self.proposal, self.section),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rows = rows_of(self.proposal)
        if "remove" in request.POST:
            changed = without(rows, request.POST["remove"])
            done = _("Barang dihapus dari usulan.")
        else:
            changed = copy_to_all(self.proposal, rows, request.POST.get("copy", ""))
            added = len(changed) - len(rows)
            done = ngettext("%s barang ditambahkan.", "%s barang ditambahkan.", added) % added
        try:
            if changed != rows:
                self.save(changed)
        except (actions.StaleVersionError, actions.UnknownRowError) as stale:
            messages.error(request, str(stale))
        else:
            messages.success(request, done)
        return redirect(request.path)


class ItemPage(BudgetDraftPage):
    """One kind of goods: new for a community, or a stored one."""

    template_name = "workflows/edit_item.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        item = self._item()
        return self._show(*self._stored(item))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        item, community = self._item(), self._community()
        form, prices = ItemForm(request.POST), PriceRows(least=0, data=request.POST)
        if request.POST.get("action") == "add":
            return self._show_one_more(form, prices)
        # Both are asked, so that all errors show at once.
        if not all((form.is_valid(), prices.is_valid())):
            return self._show(form, prices)
        row = item_row(form, prices, community_id=community.pk, item_id=item.pk if item else None)
        rows = [row if item and each.id == item.pk else each for each in rows_of(self.proposal)]
        if item is None:
            rows.append(row)
        if form.cleaned_data["for_all"]:
            rows = copy_to_all(self.proposal, rows, str(community.pk), only=row.name)
        try:
            self.save(rows)
        except (actions.StaleVersionError, actions.UnknownRowError):
            self.proposal.refresh_from_db()
            if not self._is_saved(row):
                return self._show_conflict(form, prices)
        messages.success(request, _("Barang “%s” tersimpan.") % row.name)
        return redirect("workflows:edit_budget", pk=self.proposal.pk)

    def closed(self, request: HttpRequest, reason: str) -> HttpResponseBase:
        if request.method != "POST":
            return super().closed(request, reason)
        form, prices = ItemForm(request.POST), PriceRows(least=0, data=request.POST)
        return self._show(form, prices, refused=reason, status=409)

    def _is_saved(self, row: ItemRow) -> bool:
        """A double click: the goods stand there already, as the first one wrote them."""
        return any(replace(saved, id=row.id) == row for saved in rows_of(self.proposal) if row.id in {None, saved.id})

    def _item(self) -> Item | None:
        if "item" not in self.kwargs:
            return None
        found = Item.objects.filter(pk=self.kwargs["item"], community__proposal=self.proposal)
        item = found.select_related("community").prefetch_related("comparisons").first()
        if item is None:
            raise Http404
        return item

    def _community(self) -> Community:
        item = self._item()
        if item is not None:
            return item.community
        community = self.proposal.communities.filter(pk=self.kwargs["community"]).first()
        if community is None:
            raise Http404
        return community

    def _stored(self, item: Item | None) -> tuple[ItemForm, PriceRows]:
        least = Policy.objects.get().price_comparisons
        if item is None:
            return ItemForm(), PriceRows(least=least)
        return ItemForm(initial=initial_item(item)), PriceRows(least=least, initial=initial_prices(item))

    def _show(self, form: ItemForm, prices: PriceRows, **context: Any) -> HttpResponse:
        all_forms: list[forms.Form] = [form, *prices.forms]
        context = {"version": self.proposal.version, "community": self._community(), "item": self._item(), **context}
        return self.page(form=form, prices=prices, forms=all_forms, **context)

    def _show_one_more(self, form: ItemForm, prices: PriceRows) -> HttpResponse:
        typed = {name: form[name].value() for name in form.fields}
        rows = [*prices.as_typed(), {}]
        return self._show(ItemForm(initial=typed), PriceRows(least=0, initial=rows), version=self.typed_version)

    def _show_conflict(self, form: ItemForm, prices: PriceRows) -> HttpResponse:
        saved_form, saved_prices = self._stored(self._item())
        found = differences([saved_form], [form])
        found += differences(saved_prices.forms, prices.forms, row_label=_("Pembanding"))
        return self._show(form, prices, conflict=SavedMeanwhile(found), status=409)
