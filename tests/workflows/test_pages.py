"""The work screens, over HTTP."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_user
from tests.proposals import (
    SIDEWAYS,
    Cast,
    check_papers,
    correct,
    correct_and_resubmit,
    make_cast,
    proposal_at,
    upload_of,
)
from workflows import actions
from workflows.enums import Outcome, Stage, Step
from workflows.models import Community, Handover, Item, Paper, PinnedComment, Proposal, TaskMeta
from workflows.urls import urlpatterns

pytestmark = pytest.mark.django_db


def task_url(proposal: Proposal) -> str:
    return reverse("workflows:task", args=[TaskMeta.objects.filter(proposal=proposal).latest("pk").pk])


def answer(client: Client, proposal: Proposal, **data: object) -> object:
    return client.post(task_url(proposal), data)


@pytest.mark.parametrize("stage", Stage)
def test_the_page_of_a_proposal_shows_at_every_stage_who_has_it(client: Client, cast: Cast, stage: Stage) -> None:
    proposal = proposal_at(stage, cast)
    client.force_login(cast.head)

    response = client.get(reverse("workflows:proposal", args=[proposal.pk]))

    assert response.status_code == 200
    assert ("Di tangan:" in response.content.decode()) is proposal.is_open


@pytest.mark.parametrize("stage", Stage)
def test_the_head_of_another_unit_gets_404_on_every_url(client: Client, cast: Cast, stage: Stage) -> None:
    proposal = proposal_at(stage, cast)
    client.force_login(make_cast(cluster=cast.cluster).head)

    for url in private_urls(proposal):
        assert client.get(url).status_code in {404, 405}, url
        assert client.post(url).status_code in {404, 405}, url


def _comment_on(proposal: Proposal) -> PinnedComment:
    words = {"text": "Catatan.", "by": proposal.created_by, "by_name": "Pejabat", "at": timezone.now()}
    return PinnedComment.objects.create(proposal=proposal, section="general", column="title", **words)


def private_urls(proposal: Proposal) -> list[str]:
    """Every address of this app that names something of the proposal, filled with its real ids."""
    handover = Handover.objects.filter(proposal=proposal).first()
    community = Community.objects.filter(proposal=proposal).latest("pk").pk
    task = TaskMeta.objects.filter(proposal=proposal).latest("pk").pk
    paper = Paper.objects.filter(proposal=proposal).latest("pk")
    pk_of: dict[str, object] = {
        "task": task,
        "task_claim": task,
        "task_release": task,
        "paper": paper.pk,
        "paper_page": paper.pk,
        "handover_scan": handover.pk if handover else 0,
        "upload": upload_of(proposal, proposal.created_by).pk,
    }
    others = {
        "item": Item.objects.filter(community=community).latest("pk").pk,
        "community": community,
        "community_id": community,
        "kind": paper.kind_id,
        "number": 1,
        "comment": _comment_on(proposal).pk,
    }
    urls = []
    for pattern in urlpatterns:
        names = set(pattern.pattern.converters)
        if "pk" in names:
            known = {"pk": pk_of.get(str(pattern.name), proposal.pk)} | others
            urls.append(reverse(f"workflows:{pattern.name}", kwargs={name: known[name] for name in names}))
    assert len(urls) >= 8
    return urls


def test_a_proposal_goes_all_the_way_over_http(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)

    def step(user: object, **data: object) -> None:
        client.force_login(user)
        assert client.get(task_url(proposal)).status_code == 200
        response = answer(client, proposal, **data)
        assert response.status_code == 302, response.content.decode()
        proposal.refresh_from_db()

    step(cast.head, outcome_choice=Outcome.SUBMITTED, certified="on", reason="")
    step(
        cast.verifier,
        outcome_choice=Outcome.RETURNED,
        reason="Lengkapi rincian harga.",
        marked_sections="budget",
        comment_budget="Harga ring gelas.",
    )
    assert proposal.stage == Stage.REVISION
    correct(proposal, cast.operator)
    client.force_login(cast.operator)
    client.post(reverse("workflows:review", args=[proposal.pk]), {"note": "Sudah dilengkapi."})
    step(cast.head, outcome_choice=Outcome.SUBMITTED, certified="on", reason="")
    check_papers(proposal, cast.verifier)
    step(cast.verifier, outcome_choice=Outcome.COMPLETE, reason="")
    step(cast.director, outcome_choice=Outcome.APPROVED, reason="")
    assert proposal.stage == Stage.DIRECTOR_GENERAL
    step(cast.director_general, outcome_choice=Outcome.APPROVED, reason="")
    step(cast.ppk, dated_on=timezone.localdate().isoformat(), consideration="", reason="")
    step(cast.kpa, outcome_choice=Outcome.CONFIRMED, reason="")

    assert proposal.stage == Stage.DISTRIBUTION
    page = client.get(reverse("workflows:proposal", args=[proposal.pk])).content.decode()
    assert "Harga ring gelas." in page
    assert "Sudah dilengkapi." in page


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.REJECTED])
def test_return_and_reject_need_a_reason(client: Client, cast: Cast, outcome: Outcome) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    client.force_login(cast.verifier)

    response = answer(client, proposal, outcome_choice=outcome, reason="  ")

    assert response.status_code == 200
    assert "Tuliskan alasannya" in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.stage == Stage.VERIFICATION


def test_a_second_press_on_sending_leads_to_the_number(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    client.force_login(cast.head)
    url = reverse("workflows:task", args=[proposal.task_metas.latest("pk").pk])
    form = {"outcome_choice": Outcome.SUBMITTED, "certified": "on", "reason": ""}
    client.post(url, form)
    proposal.refresh_from_db()

    second = client.post(url, form, follow=True)

    assert second.redirect_chain == [(reverse("workflows:proposal", args=[proposal.pk]), 302)]
    assert f"sudah Anda kirim dengan nomor {proposal.registration_number}" in second.content.decode()


def test_a_second_press_need_not_fit_what_was_decided(client: Client, cast: Cast) -> None:
    """What fits may have changed with the decision itself: the press is told that it is saved, not what is wrong."""
    proposal = proposal_at(Stage.DIRECTOR, cast)
    client.force_login(cast.director)
    url = reverse("workflows:task", args=[proposal.task_metas.latest("pk").pk])
    item = Item.objects.get(community__proposal=proposal)
    form = {"outcome_choice": Outcome.APPROVED_PARTLY, "reason": "", f"quantity_{item.pk}": "1"}
    client.post(url, form)

    second = client.post(url, form | {f"quantity_{item.pk}": "99"}, follow=True)

    assert "sudah tersimpan" in second.content.decode()


def test_giving_back_twice_changes_nothing(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    client.force_login(cast.verifier)
    task = proposal.task_metas.latest("pk").pk
    client.post(reverse("workflows:task_claim", args=[task]))

    answers = [client.post(reverse("workflows:task_release", args=[task])) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert proposal.events.filter(verb="unassign").count() == 1


def test_a_double_click_is_told_that_it_is_saved(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    check_papers(proposal, cast.verifier)
    client.force_login(cast.verifier)
    url = task_url(proposal)

    first = client.post(url, {"outcome_choice": Outcome.COMPLETE, "reason": ""})
    second = client.post(url, {"outcome_choice": Outcome.COMPLETE, "reason": ""}, follow=True)

    assert first.status_code == 302
    assert "sudah tersimpan" in second.content.decode()
    assert proposal.decisions.filter(step=Step.VERIFICATION).count() == 1


def test_a_stale_form_after_a_return_changes_nothing_and_gives_the_words_back(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    stale = task_url(proposal)
    client.force_login(cast.verifier)
    client.post(stale, {"outcome_choice": Outcome.RETURNED, "reason": "Kurang.", "marked_sections": "budget"})

    late = client.post(stale, {"outcome_choice": Outcome.REJECTED, "reason": "Kata-kata yang sudah diketik."})

    assert late.status_code == 409
    assert "Kata-kata yang sudah diketik." in late.content.decode()
    assert "tidak mengubah apa pun" in late.content.decode()
    proposal.refresh_from_db()
    assert proposal.stage == Stage.REVISION


def test_a_task_that_a_colleague_took_gives_409(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    colleague = make_user("verifikator")
    client.force_login(colleague)
    task = TaskMeta.objects.filter(proposal=proposal).latest("pk").pk
    assert client.post(reverse("workflows:task_claim", args=[task])).status_code == 302

    client.force_login(cast.verifier)
    response = answer(client, proposal, outcome_choice=Outcome.COMPLETE, reason="")
    assert response.status_code == 409
    assert colleague.name in response.content.decode()

    client.force_login(colleague)
    client.post(reverse("workflows:task_release", args=[task]))
    check_papers(proposal, cast.verifier)
    client.force_login(cast.verifier)
    assert answer(client, proposal, outcome_choice=Outcome.COMPLETE, reason="").status_code == 302


def test_an_official_who_sees_but_may_not_act_gets_403(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    client.force_login(cast.kpa)

    assert client.get(reverse("workflows:proposal", args=[proposal.pk])).status_code == 200
    assert answer(client, proposal, outcome_choice=Outcome.COMPLETE, reason="").status_code == 403


def test_a_partial_approval_names_each_item(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast, communities=2)
    client.force_login(cast.director)
    first, second = Item.objects.filter(community__proposal=proposal).values_list("pk", flat=True)

    wrong = answer(
        client,
        proposal,
        outcome_choice=Outcome.APPROVED_PARTLY,
        reason="",
        **{f"quantity_{first}": "-1", f"quantity_{second}": "99999999999"},
    )
    assert wrong.status_code == 200
    for item in Item.objects.filter(community__proposal=proposal).select_related("community"):
        field = f"id_quantity_{item.pk}"
        assert (
            f'<a href="#{field}">Jumlah disetujui untuk {item.name}, {item.community.name}: ' in wrong.content.decode()
        )
        assert f'id="{field}"' in wrong.content.decode()
    right = answer(
        client,
        proposal,
        outcome_choice=Outcome.APPROVED_PARTLY,
        reason="",
        **{f"quantity_{first}": "1", f"quantity_{second}": "0"},
    )
    assert right.status_code == 302
    proposal.refresh_from_db()
    assert proposal.approved_amount == proposal.requested_amount // 4


def test_the_head_withdraws_with_a_reason(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    url = reverse("workflows:withdrawal", args=[proposal.pk])
    client.force_login(cast.operator)
    assert client.get(url).status_code == 403

    client.force_login(cast.head)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "Kebutuhan berubah."}).status_code == 302
    assert client.post(url, {"reason": "Lagi."}).status_code == 409
    second = client.post(url, {"reason": "Kebutuhan berubah."}, follow=True)
    assert "sudah Anda tarik" in second.content.decode()
    assert proposal.events.filter(verb="withdrawn").count() == 1
    proposal.refresh_from_db()
    assert proposal.stage == Stage.WITHDRAWN


@pytest.mark.parametrize("tab", ["", "saya", "belum-diambil", "menunggu", "selesai", "apa'; --"])
def test_every_tab_of_the_inbox_answers(client: Client, cast: Cast, tab: str) -> None:
    proposal_at(Stage.DIRECTOR, cast)
    client.force_login(cast.verifier)

    response = client.get(
        reverse("workflows:inbox"), {"kelompok": tab, "q": "pres\x00", "tahap": "x", "klaster": "9" * 30}
    )

    assert response.status_code == 200


def test_the_inbox_of_the_director_shows_what_waits_for_him(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    client.force_login(cast.director)

    page = client.get(reverse("workflows:inbox")).content.decode()

    assert proposal.title in page
    assert task_url(proposal) in page


@pytest.mark.parametrize("digits", ["9" * 19, "9" * 400])
@pytest.mark.parametrize("address", ["/kerja/tugas/{}/", "/kerja/usulan/{}/", "/kerja/berkas/{}/", "/berkas/{}/"])
def test_a_number_that_no_row_can_have_is_an_unknown_page(client: Client, digits: str, address: str) -> None:
    client.force_login(make_user("verifikator"))

    assert client.get(address.format(digits)).status_code == 404


def test_the_form_of_an_earlier_round_decides_nothing(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    earlier = task_url(proposal)
    SIDEWAYS[Stage.REVISION][1](proposal, cast)
    correct_and_resubmit(proposal, cast.operator)
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    client.force_login(cast.verifier)

    answer = client.post(earlier, {"outcome_choice": "complete"})

    proposal.refresh_from_db()
    assert answer.status_code == 409
    assert (proposal.stage, proposal.verification_outcome) == (Stage.VERIFICATION, "returned")
    assert earlier != task_url(proposal)
