"""Decisions on suggested relations that come from a list which was shown before somebody else decided."""

import pytest

from documents import actions, deciding, suggesting
from documents.enums import LegalStatus, RelationKind, SuggestionState
from documents.models import Regulation, Relation, RelationSuggestion
from portal.core.models import User
from tests.documents.browsing import logged_in, messages_of
from tests.documents.conftest import Publish
from tests.factories import make_user

ADDRESS = "/admin/tinjauan/hubungan/"
REPEALING = (
    "Pasal 1\nSesuai dengan Peraturan Menteri Perdagangan Nomor 5 Tahun 2010.\nPasal 2\nPeraturan Menteri Sosial Nomor 1 "
    "Tahun 2010 dicabut dan dinyatakan tidak berlaku.\n"
)


@pytest.fixture
def reviewer(published: Publish) -> User:
    return make_user("penelaah_hukum")


@pytest.fixture
def old(published: Publish) -> Regulation:
    return published("permensos", "1", 2010)


@pytest.fixture
def new(old: Regulation, published: Publish) -> Regulation:
    """Its text revokes the old one."""
    page = published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    return page


def stored(page: Regulation) -> Regulation:
    found: Regulation = Regulation.objects.get(pk=page.pk)
    return found


def suggestion(kind: RelationKind) -> RelationSuggestion:
    found: RelationSuggestion = RelationSuggestion.objects.get(kind=kind)
    return found


def repeal() -> RelationSuggestion:
    return suggestion(RelationKind.REPEALS)


def publish_repeal(reviewer: User, publisher: User) -> None:
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    assert deciding.approve(by=publisher, suggestions=[repeal()]).done == 1


def test_what_is_published_is_not_rejected_from_an_old_list(
    old: Regulation, new: Regulation, reviewer: User, publisher: User
) -> None:
    publish_repeal(reviewer, publisher)

    outcome = deciding.reject(by=reviewer, suggestions=[repeal()])

    assert outcome.done == 0
    assert "“Mencabut Peraturan Menteri Sosial Nomor 1 Tahun 2010” sudah terbit" in outcome.problems[0]
    assert repeal().state == SuggestionState.CONFIRMED
    assert stored(old).status == LegalStatus.REPEALED


def test_a_refused_rejection_leaves_no_draft_behind(new: Regulation, reviewer: User, publisher: User) -> None:
    publish_repeal(reviewer, publisher)
    revisions = new.revisions.count()

    deciding.reject(by=reviewer, suggestions=[repeal()])

    assert not stored(new).has_unpublished_changes
    assert new.revisions.count() == revisions


def test_those_that_still_wait_are_rejected_beside_one_that_is_published(
    new: Regulation, reviewer: User, publisher: User
) -> None:
    publish_repeal(reviewer, publisher)

    outcome = deciding.reject(by=reviewer, suggestions=RelationSuggestion.objects.all())

    assert (outcome.done, len(outcome.problems)) == (1, 1)
    assert suggestion(RelationKind.REFERS).state == SuggestionState.REJECTED


def test_after_the_last_confirmed_one_is_taken_back_the_next_can_be_confirmed(
    new: Regulation, reviewer: User, publisher: User
) -> None:
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    deciding.reject(by=reviewer, suggestions=[repeal()])

    outcome = deciding.confirm(by=reviewer, suggestions=[suggestion(RelationKind.REFERS)])

    assert (outcome.done, outcome.problems) == (1, [])
    assert deciding.approve(by=publisher, suggestions=[suggestion(RelationKind.REFERS)]).done == 1
    assert list(Relation.objects.values_list("kind", flat=True)) == ["refers"]


def test_a_proposal_is_rejected_beside_one_that_lies_in_somebodys_draft(
    new: Regulation, reviewer: User, editor: User
) -> None:
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    draft = stored(new).get_latest_revision_as_object()
    draft.about = "Kata lain"
    draft.save_revision(user=editor)

    outcome = deciding.reject(by=reviewer, suggestions=RelationSuggestion.objects.all())

    assert outcome.done == 1
    assert "ada konsep lain yang belum terbit" in outcome.problems[0]
    assert {repeal().state, suggestion(RelationKind.REFERS).state} == {
        SuggestionState.CONFIRMED,
        SuggestionState.REJECTED,
    }


def test_what_is_approved_twice_is_said_to_be_published(new: Regulation, reviewer: User, publisher: User) -> None:
    publish_repeal(reviewer, publisher)

    outcome = deciding.approve(by=publisher, suggestions=[repeal()])

    assert outcome.done == 0
    assert "sudah terbit" in outcome.problems[0]


def test_an_old_list_is_told_what_became_of_each(new: Regulation, reviewer: User) -> None:
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    deciding.reject(by=reviewer, suggestions=[suggestion(RelationKind.REFERS)])
    ids = list(RelationSuggestion.objects.values_list("pk", flat=True))

    told = messages_of(logged_in(reviewer).post(ADDRESS, {"tindakan": "setujui", "usulan": ids}, follow=True))

    assert "sudah disetujui dan menunggu orang kedua" in told
    assert "“Merujuk Peraturan Menteri Perdagangan Nomor 5 Tahun 2010” sudah ditolak" in told


def test_one_that_was_published_and_taken_out_again_is_to_be_decided_anew(
    old: Regulation, new: Regulation, reviewer: User, editor: User, publisher: User
) -> None:
    publish_repeal(reviewer, publisher)
    draft = stored(new)
    draft.relations.set([])
    draft.save_revision(user=editor)
    assert repeal().state == SuggestionState.CONFIRMED

    actions.publish(by=publisher, page=stored(new))
    suggesting.keep_up()

    assert list(RelationSuggestion.objects.proposed().filter(kind=RelationKind.REPEALS)) == [repeal()]


def test_one_that_waits_in_a_newer_draft_waits_on_when_an_older_one_is_published(
    new: Regulation, reviewer: User
) -> None:
    older = stored(new).save_revision()
    older.publish()
    deciding.confirm(by=reviewer, suggestions=[repeal()])

    stored(new).revisions.get(pk=older.pk).publish()

    assert repeal().state == SuggestionState.CONFIRMED


def test_a_dropped_one_that_the_text_no_longer_states_goes(
    new: Regulation, reviewer: User, editor: User, publisher: User
) -> None:
    publish_repeal(reviewer, publisher)
    draft = stored(new)
    draft.text = actions.store_text(text="Pasal 1\nTidak ada lagi.\n", origin="typed")
    draft.save_revision(user=editor)
    actions.publish(by=publisher, page=stored(new))
    suggesting.keep_up()
    draft = stored(new)
    draft.relations.set([])
    draft.save_revision(user=editor)

    actions.publish(by=publisher, page=stored(new))
    suggesting.keep_up()

    assert not RelationSuggestion.objects.filter(kind=RelationKind.REPEALS).exists()


def test_a_relation_that_an_editor_takes_out_is_suggested_by_the_text_that_states_it(
    old: Regulation, published: Publish, editor: User, publisher: User
) -> None:
    page = published("permensos", "2", 2020, Relation(kind="repeals", target=old), text=REPEALING)
    suggesting.keep_up()
    assert not RelationSuggestion.objects.filter(kind=RelationKind.REPEALS).exists()
    draft = stored(page)
    draft.relations.set([])
    draft.save_revision(user=editor)

    actions.publish(by=publisher, page=stored(page))
    suggesting.keep_up()

    assert repeal().state == SuggestionState.PROPOSED
