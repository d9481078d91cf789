"""Telling those who write and approve a text which articles it lacks: a scan that lost a heading would else go out without a word."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from documents.models import Regulation, RegulationText
from documents.text.gaps import Gap, gaps
from documents.text.nodes import LABELS, from_data

MOST_SENTENCES = 5


def names(tree: Mapping[str, Any] | None) -> list[str]:
    """What is missing, each gap a name: «Pasal 7», «Pasal 7 sampai dengan Pasal 9», «BAB III»."""
    return [_name(gap) for gap in gaps(from_data(dict(tree)))] if tree else []


def sentences(tree: Mapping[str, Any] | None) -> list[str]:
    """A sentence for each gap that says what to do; what is beyond `MOST_SENTENCES` is counted in one more."""
    found = gaps(from_data(dict(tree))) if tree else []
    told = [_sentence(gap) for gap in found[:MOST_SENTENCES]]
    if more := len(found) - len(told):
        told.append(_("Masih ada %(count)s celah penomoran lain. Periksa naskahnya.") % {"count": more})
    return told


def _sentence(gap: Gap) -> str:
    facts = {"missing": _name(gap), "before": _label(gap, gap.before), "after": _label(gap, gap.after)}
    if not gap.before:
        return _("%(missing)s tidak ditemukan sebelum %(after)s. Periksa naskahnya.") % facts
    return _("%(missing)s tidak ditemukan di antara %(before)s dan %(after)s. Periksa naskahnya.") % facts


def _name(gap: Gap) -> str:
    if gap.first == gap.last:
        return _label(gap, gap.first)
    ends = {"first": _label(gap, gap.first), "last": _label(gap, gap.last)}
    return _("%(first)s sampai dengan %(last)s") % ends


def _label(gap: Gap, number: str) -> str:
    return LABELS[gap.kind].format(number=number)


def tell_on_opening(request: HttpRequest, page: Page) -> None:
    """Whoever opens the form sees it, who approves there too."""
    if request.method == "GET":
        _tell(request, page)


def tell_on_leaving(request: HttpRequest, page: Page) -> None:
    """Whoever sends a text on is led to a list, not back to the form."""
    if any(name.startswith("action-") for name in request.POST):
        _tell(request, page)


def _tell(request: HttpRequest, page: Page) -> None:
    if not isinstance(page, Regulation) or page.text is None:
        return
    waiting: Any = messages.get_messages(request)
    told = {str(message) for message in waiting}
    waiting.used = False  # they are still to be shown
    for sentence in sentences(page.text.tree):
        if sentence not in told:
            messages.warning(request, sentence)


def in_texts(keys: Iterable[int]) -> dict[int, list[str]]:
    """What is missing in stored texts, by their key, in one query."""
    rows = RegulationText.objects.filter(pk__in=list(keys)).values_list("pk", "tree")
    return {pk: names(tree) for pk, tree in rows}
