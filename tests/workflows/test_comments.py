"""Comments pinned to answers: where they are written, who reads them when, and what becomes of them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.core.models import AuditEvent, OutgoingMail, User
from portal.core.permissions import RefusedError
from portal.core.roles import ROLES
from portal.persons.finding import Subject, find
from tests.factories import make_user
from tests.proposals import Cast, check_papers, correct, make_cast, proposal_at
from workflows import actions
from workflows.actions import retention
from workflows.drafts import GeneralData
from workflows.enums import COMMENTING_STEPS, Outcome, PaperVerdict, Section, Stage, Step
from workflows.models import Beneficiary, Community, Item, Paper, PinnedComment, Proposal, ReturnedSection, TaskMeta

pytestmark = pytest.mark.django_db
WORDS = "Sebutkan daya mesinnya."
NIK = "3275014408900001"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(proposal: Proposal) -> str:
    return reverse("workflows:verification", args=[proposal.pk])


def html_of(user: User, url: str) -> str:
    return client_of(user).get(url).content.decode()


def item_of(proposal: Proposal) -> Item:
    return Item.objects.filter(community__proposal=proposal).earliest("pk")


def pin(user: User, proposal: Proposal, target: str, words: str = WORDS) -> Any:
    return client_of(user).post(
        reverse("workflows:comment_new", args=[proposal.pk]), {"target": target, f"{target}-comment": words}
    )


def pinned(cast: Cast, proposal: Proposal, words: str = WORDS) -> PinnedComment:
    pin(cast.verifier, proposal, f"budget.{item_of(proposal).pk}.specification", words)
    return PinnedComment.objects.get(proposal=proposal)


def decide(user: User, proposal: Proposal, outcome: Outcome, **more: str) -> str:
    task = TaskMeta.objects.filter(proposal=proposal).latest("pk").pk
    url, data = reverse("workflows:task", args=[task]), {"outcome_choice": outcome.value, "reason": "Perbaiki."}
    return client_of(user).post(url, data | more, follow=True).content.decode()


def returned(cast: Cast, proposal: Proposal, words: str = WORDS) -> PinnedComment:
    comment = pinned(cast, proposal, words)
    decide(cast.verifier, proposal, Outcome.RETURNED)
    comment.refresh_from_db()
    return comment


def send_again(cast: Cast, proposal: Proposal, **answers: str) -> str:
    url = reverse("workflows:review", args=[proposal.pk])
    page = client_of(cast.operator).post(url, {"note": ""} | answers, follow=True).content.decode()
    proposal.refresh_from_db()
    if proposal.stage == Stage.SUBMISSION:
        actions.certify_and_submit(by=cast.head, proposal=proposal)
    return page


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return proposal_at(Stage.VERIFICATION, cast)


@pytest.mark.parametrize("stage", Stage)
def test_those_comment_who_may_return_the_case_now(cast: Cast, stage: Stage) -> None:
    proposal = proposal_at(stage, cast)
    able = set()

    for role in ROLES:
        somebody = make_user(role, unit=proposal.unit, directorate=proposal.leading_directorate)
        try:
            actions.pin_comment(
                by=somebody, proposal=proposal, section=Section.GENERAL, row="", column="title", text=WORDS
            )
        except (RefusedError, actions.ConflictError):
            continue
        able.add(role)

    assert able == {Stage.VERIFICATION: {"verifikator"}, Stage.DIRECTOR: {"direktur"}}.get(stage, set())
    assert PinnedComment.objects.exists() is bool(able)
    assert {step.value for step in COMMENTING_STEPS} == {Stage.VERIFICATION, Stage.DIRECTOR}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "verifikator"])
def test_nobody_else_gets_through_the_door(proposal: Proposal, role: str) -> None:
    somebody = make_user(role, unit=proposal.unit, directorate=proposal.leading_directorate)

    assert pin(somebody, proposal, "general..title").status_code in {403, 404}
    assert not PinnedComment.objects.exists()


def test_every_answer_can_be_commented_where_it_is_shown(cast: Cast, proposal: Proposal) -> None:
    page = BeautifulSoup(html_of(cast.verifier, address(proposal)), "html.parser")

    targets = {str(button["value"]) for button in page.select("button[name=catatan]")}
    community, item = Community.objects.get(proposal=proposal).pk, item_of(proposal).pk
    assert targets >= {
        "general..title",
        "general..background",
        "applicant..applicant_address",
        f"communities.{community}.",
        f"communities.{community}.place",
        f"beneficiaries.{community}.people",
        f"budget.{item}.",
        f"budget.{item}.prices",
        "statements.true.",
    }
    kind = proposal.papers.current().earliest("pk").kind_id
    assert f'value="papers.{kind}."' in html_of(cast.verifier, f"{address(proposal)}?berkas={kind}")
    for target in targets:
        form = html_of(cast.verifier, f"{address(proposal)}?catatan={target}")
        assert f'name="{target}-comment"' in form


def test_a_comment_is_kept_at_its_answer_for_officials_only(cast: Cast, proposal: Proposal) -> None:
    answer = pin(cast.verifier, proposal, f"budget.{item_of(proposal).pk}.specification")

    assert answer.headers["Location"].endswith(f"#isian-budget-{item_of(proposal).pk}-specification")
    for official in (cast.verifier, cast.director, make_user("auditor")):
        assert WORDS in html_of(official, address(proposal))
    for person in (cast.operator, cast.head):
        assert WORDS not in html_of(person, address(proposal))


@pytest.mark.parametrize(
    "target", ["", "budget", "budget.1.2.3", "lain..title", "general..secret", "budget.999999.name", "general.."]
)
def test_an_answer_that_does_not_exist_takes_no_comment(cast: Cast, proposal: Proposal, target: str) -> None:
    answer = pin(cast.verifier, proposal, target)

    assert answer.status_code in {200, 409}
    assert "Muat ulang halaman ini" in answer.content.decode() or target == ""
    assert not PinnedComment.objects.exists()


def test_an_empty_comment_comes_back_at_its_answer(cast: Cast, proposal: Proposal) -> None:
    page = pin(cast.verifier, proposal, "general..title", "  ").content.decode()

    assert "Tulis catatannya." in page
    assert 'name="general..title-comment"' in page


def test_a_second_click_pins_nothing_more(cast: Cast, proposal: Proposal) -> None:
    pin(cast.verifier, proposal, "general..title")
    pin(cast.verifier, proposal, "general..title")

    assert PinnedComment.objects.count() == 1


def test_what_was_not_sent_is_taken_away_and_what_was_sent_is_closed(cast: Cast, proposal: Proposal) -> None:
    comment = pinned(cast, proposal)
    client_of(cast.verifier).post(reverse("workflows:comment", args=[proposal.pk, comment.pk]), {"action": "remove"})
    assert not PinnedComment.objects.exists()

    comment = returned(cast, proposal)
    correct(proposal, cast.operator)
    send_again(cast, proposal)
    url = reverse("workflows:comment", args=[proposal.pk, comment.pk])
    assert client_of(cast.verifier).post(url, {"action": "remove"}).status_code == 409
    assert client_of(cast.operator).post(url, {"action": "close"}).status_code == 403
    assert client_of(cast.verifier).post(url, {"action": "close"}).status_code == 302

    comment.refresh_from_db()
    assert comment.closed_by_name == cast.verifier.name


def test_a_return_with_a_comment_marks_its_section_by_itself(cast: Cast, proposal: Proposal) -> None:
    comment = returned(cast, proposal)

    section = ReturnedSection.objects.get(request__proposal=proposal)
    assert section.section == Section.BUDGET
    assert comment.request == section.request


def test_the_unit_reads_the_comment_at_the_field(cast: Cast, proposal: Proposal) -> None:
    comment = returned(cast, proposal)
    url = reverse("workflows:edit_item", args=[proposal.pk, item_of(proposal).pk])

    page = BeautifulSoup(html_of(cast.operator, url), "html.parser")

    field = page.select_one("#id_specification")
    assert field is not None
    told = page.select_one("#id_specification_remarks")
    assert told is not None
    assert WORDS in told.text
    assert "id_specification_remarks" in field["aria-describedby"]
    assert page.select_one(f'a[href="#catatan-{comment.pk}"]')
    assert told.find_parent(class_="fld") == field.find_parent(class_="fld")


FIELDS = [
    ("general..scheme", "edit_general", "id_scheme_remarks"),
    ("applicant..applicant_address", "edit_applicant", "id_address_remarks"),
    ("communities.{community}.point", "edit_communities", "id_c-0-point_remarks"),
    ("communities.{community}.", "edit_communities", "id_c-0-name_remarks"),
    ("statements.true.", "edit_statements", "id_kinds_remarks"),
    ("papers.{kind}.", "edit_papers", "id_kind-{kind}_remarks"),
]


@pytest.mark.parametrize(("target", "name", "place"), FIELDS)
def test_each_kind_of_answer_has_its_place_in_the_form(
    cast: Cast, proposal: Proposal, target: str, name: str, place: str
) -> None:
    community = Community.objects.get(proposal=proposal).pk
    names = {"community": community, "kind": proposal.papers.current().earliest("pk").kind_id}
    pin(cast.verifier, proposal, target.format(**names))
    decide(cast.verifier, proposal, Outcome.RETURNED)

    page = BeautifulSoup(html_of(cast.operator, reverse(f"workflows:{name}", args=[proposal.pk])), "html.parser")

    told = page.select_one(f"[id='{place.format(**names)}']")
    assert told is not None
    assert WORDS in told.text


def test_a_comment_on_people_stands_on_the_list_and_on_their_page(cast: Cast, proposal: Proposal) -> None:
    community = Community.objects.get(proposal=proposal).pk
    pin(cast.verifier, proposal, f"beneficiaries.{community}.people")
    decide(cast.verifier, proposal, Outcome.RETURNED)

    for url in (
        reverse("workflows:edit_people", args=[proposal.pk]),
        reverse("workflows:edit_community_people", args=[proposal.pk, community]),
        reverse("workflows:review", args=[proposal.pk]),
    ):
        assert WORDS in html_of(cast.operator, url)


def test_the_unit_sees_what_is_still_to_be_answered(cast: Cast, proposal: Proposal) -> None:
    returned(cast, proposal)
    review = reverse("workflows:review", args=[proposal.pk])
    assert "Belum dijawab" in html_of(cast.operator, review)

    correct(proposal, cast.operator)

    assert "Isian sudah diubah" in html_of(cast.operator, review)
    assert "Belum dijawab" not in html_of(cast.operator, review)


def test_the_verifier_sees_before_and_after_beside_the_comment(cast: Cast, proposal: Proposal) -> None:
    returned(cast, proposal)
    correct(proposal, cast.operator)
    send_again(cast, proposal)

    remark = BeautifulSoup(html_of(cast.verifier, address(proposal)), "html.parser").select_one(".remark")

    assert remark is not None
    before, after = remark.find("del"), remark.find("ins")
    assert before is not None
    assert after is not None
    assert (before.text.strip(), after.text.strip()) == ("(kosong)", "Daya 5,5 kW.")
    assert "Isian sudah diubah" in remark.text


def test_an_answer_in_words_is_reason_enough_and_reaches_the_verifier(cast: Cast, proposal: Proposal) -> None:
    comment = returned(cast, proposal)

    assert "tulis mengapa tidak perlu diubah" in send_again(cast, proposal)
    send_again(cast, proposal, **{f"reply_{comment.pk}": f"Sudah tertulis di brosur. NIK {NIK}"})

    assert proposal.stage == Stage.VERIFICATION
    page = html_of(cast.verifier, address(proposal))
    assert "Sudah tertulis di brosur." in page
    assert NIK not in page
    assert "Dijawab, isian tidak diubah" in page
    assert "Sudah tertulis" in ReturnedSection.objects.get(request__proposal=proposal).explanation


def test_hidden_answers_are_compared_and_stay_hidden(cast: Cast, proposal: Proposal) -> None:
    pin(cast.verifier, proposal, "applicant..applicant_address")
    decide(cast.verifier, proposal, Outcome.RETURNED)
    client_of(cast.operator).post(
        reverse("workflows:edit_applicant", args=[proposal.pk]),
        {"kind": "group", "name": "Kelompok Contoh", "address": "Gang Rahasia 17", "version": "2"},
    )
    send_again(cast, proposal)

    page = html_of(cast.verifier, address(proposal))

    assert "Gang Rahasia" not in page
    assert "diisi (disamarkan)" in page


def test_a_row_that_was_taken_out_leaves_its_comment_readable(cast: Cast, proposal: Proposal) -> None:
    returned(cast, proposal)
    Item.objects.filter(pk=item_of(proposal).pk).delete()

    page = html_of(cast.verifier, address(proposal))

    assert "Catatan pada isian yang sudah tidak ada" in page
    assert WORDS in page
    assert WORDS in html_of(cast.operator, reverse("workflows:review", args=[proposal.pk]))


def test_open_comments_do_not_hold_up_complete_and_are_closed_by_it(cast: Cast, proposal: Proposal) -> None:
    comment = pinned(cast, proposal)
    check_papers(proposal, cast.verifier)
    assert "catatan yang masih terbuka ditutup" in html_of(cast.verifier, address(proposal))

    assert "Tersimpan: Lengkap" in decide(cast.verifier, proposal, Outcome.COMPLETE)

    comment.refresh_from_db()
    assert comment.is_closed
    assert WORDS not in html_of(cast.operator, address(proposal))
    assert WORDS in html_of(cast.director, address(proposal))


def test_what_is_left_open_is_asked_again_with_the_next_return(cast: Cast, proposal: Proposal) -> None:
    comment = returned(cast, proposal)
    correct(proposal, cast.operator)
    send_again(cast, proposal)

    decide(cast.verifier, proposal, Outcome.RETURNED)

    comment.refresh_from_db()
    assert comment.request == proposal.return_requests.latest("pk")
    url = reverse("workflows:edit_item", args=[proposal.pk, item_of(proposal).pk])
    assert WORDS in html_of(cast.operator, url)


def test_the_director_comments_and_returns_in_the_same_way(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    pin(cast.director, proposal, "general..background", "Untuk apa?")

    decide(cast.director, proposal, Outcome.RETURNED)

    assert Proposal.objects.get(pk=proposal.pk).stage == Stage.REVISION
    assert "Untuk apa?" in html_of(cast.operator, reverse("workflows:edit_general", args=[proposal.pk]))
    assert PinnedComment.objects.get().step == Step.DIRECTOR


def test_the_note_of_one_step_is_not_sent_in_the_name_of_another(cast: Cast, proposal: Proposal) -> None:
    comment = pinned(cast, proposal)
    PinnedComment.objects.filter(pk=comment.pk).update(step=Step.DIRECTOR)

    assert "Tandai sedikitnya satu bagian" in decide(cast.verifier, proposal, Outcome.RETURNED)


def test_words_are_masked_for_everybody_and_stand_in_no_mail_and_no_record(cast: Cast, proposal: Proposal) -> None:
    returned(cast, proposal, f"Siti Aminah, NIK {NIK}, bukan warga.")

    pages = [
        html_of(cast.verifier, address(proposal)),
        html_of(cast.operator, reverse("workflows:edit_item", args=[proposal.pk, item_of(proposal).pk])),
        html_of(cast.operator, reverse("workflows:review", args=[proposal.pk])),
        html_of(cast.head, reverse("workflows:proposal", args=[proposal.pk])),
    ]

    assert all(NIK not in page for page in pages)
    assert all("bukan warga" in page for page in pages)
    mails = "".join(f"{mail.subject}{mail.body}" for mail in OutgoingMail.objects.all())
    assert "bukan warga" not in mails
    events = AuditEvent.objects.filter(verb__startswith="comment_")
    assert [set(event.data) for event in events] == [{"comment", "section", "row", "column"}]


def test_the_copy_of_a_persons_data_names_comments_and_marks(cast: Cast, proposal: Proposal) -> None:
    pinned(cast, proposal, "Siti Aminah Rahayu pindah.")
    paper = Paper.objects.current().filter(proposal=proposal).select_related("kind").earliest("pk")
    actions.check_paper(
        by=cast.verifier,
        proposal=proposal,
        kind=paper.kind,
        paper_id=paper.pk,
        verdict=PaperVerdict.NOT_IN_ORDER,
        reason="KTP Siti Aminah Rahayu buram.",
    )

    told = [fact for found in find(Subject("", "Siti Aminah Rahayu")) for _label, fact in found.facts]

    assert {"Siti Aminah Rahayu pindah.", "KTP Siti Aminah Rahayu buram."} <= set(told)


def test_another_unit_learns_nothing(proposal: Proposal, cast: Cast) -> None:
    comment = pinned(cast, proposal)
    neighbour = client_of(make_cast().head)

    assert neighbour.get(address(proposal)).status_code == 404
    assert neighbour.post(reverse("workflows:comment", args=[proposal.pk, comment.pk])).status_code == 404


def test_a_new_title_of_the_unit_is_no_answer_to_another_field(cast: Cast, proposal: Proposal) -> None:
    pin(cast.verifier, proposal, "general..background")
    decide(cast.verifier, proposal, Outcome.RETURNED)
    proposal.refresh_from_db()
    data = GeneralData(title="Judul lain", background=proposal.background, scheme=proposal.scheme)
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)

    assert "Belum dijawab" in html_of(cast.operator, reverse("workflows:review", args=[proposal.pk]))


def test_the_schedule_takes_people_out_of_comments_and_marks(cast: Cast, proposal: Proposal) -> None:
    Beneficiary.objects.filter(community__proposal=proposal).update(name="Siti Aminah")
    comment = pinned(cast, proposal, "Siti Aminah sudah pindah, telepon 0812-3456-7890.")
    PinnedComment.objects.update(reply="Siti Aminah masih di sini.")
    paper = Paper.objects.current().filter(proposal=proposal).select_related("kind").earliest("pk")
    check = actions.check_paper(
        by=cast.verifier,
        proposal=proposal,
        kind=paper.kind,
        paper_id=paper.pk,
        verdict=PaperVerdict.NOT_IN_ORDER,
        reason="KTP SITI AMINAH buram.",
    )
    actions.reject(by=cast.verifier, proposal=proposal, step=Step.VERIFICATION, reason="Di luar sasaran.")

    retention.anonymise(proposal)

    comment.refresh_from_db()
    check.refresh_from_db()
    said = f"{comment.text} {comment.reply} {check.reason}"
    assert "aminah" not in said.lower()
    assert "0812" not in said
    assert "sudah pindah" in said
    assert "[dihapus]" in html_of(cast.verifier, address(proposal))


def test_a_comment_on_a_paper_stays_where_the_paper_is_looked_at(cast: Cast, proposal: Proposal) -> None:
    kind = proposal.papers.current().latest("pk").kind_id

    empty = pin(cast.verifier, proposal, f"papers.{kind}.", "")
    kept = pin(cast.verifier, proposal, f"papers.{kind}.")

    assert f'name="papers.{kind}.-comment"' in empty.content.decode()
    assert kept.headers["Location"] == f"{address(proposal)}?berkas={kind}#isian-papers-{kind}-"
    assert WORDS in html_of(cast.verifier, f"{address(proposal)}?berkas={kind}")


def test_a_row_as_a_whole_shows_what_it_said_and_says(cast: Cast, proposal: Proposal) -> None:
    pin(cast.verifier, proposal, f"budget.{item_of(proposal).pk}.")
    decide(cast.verifier, proposal, Outcome.RETURNED)
    correct(proposal, cast.operator)
    send_again(cast, proposal)

    remark = BeautifulSoup(html_of(cast.verifier, address(proposal)), "html.parser").select_one(".remark")

    assert remark is not None
    before, after = remark.find("del"), remark.find("ins")
    assert before is not None
    assert after is not None
    assert "Daya 5,5 kW." not in before.text
    assert "Daya 5,5 kW." in after.text
