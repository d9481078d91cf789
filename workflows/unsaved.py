"""What an official typed on the page of a step and has not saved: what the page showed, what came back, what is kept of it."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from portal.core.typed_text import storable
from workflows.drafts import Tab
from workflows.models import Proposal, TypedAnswers

Typed: TypeAlias = dict[str, list[str]]
"""Fields by their name, each with the values that it has; none of an empty one, except where a form is filled in before
anybody types: there `[""]` says that somebody emptied it."""

TICKED = frozenset({"marked_sections"})
"""Fields of several boxes: each box is kept by itself."""
_OF_THE_TAB = ("tab", "sequence")
_TASK = "task-"
WITHDRAWAL = "withdrawal"
"""In the place of a task: the proposal is taken back whatever step is open."""


def place_of(task_id: int) -> str:
    """Where the answers of one task lie: another round of the same step begins empty."""
    return f"{_TASK}{task_id}"


def of_each_task(owner_id: int, proposal: Proposal, *, task: str) -> Subquery:
    """What the account typed, as it is stored, beside each row whose field `task` is a task; None for nothing."""
    place = Concat(Value(_TASK), Cast(OuterRef(task), CharField()))
    kept = TypedAnswers.objects.filter(proposal=proposal, section=TypedAnswers.OF_A_TASK, place=place, owner=owner_id)
    return Subquery(kept.values("fields")[:1])


def unsaved_at(task_id: int, rows: Iterable[TypedAnswers]) -> Typed:
    """What the account typed at this task, out of its rows of the proposal."""
    of_task = (row.fields for row in rows if row.section == TypedAnswers.OF_A_TASK and row.place == place_of(task_id))
    return typed_in(next(of_task, []))


def stored(owner_id: int, proposal: Proposal, task_id: int) -> list[list[str]]:
    """What the account typed at this task as it is stored, with the tab that sent it; one query."""
    kept = TypedAnswers.objects.filter(
        proposal=proposal, section=TypedAnswers.OF_A_TASK, place=place_of(task_id), owner=owner_id
    )
    return kept.values_list("fields", flat=True).first() or []


def of_withdrawal(owner_id: int, proposal: Proposal) -> Typed:
    """The reason for taking the proposal back, typed and not sent; one query."""
    kept = TypedAnswers.objects.filter(
        proposal=proposal, section=TypedAnswers.OF_A_TASK, place=WITHDRAWAL, owner=owner_id
    )
    return typed_in(kept.values_list("fields", flat=True).first() or [])


def forget(proposal: Proposal, *, is_over: bool = False) -> None:
    """The step is decided: what anybody typed at it and did not save is of no use any more.

    The reason for a withdrawal belongs to no step, and goes once the proposal `is_over`.
    """
    typed = TypedAnswers.objects.filter(proposal=proposal, section=TypedAnswers.OF_A_TASK)
    (typed if is_over else typed.exclude(place=WITHDRAWAL)).delete()


def typed_in(fields: list[list[str]]) -> Typed:
    """Pairs as they are stored, without those of the tab that sent them."""
    found: Typed = {}
    for name, value in fields:
        if name not in _OF_THE_TAB:
            found.setdefault(name, []).append(value)
    return found


def as_fields(typed: Typed, tab: Tab | None) -> list[list[str]]:
    """Pairs to be stored, with the tab that sent them."""
    sender = [["tab", tab.key], ["sequence", str(tab.sequence)]] if tab else []
    return [*([storable(name), storable(value)] for name, values in typed.items() for value in values), *sender]


def is_overtaken(fields: list[list[str]], tab: Tab) -> bool:
    """A request that its own tab followed by a later one, which has been kept already."""
    sent = {name: value for name, value in fields if name in _OF_THE_TAB}
    return sent.get("tab") == tab.key and int(sent["sequence"]) >= tab.sequence


def after(fields: list[list[str]], shown: Typed, sent: Typed, tab: Tab | None) -> tuple[Typed, bool]:
    """What there is once a request has come, and whether a later one of its tab had been kept before."""
    kept = typed_in(fields)
    if tab and is_overtaken(fields, tab):
        return kept, True
    return merged(kept, shown, sent), False


def merged(kept: Mapping[str, list[str]], shown: Typed, sent: Typed) -> Typed:
    """`kept` with what was changed on the page, field by field: an older page in another tab takes nothing back.

    `shown` is what the page held when it was drawn, `sent` what it holds now.
    """
    result = {name: list(values) for name, values in kept.items()}
    for name in {**shown, **sent}:
        was, now = shown.get(name, []), sent.get(name, [])
        if was == now:
            continue
        if name in TICKED:
            stays = [value for value in result.get(name, []) if value in now or value not in was]
            now = [*stays, *(value for value in now if value not in was and value not in stays)]
        result[name] = now
    return {name: values for name, values in result.items() if values}
