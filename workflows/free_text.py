"""Where people may be named in passing: what is searched for one person's copy, and cleared of them by the schedule."""

from typing import Any

from workflows.models import (
    Community,
    Decision,
    DecisionLetter,
    Handover,
    Item,
    Paper,
    PaperCheck,
    PaperPage,
    PersonalDataAccess,
    PinnedComment,
    PriceComparison,
    Proposal,
    ReturnedSection,
    TimelineEvent,
)

FREE_TEXT: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (Proposal, "pk", ("title", "background", "applicant_name", "applicant_registration")),
    (Community, "proposal", ("name", "city", "province")),
    (Item, "community__proposal", ("name", "specification", "measure")),
    (PriceComparison, "item__community__proposal", ("seller", "source")),
    (Paper, "proposal", ("name",)),
    (PaperPage, "paper__proposal", ("text",)),
    (Decision, "proposal", ("reason",)),
    (ReturnedSection, "request__proposal", ("comment", "explanation")),
    (PaperCheck, "proposal", ("reason",)),
    (PinnedComment, "proposal", ("text", "reply")),
    (TimelineEvent, "proposal", ("note",)),
    (Handover, "proposal", ("receiver_position", "place", "note")),
    (DecisionLetter, "proposal", ("consideration",)),
    (PersonalDataAccess, "proposal", ("reason",)),
)
"""Table, its way to the proposal, columns."""
