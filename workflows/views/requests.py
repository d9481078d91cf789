"""What the views read from a request."""

from django.http import HttpRequest

from portal.core.typed_text import number_in
from workflows.enums import Step
from workflows.queries import InboxFilter


def task_on_screen(request: HttpRequest) -> int | None:
    """The task that the form was made for; the action refuses it when it is over."""
    return number_in(request.POST.get("task", "")) or None


def inbox_filter(request: HttpRequest) -> InboxFilter:
    """What the reader narrows a list by; anything unknown narrows nothing."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    step = request.GET.get("tahap", "")
    return InboxFilter(
        words=words,
        step=step if step in Step.values else "",
        cluster=number_in(request.GET.get("klaster", "")) or None,
    )
