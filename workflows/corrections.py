"""Whether a section says something else than at the open return: noted with every save, so that no page has to compare."""

from workflows import snapshots
from workflows.enums import FOLLOW_COMMUNITIES, Section
from workflows.models import ReturnedSection
from workflows.standing import Standing
from workflows.unasked import as_returned


def note_change(standing: Standing, section: Section) -> None:
    """Called under the proposal's lock once the section is saved; what was changed back is unchanged again.

    Goods and people go with their community, and so may what was changed in them.
    """
    if not standing.marked:
        return
    _note(standing, section)
    if section is Section.COMMUNITIES:
        for follower in standing.changed.intersection(FOLLOW_COMMUNITIES):
            _note(standing, follower)


def _note(standing: Standing, section: Section) -> None:
    marked = next((each for each in standing.marked if each.section == section), None)
    kept = marked.content if marked else as_returned(standing, section)
    # Of a return from before contents were kept: whatever is saved counts.
    is_changed = kept is None or bool(snapshots.changes(kept, snapshots.take(standing.proposal, section), section))
    if is_changed == (section in standing.changed):
        return
    if marked:
        _note_marked(marked, is_changed=is_changed)
    else:
        _note_mended(standing, section, is_changed=is_changed)


def _note_marked(marked: ReturnedSection, *, is_changed: bool) -> None:
    marked.is_changed = is_changed
    marked.save(update_fields=("is_changed",))


def _note_mended(standing: Standing, section: Section, *, is_changed: bool) -> None:
    request = standing.marked[0].request
    others = standing.mended - {section}
    request.mended = sorted(others | {section} if is_changed else others)
    request.save(update_fields=("mended",))
