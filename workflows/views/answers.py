"""What a drafting page is told besides its fields: which version it was made from, which tab sent it, and whether a person waits."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.formats import WIB
from portal.core.models import User
from portal.core.typed_text import number_in
from workflows.drafts import Tab
from workflows.models import Proposal, TypedAnswers

_TAB_KEY = re.compile(r"[0-9a-f]{8,32}", re.ASCII)
TECHNICAL_FIELDS = frozenset(("action", "version", "tab", "sequence", "shown", "dilihat"))
"""Names in a form's POST that its page or script writes: no answers of a person."""
TECHNICAL_PREFIXES = ("paper-",)
AUTO, KEEP, DISCARD = "auto", "keep", "discard"
"""Actions of a form: save in the background, only keep in the background, throw away what was kept."""


def is_background(request: HttpRequest) -> bool:
    """The page's own script asks; the person goes on typing."""
    return request.POST.get("action") in {AUTO, KEEP}


def typed_version(request: HttpRequest) -> int:
    """The version that the page was made from; whatever is no number fits no version."""
    return number_in(request.POST.get("version", ""))


def tab_of(request: HttpRequest) -> Tab | None:
    """The tab and the number of its request; None without JavaScript."""
    key, sequence = request.POST.get("tab", ""), number_in(request.POST.get("sequence", ""))
    return Tab(key, sequence) if _TAB_KEY.fullmatch(key) and sequence else None


def typed_answers(user: User, proposal: Proposal) -> list[TypedAnswers]:
    """What the account typed into the forms of this proposal's sections and could not save."""
    return list(everything_typed(user, proposal).exclude(section=TypedAnswers.OF_A_TASK))


def everything_typed(user: User, proposal: Proposal) -> QuerySet[TypedAnswers]:
    """Beside that what it typed into the forms of a step; read once it is looked at."""
    return TypedAnswers.objects.filter(proposal=proposal, owner=user)


def as_post(fields: list[list[str]]) -> QueryDict:
    """Kept fields as the form reads them."""
    data = QueryDict(mutable=True)
    for name, value in fields:
        data.appendlist(name, value)
    return data


def _clock() -> str:
    return f"{timezone.localtime(timezone.now(), WIB):%H.%M} WIB"


def saved(version: int, **more: Any) -> JsonResponse:
    """The draft has it."""
    return JsonResponse({"state": "saved", "version": version, "words": _("Tersimpan pukul %s") % _clock(), **more})


def kept(errors: int, *, what_next: str = "", **more: Any) -> JsonResponse:
    """Not saved, but not lost either; `what_next` where no button saves it."""
    words = _("Isian disimpan sementara pukul %s.") % _clock()
    what_next = what_next or (
        ngettext("%s isian perlu diperbaiki.", "%s isian perlu diperbaiki.", errors) % errors
        if errors
        else _("Tekan tombol simpan bila sudah selesai.")
    )
    return JsonResponse({"state": "wrong" if errors else "kept", "words": f"{words} {what_next}", **more})


def not_yet(reason: str) -> JsonResponse:
    """Nothing was saved, for a reason that the next attempt of the same page may not meet."""
    return JsonResponse({"state": "wrong", "words": reason})


def conflicting() -> JsonResponse:
    """Somebody else saved the section; the typed answers are kept."""
    words = _("Bagian ini sudah disimpan dari tempat lain. Isian Anda aman dan belum menimpa apa pun.")
    return JsonResponse({"state": "conflict", "words": words}, status=409)


def refused(reason: str) -> JsonResponse:
    """There is nothing to save into any more, or it is too much."""
    return JsonResponse({"state": "refused", "words": reason}, status=409)
