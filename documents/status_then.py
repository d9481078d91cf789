"""«As at»: what the page of a regulation answers to `?per=2020-12-31`."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone

from documents import as_at
from documents.enums import RelationKind
from documents.reading_page import Link, link_to
from documents.statuses import ACTING_KINDS, Verdict

if TYPE_CHECKING:
    from documents.models import Regulation

PARAMETER = "per"


@dataclass(frozen=True, slots=True)
class StatusThen:
    """The answer, or a sentence (`problem`) why there is none. `typed` goes back into the field."""

    typed: str
    today: dt.date
    day: dt.date | None = None
    problem: str = ""
    verdict: Verdict | None = None
    cause: Link | None = None
    amendments: tuple[Link, ...] = ()


def status_then(page: "Regulation", request: HttpRequest) -> StatusThen:
    """The status on the day asked for. As with today's, only what the public may open counts."""
    typed, today = request.GET.get(PARAMETER, "")[:40], timezone.localdate()
    try:
        day = as_at.read_day(typed, today)
    except as_at.BadDay as error:
        return StatusThen(typed, today, problem=str(error))
    if day is None or page.pk is None:
        return StatusThen("", today)
    relations = list(
        page.inverse_relations.filter(kind__in=ACTING_KINDS, source__in=type(page).objects.public().values("pk"))
        .select_related("source")
        .order_by("-source__year", "-source__enacted_on", "-source_id")
    )
    acts = [as_at.Act(relation, relation.source) for relation in relations]
    verdict = as_at.status_on(
        day, page, acts, register_word=page.register_word, register_checked_on=page.register_checked_on
    )
    links = {each.source_id: link_to(each.source, request) for each in relations}
    amending = [act.relation for act in as_at.acts_by(day, acts) if act.relation.kind == RelationKind.AMENDS]
    amendments = tuple(dict.fromkeys(links[each.source_id] for each in amending))
    return StatusThen(typed, today, day, "", verdict, links.get(verdict.by_id or 0), amendments)
