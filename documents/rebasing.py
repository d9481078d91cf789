"""A draft that is older than the last import of its regulation: what only the import changed since is as the page has it.

Otherwise whoever publishes the draft would take the import back, without a word on any screen.
"""

import datetime as dt
from typing import Any

from documents.enums import SuggestionState

#: What an import writes and a draft carries, each with what an editor knows it by.
COLUMNS = {
    "title": "title",
    "kind_id": "kind",
    "number": "number",
    "number_key": "",
    "year": "year",
    "about": "about",
    "issuer": "issuer",
    "enacted_on": "enacted_on",
    "promulgated_on": "promulgated_on",
    "text_id": "text",
}


def rebase(page: Any, draft: Any, digest: str) -> None:
    """Bring the draft of an imported page, written when its row had this digest, onto the page as it is now.

    What both changed stays as the draft has it and is noted in its `import_conflicts`: nobody can publish it like that.
    """
    if digest != page.import_digest:
        _rebase_columns(page, draft, _before(page, digest))
    _rebase_relations(page, draft)


def _rebase_columns(page: Any, draft: Any, before: dict[str, Any] | None) -> None:
    conflicts = []
    for name, label in COLUMNS.items():
        drafted, now = getattr(draft, name), getattr(page, name)
        if drafted == now:
            continue
        if before is not None and _plain(drafted) == before[name]:
            setattr(draft, name, now)
        elif (before is None or _plain(now) != before[name]) and label:
            conflicts.append(str(type(page)._meta.get_field(label).verbose_name))
    draft.import_conflicts = tuple(conflicts)


def _before(page: Any, digest: str) -> dict[str, Any] | None:
    """The columns of the page when its row had this digest; None if no import has noted them."""
    changes = _model(page, "ImportChange").objects.filter(page_id=page.pk, before__import_digest=digest)
    before: dict[str, Any] | None = changes.order_by("-pk").values_list("before", flat=True).first()
    return before


def _rebase_relations(page: Any, draft: Any) -> None:
    """Those that an undone import took along go, those that an import brought since come in, each once."""
    stored = {each.pk: each for each in _model(page, "Relation").objects.filter(source_id=page.pk)}
    drafted = list(draft.relations.all())
    lacking = stored.keys() - {each.pk for each in drafted}
    came = [stored[pk] for pk in sorted(_came_since(page, lacking))] if lacking else []
    kept = [each for each in drafted if each.pk in stored or (each.pk is None and not any(map(each.is_same_as, came)))]
    if came or len(kept) < len(drafted):
        draft.relations.set([*kept, *came])


def _came_since(page: Any, lacking: set[int]) -> set[int]:
    """Those of the stored relations that the draft cannot have left out: nobody edited it, or they came after it."""
    holds_suggestions_only = page.suggestions.filter(
        state=SuggestionState.CONFIRMED, revision_id=page.latest_revision_id
    ).exists()
    if holds_suggestions_only:
        return lacking
    imported = _model(page, "ImportedRelation").objects.filter(relation_id__in=lacking)
    later = imported.filter(batch__started_at__gt=page.latest_revision_created_at)
    return set(later.values_list("relation_id", flat=True))


def _plain(value: Any) -> Any:
    """As the note of an import has it, which is JSON."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _model(page: Any, name: str) -> Any:
    return page._meta.apps.get_model(page._meta.app_label, name)
