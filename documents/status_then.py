"""«As at»: what the page of a regulation answers to `?per=2020-12-31`."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone

from documents import as_at, linking
from documents.enums import RelationKind, StatusSource
from documents.reading_page import Link, link_to
from documents.statuses import Said, Verdict

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
    outlives_register: bool = False
    """The day is after the one on which somebody looked into the register that the answer rests on."""


def status_then(page: "Regulation", request: HttpRequest) -> StatusThen:
    """The status on the day asked for. As with today's, only what the public may open counts."""
    typed, today = request.GET.get(PARAMETER, "")[:40], timezone.localdate()
    try:
        day = as_at.read_day(typed, today)
    except as_at.BadDay as error:
        return StatusThen(typed, today, problem=str(error))
    if day is None or page.pk is None:
        return StatusThen("", today)
    relations = list(linking.acting_relations(type(page), [page.pk]))
    acts = linking.acts_of(relations)
    said = Said(page.register_word, page.register_checked_on, page.stated_status)
    verdict = as_at.status_on(day, page, acts, said, today=today)
    links = {each.source_id: link_to(each.source, request) for each in relations}
    amending = [act for act in as_at.acts_by(day, acts, today) if act.kind == RelationKind.AMENDS]
    amendments = tuple(dict.fromkeys(links[each.source_id] for each in amending))
    looked = page.register_checked_on
    outlives = verdict.source == StatusSource.REGISTER and looked is not None and day > looked
    return StatusThen(typed, today, day, "", verdict, links.get(verdict.by_id or 0), amendments, outlives)
