"""Sections that the open return does not ask to correct: only the rows that lack something may change, and all of it is told.

Whoever adds an empty community makes its goods and people lack; that opens those rows, and never the goods of the others.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.permissions import RefusedError
from workflows import snapshots
from workflows.enums import FOLLOW_COMMUNITIES, Section
from workflows.models import Paper, Proposal, ReturnRequest
from workflows.snapshots import Change, Clear, Content, Row
from workflows.standing import Standing


class RowIsNotAskedError(RefusedError):
    """A row was changed that lacks nothing, in a section that is not to be corrected."""


@dataclass(frozen=True, slots=True)
class OpenRows:
    """Which rows of the section may change now; `before` is the section as it is."""

    section: Section
    before: Content
    lacking: frozenset[str]
    settled_communities: frozenset[str]
    """Those whose goods or people were there at the return. What a later community gets is new, row by row."""

    def check(self, after: Content) -> None:
        """Raises RowIsNotAskedError for the first row that changed and is not open."""
        for key in [*self.before, *(key for key in after if key not in self.before)]:
            was, will = self.before.get(key), after.get(key)
            # Both sides: settled goods do not move to a community that lacks some.
            closed = [row["name"] for row in (was, will) if row is not None and not self._is_open(key, row)]
            if closed and _differs(was, will):
                raise self._refusal(closed[0])

    def check_paper(self, kind_id: int, name: str) -> None:
        """The same before a file is stored."""
        if not {"", str(kind_id)} & self.lacking:
            raise self._refusal(name)

    def _is_open(self, key: str, row: Row) -> bool:
        community = row.get("of", key)
        is_new = self.section in FOLLOW_COMMUNITIES and community not in self.settled_communities
        return is_new or not self.lacking.isdisjoint(("", key, community))

    def _refusal(self, name: str) -> RowIsNotAskedError:
        return RowIsNotAskedError(
            _(
                "“%(row)s” di bagian «%(section)s» tidak diminta diperbaiki dan tidak kurang apa pun, sehingga tidak dapat "
                "diubah. Kembalikan isinya seperti semula, lalu simpan. Bila memang harus diubah, tulis dalam catatan "
                "saat mengirim, agar bagian itu ikut diminta diperbaiki."
            )
            % {"row": name or self.section.label, "section": self.section.label}
        )


def open_rows(standing: Standing, section: Section) -> OpenRows | None:
    """None where everything may change: a draft, a section that is asked for, a return from before contents were kept.

    What was changed since the return stays open, so that the mending can be mended too.
    """
    returned = as_returned(standing, section)
    if returned is None:
        return None
    before = snapshots.take(standing.proposal, section)
    lacking = {gap.of for gap in standing.gaps if gap.section is section}
    mended = {key for key in {**returned, **before} if _differs(returned.get(key), before.get(key))}
    settled = frozenset(row.get("of", key) for key, row in returned.items())
    return OpenRows(section, before, frozenset(lacking | mended), settled)


def _differs(before: Row | None, after: Row | None) -> bool:
    """Goods bear the name of their community, which may be asked for while they are not."""
    if before is None or after is None:
        return before is not after
    return any(before[part] != after[part] for part in ("answers", "hidden", "people")) or (
        before.get("of") != after.get("of")
    )


def as_returned(standing: Standing, section: Section) -> Content | None:
    """What the section said at the return, if it is known and not to be corrected."""
    if not standing.marked or section in standing.asked:
        return None
    returned: Content | None = standing.marked[0].request.unasked.get(section.value)
    return returned


def unasked_changes(
    proposal: Proposal, request: ReturnRequest, clear: Mapping[Section, Clear], papers: Collection[Paper]
) -> Iterable[tuple[Section, list[Change]]]:
    """What was changed although the return did not ask for it, in the order of the sections.

    `clear` as `snapshots.clear_of` gives it, empty while personal data is masked; `papers` are the current ones.
    """
    for section in Section:
        returned = request.unasked.get(section.value)
        if returned is not None:
            now = snapshots.take(proposal, section, papers)
            found = snapshots.changes(returned, now, section, clear.get(section))
            if found:
                yield section, found
