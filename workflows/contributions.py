"""Remembering who wrote on a proposal, so that nobody certifies, verifies or approves the own words."""

from typing import assert_never

from portal.core.models import User
from workflows import contents
from workflows.enums import Section
from workflows.models import Beneficiary, Contribution, Item, PriceComparison, Proposal


def contribute(by: User, proposal: Proposal) -> None:
    """Called by every action that changes what a proposal says, in its transaction."""
    Contribution.objects.get_or_create(proposal=proposal, user=by)


def content_of(proposal: Proposal, section: Section) -> tuple[object, ...]:
    """What the section says, to be compared before and after a save. Files have actions of their own."""
    match section:
        case Section.GENERAL | Section.APPLICANT:
            columns = contents.GENERAL if section is Section.GENERAL else contents.APPLICANT
            return tuple(getattr(proposal, column) for column in columns)
        case Section.COMMUNITIES:
            return tuple(proposal.communities.order_by("pk").values_list("pk", "position", *contents.COMMUNITY))
        case Section.BENEFICIARIES:
            people = Beneficiary.objects.filter(community__proposal=proposal).order_by("community", "position", "pk")
            return tuple(people.values_list("community", "position", *contents.PERSON))
        case Section.BUDGET:
            items = Item.objects.filter(community__proposal=proposal).order_by("pk")
            prices = PriceComparison.objects.filter(item__community__proposal=proposal).order_by("item", "pk")
            return (
                *items.values_list("pk", "position", *contents.ITEM),
                *prices.values_list("item", *contents.PRICE),
            )
        case Section.PAPERS:
            return tuple(proposal.papers.current().order_by("pk").values_list("pk", "valid_until"))
        case Section.STATEMENTS:
            return tuple(proposal.statements.order_by("kind").values_list("kind", flat=True))
        case _:
            assert_never(section)
