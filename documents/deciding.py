"""Deciding on suggested relations: one person confirms, another one approves, and only then the public sees them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision

from documents import actions, checking
from documents.enums import SuggestionState
from documents.models import Regulation, Relation, RelationSuggestion
from documents.reading_page import readable_citation
from documents.two_people import RefusedByTwoPersonRule
from portal.core.models import User

PROPOSED, CONFIRMED, REJECTED = SuggestionState.PROPOSED, SuggestionState.CONFIRMED, SuggestionState.REJECTED
PUBLISHED = "published"
#: Why somebody comes too late with a decision, and what can be done now.
_LATE = {
    PROPOSED: gettext_lazy("kembali menjadi usulan; setujui dahulu, lalu mintalah orang kedua menerbitkannya."),
    CONFIRMED: gettext_lazy("sudah disetujui dan menunggu orang kedua."),
    REJECTED: gettext_lazy("sudah ditolak; tidak ada yang berubah."),
    PUBLISHED: gettext_lazy(
        "sudah terbit. Bila keliru, hapus hubungan itu di halaman peraturan, lalu mintalah orang kedua menerbitkannya."
    ),
}


class NotDecidableError(Exception):
    """The suggestions of one regulation cannot be decided on now; the message is a sentence for the user."""


@dataclass(slots=True)
class Outcome:
    """How many suggestions were decided, and a sentence for each regulation or suggestion that was not."""

    done: int = 0
    problems: list[str] = field(default_factory=list)


def confirm(*, by: User, suggestions: Iterable[RelationSuggestion]) -> Outcome:
    """Write proposed relations into drafts of their regulations. What cannot be, or has another draft, is told and left."""
    return _for_each_regulation(suggestions, (PROPOSED,), lambda page, rows: _confirm(by, page, rows))


def approve(*, by: User, suggestions: Iterable[RelationSuggestion]) -> Outcome:
    """Publish the drafts of confirmed relations: all of a regulation's at once. Refused to whoever wrote any of them."""
    return _for_each_regulation(suggestions, (CONFIRMED,), lambda page, rows: _approve(by, page, rows))


def reject(*, by: User, suggestions: Iterable[RelationSuggestion]) -> Outcome:
    """Say that a text does not mean this. A confirmed one leaves the draft again; a published one stays as it is."""
    every = list(suggestions)
    return _for_each_regulation(every, (PROPOSED, CONFIRMED), lambda page, rows: _reject(by, page, rows))


def _for_each_regulation(
    suggestions: Iterable[RelationSuggestion],
    states: Collection[SuggestionState],
    decide: Callable[[Regulation, list[RelationSuggestion]], Outcome | int],
) -> Outcome:
    """Each regulation is a transaction of its own, so that one that fails keeps no other from being decided. What is not
    in one of these states any more, for somebody was faster, is told.
    """
    outcome = Outcome()
    ids = [each.pk for each in suggestions]
    for source_id in sorted({each.source_id for each in suggestions}):
        try:
            with transaction.atomic():
                page = Regulation.objects.select_for_update(of=("self",)).get(pk=source_id)
                rows, problems = _still_in(states, page, ids)
                outcome.problems += problems
                result = decide(page, rows) if rows else 0
        except (NotDecidableError, RefusedByTwoPersonRule) as error:
            outcome.problems.append(f"{page.title}: {error}")
            continue
        part = result if isinstance(result, Outcome) else Outcome(result)
        outcome.done += part.done
        outcome.problems += part.problems
    return outcome


def _still_in(
    states: Collection[SuggestionState], page: Regulation, ids: Collection[int]
) -> tuple[list[RelationSuggestion], list[str]]:
    """Those of the suggestions that can be decided on, and a sentence for each of the others."""
    chosen = page.suggestions.filter(pk__in=ids)
    published = set(chosen.published().values_list("pk", flat=True))
    rows, problems = [], []
    for row in chosen.select_related("target__kind").order_by("pk"):
        if row.state in states and row.pk not in published:
            rows.append(row)
        else:
            words = {"relation": _named(row), "late": _LATE[PUBLISHED if row.pk in published else row.state]}
            problems.append(f"{page.title}: " + _("“%(relation)s” %(late)s") % words)
    return rows, problems


def _named(row: RelationSuggestion) -> str:
    return f"{row.get_kind_display()} {row.target or readable_citation(row.citation)} {row.article_label}".strip()


def _confirm(by: User, page: Regulation, rows: list[RelationSuggestion]) -> Outcome:
    draft = _draft_of(page)
    problems, possible = [], []
    for row in rows:
        if problem := _problem(page, row):
            problems.append(f"{page.title}: {problem}")
        else:
            possible.append(row)
    if possible:
        draft.relations.add(*(_relation(row) for row in possible if not _stands_in(draft, row)))
        _decide(possible, CONFIRMED, by, _save(page, draft, by))
    return Outcome(len(possible), problems)


def _approve(by: User, page: Regulation, rows: list[RelationSuggestion]) -> int:
    if not page.has_unpublished_changes or any(row.revision_id != page.latest_revision_id for row in rows):
        raise NotDecidableError(
            _("drafnya sudah berubah sejak hubungan ini disetujui; periksa dan terbitkan di halaman peraturan.")
        )
    together: int = page.suggestions.filter(state=CONFIRMED, revision_id=page.latest_revision_id).count()
    actions.publish(by=by, page=page)
    return together


def _reject(by: User, page: Regulation, rows: list[RelationSuggestion]) -> Outcome:
    drafted = [row for row in rows if row.state == CONFIRMED and page.has_unpublished_changes]
    outcome = Outcome(_decide([row for row in rows if row not in drafted], REJECTED, by, None))
    if drafted:
        try:
            with transaction.atomic():
                _take_back(by, page, drafted)
                outcome.done += len(drafted)
        except NotDecidableError as error:  # a draft that is somebody's keeps no proposal from being rejected
            outcome.problems.append(f"{page.title}: {error}")
    return outcome


def _take_back(by: User, page: Regulation, rows: list[RelationSuggestion]) -> None:
    draft = _draft_of(page)
    draft.relations.set([each for each in draft.relations.all() if each.pk or not any(map(each.is_same_as, rows))])
    _decide(rows, REJECTED, by, None)
    revision = _save(page, draft, by)
    if not page.suggestions.filter(state=CONFIRMED, revision=revision).exists():
        # Nothing is left in the draft: it must not stand in the way of the next one that is confirmed.
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)


def _draft_of(page: Regulation) -> Regulation:
    """The regulation as the draft has it, if nothing but confirmed suggestions is in it. Else whoever approves would
    publish words that are not on the screen.
    """
    if page.current_workflow_state:
        raise NotDecidableError(_("sedang menunggu persetujuan orang kedua; putuskan itu dahulu."))
    if not page.has_unpublished_changes:
        return page
    if not page.suggestions.filter(state=CONFIRMED, revision_id=page.latest_revision_id).exists():
        raise NotDecidableError(_("ada konsep lain yang belum terbit; selesaikan konsep itu dahulu."))
    draft: Regulation = page.get_latest_revision_as_object()
    return draft


def _problem(page: Regulation, row: RelationSuggestion) -> str:
    if row.target is None:
        return ""
    return checking.refusal(
        Relation,
        source=checking.end_of(page),
        source_id=page.pk,
        target=row.target,
        kind=row.kind,
        article=row.article,
    )


def _relation(row: RelationSuggestion) -> Relation:
    return Relation(kind=row.kind, target_id=row.target_id, citation=row.citation, article=row.article)


def _stands_in(draft: Regulation, row: RelationSuggestion) -> bool:
    return any(map(row.is_same_as, draft.relations.all()))


def _save(page: Regulation, draft: Regulation, by: User) -> Revision:
    """A new revision of the draft; what was confirmed in the one before is in this one too."""
    before = page.latest_revision_id if page.has_unpublished_changes else None
    try:
        revision = draft.save_revision(user=by, log_action=True)
    except ValidationError as error:
        raise NotDecidableError(" ".join(error.messages)) from error
    if before is not None:
        page.suggestions.filter(state=CONFIRMED, revision_id=before).update(revision=revision)
    return revision


def _decide(rows: Sequence[RelationSuggestion], state: SuggestionState, by: User, revision: Revision | None) -> int:
    changed = RelationSuggestion.objects.filter(pk__in=[row.pk for row in rows])
    return changed.update(state=state, decided_by=by, decided_at=timezone.now(), revision=revision)
