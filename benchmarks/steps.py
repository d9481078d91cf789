"""Every POST that finishes a step, one after the other on one proposal of real size: what each asks of the database."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from benchmarks.drafts import MOST_TO_SAVE, actor_of, an_operator, fields_of, logged_in, make_draft, one_page, queries
from benchmarks.rows import Row, at_most
from workflows import actions, tasks
from workflows.enums import Outcome, PaperVerdict, Section, Step
from workflows.models import Community, Item, Policy, Proposal
from workflows.numbers import REGISTRATION, next_number

EVERYTHING = {"marked_sections": list(Section.values)} | {
    f"comment_{section}": "Perjelas." for section in Section.values
}
"""Every section marked, with a word on each."""


def rows() -> Iterator[Row]:
    """In the transaction of the caller, who takes it back; needs the people of the demo."""
    operator = an_operator()
    for title, count in walk(make_draft(operator), lambda: make_draft(operator)):
        yield at_most(title, count, "queries", MOST_TO_SAVE)


def walk(draft: Proposal, another: Callable[[], Proposal]) -> Iterator[tuple[str, int]]:
    """What was posted, and its queries, from a complete draft to its end; `another` makes drafts that end on the way."""
    next_number(REGISTRATION, timezone.localdate().year)  # the year has begun
    yield "send a draft to the head", send(draft)
    yield "send a draft back", decide(draft, Step.SUBMISSION, Outcome.SENT_BACK)
    send(draft)
    yield "certify a draft", decide(draft, Step.SUBMISSION, Outcome.SUBMITTED)
    yield "return with seven marked sections", decide(draft, Step.VERIFICATION, Outcome.RETURNED, **EVERYTHING)
    yield "resubmit with seven explanations", send(draft)
    yield "send a correction back", decide(draft, Step.SUBMISSION, Outcome.SENT_BACK)
    send(draft)
    yield "certify a correction", decide(draft, Step.SUBMISSION, Outcome.SUBMITTED)
    find_papers_in_order(draft)
    yield "verify", decide(draft, Step.VERIFICATION, Outcome.COMPLETE)
    yield "return from the Director", decide(draft, Step.DIRECTOR, Outcome.RETURNED, **EVERYTHING)
    send(draft)
    to_director(draft)
    yield from _to_director_general(draft)
    yield from _to_the_end(draft)
    yield from _ended_on_the_way(another)


def _to_director_general(draft: Proposal) -> Iterator[tuple[str, int]]:
    Policy.objects.update(director_general_from=0)
    yield "approve, to the Director-General", decide(draft, Step.DIRECTOR, Outcome.APPROVED)
    yield "return from the Director-General", decide(draft, Step.DIRECTOR_GENERAL, Outcome.RETURNED)
    fewer = {f"quantity_{item.pk}": 1 for item in Item.objects.filter(community__proposal=draft)}
    yield "approve a part", decide(draft, Step.DIRECTOR, Outcome.APPROVED_PARTLY, **fewer)
    yield "approve as Director-General", decide(draft, Step.DIRECTOR_GENERAL, Outcome.APPROVED)


def _to_the_end(draft: Proposal) -> Iterator[tuple[str, int]]:
    letter = {"dated_on": timezone.localdate().isoformat(), "consideration": "Untuk pengukuran."}
    yield "set the decision", decide(draft, Step.DECISION_SET, None, **letter)
    yield "refuse the decision", decide(draft, Step.DECISION_CONFIRM, Outcome.REFUSED)
    yield "set the decision again", decide(draft, Step.DECISION_SET, None, **letter)
    yield "confirm the decision", decide(draft, Step.DECISION_CONFIRM, Outcome.CONFIRMED)
    tasks.run_job(
        Task.objects.filter(process_id=draft.process_id, flow_task_type="JOB").latest("pk").pk, tasks.draw_letter
    )
    first, *between, last = draft.communities.order_by("pk")
    yield "record a handover", hand_over(draft, first)
    for community in between:
        hand_over(draft, community)
    yield "record the last handover", hand_over(draft, last)


def _ended_on_the_way(another: Callable[[], Proposal]) -> Iterator[tuple[str, int]]:
    for step in (Step.VERIFICATION, Step.DIRECTOR, Step.DIRECTOR_GENERAL):
        proposal = another()
        send(proposal)
        decide(proposal, Step.SUBMISSION, Outcome.SUBMITTED)
        if step is not Step.VERIFICATION:
            find_papers_in_order(proposal)
            decide(proposal, Step.VERIFICATION, Outcome.COMPLETE)
        if step is Step.DIRECTOR_GENERAL:
            decide(proposal, Step.DIRECTOR, Outcome.APPROVED)
        yield f"reject, {step.value}", decide(proposal, step, Outcome.REJECTED)
    withdrawn = another()
    send(withdrawn)
    client, url = logged_in(actor_of(withdrawn, Step.SUBMISSION)), reverse("workflows:withdrawal", args=[withdrawn.pk])
    yield "withdraw", queries(client.post, url, {"reason": "Tidak jadi."}, status=302)


def send(draft: Proposal) -> int:
    """With a word on every section that a return asks for and that was not changed."""
    draft.refresh_from_db()
    client = logged_in(draft.created_by)
    page = reverse("workflows:review", args=[draft.pk])
    asked = fields_of(client.get(page).content.decode(), holding="task")
    fields = {
        name: said if name in {"task", "csrfmiddlewaretoken"} else "Sudah sesuai." for name, said in asked.items()
    }
    return queries(client.post, page, fields, status=302)


def decide(proposal: Proposal, step: Step, outcome: Outcome | None, **fields: Any) -> int:
    """By whoever may, in a session that is under way."""
    proposal.refresh_from_db()
    page = reverse("workflows:task", args=[proposal.task_metas.latest("pk").pk])
    said = {"outcome_choice": outcome, "certified": "on", "reason": "Untuk pengukuran."} if outcome else {"reason": ""}
    client = logged_in(actor_of(proposal, step))
    return queries(client.post, page, said | fields, status=302)


def hand_over(proposal: Proposal, community: Community) -> int:
    """Everything that was approved for the community, with a serial number for each."""
    proposal.refresh_from_db()
    fields: dict[str, Any] = {"number": f"BAST-{community.pk}", "receiver_name": "Penerima"}
    fields["handed_on"] = timezone.localdate().isoformat()
    fields["scan"] = SimpleUploadedFile("bast.pdf", one_page(community.pk))
    for item in Item.objects.filter(community=community):
        numbers = [f"SN-{item.pk}-{number}" for number in range(item.approved_quantity or 0)]
        fields[f"item-{item.pk}-quantity"] = str(item.approved_quantity)
        fields[f"item-{item.pk}-serial_numbers"] = "\n".join(numbers)
    client = logged_in(actor_of(proposal, Step.DISTRIBUTION))
    page = reverse("workflows:handover_new", args=[proposal.pk, community.pk])
    return queries(client.post, page, fields, status=302)


def to_director(proposal: Proposal) -> None:
    decide(proposal, Step.SUBMISSION, Outcome.SUBMITTED)
    find_papers_in_order(proposal)
    decide(proposal, Step.VERIFICATION, Outcome.COMPLETE)


def find_papers_in_order(proposal: Proposal) -> None:
    proposal.refresh_from_db()
    by = actor_of(proposal, Step.VERIFICATION)
    actions.show_personal_data(by=by, proposal=proposal, reason="Memeriksa berkas pribadi.")
    for paper in proposal.papers.current().select_related("kind"):
        actions.check_paper(by=by, proposal=proposal, kind=paper.kind, paper_id=paper.pk, verdict=PaperVerdict.IN_ORDER)
