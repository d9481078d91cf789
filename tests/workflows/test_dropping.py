"""A community never takes its people and goods away by the way: the page says what goes, and asks."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.proposals import Cast, make_draft
from workflows.enums import Section
from workflows.models import Beneficiary, Community, Item, Proposal
from workflows.versions import version_of

pytestmark = pytest.mark.django_db
HELD = "“Komunitas 2” beserta 24 penerima manfaat dan 1 barang"


@pytest.fixture
def draft(cast: Cast) -> Proposal:
    return make_draft(cast, communities=2)


def page_of(draft: Proposal) -> str:
    return reverse("workflows:edit_communities", args=(draft.pk,))


def sent(page: Any, **changes: str) -> dict[str, Any]:
    """What a browser sends of the form on the page."""
    form = BeautifulSoup(page.content, "html.parser").select_one("form[data-autosave], form:has([name=c-rows])")
    assert form is not None
    fields: dict[str, Any] = {}
    for control in form.select("input[name]:not([type=submit])"):
        fields.setdefault(str(control["name"]), []).append(control.get("value", ""))
    for choice in form.select("select[name]"):
        fields[str(choice["name"])] = [each["value"] for each in choice.select("option[selected]")]
    return fields | changes


def stored(draft: Proposal) -> tuple[int, int, int]:
    return (
        draft.communities.count(),
        Beneficiary.objects.filter(community__proposal=draft).count(),
        Item.objects.filter(community__proposal=draft).count(),
    )


def test_what_would_go_is_said_before_anything_is_taken_out(operator: Client, draft: Proposal) -> None:
    page = operator.get(page_of(draft))

    asked = operator.post(page_of(draft), sent(page, action="remove-1"))

    assert HELD in asked.content.decode()
    assert [form["name"].value() for form in asked.context["sheet"].forms] == ["Komunitas 1", "Komunitas 2"]
    stays = operator.post(page_of(draft), sent(asked, action="stay"))
    assert HELD not in stays.content.decode()
    assert operator.post(page_of(draft), sent(stays, action="draft")).status_code == 302
    assert stored(draft) == (2, 48, 2)


def test_whoever_agrees_and_saves_takes_all_of_it_out(operator: Client, draft: Proposal) -> None:
    asked = operator.post(page_of(draft), sent(operator.get(page_of(draft)), action="remove-1"))
    agreed = operator.post(page_of(draft), sent(asked, action="drop-1"))
    assert stored(draft) == (2, 48, 2)
    reopened = operator.get(page_of(draft))

    answer = operator.post(page_of(draft), sent(reopened, action="draft"))

    assert [form["name"].value() for form in agreed.context["sheet"].forms] == ["Komunitas 1"]
    assert answer.status_code == 302
    assert stored(draft) == (1, 24, 1)


@pytest.mark.parametrize(("action", "status"), [("draft", 409), ("auto", 409)])
def test_a_form_that_just_lacks_the_community_takes_nothing_out(
    operator: Client, draft: Proposal, action: str, status: int
) -> None:
    """An old page, a script, a second tab: nobody has read what would go."""
    fields = sent(operator.get(page_of(draft)), action=action)
    fields = {name: value for name, value in fields.items() if not name.startswith("c-1-")} | {"c-rows": "1"}

    answer = operator.post(page_of(draft), fields)

    assert answer.status_code == status
    assert HELD in (answer.json()["words"] if action == "auto" else answer.content.decode())
    assert stored(draft) == (2, 48, 2)


def test_an_empty_community_goes_without_a_question(cast: Cast, operator: Client, draft: Proposal) -> None:
    Community.objects.create(proposal=draft, name="Komunitas 3", cluster=cast.cluster, position=2)
    before = version_of(draft, Section.COMMUNITIES)

    taken = operator.post(page_of(draft), sent(operator.get(page_of(draft)), action="remove-2"))
    assert operator.post(page_of(draft), sent(taken, action="draft")).status_code == 302

    assert stored(draft) == (2, 48, 2)
    assert version_of(draft, Section.COMMUNITIES) == before + 1
