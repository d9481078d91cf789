"""What nobody asked to correct: open only row by row for what is lacking, refused and recorded otherwise, and always told."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import AuditEvent
from tests.documents.made_pdfs import text_pdf
from tests.proposals import Cast, proposal_at
from tests.workflows.test_budget_pages import goods
from tests.workflows.test_changes import browser
from tests.workflows.test_open_sections import let_a_paper_expire, returned
from workflows import actions
from workflows.budgets import rows_of
from workflows.drafts import (
    BeneficiariesData,
    BudgetData,
    CommunitiesData,
    CommunityRow,
    GeneralData,
    ItemRow,
    PapersData,
    PersonRow,
    PriceRow,
)
from workflows.enums import Scheme, Section, Stage
from workflows.models import Community, Item, PaperRequirement, Policy, Proposal, ReturnRequest
from workflows.readiness import find_gaps
from workflows.standing import Standing

pytestmark = pytest.mark.django_db
NOT_ASKED = "tidak diminta diperbaiki dan tidak kurang apa pun"
HEADING = "Berubah tanpa diminta"


def community_rows(proposal: Proposal) -> tuple[CommunityRow, ...]:
    return tuple(
        CommunityRow(
            id=each.pk,
            name=each.name,
            city=each.city,
            cluster_id=each.cluster_id,
            beneficiary_count=each.beneficiary_count,
        )
        for each in proposal.communities.all()
    )


def add_a_community(cast: Cast, proposal: Proposal) -> Community:
    new = CommunityRow(name="Komunitas Baru", city="Depok", cluster_id=cast.cluster.pk, beneficiary_count=1)
    data = CommunitiesData(rows=(*community_rows(proposal), new))
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)
    return proposal.communities.get(name="Komunitas Baru")


def press_for(community: Community, **changed: Any) -> ItemRow:
    prices = tuple(PriceRow(seller=f"Toko {letter}", price=1_000_000) for letter in "ABC")
    row = ItemRow(community_id=community.pk, name="Pres", unit_price=1_000_000, quantity=1, comparisons=prices)
    return replace(row, **changed)


def save_budget(cast: Cast, proposal: Proposal, *rows: ItemRow) -> None:
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=BudgetData(rows=rows))


def changes_page(cast: Cast, proposal: Proposal) -> str:
    page = browser(cast.verifier).get(reverse("workflows:changes", args=[proposal.pk]))
    return " ".join(page.content.decode().split())


def test_an_empty_community_opens_no_goods_of_the_others(cast: Cast) -> None:
    proposal = returned(cast, Section.COMMUNITIES)
    add_a_community(cast, proposal)
    dearer = tuple(replace(row, unit_price=9_000_000) for row in rows_of(proposal))

    with pytest.raises(actions.RowIsNotAskedError, match=NOT_ASKED):
        save_budget(cast, proposal, *dearer)

    assert not Item.objects.filter(unit_price=9_000_000).exists()


def test_an_empty_community_lets_no_goods_go(cast: Cast) -> None:
    proposal = returned(cast, Section.COMMUNITIES)
    new = add_a_community(cast, proposal)

    with pytest.raises(actions.RowIsNotAskedError):
        save_budget(cast, proposal, press_for(new))

    assert Item.objects.count() == 1


def test_goods_cannot_move_to_the_new_community(cast: Cast) -> None:
    proposal = returned(cast, Section.COMMUNITIES)
    new = add_a_community(cast, proposal)
    moved = tuple(replace(row, community_id=new.pk) for row in rows_of(proposal))

    with pytest.raises(actions.RowIsNotAskedError):
        save_budget(cast, proposal, *moved)


def test_a_community_that_was_asked_for_gets_its_goods_and_people_and_all_of_it_is_told(cast: Cast) -> None:
    """The way that must not end nowhere: «tambahkan satu komunitas»."""
    proposal = returned(cast, Section.COMMUNITIES)
    new = add_a_community(cast, proposal)
    kept = rows_of(proposal)
    save_budget(cast, proposal, *kept, press_for(new))
    save_budget(cast, proposal, *rows_of(proposal), press_for(new, name="Pisau"))
    people = BeneficiariesData(community_id=new.pk, rows=(PersonRow(name="Ani", address="Jalan Baru"),))
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=people)

    actions.resubmit(by=cast.operator, proposal=proposal)
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    page = changes_page(cast, proposal)

    assert str(Section.COMMUNITIES.label) in page[: page.index(HEADING)]
    unasked = page[page.index(HEADING) :]
    assert "Pres, Komunitas Baru" in unasked
    assert "Pisau, Komunitas Baru" in unasked
    assert "1 orang" in unasked
    assert "Mesin pres, Komunitas 1" not in unasked


def test_the_goods_of_a_new_community_can_be_mended_and_taken_back_with_it(cast: Cast) -> None:
    proposal = returned(cast, Section.COMMUNITIES)
    new = add_a_community(cast, proposal)
    kept = rows_of(proposal)
    save_budget(cast, proposal, *kept, press_for(new))
    stored = rows_of(proposal)

    save_budget(cast, proposal, *(replace(row, quantity=2) if row.community_id == new.pk else row for row in stored))
    save_budget(cast, proposal, *rows_of(proposal)[:1])
    data = CommunitiesData(rows=community_rows(proposal)[:1])
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)

    assert proposal.communities.count() == 1
    assert Standing(Proposal.objects.get(pk=proposal.pk)).opened == {Section.COMMUNITIES}


def test_another_name_of_a_community_opens_none_of_its_goods(cast: Cast) -> None:
    proposal = returned(cast, Section.COMMUNITIES)
    renamed = tuple(replace(row, name="Nama Lain") for row in community_rows(proposal))
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=CommunitiesData(rows=renamed))
    add_a_community(cast, proposal)

    with pytest.raises(actions.RowIsNotAskedError):
        save_budget(cast, proposal, *(replace(row, quantity=9) for row in rows_of(proposal)))


def test_what_an_administrator_demands_opens_what_lacks_it(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast, communities=2)
    fourth = PriceRow(seller="Toko D", price=1)
    Item.objects.latest("pk").comparisons.create(seller=fourth.seller, price=fourth.price)
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="P.", sections={Section.GENERAL: "P."})
    Policy.objects.update(price_comparisons=4)
    first, second = rows_of(proposal)

    with pytest.raises(actions.RowIsNotAskedError):
        save_budget(cast, proposal, first, replace(second, quantity=9))
    save_budget(cast, proposal, replace(first, comparisons=(*first.comparisons, fourth)), second)

    assert proposal.communities.count() == 2
    assert Item.objects.get(pk=first.id).comparisons.count() == 4


def test_only_the_paper_that_expired_is_replaced(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    expired = let_a_paper_expire(proposal)
    other = proposal.papers.current().exclude(pk=expired.pk).earliest("pk")
    until = timezone.localdate() + dt.timedelta(days=9)
    new = ContentFile(b"baru", name="baru.pdf")
    file = {"file": new, "name": "baru.pdf", "content_type": "application/pdf", "valid_until": until}

    with pytest.raises(actions.RowIsNotAskedError):
        actions.attach_paper(by=cast.operator, proposal=proposal, kind=other.kind, **file)
    with pytest.raises(actions.RowIsNotAskedError):
        actions.remove_paper(by=cast.operator, paper=other)
    data = PapersData(valid_until=((other.kind_id, until),))
    with pytest.raises(actions.RowIsNotAskedError):
        actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)
    with pytest.raises(actions.RowIsNotAskedError):
        actions.begin_upload(
            by=cast.operator, proposal=proposal, kind=other.kind, name="a.pdf", size=9, sha256="a" * 64
        )
    actions.attach_paper(by=cast.operator, proposal=proposal, kind=expired.kind, **file)

    assert set(proposal.papers.current().values_list("kind", "version")) >= {
        (other.kind_id, 1),
        (expired.kind_id, 2),
    }


def returned_with_dated_papers(cast: Cast) -> Proposal:
    """Every kind expires, and nobody asks for any."""
    proposal = proposal_at(Stage.VERIFICATION, cast)
    PaperRequirement.objects.filter(scheme=proposal.scheme).update(expires=True)
    proposal.papers.update(valid_until=dt.date(2030, 1, 1))
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="P.", sections={Section.BUDGET: "P."})
    return proposal


def test_of_several_files_only_that_is_refused_which_nobody_asked_for(cast: Cast, operator: Client) -> None:
    """Without JavaScript all come in one form: the good ones are kept, whether they stand before the closed one or after."""
    proposal = returned_with_dated_papers(cast)
    papers = list(proposal.papers.current().order_by("kind__order"))
    closed, opened = papers[1], [papers[0], papers[2]]
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    proposal.papers.filter(pk__in=[paper.pk for paper in opened]).update(valid_until=yesterday)
    files = {
        f"kind-{paper.kind_id}": SimpleUploadedFile(f"baru-{paper.kind_id}.pdf", text_pdf(f"Baru {paper.kind_id}"))
        for paper in papers[:3]
    }

    answer = operator.post(reverse("workflows:edit_papers", args=[proposal.pk]), files | {"action": "next"})

    newest = dict(proposal.papers.current().values_list("kind", "version"))
    assert {paper.kind_id: newest[paper.kind_id] for paper in papers[:3]} == {
        opened[0].kind_id: 2,
        closed.kind_id: 1,
        opened[1].kind_id: 2,
    }
    body = answer.content.decode()
    assert "2 berkas tersimpan" in body
    assert f"“{closed.kind}” di bagian" in body
    assert AuditEvent.objects.filter(verb="section_refused").count() == 1


def test_a_date_that_nobody_asked_for_is_refused_on_the_page(cast: Cast, operator: Client) -> None:
    proposal = returned_with_dated_papers(cast)
    expired = let_a_paper_expire(proposal)
    closed = proposal.papers.current().exclude(pk=expired.pk).earliest("pk")

    url = reverse("workflows:edit_papers", args=[proposal.pk])
    answer = operator.post(url, {f"until-{closed.kind_id}": "2031-01-01", "action": "next", "version": "1"})

    assert answer.status_code == 409
    assert NOT_ASKED in answer.content.decode()
    assert "2031-01-01" in answer.content.decode()
    assert AuditEvent.objects.filter(verb="section_refused").count() == 1


def test_another_scheme_opens_the_papers_that_it_needs(cast: Cast) -> None:
    proposal = returned(cast, Section.GENERAL)
    other = next(each for each in Scheme.values if each != proposal.scheme)
    data = GeneralData(title=proposal.title, background=proposal.background, scheme=other)
    had = set(proposal.papers.current().values_list("kind", flat=True))

    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)

    proposal.refresh_from_db()
    missing = [gap for gap in find_gaps(proposal) if gap.section is Section.PAPERS]
    for gap in missing:
        assert int(gap.of) not in had
    assert (Section.PAPERS in Standing(proposal).opened) == bool(missing)


def test_the_page_keeps_what_was_typed_into_a_closed_row_and_records_the_attempt(cast: Cast, operator: Client) -> None:
    proposal = returned(cast, Section.COMMUNITIES)
    add_a_community(cast, proposal)
    row = rows_of(proposal)[0]
    page = reverse("workflows:edit_item", args=[proposal.pk, row.id])
    fields = goods(proposal, row.name, "2", "9.999.000")

    answer = operator.post(page, fields)

    body = answer.content.decode()
    assert answer.status_code == 409
    assert NOT_ASKED in body
    assert "9.999.000" in body
    assert AuditEvent.objects.get(verb="section_refused").data["section"] == "budget"
    assert rows_of(proposal)[0] == row


def test_a_return_from_before_contents_were_kept_stays_as_it_was(cast: Cast) -> None:
    proposal = returned(cast, Section.COMMUNITIES)
    ReturnRequest.objects.update(unasked={})
    new = add_a_community(cast, proposal)
    dearer = tuple(replace(row, unit_price=9_000_000) for row in rows_of(proposal))
    save_budget(cast, proposal, *dearer, press_for(new))
    people = BeneficiariesData(community_id=new.pk, rows=(PersonRow(name="Ani", address="Jalan Baru"),))
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=people)

    actions.resubmit(by=cast.operator, proposal=proposal)
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    page = changes_page(cast, proposal)

    assert HEADING not in page
    assert "perubahannya ada di jejak audit" in page


def test_without_an_unasked_change_the_page_says_nothing_of_them(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)
    save_budget(cast, proposal, *(replace(row, quantity=1) for row in rows_of(proposal)))
    actions.resubmit(by=cast.operator, proposal=proposal)

    assert HEADING not in changes_page(cast, proposal)
