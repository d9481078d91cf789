"""What the views read from a request."""

from django.http import HttpRequest

from workflows.enums import Step
from workflows.queries import InboxFilter


def task_on_screen(request: HttpRequest) -> int | None:
    """The task that the form was made for; the action refuses it when it is over."""
    typed = request.POST.get("task", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else None


def inbox_filter(request: HttpRequest) -> InboxFilter:
    """What the reader narrows a list by; anything unknown narrows nothing."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    step = request.GET.get("tahap", "")
    cluster = request.GET.get("klaster", "")
    return InboxFilter(
        words=words,
        step=step if step in Step.values else "",
        cluster=int(cluster) if cluster.isascii() and cluster.isdigit() and len(cluster) < 10 else None,
    )
