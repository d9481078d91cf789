"""What an official types into a step: nothing that nobody sees is stored, because it is read by others and printed in letters."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.proposals import Cast, proposal_at
from workflows.enums import Outcome, Section, Stage, Step
from workflows.forms.handover import HandoverLineForm
from workflows.models import Decision, DecisionLetter, Item, Proposal, ReturnedSection, TaskMeta, TimelineEvent

pytestmark = pytest.mark.django_db
TURNED = "Baris \u202esatu\u200b\x08\r\nBaris\u2067 dua"
PLAIN = "Baris satu\nBaris dua"


def task_url(proposal: Proposal) -> str:
    return reverse("workflows:task", args=(TaskMeta.objects.filter(proposal=proposal).latest("pk").pk,))


def test_note_and_consideration_of_a_letter_are_cleaned(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.DECISION_SET, cast)
    client.force_login(cast.ppk)
    typed = {"dated_on": timezone.localdate().isoformat(), "consideration": TURNED, "reason": TURNED}

    client.post(task_url(proposal), typed)

    assert DecisionLetter.objects.get(proposal=proposal).consideration == PLAIN
    assert Decision.objects.get(proposal=proposal, step=Step.DECISION_SET).reason == PLAIN


def test_the_comment_on_a_section_is_cleaned(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    client.force_login(cast.verifier)
    comment = f"comment_{Section.BUDGET.value}"

    client.post(task_url(proposal), {"outcome_choice": Outcome.RETURNED.value, "reason": TURNED, comment: TURNED})

    assert ReturnedSection.objects.get(section=Section.BUDGET).comment == PLAIN


def test_a_reason_of_nothing_visible_is_none(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    client.force_login(cast.verifier)

    answer = client.post(task_url(proposal), {"outcome_choice": Outcome.REJECTED.value, "reason": "\u202e\u200b"})

    assert "Tuliskan alasannya" in answer.content.decode()
    assert not Decision.objects.filter(proposal=proposal, step=Step.VERIFICATION).exists()


def test_the_reason_of_a_withdrawal_is_cleaned(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    client.force_login(cast.head)

    client.post(reverse("workflows:withdrawal", args=(proposal.pk,)), {"reason": TURNED})

    assert TimelineEvent.objects.get(proposal=proposal, verb="withdrawn").note == PLAIN


def test_serial_numbers_that_look_alike_are_alike(cast: Cast) -> None:
    item = Item.objects.get(community__proposal=proposal_at(Stage.DISTRIBUTION, cast))
    prefix = f"item-{item.pk}"
    form = HandoverLineForm(
        {f"{prefix}-quantity": "2", f"{prefix}-serial_numbers": "SN-1\u200b\r\nSN-\u202e1"}, item=item
    )

    assert not form.is_valid()
    assert "2 nomor seri yang berbeda" in str(form.errors["serial_numbers"])
