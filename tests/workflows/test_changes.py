"""What changed between a return and its answer: every kind of section, told to whoever looks at the proposal."""

import datetime as dt
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import AuditEvent, User
from tests.proposals import Cast, correct, correct_and_resubmit, proposal_at
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
from workflows.models import Item, PaperRequirement, Proposal, ReturnedSection
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
        Change("Komunitas 1: alamat/lokasi", "(kosong)", "diisi (disamarkan)")
    ]
    assert changes(proposal, Section.APPLICANT) == [Change("Alamat pemohon", "(kosong)", "diisi (disamarkan)")]
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


ADDRESS, POINT = "Jalan Rahasia 1", "-6.200000, 106.800000"


def corrected_address(cast: Cast, *, before: str, after: str) -> Proposal:
    """Returned for its applicant's address, and answered."""
    proposal = proposal_at(Stage.VERIFICATION, cast)
    Proposal.objects.filter(pk=proposal.pk).update(applicant_address=before)
    proposal.refresh_from_db()
    actions.pin_comment(
        by=cast.verifier,
        proposal=proposal,
        section=Section.APPLICANT,
        row="",
        column="applicant_address",
        text="Tulis alamat lengkap.",
    )
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Perbaiki.")
    data = ApplicantData(kind="group", name=proposal.applicant_name, address=after)
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)
    actions.resubmit(by=cast.operator, proposal=proposal)
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    return proposal


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", ADDRESS, ("(kosong)", "diisi (disamarkan)")),
        (ADDRESS, "", ("(disamarkan)", "(kosong)")),
        (ADDRESS, "Jalan Rahasia 2", ("(disamarkan)", "diubah (disamarkan)")),
    ],
    ids=["filled", "emptied", "changed"],
)
@pytest.mark.parametrize("page", ["changes", "verification"])
def test_of_personal_data_it_is_told_whether_there_was_any_and_is(
    cast: Cast, page: str, before: str, after: str, told: tuple[str, str]
) -> None:
    proposal = corrected_address(cast, before=before, after=after)

    shown = page_of(browser(cast.verifier), page, proposal)

    remark = shown.select_one(".remark")
    assert remark is not None
    assert (remark.select_one("del").text, remark.select_one("ins").text) == told  # type: ignore[union-attr]
    assert "Rahasia" not in shown.text


@pytest.mark.parametrize("page", ["changes", "verification"])
def test_while_the_data_is_open_its_present_value_stands_there(cast: Cast, page: str) -> None:
    proposal = corrected_address(cast, before="Jalan Lama", after=ADDRESS)
    client = browser(cast.verifier)
    opening = reverse("workflows:personal_data", args=[proposal.pk])
    client.post(opening, {"reason": "Mencocokkan alamat yang diperbaiki."})

    remark = page_of(client, page, proposal).select_one(".remark")

    assert remark is not None
    assert [remark.select_one(tag).text for tag in ("del", "ins")] == ["(isi lama tidak disimpan)", ADDRESS]  # type: ignore[union-attr]
    client.post(opening, {"action": "hide"})
    assert ADDRESS not in page_of(client, page, proposal).text
    assert ADDRESS not in page_of(browser(cast.director), page, proposal).text


def test_a_missing_point_is_seen_to_be_missing(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    community = proposal.communities.get()

    def told() -> str:
        page = page_of(browser(cast.verifier), "verification", proposal)
        value = page.select_one(f"#isian-communities-{community.pk}-point .ans__value")
        assert value is not None
        return value.text.strip()

    assert told() == "(kosong)"
    proposal.communities.update(latitude="-6.200000", longitude="106.800000")
    assert told() == "(disamarkan)"


def page_of(client: Client, name: str, proposal: Proposal) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse(f"workflows:{name}", args=[proposal.pk])).content.decode(), "html.parser")


def test_what_was_asked_stands_beside_what_was_changed(cast: Cast) -> None:
    proposal = corrected_address(cast, before="", after=ADDRESS)

    section = page_of(browser(cast.verifier), "changes", proposal).select_one("section[aria-labelledby=s-applicant]")

    assert section is not None
    assert "Tulis alamat lengkap." in section.text
    assert "Isian sudah diubah" in section.text
    assert not section.select("button, form")


def answered_in_words(cast: Cast, explanation: str = "") -> Proposal:
    """Two answers of the budget are asked about; one gets words, and nothing is changed."""
    proposal = proposal_at(Stage.VERIFICATION, cast)
    item = Item.objects.get(community__proposal=proposal)
    comments = [
        actions.pin_comment(
            by=cast.verifier, proposal=proposal, section=Section.BUDGET, row=str(item.pk), column=column, text=text
        )
        for column, text in (("specification", "Sebutkan dayanya."), ("quantity", "Mengapa dua?"))
    ]
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Perbaiki.")
    actions.resubmit(
        by=cast.operator,
        proposal=proposal,
        replies={comments[1].pk: "Untuk dua lokasi."},
        explanations={Section.BUDGET: explanation} if explanation else None,
    )
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    return proposal


@pytest.mark.parametrize("page", ["changes", "verification", "proposal"])
def test_an_answer_to_one_comment_is_not_told_of_the_whole_section(cast: Cast, page: str) -> None:
    text = " ".join(page_of(browser(cast.verifier), page, answered_in_words(cast)).text.split())

    assert text.count("Untuk dua lokasi.") == 1
    assert "Mengapa dua?" in text
    assert "Tidak diubah oleh unit, karena" not in text
    assert "tidak diubah, karena" not in text


@pytest.mark.parametrize("page", ["changes", "verification", "proposal"])
def test_why_a_section_was_left_as_it_is_stays_told(cast: Cast, page: str) -> None:
    proposal = answered_in_words(cast, explanation="Sudah sesuai brosur.")

    text = page_of(browser(cast.verifier), page, proposal).text

    assert "idak diubah" in text
    assert "Sudah sesuai brosur." in text


def test_a_replaced_paper_opens_in_both_versions(cast: Cast) -> None:
    proposal = returned(cast, Section.PAPERS)
    paper = proposal.papers.current().filter(kind__holds_personal_data=False).earliest("pk")
    file = ContentFile(b"baru", name="baru.pdf")
    newer = actions.attach_paper(
        by=cast.operator, proposal=proposal, kind=paper.kind, file=file, name="baru.pdf", content_type="application/pdf"
    )
    actions.resubmit(by=cast.operator, proposal=proposal)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    links = page_of(browser(cast.verifier), "changes", proposal).select("main ul.files a")

    assert [str(link["href"]) for link in links] == [
        reverse("workflows:paper", args=[each.pk]) for each in (paper, newer)
    ]


def test_the_unit_reads_on_its_page_why_a_section_came_back(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    actions.pin_comment(
        by=cast.verifier, proposal=proposal, section=Section.GENERAL, row="", column="title", text="Sebutkan alatnya."
    )
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Perbaiki.")

    now = page_of(browser(cast.operator), "proposal", proposal).select_one(".ev--now")

    assert now is not None
    assert "Judul: Sebutkan alatnya." in now.text
    link = now.find("a", string="Uraian usulan")
    assert link is not None
    assert link["href"] == reverse("workflows:edit_general", args=[proposal.pk])


def test_what_was_asked_stands_once_on_the_page_while_it_is_mended_and_in_the_history_afterwards(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)

    def places() -> list[int]:
        page = page_of(browser(cast.verifier), "proposal", proposal)
        return [len(page.select(f"{place} .asked > li")) for place in (".ev--now", ".ev--back")]

    while_mended = places()
    correct_and_resubmit(proposal, cast.operator)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    assert (while_mended, places()) == ([1, 0], [0, 1])


def test_an_answer_stands_beside_its_comment_which_names_the_row(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    item = Item.objects.get(community__proposal=proposal)
    for column in ("specification", "quantity"):
        actions.pin_comment(
            by=cast.verifier,
            proposal=proposal,
            section=Section.BUDGET,
            row=str(item.pk),
            column=column,
            text="Jelaskan.",
        )
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Perbaiki.")
    proposal.pinned_comments.filter(column="quantity").update(reply="Satu cadangan.")

    page = page_of(browser(cast.operator), "proposal", proposal)

    found = [" ".join(each.text.split()) for each in page.select(".asked p")]
    assert f"Mesin pres, {item.community}: Spesifikasi: Jelaskan." in found
    at = found.index(f"Mesin pres, {item.community}: Jumlah diusulkan: Jelaskan.")
    assert found[at + 1] == "Jawaban unit: Satu cadangan."


def test_papers_that_were_replaced_without_being_asked_for_open_in_both_versions(cast: Cast) -> None:
    proposal = returned(cast, Section.GENERAL)
    paper = proposal.papers.current().filter(kind__holds_personal_data=False).earliest("pk")
    PaperRequirement.objects.filter(scheme=proposal.scheme, kind=paper.kind).update(expires=True)
    proposal.papers.filter(pk=paper.pk).update(valid_until="2020-01-01")
    newer = actions.attach_paper(
        by=cast.operator,
        proposal=proposal,
        kind=paper.kind,
        file=ContentFile(b"baru", name="baru.pdf"),
        name="baru.pdf",
        content_type="application/pdf",
        valid_until=timezone.localdate() + dt.timedelta(days=300),
    )
    actions.resubmit(by=cast.operator, proposal=proposal, explanations={Section.GENERAL: "Sudah benar."})
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    links = page_of(browser(cast.verifier), "changes", proposal).select("main ul.files a")

    assert [str(link["href"]) for link in links] == [
        reverse("workflows:paper", args=[each.pk]) for each in (paper, newer)
    ]


@pytest.mark.parametrize(
    ("who", "reads"), [("operator", False), ("head", False), ("verifier", True), ("director", True)]
)
def test_a_comment_that_was_not_sent_is_on_the_page_of_officials_only(cast: Cast, who: str, reads: bool) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    actions.pin_comment(
        by=cast.verifier, proposal=proposal, section=Section.GENERAL, row="", column="title", text="Sebutkan alatnya."
    )

    page = page_of(browser(getattr(cast, who)), "proposal", proposal)

    assert ("Sebutkan alatnya." in page.text, "belum dikirim" in page.text) == (reads, reads)
