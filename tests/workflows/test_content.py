"""Sums, numbers and versions of a proposal: derived, gapless, never overwritten."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from portal.core.models import Cluster
from portal.core.permissions import RefusedError
from tests.proposals import (
    FORWARD,
    Cast,
    correct,
    correct_and_resubmit,
    hand_over_everything,
    make_cast,
    make_cluster,
    make_draft,
    proposal_at,
)
from workflows import actions
from workflows.drafts import (
    BeneficiariesData,
    BudgetData,
    CommunitiesData,
    CommunityRow,
    GeneralData,
    ItemRow,
    PersonRow,
)
from workflows.enums import Section, Stage, Step
from workflows.models import DecisionLetter, Item, NumberSeries, Policy, Proposal
from workflows.versions import version_of

pytestmark = pytest.mark.django_db


def test_five_communities_with_a_press_each_make_325_million(cast: Cast) -> None:
    proposal = make_draft(cast, price=32_500_000, communities=5)

    assert proposal.requested_amount == 325_000_000
    assert proposal.leading_directorate == cast.cluster.directorate


@pytest.mark.parametrize(("price", "needs"), [(49_999_999, False), (50_000_000, True)])
def test_the_director_general_decides_from_100_million_requested(cast: Cast, price: int, needs: bool) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast, price=price)

    actions.approve(by=cast.director, proposal=proposal, step=Step.DIRECTOR)

    assert (proposal.stage == Stage.DIRECTOR_GENERAL) is needs


def test_the_requested_amount_counts_even_when_less_is_approved(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast, price=50_000_000)
    item = Item.objects.get(community__proposal=proposal)

    actions.approve(by=cast.director, proposal=proposal, step=Step.DIRECTOR, quantities={item.pk: 1})

    assert (proposal.approved_amount, proposal.stage) == (50_000_000, Stage.DIRECTOR_GENERAL)


def two_clusters(cast: Cast, first: int, second: int) -> Proposal:
    other = make_cluster()
    proposal = make_draft(cast, price=1_000)
    rows = (
        CommunityRow(name="Satu", city="Bekasi", cluster_id=cast.cluster.pk, beneficiary_count=1),
        CommunityRow(name="Dua", city="Bekasi", cluster_id=other.pk, beneficiary_count=1),
    )
    data = CommunitiesData(rows=rows)
    proposal = actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)
    items = tuple(
        ItemRow(community_id=community.pk, name="Barang", unit_price=price, quantity=1)
        for community, price in zip(proposal.communities.all(), (first, second), strict=True)
    )
    for community in proposal.communities.all():
        people = BeneficiariesData(community_id=community.pk, rows=(PersonRow(name="Orang", address="Jalan Contoh"),))
        actions.save_draft_section(by=cast.operator, proposal=proposal, data=people)
    return actions.save_draft_section(by=cast.operator, proposal=proposal, data=BudgetData(rows=items))


def test_a_cluster_that_changes_its_directorate_moves_no_case_under_way(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    before = proposal.leading_directorate
    Cluster.objects.filter(pk=cast.cluster.pk).update(directorate=make_cluster().directorate)

    FORWARD[Stage.DIRECTOR](proposal, cast)

    proposal.refresh_from_db()
    assert proposal.leading_directorate == before
    assert Proposal.objects.visible_to(cast.director).filter(pk=proposal.pk).exists()


def test_a_draft_follows_its_cluster_to_another_directorate(cast: Cast) -> None:
    draft = make_draft(cast)
    elsewhere = make_cluster().directorate
    Cluster.objects.filter(pk=cast.cluster.pk).update(directorate=elsewhere)

    correct(draft, cast.operator)

    draft.refresh_from_db()
    assert draft.leading_directorate == elsewhere


def test_the_cluster_with_the_largest_share_leads_and_a_tie_goes_to_the_first_named(cast: Cast) -> None:
    assert two_clusters(cast, 10, 10).leading_directorate == cast.cluster.directorate
    assert two_clusters(cast, 10, 9).leading_directorate == cast.cluster.directorate
    assert two_clusters(cast, 9, 10).leading_directorate != cast.cluster.directorate
    assert two_clusters(cast, 9, 10).cluster_count == 2


def test_a_return_forgets_what_was_approved(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR_GENERAL, cast)
    assert proposal.approved_amount > 0

    actions.return_for_revision(
        by=cast.director_general, proposal=proposal, reason="Tinjau jumlahnya.", step=Step.DIRECTOR_GENERAL
    )

    assert (proposal.stage, proposal.approved_amount) == (Stage.DIRECTOR, 0)
    assert not proposal.return_requests.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"approved_amount": F("requested_amount") + 1},
        {"delivered_amount": F("approved_amount") + 1},
        {"registration_number": None},
        {"stage": "somewhere"},
    ],
)
def test_the_database_refuses_impossible_proposals(cast: Cast, change: dict[str, object]) -> None:
    proposal = proposal_at(Stage.DECISION_SET, cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**change)


@pytest.mark.parametrize("quantities", [{"approved_quantity": 3}, {"quantity": 0}, {"unit_price": 10**15}])
def test_the_database_refuses_impossible_items(cast: Cast, quantities: dict[str, int]) -> None:
    proposal = make_draft(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(community__proposal=proposal).update(**quantities)


@pytest.mark.parametrize("quantity", [-1, 3, 10**20])
def test_a_partial_approval_outside_what_was_asked_is_refused(cast: Cast, quantity: int) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    item = Item.objects.get(community__proposal=proposal)

    with pytest.raises(actions.QuantitiesDoNotFitError):
        actions.approve(by=cast.director, proposal=proposal, step=Step.DIRECTOR, quantities={item.pk: quantity})

    assert Proposal.objects.get(pk=proposal.pk).stage == Stage.DIRECTOR


def test_a_number_is_given_at_submission_and_a_failed_submission_loses_none(cast: Cast) -> None:
    first = proposal_at(Stage.SUBMISSION, cast)
    assert first.registration_number is None
    first.papers.all().update(is_current=False)
    with pytest.raises(actions.NotReadyError):
        actions.certify_and_submit(by=cast.head, proposal=first)

    second = proposal_at(Stage.VERIFICATION, cast)

    assert (second.registration_number or "").endswith("-0001")
    assert NumberSeries.objects.get(series="usulan").last == 1


def test_a_resubmitted_proposal_keeps_its_number(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)
    number = proposal.registration_number
    correct_and_resubmit(proposal, cast.operator)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    assert (proposal.stage, proposal.registration_number) == (Stage.VERIFICATION, number)


def test_a_letter_that_the_kpa_refused_keeps_its_number(cast: Cast) -> None:
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    number = DecisionLetter.objects.get(proposal=proposal).number
    actions.refuse_decision(by=cast.kpa, proposal=proposal, reason="Pertimbangan kurang.")
    assert proposal.stage == Stage.DECISION_SET

    actions.set_decision(by=cast.ppk, proposal=proposal)

    assert DecisionLetter.objects.get(proposal=proposal).number == number


def test_two_people_saving_the_same_draft_do_not_overwrite_each_other(cast: Cast) -> None:
    proposal = make_draft(cast)
    data = GeneralData(title="Judul baru")
    version = version_of(proposal, Section.GENERAL)
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data, version=version)

    with pytest.raises(actions.StaleVersionError):
        actions.save_draft_section(
            by=cast.head, proposal=proposal, data=GeneralData(title="Judul lain"), version=version
        )

    assert Proposal.objects.get(pk=proposal.pk).title == "Judul baru"


def test_a_row_of_another_proposal_cannot_be_saved_into_this_one(cast: Cast) -> None:
    mine, theirs = make_draft(cast), make_draft(make_cast())
    foreign = theirs.communities.get()

    with pytest.raises(actions.UnknownRowError):
        actions.save_draft_section(
            by=cast.operator,
            proposal=mine,
            data=CommunitiesData(rows=(CommunityRow(id=foreign.pk, name="Diambil"),)),
        )


def test_a_closed_section_stays_closed_after_a_return(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)

    with pytest.raises(RefusedError, match="tidak diminta"):
        actions.save_draft_section(by=cast.operator, proposal=proposal, data=GeneralData(title="Lain"))


def test_part_by_part_handover_ends_when_everything_approved_was_given(cast: Cast) -> None:
    proposal = proposal_at(Stage.DISTRIBUTION, cast, communities=2)
    first, second = Item.objects.filter(community__proposal=proposal)

    def give(item: Item, quantity: int, number: str, serials: tuple[str, ...]) -> None:
        actions.record_handover(
            by=cast.ppk,
            proposal=proposal,
            community=item.community,
            number=number,
            handed_on=proposal.created_at.date(),
            receiver_name="Penerima",
            lines=[actions.LineGiven(item_id=item.pk, quantity=quantity, serial_numbers=serials)],
        )

    give(first, 2, "1", ("A", "B"))
    give(second, 1, "2", ("C",))
    assert (proposal.stage, proposal.delivered_amount) == (Stage.DISTRIBUTION, proposal.approved_amount * 3 // 4)
    for quantity, serials in ((2, ("D", "E")), (1, ("D", "E"))):
        with pytest.raises(actions.HandoverDoesNotFitError):
            give(second, quantity, "3", serials)
    give(second, 1, "3", ("D",))

    assert (proposal.stage, proposal.delivered_amount) == (Stage.DONE, proposal.approved_amount)


def test_a_finished_handover_is_not_recorded_twice(cast: Cast) -> None:
    proposal = proposal_at(Stage.DONE, cast)

    with pytest.raises(actions.ConflictError):
        hand_over_everything(proposal, cast.ppk)


def test_two_clusters_go_to_the_director_general_whatever_they_cost(cast: Cast) -> None:
    Policy.objects.update(price_comparisons=0)
    proposal = two_clusters(cast, 10, 10)
    while proposal.stage != Stage.DIRECTOR:
        FORWARD[Stage(proposal.stage)](proposal, cast)
        proposal.refresh_from_db()

    actions.approve(by=cast.director, proposal=proposal, step=Step.DIRECTOR)

    assert (proposal.requested_amount, proposal.stage) == (20, Stage.DIRECTOR_GENERAL)


def test_the_director_general_approves_no_more_than_the_director(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast, communities=2)
    first, second = Item.objects.filter(community__proposal=proposal)
    actions.approve(by=cast.director, proposal=proposal, step=Step.DIRECTOR, quantities={first.pk: 1, second.pk: 2})

    with pytest.raises(actions.QuantitiesDoNotFitError, match="antara 0 dan 1"):
        actions.approve(
            by=cast.director_general,
            proposal=proposal,
            step=Step.DIRECTOR_GENERAL,
            quantities={first.pk: 2, second.pk: 1},
        )

    actions.approve(by=cast.director_general, proposal=proposal, step=Step.DIRECTOR_GENERAL)
    first.refresh_from_db()
    assert first.approved_quantity == 1


def test_goods_with_two_comparisons_are_not_ready(cast: Cast) -> None:
    proposal = make_draft(cast)
    item = Item.objects.get(community__proposal=proposal)
    item.comparisons.latest("pk").delete()

    with pytest.raises(actions.NotReadyError, match="Lengkapi 3 pembanding harga untuk «Mesin pres»"):
        actions.send_to_head(by=cast.operator, proposal=proposal)

    assert Proposal.objects.get(pk=proposal.pk).stage == Stage.DRAFT
