"""What the views read from a request."""

from django.http import HttpRequest

from portal.core.models import User
from workflows.enums import Step
from workflows.queries import InboxFilter


def account(request: HttpRequest) -> User:
    """The signed-in account; only for views behind `login_required`."""
    if not isinstance(request.user, User):
        raise TypeError("this view needs login_required")
    return request.user


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
