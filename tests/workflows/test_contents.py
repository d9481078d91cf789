"""No answer of a section is forgotten: each column is saved, counts as a change, and is told to whoever compares."""

import re
from typing import Any

import pytest

from tests.proposals import Cast, make_cluster, make_draft
from workflows import contents, snapshots
from workflows.contributions import content_of
from workflows.enums import Section
from workflows.models import Beneficiary, Community, Item, PriceComparison, Proposal

pytestmark = pytest.mark.django_db

SAYS: tuple[tuple[Section, Any, tuple[str, ...]], ...] = (
    (Section.GENERAL, Proposal, contents.GENERAL),
    (Section.APPLICANT, Proposal, contents.APPLICANT),
    (Section.COMMUNITIES, Community, contents.COMMUNITY),
    (Section.BENEFICIARIES, Beneficiary, contents.PERSON),
    (Section.BUDGET, Item, contents.ITEM),
    (Section.BUDGET, PriceComparison, contents.PRICE),
)
COLUMNS = [(section, model, column) for section, model, columns in SAYS for column in columns]

NOT_SAID = {
    "id",
    "position",
    # which row it belongs to
    "Beneficiary.community",
    "Community.proposal",
    "PriceComparison.item",
    # what officials write
    "Item.approved_quantity",
    "Item.delivered_quantity",
}


def another(model: Any, column: str, row: Any) -> Any:
    """A value that the column does not have now."""
    if column == "cluster":
        return make_cluster().pk
    if column == "community":
        return Community.objects.exclude(pk=row.community_id).earliest("pk").pk
    if column in ("latitude", "longitude"):
        Community.objects.filter(pk=row.pk).update(latitude=1, longitude=100)
        return 2 if column == "latitude" else 101
    field = model._meta.get_field(column)
    if field.choices:
        return next(value for value, _label in field.choices if value != getattr(row, column))
    return getattr(row, column) + 1 if field.get_internal_type().startswith("Positive") else "Lain 7"


@pytest.mark.parametrize(("section", "model", "column"), COLUMNS)
def test_a_change_of_any_column_is_noticed_and_told(cast: Cast, section: Section, model: Any, column: str) -> None:
    proposal = make_draft(cast, communities=2)
    row = model.objects.earliest("pk")
    value = another(model, column, row)
    proposal.refresh_from_db()
    before = content_of(proposal, section), snapshots.take(proposal, section)

    model.objects.filter(pk=row.pk).update(**{column: value})

    fresh = Proposal.objects.get(pk=proposal.pk)
    assert content_of(fresh, section) != before[0]
    assert snapshots.changes(before[1], snapshots.take(fresh, section), section)


@pytest.mark.parametrize("model", [Community, Beneficiary, Item, PriceComparison])
def test_every_column_of_a_row_is_said_or_known_not_to_be(model: Any) -> None:
    said = {column for _section, each, column in COLUMNS if each is model}
    columns = {field.name for field in model._meta.concrete_fields}

    assert {
        name for name in columns - said if name not in NOT_SAID and f"{model.__name__}.{name}" not in NOT_SAID
    } == set()


def test_what_is_hidden_is_kept_as_a_hash_alone(cast: Cast) -> None:
    proposal = make_draft(cast)
    Proposal.objects.filter(pk=proposal.pk).update(applicant_address="Jalan Kenari 7")
    Community.objects.update(place="Gang Melati 3", latitude=-6.2, longitude=106.8)
    fresh = Proposal.objects.get(pk=proposal.pk)

    kept = str([snapshots.take(fresh, section) for section in Section])

    assert re.findall(r"Kenari|Melati|6\.2|106|Orang \d\b(?! )|Jalan", kept) == []
