"""What is typed on the verifier's page and not saved: every button sends it along, it is shown again, and nothing decides over it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from tests.factories import make_user
from tests.proposals import Cast, check_papers, proposal_at
from workflows import leftovers
from workflows.enums import Outcome, Stage
from workflows.models import Decision, Item, Paper, PaperCheck, PinnedComment, Proposal, TaskMeta, TypedAnswers
from workflows.unsaved import merged

pytestmark = pytest.mark.django_db
REASON, COMMENT, FINDING = "Harga belum wajar.\nCocokkan.", "Sebutkan dayanya.", "Halaman kedua buram."
CHOSEN = {
    "outcome_choice": "returned",
    "reason": REASON,
    "marked_sections": ["general"],
    "comment_general": "Perjelas.",
}


class Tab:
    """A tab without a script: its buttons send the whole form, as a browser does."""

    def __init__(self, user: User, proposal: Proposal, query: str = "") -> None:
        self.client = Client()
        self.client.force_login(user)
        self.address = reverse("workflows:verification", args=[proposal.pk])
        self.read(self.client.get(f"{self.address}{query}"))

    def read(self, answer: Any) -> None:
        self.answer = answer
        self.page = BeautifulSoup(answer.content.decode(), "html.parser")

    def fields(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for control in self.page.select("main form input[name], main form textarea[name]"):
            kind, name = control.get("type"), str(control["name"])
            if kind in {"radio", "checkbox"} and not control.has_attr("checked"):
                continue
            value = control.get_text().removeprefix("\n") if control.name == "textarea" else control.get("value", "")
            found.setdefault(name, []).append(str(value).replace("\n", "\r\n"))
        return found

    def press(self, selector: str, **typed: Any) -> None:
        button = self.page.select_one(selector)
        assert button is not None, selector
        own = {str(button["name"]): str(button.get("value", ""))} if button.get("name") else {}
        self.read(self.client.post(self.goal_of(button), self.fields() | typed | own, follow=True))

    def goal_of(self, button: Tag) -> str:
        return str(button.get("formaction") or self.page.select("main form")[0]["action"])


def spec_of(proposal: Proposal) -> str:
    return f"budget.{Item.objects.filter(community__proposal=proposal).earliest('pk').pk}.specification"


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return proposal_at(Stage.VERIFICATION, cast)


@pytest.fixture
def paper(proposal: Proposal) -> Paper:
    return proposal.papers.current().filter(kind__holds_personal_data=False).earliest("kind__order", "pk")


@pytest.fixture
def tab(cast: Cast, proposal: Proposal, paper: Paper) -> Tab:
    return Tab(cast.verifier, proposal, f"?berkas={paper.kind_id}")


def decision_of(tab: Tab) -> dict[str, list[str]]:
    return {name: [value.replace("\r\n", "\n") for value in tab.fields().get(name, [])] for name in CHOSEN}


BUTTONS = [
    "button[name=verdict][value=in_order]",
    "button[name=catatan][value='general..title']",
    "button[name=berkas]",
    "button[name=buka], button[name=berkas]",
    ".decision button.btn--2",
]


@pytest.mark.parametrize("button", BUTTONS)
def test_choice_reason_and_marks_survive_every_button(tab: Tab, button: str) -> None:
    tab.press(button, **CHOSEN)

    assert decision_of(tab) == {name: [value] if isinstance(value, str) else value for name, value in CHOSEN.items()}


def test_a_mark_that_is_refused_keeps_it_too(tab: Tab) -> None:
    tab.press("button[name=verdict][value=not_in_order]", **CHOSEN)

    assert "Tuliskan apa yang tidak sesuai" in tab.page.text
    assert decision_of(tab)["reason"] == [REASON]


def test_comments_that_were_begun_stay_open_at_their_answers(tab: Tab, proposal: Proposal) -> None:
    first, second = "general..title", spec_of(proposal)
    tab.press(f"button[name=catatan][value='{first}']")
    tab.press(f"button[name=catatan][value='{second}']", **{f"{first}-comment": COMMENT})
    tab.press("button[name=verdict][value=in_order]", **{f"{second}-comment": "Yang kedua."})

    assert tab.fields()[f"{first}-comment"] == [COMMENT]
    assert tab.fields()[f"{second}-comment"] == ["Yang kedua."]

    tab.press(f"button[name=target][value='{second}']", **CHOSEN)
    assert PinnedComment.objects.get().text == "Yang kedua."
    assert tab.fields()[f"{first}-comment"] == [COMMENT]
    assert f"{second}-comment" not in tab.fields()
    assert decision_of(tab)["reason"] == [REASON]


def test_settling_a_comment_and_throwing_one_away_keep_the_rest(tab: Tab) -> None:
    tab.press("button[name=catatan][value='general..title']")
    tab.press("button[name=target]", **{"general..title-comment": COMMENT})
    tab.press("button[name=action][value=remove]", **CHOSEN)
    assert not PinnedComment.objects.exists()

    tab.press("button[name=catatan][value='general..title']")
    tab.press("button[name=buang]", **{"general..title-comment": COMMENT})
    assert "general..title-comment" not in tab.fields()
    assert decision_of(tab)["reason"] == [REASON]


def test_a_finding_that_was_begun_waits_at_its_paper(tab: Tab, paper: Paper) -> None:
    other = tab.page.select(f"button[name=berkas]:not([value='{paper.kind_id}'])")[0]
    tab.press(f"button[name=berkas][value='{other['value']}']", finding=FINDING)
    assert tab.fields()["finding"] == [""]

    tab.press(f"button[name=berkas][value='{paper.kind_id}']")
    assert tab.fields()["finding"] == [FINDING]

    tab.press("button[name=verdict][value=not_in_order]")
    assert PaperCheck.objects.get().reason == FINDING
    assert "finding" not in str(TypedAnswers.objects.values_list("fields", flat=True))


@pytest.mark.parametrize("outcome", [Outcome.COMPLETE, Outcome.RETURNED])
def test_no_decision_passes_over_what_was_begun_and_not_saved(
    cast: Cast, proposal: Proposal, tab: Tab, outcome: Outcome
) -> None:
    check_papers(proposal, cast.verifier)
    tab.press("button[name=catatan][value='general..title']")
    decide = "button[formaction*='/tugas/']"
    typed = {"outcome_choice": outcome.value, "reason": REASON, "marked_sections": []}
    if outcome is Outcome.RETURNED:
        typed["marked_sections"] = ["budget"]

    tab.press(decide, **typed, **{"general..title-comment": COMMENT})

    assert "Ada catatan yang ditulis tetapi belum disimpan: «Uraian usulan»." in tab.page.text
    assert tab.fields()["general..title-comment"] == [COMMENT]
    assert decision_of(tab)["reason"] == [REASON]
    tab.press(decide, **{"general..title-comment": ""})
    assert Decision.objects.filter(proposal=proposal, outcome=outcome).exists()
    assert not TypedAnswers.objects.exists()


def test_an_older_tab_takes_nothing_back(cast: Cast, proposal: Proposal, tab: Tab) -> None:
    older = Tab(cast.verifier, proposal)
    tab.press(".decision button.btn--2", **CHOSEN)

    older.press("button[name=verdict][value=in_order], .decision button.btn--2", marked_sections=["budget"])

    assert decision_of(older) == decision_of(tab) | {"marked_sections": ["general", "budget"]}


def test_what_was_emptied_stays_empty(tab: Tab) -> None:
    tab.press(".decision button.btn--2", **CHOSEN)
    tab.press(".decision button.btn--2", reason="", marked_sections=[])

    assert decision_of(tab)["reason"] == [""]
    assert decision_of(tab)["marked_sections"] == []


@pytest.mark.parametrize("newer", ["Baru.", ""])
def test_typing_is_kept_in_the_background_and_late_requests_change_nothing(tab: Tab, newer: str) -> None:
    def keep(reason: str, sequence: int) -> Any:
        data = tab.fields() | {"reason": reason, "action": "keep", "tab": "abcdef0123", "sequence": sequence}
        return tab.client.post(tab.address, data).json()

    answer = keep(newer, 2)
    late = keep("Lama.", 1)

    assert answer["state"] == "kept"
    assert newer in answer["ids"]["shown"]
    assert late["overtaken"] is True
    tab.read(tab.client.get(tab.address))
    assert decision_of(tab)["reason"] == [newer]


def test_nobody_else_reads_or_writes_it(cast: Cast, proposal: Proposal, tab: Tab) -> None:
    tab.press(".decision button.btn--2", **CHOSEN)

    for reader in (make_user("verifikator"), cast.director, cast.operator, cast.head):
        other = Tab(reader, proposal)
        assert "Harga belum wajar" not in other.page.text
    for reader in (cast.director, cast.operator, make_user("auditor")):
        assert Tab(reader, proposal).client.post(tab.address, {"reason": "x"}).status_code == 403


def test_whoever_comes_too_late_can_copy_every_text(cast: Cast, proposal: Proposal, tab: Tab) -> None:
    late = Tab(make_user("verifikator"), proposal, "?catatan=general..title")
    tab.press("button[name=verdict][value=in_order]")

    late.press("button[name=catatan]:not([value='general..title'])", **CHOSEN, **{"general..title-comment": COMMENT})

    assert late.answer.status_code == 409
    texts = [each.text.strip() for each in late.page.select("textarea[readonly]")]
    assert {REASON.replace("\n", "\r\n"), COMMENT, "Perjelas."} <= {text.replace("\n", "\r\n") for text in texts} | {
        *texts
    }


def test_another_round_begins_empty_and_the_sweep_leaves_what_is_needed(proposal: Proposal, tab: Tab) -> None:
    tab.press(".decision button.btn--2", **CHOSEN)
    leftovers.sweep()
    assert TypedAnswers.objects.count() == 1

    Proposal.objects.filter(pk=proposal.pk).update(stage=Stage.WITHDRAWN)
    leftovers.sweep()
    assert not TypedAnswers.objects.exists()


@pytest.mark.parametrize("shown", ["", "x", "[]", '{"reason": 3}', "[" * 100_000, '{"reason": ["\\u0000"]}'])
def test_nonsense_in_the_hidden_field_loses_nothing(proposal: Proposal, tab: Tab, shown: str) -> None:
    tab.press(".decision button.btn--2", **CHOSEN)
    task = TaskMeta.objects.filter(proposal=proposal).latest("pk").pk

    answer = tab.client.post(tab.address, {"shown": shown, "task": task, "reason": "a\x00b", "lain..x-comment": "?"})

    assert answer.status_code == 302
    tab.read(tab.client.get(tab.address))
    assert decision_of(tab)["reason"] == ["ab"]
    assert decision_of(tab)["outcome_choice"] == ["returned"]


def test_enter_in_a_choice_presses_no_button(tab: Tab) -> None:
    first = tab.page.select_one("main form button[type=submit]")

    assert first is not None
    assert first.has_attr("disabled")


def test_only_what_changed_is_merged() -> None:
    kept = {"reason": ["lama"], "comment_budget": ["x"], "marked_sections": ["budget"]}

    assert merged(kept, {}, {}) == kept
    assert merged(kept, {"reason": ["lama"]}, {}) == {
        name: kept[name] for name in ("comment_budget", "marked_sections")
    }
    assert merged(kept, {"marked_sections": ["budget"]}, {"marked_sections": ["papers"]})["marked_sections"] == [
        "papers"
    ]
