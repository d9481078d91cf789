"""What is open while a correction is: what lacks something of itself as well, and never more by way of a community."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import AuditEvent
from portal.core.permissions import RefusedError
from tests.proposals import Cast, correct, proposal_at
from tests.workflows.test_paper_pages import field, pdf, until
from workflows import actions
from workflows.drafts import CommunitiesData, CommunityRow, PapersData
from workflows.enums import Section, Stage
from workflows.models import Beneficiary, Community, Item, Paper, PaperRequirement, Policy, Proposal, TypedAnswers
from workflows.readiness import NotReadyError
from workflows.standing import Standing
from workflows.versions import version_of

pytestmark = pytest.mark.django_db
UNASKED = "Bagian ini tidak diminta diperbaiki, tetapi ada yang kurang"


def url(name: str, proposal: Proposal) -> str:
    return reverse(f"workflows:{name}", args=[proposal.pk])


def returned(cast: Cast, *sections: Section, communities: int = 1) -> Proposal:
    proposal = proposal_at(Stage.VERIFICATION, cast, communities=communities)
    actions.return_for_revision(
        by=cast.verifier, proposal=proposal, reason="Perbaiki.", sections=dict.fromkeys(sections, "Periksa.")
    )
    return proposal


def let_a_paper_expire(proposal: Proposal) -> Paper:
    paper = proposal.papers.current().earliest("pk")
    PaperRequirement.objects.filter(scheme=proposal.scheme, kind=paper.kind).update(expires=True)
    proposal.papers.filter(pk=paper.pk).update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    return paper


def demand_more_of(proposal: Proposal, section: Section) -> None:
    """As an administrator does, or the calendar."""
    if section is Section.BUDGET:
        Policy.objects.update(price_comparisons=4)
    elif section is Section.PAPERS:
        PaperRequirement.objects.filter(scheme=proposal.scheme).update(is_required=True)
    else:
        raise AssertionError(section)


def test_a_paper_that_expired_in_a_section_nobody_asked_for_can_be_replaced_and_sent(
    cast: Cast, operator: Client
) -> None:
    """The whole way out, by the pages: the link of the review, why it is open, the new paper, and off."""
    proposal = returned(cast, Section.BUDGET)
    paper = let_a_paper_expire(proposal)
    correct(proposal, cast.operator)
    papers, review = url("edit_papers", proposal), url("review", proposal)
    assert f'href="{papers}"' in operator.post(review, {"note": ""}).content.decode()
    assert operator.get(url("draft", proposal)).headers["Location"] == papers
    shown = operator.get(papers).content.decode()
    day = timezone.localdate() + dt.timedelta(days=90)
    new = {field(paper.kind.code): SimpleUploadedFile("baru.pdf", pdf()), until(paper.kind.code): day.isoformat()}

    answer = operator.post(papers, new | {"version": version_of(proposal, Section.PAPERS), "action": "draft"})
    mended = operator.get(papers).content.decode()
    page = operator.get(review).content.decode()
    operator.post(review, {"note": ""})

    assert UNASKED in shown
    assert "Ganti dengan yang baru" in shown
    assert answer.status_code == 302
    assert UNASKED not in mended
    assert "Sekarang sudah lengkap." in mended
    assert "unchanged_papers" not in page
    proposal.refresh_from_db()
    assert proposal.stage == Stage.SUBMISSION


@pytest.mark.parametrize("section", [Section.BUDGET, Section.PAPERS])
def test_what_the_administrator_demands_meanwhile_opens_its_section_and_no_other(cast: Cast, section: Section) -> None:
    proposal = returned(cast, Section.GENERAL)
    before = Standing(proposal).opened

    demand_more_of(proposal, section)

    assert before == {Section.GENERAL}
    assert Standing(proposal).opened == {Section.GENERAL, section}
    with pytest.raises(RefusedError, match="tidak diminta"):
        actions.save_draft_section(by=cast.operator, proposal=proposal, data=CommunitiesData(rows=()))


def test_a_section_that_was_mended_is_recorded_and_can_be_mended_again(cast: Cast) -> None:
    proposal = returned(cast, Section.GENERAL)
    paper = let_a_paper_expire(proposal)
    today = timezone.localdate()

    for days in (30, 60):
        data = PapersData(valid_until=((paper.kind_id, today + dt.timedelta(days=days)),))
        actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)

    events = AuditEvent.objects.filter(verb="section_changed", object_id=str(proposal.pk))
    assert [event.data["section"] for event in events] == ["papers", "papers"]


def test_a_section_that_no_longer_lacks_anything_closes_if_nobody_touched_it(cast: Cast) -> None:
    proposal = returned(cast, Section.GENERAL)
    demand_more_of(proposal, Section.BUDGET)
    opened = Standing(proposal).opened

    Policy.objects.update(price_comparisons=3)

    assert Section.BUDGET in opened
    assert Standing(proposal).opened == {Section.GENERAL}


def test_what_expires_while_the_head_has_the_correction_can_be_mended_once_it_is_sent_back(
    cast: Cast, operator: Client
) -> None:
    proposal = returned(cast, Section.BUDGET)
    correct(proposal, cast.operator)
    actions.resubmit(by=cast.operator, proposal=proposal)
    paper = let_a_paper_expire(proposal)
    with pytest.raises(NotReadyError):
        actions.certify_and_submit(by=cast.head, proposal=proposal)
    assert Standing(proposal).opened == frozenset()

    actions.send_back_to_operator(by=cast.head, proposal=proposal, reason="Ganti berkasnya.")
    assert UNASKED in operator.get(url("edit_papers", proposal)).content.decode()
    data = PapersData(valid_until=((paper.kind_id, timezone.localdate()),))
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)
    actions.resubmit(by=cast.operator, proposal=proposal)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    assert proposal.stage == Stage.VERIFICATION


def test_a_section_that_is_asked_for_says_nothing_of_not_being_asked(cast: Cast, operator: Client) -> None:
    proposal = returned(cast, Section.PAPERS)
    let_a_paper_expire(proposal)

    assert "tidak diminta diperbaiki, tetapi" not in operator.get(url("edit_papers", proposal)).content.decode()


def fewer(proposal: Proposal) -> tuple[Community, CommunitiesData]:
    """The last community and a list without it."""
    *kept, last = proposal.communities.all()
    rows = tuple(
        CommunityRow(id=each.pk, name=each.name, city=each.city, cluster_id=each.cluster_id, beneficiary_count=24)
        for each in kept
    )
    return last, CommunitiesData(rows=rows)


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        ((), "bagian «Penerima manfaat» dan «Rincian barang dan anggaran (RAB)», yang tidak"),
        ((Section.BUDGET,), "bagian «Penerima manfaat», yang tidak"),
        ((Section.BENEFICIARIES,), "bagian «Rincian barang dan anggaran (RAB)», yang tidak"),
    ],
)
def test_a_community_takes_nothing_out_of_a_section_that_is_not_asked_for(
    cast: Cast, marked: tuple[Section, ...], told: str
) -> None:
    proposal = returned(cast, Section.COMMUNITIES, *marked, communities=2)
    last, data = fewer(proposal)

    with pytest.raises(actions.CommunityIsNeededError, match=re.escape(told)):
        actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)

    assert (last.items.count(), last.beneficiaries.count()) == (1, 24)


def test_a_community_goes_when_its_goods_and_people_may_go_or_are_gone(cast: Cast) -> None:
    asked = returned(cast, Section.COMMUNITIES, Section.BUDGET, Section.BENEFICIARIES, communities=2)
    empty = returned(cast, Section.COMMUNITIES, communities=2)
    last, _data = fewer(empty)
    Item.objects.filter(community=last).delete()
    Beneficiary.objects.filter(community=last).delete()

    for proposal in (asked, empty):
        actions.save_draft_section(by=cast.operator, proposal=proposal, data=fewer(proposal)[1])

    assert [proposal.communities.count() for proposal in (asked, empty)] == [1, 1]


def page_of(proposal: Proposal, *names: str, place: str) -> dict[str, Any]:
    """The form of the communities as a browser sends it, without ids."""
    city = {"city": "Bekasi", "province": "Jawa Barat", "beneficiary_count": "24", "place": place}
    rows = [city | {"name": name, "cluster": proposal.communities.all()[0].cluster_id} for name in names]
    fields = {f"c-{index}-{name}": value for index, row in enumerate(rows) for name, value in row.items()}
    version = version_of(proposal, Section.COMMUNITIES)
    return {"c-rows": str(len(rows)), "version": version, "action": "next", **fields}


def test_what_was_typed_beside_a_refused_removal_stays_and_is_saved_with_the_community_back(
    cast: Cast, operator: Client
) -> None:
    proposal = returned(cast, Section.COMMUNITIES, communities=2)
    before = set(proposal.communities.values_list("pk", flat=True))
    page = url("edit_communities", proposal)

    refused = operator.post(page, page_of(proposal, "Komunitas 1", place="Jalan Baru 7"))
    in_background = operator.post(page, page_of(proposal, "Komunitas 1", place="Jalan Baru 7") | {"action": "auto"})
    kept = TypedAnswers.objects.filter(proposal=proposal, owner=cast.operator, section=Section.COMMUNITIES).count()
    saved = operator.post(page, page_of(proposal, "Komunitas 1", "Komunitas 2", place="Jalan Baru 7"))

    shown = refused.content.decode()
    assert refused.status_code == 409
    assert "Komunitas “Komunitas 2” tidak dapat dihapus" in shown
    assert "Jalan Baru 7" in shown
    assert "Simpan dan lanjutkan" in shown
    assert (in_background.status_code, in_background.json()["state"], kept) == (409, "refused", 1)
    assert saved.status_code == 302
    assert set(proposal.communities.filter(place="Jalan Baru 7").values_list("pk", flat=True)) == before
    assert Item.objects.filter(community__in=before).count() == 2
