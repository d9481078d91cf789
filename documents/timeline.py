"""The history of a regulation as lines in order of time: its own dates, what changed it, what it changed."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents.reading_page import Link, Neighbour, Surroundings
from documents.statuses import ACTING_KINDS, in_force_from

if TYPE_CHECKING:
    from documents.models import Regulation


@dataclass(frozen=True, slots=True)
class Event:
    """One line. Only the year is known where there is no day; `order` sorts what fell on one day."""

    year: int
    words: str
    day: dt.date | None = None
    link: Link | None = None
    is_own: bool = True
    order: int = 0

    @property
    def place(self) -> tuple[int, dt.date, int]:
        """Sort key; a year alone stands at the end of it, after the days that are known."""
        return self.year, self.day or dt.date(self.year, 12, 31), self.order


def timeline(page: "Regulation", surroundings: Surroundings) -> tuple[Event, ...]:
    """Oldest first."""
    acting = [each for each in surroundings.neighbours if each.relation.kind in ACTING_KINDS and each.page]
    events = [*_own_dates(page), *_acts(page, acting)]
    return tuple(sorted(events, key=lambda event: event.place))


def _own_dates(page: "Regulation") -> Iterator[Event]:
    dates = (
        (page.enacted_on, _("Ditetapkan")),
        (page.promulgated_on, _("Diundangkan")),
        (page.in_force_on, _("Mulai berlaku")),
    )
    known = [(day, words) for day, words in dates if day]
    for order, (day, words) in enumerate(known):
        yield Event(day.year, words, day, order=order)
    if not known:
        yield Event(page.year, _("Ditetapkan (tanggalnya belum tercatat)"))


def _acts(page: "Regulation", acting: Iterable[Neighbour]) -> Iterator[Event]:
    """What others did to it counts from their day, what it did to others from its own."""
    for each in acting:
        acts = page if each.is_outward else each.page
        if acts is None or each.relation.contradiction:
            continue
        day = in_force_from(acts)
        article = f", {each.relation.article_label}" if each.relation.article else ""
        words = f"{each.wording}{article}"
        yield Event(day.year if day else acts.year, words, day, each.link, is_own=each.is_outward, order=5)
