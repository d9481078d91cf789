"""The verifier's page as a whole: its order, who finds what on it, and what it costs."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from benchmarks.requests import queries
from portal.core.models import User
from tests.factories import make_user
from tests.proposals import Cast, correct, proposal_at
from workflows import actions
from workflows.enums import PaperVerdict, Section, Stage
from workflows.models import Item, Proposal, TaskMeta

pytestmark = pytest.mark.django_db
MOST_QUERIES = 40


def address(proposal: Proposal) -> str:
    return reverse("workflows:verification", args=[proposal.pk])


def page_of(user: User, url: str) -> BeautifulSoup:
    client = Client()
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content.decode(), "html.parser")


def worked_on(cast: Cast, *, communities: int, comments: int) -> Proposal:
    """Returned and corrected, with marks of the first round and comments."""
    proposal = proposal_at(Stage.VERIFICATION, cast, communities=communities, price=100_000)
    papers = proposal.papers.current().filter(kind__holds_personal_data=False)
    paper = papers.select_related("kind").earliest("pk")
    actions.check_paper(
        by=cast.verifier, proposal=proposal, kind=paper.kind, paper_id=paper.pk, verdict=PaperVerdict.IN_ORDER
    )
    for item in Item.objects.filter(community__proposal=proposal)[:comments]:
        actions.pin_comment(
            by=cast.verifier,
            proposal=proposal,
            section=Section.BUDGET,
            row=str(item.pk),
            column="specification",
            text="Sebutkan dayanya.",
        )
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Perbaiki.", sections={Section.BUDGET: ""})
    correct(proposal, cast.operator)
    actions.resubmit(by=cast.operator, proposal=proposal)
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    return proposal


def test_it_asks_equally_often_however_much_there_is(cast: Cast) -> None:
    counts = {
        size: queries(address(worked_on(cast, communities=size, comments=size)), cast.verifier) for size in (1, 5)
    }

    assert counts[1] == counts[5]
    assert counts[1] <= MOST_QUERIES, counts


def test_it_follows_the_order_of_the_work(cast: Cast) -> None:
    page = page_of(cast.verifier, address(proposal_at(Stage.VERIFICATION, cast)))

    order = [str(heading["id"]) for heading in page.select("main h2[id]")]
    assert order == ["diminta", "berkas", "isian", "sebelumnya", "keputusan"]
    links = [str(link["href"]).removeprefix("#") for link in page.select("main .chips a")]
    assert links == order


def test_the_task_in_the_inbox_leads_to_it(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    task = reverse("workflows:task", args=[TaskMeta.objects.filter(proposal=proposal).latest("pk").pk])

    assert page_of(cast.verifier, task).select_one("#berkas")
    way = page_of(cast.verifier, reverse("workflows:proposal", args=[proposal.pk])).select_one(f'a.btn[href="{task}"]')
    assert way is not None
    assert way.text.strip() == "Kerjakan"


def test_every_part_and_control_has_a_name_of_its_own(cast: Cast) -> None:
    proposal = worked_on(cast, communities=3, comments=2)
    page = page_of(cast.verifier, f"{address(proposal)}?catatan=general..title")

    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for reference in ("aria-labelledby", "aria-describedby", "for"):
        named = {each for tag in page.select(f"main [{reference}]") for each in str(tag[reference]).split()}
        assert named <= set(ids), reference
    said = [" ".join(link.text.split()) for link in page.select("main button[name=catatan]")]
    rows = [name for name in said if "Mesin pres" in name]
    assert rows
    assert len(rows) == len(set(rows))
    assert all(tag.get("alt") for tag in page.select("main img"))


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in {Stage.DRAFT, Stage.SUBMISSION}])
def test_it_can_be_read_at_every_stage(cast: Cast, stage: Stage) -> None:
    proposal = proposal_at(stage, cast)

    for reader in (cast.operator, cast.verifier, cast.director, make_user("auditor")):
        page = page_of(reader, address(proposal))
        is_at_work = stage == Stage.VERIFICATION and reader == cast.verifier
        assert bool(page.select("button[name=verdict]")) is is_at_work


def test_a_colleague_whose_task_it_is_not_finds_no_buttons(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    actions.claim(by=cast.verifier, task=TaskMeta.objects.filter(proposal=proposal).latest("pk").task)

    page = page_of(make_user("verifikator"), address(proposal))

    assert not page.select("button[name=verdict], button[name=catatan], [name=outcome_choice]")
    assert "sudah diambil pejabat lain" in page.text


@pytest.mark.parametrize("query", ["berkas=9999999999999999999", "berkas=x", "hal=x", "catatan=x", "catatan=general.."])
def test_nonsense_in_the_address_shows_the_page(cast: Cast, query: str) -> None:
    assert page_of(cast.verifier, f"{address(proposal_at(Stage.VERIFICATION, cast))}?{query}").select_one("#pratinjau")
