"""What changed between a return and its answer: every kind of section, told to whoever looks at the proposal."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from portal.core.models import AuditEvent, User
from tests.proposals import Cast, correct, proposal_at
from workflows import actions, snapshots
from workflows.actions.retention import anonymise
from workflows.budgets import rows_of
from workflows.drafts import (
    ApplicantData,
    BeneficiariesData,
    BudgetData,
    CommunitiesData,
    CommunityRow,
    GeneralData,
    PersonRow,
)
from workflows.enums import Section, Stage
from workflows.models import Proposal, ReturnedSection
from workflows.snapshots import Change
from workflows.standing import Standing

pytestmark = pytest.mark.django_db


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def returned(cast: Cast, *sections: Section) -> Proposal:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    asked = dict.fromkeys(sections, "Perbaiki.")
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Perbaiki.", sections=asked)
    return proposal


def changes(proposal: Proposal, section: Section) -> list[Change]:
    before = ReturnedSection.objects.get(request__proposal=proposal, section=section).content
    fresh = Proposal.objects.get(pk=proposal.pk)
    return snapshots.changes(before, snapshots.take(fresh, section), section)


@pytest.mark.parametrize("section", Section)
def test_a_section_that_nobody_touched_has_no_changes(cast: Cast, section: Section) -> None:
    assert changes(returned(cast, section), section) == []


def test_an_answer_stands_beside_what_it_was(cast: Cast) -> None:
    proposal = returned(cast, Section.GENERAL)
    data = GeneralData(title="Mesin pres plastik", background="Komunitas pemulung Bekasi.", scheme="government_aid")
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)

    assert changes(proposal, Section.GENERAL) == [
        Change("Latar belakang", "Komunitas pemulung.", "Komunitas pemulung Bekasi.")
    ]


def test_goods_that_change_come_and_go_are_named(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    press = rows_of(proposal)[0]
    rows = (replace(press, quantity=3), replace(press, id=None, name="Ring", unit_price=5_000_000, comparisons=()))
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=BudgetData(rows=rows))

    assert changes(proposal, Section.BUDGET) == [
        Change("Mesin pres, Komunitas 1: jumlah diusulkan", "2 unit", "3 unit"),
        Change("Ring, Komunitas 1", "(belum ada)", "Ring, 2 unit, Rp5.000.000"),
    ]

    actions.save_draft_section(by=cast.operator, proposal=proposal, data=BudgetData(rows=()))
    assert [change.after for change in changes(proposal, Section.BUDGET)] == ["(dihapus)"]


def test_a_community_shows_its_new_place(cast: Cast) -> None:
    proposal = returned(cast, Section.COMMUNITIES)
    stored = proposal.communities.get()
    row = CommunityRow(
        id=stored.pk, name=stored.name, city="Depok", cluster_id=cast.cluster.pk, beneficiary_count=1_024
    )
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=CommunitiesData(rows=(row,)))

    assert changes(proposal, Section.COMMUNITIES) == [
        Change("Komunitas 1: kabupaten/kota", "Bekasi", "Depok"),
        Change("Komunitas 1: jumlah penerima manfaat", "24", "1.024"),
    ]


def test_a_paper_is_replaced_by_its_next_version(cast: Cast) -> None:
    proposal = returned(cast, Section.PAPERS)
    paper = proposal.papers.current().earliest("pk")
    file = ContentFile(b"baru", name="baru.pdf")
    actions.attach_paper(
        by=cast.operator, proposal=proposal, kind=paper.kind, file=file, name="baru.pdf", content_type="application/pdf"
    )

    assert changes(proposal, Section.PAPERS) == [
        Change(f"{paper.kind}: berkas", f"versi 1, {paper.name}", "versi 2, baru.pdf")
    ]


def test_of_people_and_addresses_only_that_they_changed_is_kept_and_told(cast: Cast) -> None:
    proposal = returned(cast, Section.BENEFICIARIES, Section.APPLICANT, Section.COMMUNITIES)
    community = proposal.communities.get()
    people = tuple(PersonRow(name=f"Orang {number}", address="Jalan Contoh") for number in range(2, 25))
    data = BeneficiariesData(community_id=community.pk, rows=(*people, PersonRow(name="Siti Baru", address="Jalan B")))
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)
    applicant = ApplicantData(kind="group", name="Kelompok Contoh", address="Jalan Rahasia 1")
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=applicant)

    assert changes(proposal, Section.BENEFICIARIES) == [
        Change("Komunitas 1", "24 orang", "24 orang: 1 baru atau diubah, 1 dihapus atau diganti")
    ]
    stored = proposal.communities.get()
    row = CommunityRow(
        id=stored.pk,
        name=stored.name,
        place="Gang Rahasia",
        city="Bekasi",
        cluster_id=cast.cluster.pk,
        beneficiary_count=24,
    )
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=CommunitiesData(rows=(row,)))

    assert changes(proposal, Section.COMMUNITIES) == [
        Change("Komunitas 1: alamat/lokasi", "(disamarkan)", "diubah (disamarkan)")
    ]
    assert changes(proposal, Section.APPLICANT) == [Change("Alamat pemohon", "(disamarkan)", "diubah (disamarkan)")]
    kept = str([each.content for each in ReturnedSection.objects.all()])
    assert "Orang 1" not in kept
    assert "Jalan" not in kept


def test_what_was_kept_goes_with_the_personal_data(cast: Cast) -> None:
    proposal = proposal_at(Stage.EXPIRED, cast)
    asked = ReturnedSection.objects.filter(request__proposal=proposal)
    kept = asked.get().content

    anonymise(proposal)

    assert kept
    assert asked.get().content == {}


def test_what_was_changed_back_is_unchanged(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    before = rows_of(proposal)

    correct(proposal, cast.operator)
    after_a_change = Standing(proposal).to_correct
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=BudgetData(rows=tuple(before)))

    assert after_a_change == frozenset()
    assert Standing(proposal).to_correct == {Section.BUDGET}


def test_the_verifier_is_led_to_the_changes_and_reads_the_answers(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET, Section.PAPERS)
    correct(proposal, cast.operator)
    actions.resubmit(by=cast.operator, proposal=proposal, explanations={Section.PAPERS: "Berkasnya sudah asli."})
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    address = reverse("workflows:changes", args=[proposal.pk])
    verifier = browser(cast.verifier)

    case = verifier.get(reverse("workflows:proposal", args=[proposal.pk])).content.decode()
    page = verifier.get(address).content.decode()

    assert f'href="{address}"' in case
    assert "Mesin pres, Komunitas 1: spesifikasi" in page
    assert "Daya 5,5 kW." in page
    assert "Berkasnya sudah asli." in page


def test_before_any_answer_there_is_nothing_to_compare(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    address = reverse("workflows:changes", args=[proposal.pk])

    assert browser(cast.operator).get(address).status_code == 404
    assert address not in browser(cast.operator).get(reverse("workflows:proposal", args=[proposal.pk])).content.decode()


@pytest.mark.parametrize("form", [{"title": "Judul lain"}, {"title": "Judul lain", "action": "auto"}])
def test_writing_into_a_closed_section_is_refused_and_recorded(cast: Cast, form: dict[str, str]) -> None:
    proposal = returned(cast, Section.BUDGET)

    answer = browser(cast.operator).post(reverse("workflows:edit_general", args=[proposal.pk]), form)

    event = AuditEvent.objects.get(verb="section_refused")
    assert answer.status_code == 409
    assert event.actor == cast.operator
    assert event.data == {"section": "general", "stage": "revision"}
    assert not proposal.events.filter(verb="section_refused").exists()


def test_an_upload_to_closed_papers_is_refused_and_recorded(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    kind = proposal.papers.earliest("pk").kind_id

    answer = browser(cast.operator).post(
        reverse("workflows:upload_begin", args=[proposal.pk]),
        {"kind": kind, "name": "a.pdf", "size": 9, "sha256": "a" * 64},
    )

    assert answer.status_code == 409
    assert AuditEvent.objects.get(verb="section_refused").data["section"] == "papers"


def test_looking_at_a_closed_section_is_no_attempt(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)

    browser(cast.operator).get(reverse("workflows:edit_general", args=[proposal.pk]))

    assert not AuditEvent.objects.filter(verb="section_refused").exists()
