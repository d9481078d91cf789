"""What officials ask about single answers, at the fields of the pages on which the unit corrects them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from workflows import pinning, snapshots
from workflows.enums import FOLLOW_COMMUNITIES, PaperVerdict, Section
from workflows.models import PaperCheck, Proposal
from workflows.pinning import Remark
from workflows.snapshots import Content
from workflows.standing import Standing
from workflows.views.progress import URL_OF_SECTION

_NAMES = {
    "applicant_kind": "kind",
    "applicant_name": "name",
    "applicant_registration": "registration",
    "applicant_address": "address",
    "made_by_name": "kinds",
}
"""Fields whose name is not that of the column."""


@dataclass(frozen=True, slots=True)
class FieldRemark:
    """What stands at a field: the words, who wrote them, and how they stand."""

    anchor: str
    text: str
    who: str
    state: str | Promise
    kind: str
    icon: str


def asked_remarks(standing: Standing, section: Section | None = None) -> list[Remark]:
    """The open comments of the open return, of one section or of all; none while nothing was returned."""
    found = [each for each in standing.comments if section in {None, each.section}]
    before = pinning.kept_contents(standing.marked)
    now = {each: _now(standing, each) for each in {Section(comment.section) for comment in found}}
    return [pinning.remark(comment, before, now[Section(comment.section)]) for comment in found]


def _now(standing: Standing, section: Section) -> Content:
    """What was not changed is not read once more."""
    may_differ = standing.changed | (FOLLOW_COMMUNITIES if Section.COMMUNITIES in standing.changed else frozenset())
    kept: Content | None = next((each.content for each in standing.marked if each.section == section), None)
    return snapshots.take(standing.proposal, section) if kept is None or section in may_differ else kept


def put_at_fields(remarks: Iterable[Remark], sheet: Sequence[forms.Form], *, row: str = "") -> set[int]:
    """Hands each remark to the field it is about; the numbers of those that found one.

    `row` is the one community or item that the page is about; rows of a sheet tell theirs in a field «id».
    """
    placed = set()
    for remark in remarks:
        for form in sheet:
            name = _field_of(remark, form)
            if name and _row_of(form, row) in {"", remark.comment.row}:
                at_field(form, name, _shown(remark))
                placed.add(remark.comment.pk)
                break
    return placed


def papers_not_in_order(standing: Standing) -> list[tuple[int, FieldRemark]]:
    """By the kind of paper, what the verifier found, and whether the paper was replaced since. Nothing before a return."""
    if Section.PAPERS not in standing.asked:
        return []
    checks = PaperCheck.objects.filter(proposal=standing.proposal).select_related("paper").order_by("at", "pk")
    # The last word on each kind: a newer version that was found in order settles the older one.
    last = {check.kind_id: check for check in checks}
    there = {(paper.pk, paper.kind_id) for paper in standing.inventory.papers}
    return [
        (kind, _shown_check(check, is_answered=_is_answered(check, there)))
        for kind, check in last.items()
        if check.verdict == PaperVerdict.NOT_IN_ORDER
    ]


def put_papers_at_fields(standing: Standing, form: forms.Form) -> None:
    """Hands what the verifier found to the upload of its kind."""
    for kind, found in papers_not_in_order(standing):
        if f"kind-{kind}" in form.fields:
            at_field(form, f"kind-{kind}", found)


def _is_answered(check: PaperCheck, there: set[tuple[int, int]]) -> bool:
    """Another version came, or one at all where there was none. `there` are the present papers with their kinds."""
    if check.paper_id is None:
        return any(kind == check.kind_id for _pk, kind in there)
    return (check.paper_id, check.kind_id) not in there


def _shown_check(check: PaperCheck, *, is_answered: bool) -> FieldRemark:
    state, kind, icon = (_("Sudah diganti"), "ok", "check") if is_answered else (_("Belum diganti"), "warn", "warning")
    who = f"{check.by_name}, {check.by_office}".rstrip(", ")
    return FieldRemark(f"tanda-{check.pk}", check.reason, who, state, kind, icon)


def url_of(remark: Remark, proposal: Proposal) -> str:
    """Where the unit finds the field."""
    section, row = Section(remark.comment.section), remark.row_key
    if row is not None and remark.state is not pinning.State.GONE:
        if section is Section.BUDGET:
            return reverse("workflows:edit_item", args=(proposal.pk, row)) + f"#{remark.anchor}"
        if section is Section.BENEFICIARIES:
            return reverse("workflows:edit_community_people", args=(proposal.pk, row)) + f"#{remark.anchor}"
    return reverse(URL_OF_SECTION[section], args=(proposal.pk,)) + f"#{remark.anchor}"


def at_field(form: forms.Form, name: str, shown: FieldRemark) -> None:
    """The field's template draws it, and a screen reader reads it with the field."""
    bound = form[name]
    field = bound.field
    field.remarks = [*getattr(field, "remarks", []), shown]  # type: ignore[attr-defined]  # read by django/forms/field.html
    described = (bound.aria_describedby or "").split()
    field.widget.attrs["aria-describedby"] = " ".join([*described, f"{bound.auto_id}_remarks"])


def _field_of(remark: Remark, form: forms.Form) -> str:
    comment = remark.comment
    if comment.section == Section.PAPERS:
        name = f"until-{comment.row}" if comment.column == "valid_until" else f"kind-{comment.row}"
    elif comment.section == Section.STATEMENTS:
        name = "kinds"
    else:
        # A comment on a whole community or item stands at its name; the one on prices at the first seller.
        name = _NAMES.get(comment.column, comment.column) or "name"
        name = "seller" if comment.column == "prices" else name
    return name if name in form.fields else ""


def _row_of(form: forms.Form, row: str) -> str:
    return str(form["id"].value() or "-") if "id" in form.fields else row


def _shown(remark: Remark) -> FieldRemark:
    state = remark.state
    who = f"{remark.comment.by_name}, {remark.comment.by_office}".rstrip(", ")
    return FieldRemark(remark.anchor, remark.comment.text, who, state.label, state.kind, state.icon)
