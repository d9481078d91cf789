"""Comments at their answers: what may be commented, how an answer stood when it was asked about, and how it stands now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.formats import count
from portal.core.models import User
from workflows import snapshots
from workflows.enums import Section, StatementKind
from workflows.handed_in import comments_for, current_papers_for
from workflows.models import Community, Item, Paper, PinnedComment, Proposal, ReturnedSection
from workflows.snapshots import Clear, Content, Row

PEOPLE = "people"
"""Stands where the column of an answer would: all beneficiaries of a community."""


class State(StrEnum):
    """How a comment stands, for its tag."""

    UNSENT = "unsent"
    OPEN = "open"
    REPLIED = "replied"
    CHANGED = "changed"
    GONE = "gone"
    CLOSED = "closed"

    @property
    def label(self) -> str | Promise:
        return _STATES[self][0]

    @property
    def kind(self) -> str:
        return _STATES[self][1]

    @property
    def icon(self) -> str:
        return _STATES[self][2]


_STATES: dict[State, tuple[str | Promise, str, str]] = {
    State.UNSENT: (gettext_lazy("Belum dikirim ke unit"), "", "edit"),
    State.OPEN: (gettext_lazy("Belum dijawab"), "warn", "warning"),
    State.REPLIED: (gettext_lazy("Dijawab, isian tidak diubah"), "info", "info"),
    State.CHANGED: (gettext_lazy("Isian sudah diubah"), "ok", "check"),
    State.GONE: (gettext_lazy("Isiannya dihapus"), "info", "trash"),
    State.CLOSED: (gettext_lazy("Selesai"), "ok", "check"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment as a page shows it. `before` and `now` are the answer when it was returned and at present."""

    comment: PinnedComment
    where: str
    state: State
    before: str = ""
    now: str = ""

    @property
    def row_key(self) -> int | None:
        """The community, item or kind of paper that it is about."""
        return int(self.comment.row) if self.comment.row.isdecimal() else None

    @property
    def anchor(self) -> str:
        return f"catatan-{self.comment.pk}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, or a row as a whole (`column` is empty), with what was asked about it."""

    section: Section
    row: str
    column: str
    label: str
    value: str
    remarks: list[Remark] = field(default_factory=list)

    @property
    def target(self) -> str:
        """How addresses and forms name it: «budget.12.quantity»."""
        return f"{self.section.value}.{self.row}.{self.column}"


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A community, item or statement by its name, or the section itself with none."""

    whole: Answer | None
    answers: list[Answer]


def kept_contents(marked: Iterable[ReturnedSection]) -> dict[tuple[int, Section], Content]:
    """What sections said when they were returned, by request and section."""
    return {(each.request_id, Section(each.section)): each.content for each in marked}


def remark(
    comment: PinnedComment, kept: Mapping[tuple[int, Section], Content], now: Content, clear: Clear | None = None
) -> Remark:
    """`kept` as `kept_contents` gives it, `now` the comment's section at present; `clear` where personal data is open."""
    section = Section(comment.section)
    before = kept.get((comment.request_id or 0, section), {}).get(comment.row)
    after = now.get(comment.row)
    where = _where(comment, after or before)
    shown = _shown(before, after, comment.column, (clear or {}).get((comment.row, comment.column)))
    if comment.is_closed:
        return Remark(comment, where, State.CLOSED, *shown)
    if comment.request_id is None:
        return Remark(comment, where, State.UNSENT)
    if after is None:
        return Remark(comment, where, State.GONE, shown[0], _("(dihapus)"))
    is_changed = before is not None and _part(before, comment.column) != _part(after, comment.column)
    if is_changed:
        return Remark(comment, where, State.CHANGED, *shown)
    return Remark(comment, where, State.REPLIED if comment.reply else State.OPEN, *shown)


def readable_remarks(proposal: Proposal, user: User, *, clear: bool) -> list[Remark]:
    """All comments that the account may read, as they were written; `clear` where it has opened the personal data.

    Four queries, and those of the sections that are commented.
    """
    found = comments_for(user, proposal)
    if not found:
        return []
    kept = kept_contents(each for comment in found if comment.request for each in comment.request.sections.all())
    sections = {Section(each.section) for each in found}
    papers = current_papers_for(user, proposal) if Section.PAPERS in sections else None
    now = {section: snapshots.take(proposal, section, papers) for section in sections}
    opened = snapshots.clear_of(proposal) if clear else {}
    return [
        remark(each, kept, now[section], opened.get(section)) for each in found for section in [Section(each.section)]
    ]


def replies_together(comments: Iterable[PinnedComment]) -> str:
    """What the unit answered to several comments, as one text."""
    return "\n".join(comment.reply for comment in comments if comment.reply)


def explanation_of(returned: ReturnedSection, comments: Iterable[PinnedComment]) -> str:
    """Why the section as a whole was left as it is; what was answered to single comments of it stands at these."""
    own = (each for each in comments if each.section == returned.section)
    return "" if returned.explanation == replies_together(own) else returned.explanation


def place_of(comment: PinnedComment, row: str) -> str:
    """«Mesin pres, Komunitas 1: Harga satuan»; the section's name where there is neither a row of that name nor a column."""
    section = Section(comment.section)
    column = _column_label(section, comment.column) if comment.column else ""
    return ": ".join(filter(None, (row, column))) or str(section.label)


def row_names(items: Iterable[Item], communities: Iterable[Community], papers: Iterable[Paper]) -> dict[str, str]:
    """What rows are called, by section and key («budget.12»), from what a page has read anyway."""
    names = {f"{Section.BUDGET.value}.{each.pk}": f"{each}, {each.community}" for each in items}
    names |= {f"{Section.PAPERS.value}.{each.kind_id}": str(each.kind) for each in papers}
    for each in communities:
        names |= {f"{section.value}.{each.pk}": str(each) for section in (Section.COMMUNITIES, Section.BENEFICIARIES)}
    return names | {f"{Section.STATEMENTS.value}.{kind.value}": str(kind.label) for kind in StatementKind}


def rows_of(
    section: Section, content: Content, remarks: Iterable[Remark], clear: Clear | None = None
) -> list[AnsweredRow]:
    """The section row by row, each answer with its remarks; `clear` where personal data is open."""
    own = [each for each in remarks if each.comment.section == section]
    return [_row(section, key, row, own, clear or {}) for key, row in content.items()]


def is_commentable(content: Content, row: str, column: str) -> bool:
    """Whether there is such an answer now; a row without a name is no answer of its own."""
    found = content.get(row)
    if found is None:
        return False
    return column in _columns(found) or (column == "" and bool(row))


def _row(section: Section, key: str, row: Row, remarks: list[Remark], clear: Clear) -> AnsweredRow:
    def answer(column: str, label: str) -> Answer:
        own = [each for each in remarks if (each.comment.row, each.comment.column) == (key, column)]
        return Answer(section, key, column, label, _value(row, column, clear.get((key, column))), own)

    answers = [answer(column, _column_label(section, column)) for column in _columns(row)]
    return AnsweredRow(answer("", row["name"]) if key else None, answers)


def _columns(row: Row) -> list[str]:
    return [*row["answers"], *row["hidden"], *([PEOPLE] if row["people"] else [])]


def _part(row: Row, column: str) -> object:
    """What is compared: of a whole row everything it says."""
    if column == PEOPLE:
        return row["people"]
    return {**row["answers"], **row["hidden"]}.get(column) if column else row


def _shown(before: Row | None, after: Row | None, column: str, clear: str | None) -> tuple[str, str]:
    """The answer then and now."""
    if before is None or after is None or _part(before, column) == _part(after, column):
        return _value(before, column, clear), _value(after, column, clear)
    if column == PEOPLE:
        return snapshots.told_people(before["people"], after["people"])
    if column in after["hidden"]:
        return snapshots.told_change(before["hidden"].get(column), after["hidden"][column], clear)
    was, now = _value(before, column), _value(after, column)
    # A row as a whole may differ only in what is hidden.
    return was, now if was != now else _("diubah (disamarkan)")


def _value(row: Row | None, column: str, clear: str | None = None) -> str:
    """What may be shown of it; of a whole row all that is not hidden."""
    if row is None:
        return ""
    if not column:
        return ", ".join(filter(None, row["answers"].values()))
    if column == PEOPLE:
        return _("%s orang") % count(len(row["people"]))
    if column in row["hidden"]:
        return snapshots.told_hidden(row["hidden"][column], clear)
    return row["answers"].get(column, "") or _("(kosong)")


def _column_label(section: Section, column: str) -> str:
    return _("Penerima manfaat") if column == PEOPLE else snapshots.label("", column, snapshots.MODELS[section])


def _where(comment: PinnedComment, row: Row | None) -> str:
    """The section's name where the row is known no more."""
    name = row["name"] if row is not None else str(Section(comment.section).label)
    return place_of(comment, name)
