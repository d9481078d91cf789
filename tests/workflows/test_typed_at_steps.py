"""What is typed into the form of a step and not sent: kept for its author while typing rests and when sending is refused, then gone."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from tests.factories import make_user
from tests.proposals import Cast, check_papers, make_draft, proposal_at
from workflows import actions, leftovers
from workflows.enums import Section, Stage
from workflows.models import Item, PinnedComment, Proposal, TypedAnswers

pytestmark = pytest.mark.django_db
NOTE, WHY, REPLY = "Mohon disahkan.\nTerima kasih.", "Judul sudah sesuai.", "Dayanya sudah tertulis."


class Tab:
    """A page whose form is read and sent as a browser does, or by its script."""

    def __init__(self, user: User, name: str, proposal: Proposal) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.address = reverse(f"workflows:{name}", args=[proposal.pk])
        self.open()

    def open(self) -> None:
        self.read(self.client.get(self.address))

    def read(self, answer: Any) -> None:
        self.answer = answer
        self.page = BeautifulSoup(answer.content.decode(), "html.parser")

    @property
    def form(self) -> Any:
        return self.page.select_one("form[data-autosave]")

    @property
    def place(self) -> str:
        return str(self.form.get("data-place") or self.address)

    def fields(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for control in self.form.select("input[name], textarea[name]"):
            if control.get("type") in {"radio", "checkbox"} and not control.has_attr("checked"):
                continue
            value = control.get_text().removeprefix("\n") if control.name == "textarea" else control.get("value", "")
            found.setdefault(str(control["name"]), []).append(str(value).replace("\n", "\r\n"))
        return found

    def rest(self, sequence: int = 1, **typed: Any) -> Any:
        """Typing rests: the script sends the form."""
        script = {"action": "keep", "tab": "abcdef0123", "sequence": sequence}
        return self.client.post(self.place, self.fields() | typed | script)

    def send(self, **typed: Any) -> None:
        self.read(self.client.post(self.place, self.fields() | typed, follow=True))

    def value(self, name: str) -> str:
        return self.fields().get(name, [""])[0].replace("\r\n", "\n")


@pytest.fixture
def returned(cast: Cast) -> Proposal:
    """Sent back for two sections, with one comment on an answer."""
    proposal = proposal_at(Stage.VERIFICATION, cast)
    item = Item.objects.filter(community__proposal=proposal).earliest("pk")
    target = {"section": Section.BUDGET, "row": str(item.pk), "column": "specification"}
    actions.pin_comment(by=cast.verifier, proposal=proposal, text="Sebutkan dayanya.", **target)
    marked = {Section.GENERAL: "Perjelas.", Section.BUDGET: ""}
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Belum jelas.", sections=marked)
    return proposal


def answers_to(proposal: Proposal) -> dict[str, str]:
    comment = PinnedComment.objects.get(proposal=proposal)
    return {"note": NOTE, "unchanged_general": WHY, f"reply_{comment.pk}": REPLY}


def test_answers_to_a_return_are_kept_while_typing_rests(cast: Cast, returned: Proposal) -> None:
    tab, typed = Tab(cast.operator, "review", returned), answers_to(returned)

    answer = tab.rest(**typed)

    assert answer.json()["state"] == "kept"
    assert "belum dikirim" in answer.json()["words"]
    tab.open()
    assert {name: tab.value(name) for name in typed} == typed


def test_a_refused_sending_keeps_every_answer_for_whoever_goes_to_mend_it(cast: Cast, returned: Proposal) -> None:
    paper = returned.papers.current().earliest("pk")
    returned.papers.filter(pk=paper.pk).update(is_current=False)
    tab, typed = Tab(cast.operator, "review", returned), answers_to(returned)

    tab.send(**typed)

    assert "Usulan belum lengkap" in tab.page.text
    tab.client.get(reverse("workflows:edit_papers", args=[returned.pk]))
    tab.open()
    assert {name: tab.value(name) for name in typed} == typed

    returned.papers.filter(pk=paper.pk).update(is_current=True)
    tab.send()
    returned.refresh_from_db()
    assert returned.stage == Stage.SUBMISSION
    assert not TypedAnswers.objects.exists()


def test_what_was_answered_before_stays_emptied(cast: Cast, returned: Proposal) -> None:
    typed = answers_to(returned)
    Tab(cast.operator, "review", returned).send(**typed)
    actions.send_back_to_operator(by=cast.head, proposal=returned, reason="Belum.")
    tab = Tab(cast.operator, "review", returned)
    assert tab.value("unchanged_general") == WHY

    tab.rest(unchanged_general="")

    tab.open()
    assert tab.value("unchanged_general") == ""
    assert tab.value("note") == ""


def test_the_note_of_a_first_draft_is_kept_for_its_author_only(cast: Cast) -> None:
    draft, other = make_draft(cast), make_user("operator_balai", unit=cast.unit)
    Tab(cast.operator, "review", draft).rest(note=NOTE)

    assert Tab(other, "review", draft).value("note") == ""
    assert Tab(cast.operator, "review", draft).value("note") == NOTE
    leftovers.sweep()
    assert TypedAnswers.objects.exists()
    Proposal.objects.filter(pk=draft.pk).update(stage=Stage.WITHDRAWN)
    leftovers.sweep()
    assert not TypedAnswers.objects.exists()


def test_an_answer_that_comes_after_the_sending_is_refused_in_the_background(cast: Cast) -> None:
    draft = make_draft(cast)
    late = Tab(cast.operator, "review", draft)
    Tab(cast.operator, "review", draft).send(note=NOTE)

    answer = late.rest(note="Terlambat.")

    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert not TypedAnswers.objects.exists()


REASON = "Harga alat belum wajar.\nCocokkan."
CHOSEN = {"outcome_choice": "sent_back", "reason": REASON}


def test_choice_and_reason_of_an_official_are_kept_while_typing_rests(cast: Cast) -> None:
    tab = Tab(cast.head, "proposal", proposal_at(Stage.SUBMISSION, cast))

    assert tab.rest(**CHOSEN).json()["state"] == "kept"

    tab.open()
    assert {name: tab.value(name) for name in CHOSEN} == CHOSEN


def test_whoever_certifies_ticks_it_at_that_moment(cast: Cast) -> None:
    tab = Tab(cast.head, "proposal", proposal_at(Stage.SUBMISSION, cast))

    tab.rest(outcome_choice="submitted", certified="on")

    tab.open()
    assert tab.value("outcome_choice") == "submitted"
    assert tab.value("certified") == ""


@pytest.mark.parametrize("buttons", [["ambil"], ["ambil", "lepas"]])
def test_taking_a_task_and_giving_it_back_keep_what_is_typed(cast: Cast, buttons: list[str]) -> None:
    tab = Tab(cast.head, "proposal", proposal_at(Stage.SUBMISSION, cast))

    for name in buttons:
        button = tab.page.select_one(f"button[form='{tab.form['id']}'][formaction$='/{name}/']")
        assert button is not None
        typed = CHOSEN if name == "ambil" else {}
        tab.read(tab.client.post(str(button["formaction"]), tab.fields() | typed, follow=True))

    assert {name: tab.value(name) for name in CHOSEN} == CHOSEN


def test_a_decision_that_is_refused_keeps_its_form_and_one_that_is_taken_ends_it(cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    tab = Tab(cast.head, "proposal", proposal)

    tab.send(outcome_choice="submitted", reason=REASON)
    assert "Beri tanda pada pernyataan ini" in tab.page.text
    tab.address = reverse("workflows:proposal", args=[proposal.pk])
    tab.open()
    assert tab.value("reason") == REASON

    tab.send(outcome_choice="sent_back")
    assert proposal.decisions.filter(outcome="sent_back", reason__startswith="Harga").exists()
    assert not TypedAnswers.objects.exists()


def test_quantities_of_a_partial_approval_are_kept_also_where_they_are_emptied(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast, communities=2)
    first, second = (f"quantity_{item.pk}" for item in Item.objects.filter(community__proposal=proposal)[:2])
    tab = Tab(cast.director, "proposal", proposal)
    full = tab.value(second)

    tab.rest(outcome_choice="approved_partly", **{first: "", second: "1"})
    tab.open()
    assert (tab.value(first), tab.value(second)) == ("", "1")

    tab.rest(sequence=2, **{second: full})
    tab.open()
    assert (tab.value(first), tab.value(second)) == ("", full)


def test_date_and_considerations_of_a_letter_are_kept(cast: Cast) -> None:
    tab = Tab(cast.ppk, "proposal", proposal_at(Stage.DECISION_SET, cast))
    typed = {"dated_on": "2026-12-01", "consideration": "Menimbang kebutuhan.", "reason": "Segera."}

    tab.rest(**typed)

    tab.open()
    assert {name: tab.value(name) for name in typed} == typed


def test_nobody_else_reads_what_an_official_typed(cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    Tab(cast.head, "proposal", proposal).rest(**CHOSEN)

    other = make_user("kepala_balai", unit=cast.unit)
    for reader in (other, cast.operator, cast.verifier):
        assert "belum wajar" not in Tab(reader, "proposal", proposal).page.text
    task = Tab(cast.head, "proposal", proposal).place
    client = Client()
    client.force_login(cast.operator)
    answer = client.post(task, CHOSEN | {"action": "keep"})
    assert (answer.status_code, answer.json()["state"]) == (409, "refused")


def test_the_director_decides_over_no_comment_that_is_not_saved(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    comments = Tab(cast.director, "verification", proposal)
    comments.rest(**{"general..title-comment": "Perjelas judulnya."})
    tab = Tab(cast.director, "proposal", proposal)

    tab.send(outcome_choice="approved")

    assert "Ada catatan yang ditulis tetapi belum disimpan: «Uraian usulan»." in tab.page.text
    comments.open()
    assert comments.value("general..title-comment") == "Perjelas judulnya."


def test_the_reason_for_a_withdrawal_is_kept_through_the_steps_of_others_until_it_is_sent(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    tab = Tab(cast.head, "withdrawal", proposal)
    assert tab.rest(reason=REASON).json()["state"] == "kept"
    check_papers(proposal, cast.verifier)
    actions.verify(by=cast.verifier, proposal=proposal)

    assert Tab(cast.head, "proposal", proposal).form is None
    tab.open()
    assert tab.value("reason") == REASON
    tab.send()
    proposal.refresh_from_db()
    assert proposal.stage == Stage.WITHDRAWN
    assert not TypedAnswers.objects.exists()


def test_nobody_keeps_a_reason_for_a_withdrawal_that_is_not_theirs(cast: Cast) -> None:
    tab = Tab(cast.head, "withdrawal", proposal_at(Stage.VERIFICATION, cast))
    tab.client.force_login(cast.operator)

    assert tab.rest(reason=REASON).json()["state"] == "refused"
    assert not TypedAnswers.objects.exists()
