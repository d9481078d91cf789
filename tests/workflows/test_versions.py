"""Who comes into conflict with whom: a tab with others, never with its own run of saves."""

import pytest

from tests.proposals import Cast
from workflows import actions
from workflows.drafts import GeneralData, Tab
from workflows.enums import Section
from workflows.models import Proposal
from workflows.versions import version_of

pytestmark = pytest.mark.django_db
OWN, OTHER = "a" * 16, "b" * 16


def save(cast: Cast, draft: Proposal, title: str, *, version: int, tab: Tab) -> int:
    """The version after it."""
    data = GeneralData(title=title, scheme="government_aid")
    actions.save_draft_section(by=cast.operator, proposal=draft, data=data, version=version, tab=tab)
    return version_of(draft, Section.GENERAL)


def test_a_tab_goes_on_from_any_version_of_its_own_run(cast: Cast, draft: Proposal) -> None:
    first = version_of(draft, Section.GENERAL)
    save(cast, draft, "satu", version=first, tab=Tab(OWN, 1))

    save(cast, draft, "dua", version=first, tab=Tab(OWN, 2))

    assert Proposal.objects.get(pk=draft.pk).title == "dua"


def test_what_a_tab_made_before_another_one_saved_is_stale_for_ever(cast: Cast, draft: Proposal) -> None:
    """It has compared and saved anew since; a form from before that run still knows nothing of the other's text."""
    first = version_of(draft, Section.GENERAL)
    second = save(cast, draft, "satu", version=first, tab=Tab(OWN, 1))
    third = save(cast, draft, "dari orang lain", version=second, tab=Tab(OTHER, 1))
    save(cast, draft, "dibandingkan", version=third, tab=Tab(OWN, 2))

    with pytest.raises(actions.StaleVersionError):
        save(cast, draft, "dari halaman lama", version=second, tab=Tab(OWN, 3))

    assert Proposal.objects.get(pk=draft.pk).title == "dibandingkan"
