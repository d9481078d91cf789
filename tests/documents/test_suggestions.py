"""Suggested relations: found in texts, decided by one, published by another."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import actions, deciding, suggesting
from documents.enums import LegalStatus, RelationKind, SuggestionState
from documents.models import Regulation, Relation, RelationSuggestion
from documents.reviewing.suggestions import suggestions
from documents.text import nodes
from documents.text.suggestions import Suggested, TookTooLong, suggested
from portal.core.models import User
from tests.documents.browsing import logged_in, messages_of
from tests.documents.conftest import Publish
from tests.factories import make_user

ADDRESS = "/admin/tinjauan/hubungan/"
REPEALING = (
    "Pasal 1\nSesuai dengan Peraturan Menteri Perdagangan Nomor 5 Tahun 2010.\nPasal 2\nPeraturan Menteri Sosial Nomor 1 "
    "Tahun 2010 dicabut dan dinyatakan tidak berlaku.\n"
)
PROPOSED, CONFIRMED, REJECTED = SuggestionState.PROPOSED, SuggestionState.CONFIRMED, SuggestionState.REJECTED


@pytest.fixture
def reviewer(published: Publish) -> User:
    return make_user("penelaah_hukum")


@pytest.fixture
def two(published: Publish) -> tuple[Regulation, Regulation]:
    """A regulation, and a younger one whose text revokes it."""
    old = published("permensos", "1", 2010)
    new = published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    return old, new


def repeal() -> RelationSuggestion:
    return RelationSuggestion.objects.get(kind=RelationKind.REPEALS)


def with_other_words(page: Regulation, *, by: User) -> None:
    """The latest draft goes on, with words that have nothing to do with its relations."""
    draft = Regulation.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.about = "Kata lain"
    draft.save_revision(user=by)


def test_the_worker_finds_them_once_and_again_when_the_text_is_another(two: tuple[Regulation, Regulation]) -> None:
    old, new = two
    assert (repeal().source, repeal().target, repeal().place) == (new, old, "pasal-2")
    assert suggesting.keep_up() == 0

    new.text = actions.store_text(text="Pasal 1\nTidak ada lagi.\n", origin="typed")
    new.save()

    assert suggesting.keep_up() == 1
    assert not RelationSuggestion.objects.exists()


def test_a_text_that_cannot_be_looked_through_holds_up_no_other(
    published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = published("permensos", "3", 2021, text="Pasal 1\nUndang-Undang Nomor 11 Tahun 2009.\n")
    published("permensos", "2", 2020, text=REPEALING)

    def failing(tree: nodes.Node, *, seconds: float) -> list[Suggested]:
        if "Undang" in nodes.verbatim(tree):
            raise TookTooLong
        return suggested(tree, seconds=seconds)

    monkeypatch.setattr(suggesting, "suggested", failing)

    assert suggesting.keep_up() == 2
    assert {row.source.number for row in RelationSuggestion.objects.all()} == {"2"}
    assert suggesting.keep_up() == 0
    assert Regulation.objects.get(pk=bad.pk).suggested_text_id == bad.text_id


def test_what_is_not_in_the_portal_stays_a_citation_and_is_no_other_ministrys(
    two: tuple[Regulation, Regulation],
) -> None:
    other = RelationSuggestion.objects.get(kind=RelationKind.REFERS)

    assert (other.target, other.citation) == (None, "Peraturan Menteri Perdagangan Nomor 5 Tahun 2010")


def test_a_suggestion_leaves_a_target_that_is_called_otherwise_now(
    two: tuple[Regulation, Regulation], editor: User, publisher: User
) -> None:
    old, new = two
    old.number = "11"
    old.save_revision(user=editor)
    actions.publish(by=publisher, page=old)

    suggesting.keep_up()

    assert (repeal().source, repeal().target, repeal().citation) == (new, None, "Permen_Sos_2010_1")
    assert Regulation.objects.get(pk=old.pk).citation_key == "Permen_Sos_2010_11"


def test_a_suggestion_finds_the_target_whose_number_was_corrected(
    published: Publish, editor: User, publisher: User
) -> None:
    wrong = published("permensos", "11", 2010)
    published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    assert repeal().target is None
    wrong.number = "1/HUK/2010"
    wrong.save_revision(user=editor)
    actions.publish(by=publisher, page=wrong)

    suggesting.keep_up()

    assert repeal().target == wrong


def test_a_suggestion_outlives_its_target(two: tuple[Regulation, Regulation], reviewer: User) -> None:
    old, _new = two
    deciding.reject(by=reviewer, suggestions=[repeal()])
    Regulation.objects.get(pk=old.pk).delete()

    suggesting.keep_up()

    assert (repeal().state, repeal().target) == (REJECTED, None)


def test_a_suggestion_says_where_the_words_stand_now(two: tuple[Regulation, Regulation]) -> None:
    _old, new = two
    new.text = actions.store_text(text=REPEALING.replace("Pasal 2", "Pasal 3"), origin="typed")
    new.save()

    suggesting.keep_up()

    assert repeal().place == "pasal-3"


def test_what_is_stored_already_is_not_suggested(published: Publish) -> None:
    old = published("permensos", "1", 2010)
    published("permensos", "2", 2020, Relation(kind="repeals", target=old), text=REPEALING)

    suggesting.keep_up()

    assert set(RelationSuggestion.objects.values_list("kind", flat=True)) == {"refers"}


def test_nothing_is_public_before_a_second_person_approves(
    two: tuple[Regulation, Regulation], reviewer: User, publisher: User
) -> None:
    old, new = two

    deciding.confirm(by=reviewer, suggestions=[repeal()])
    old.refresh_from_db()
    assert not Relation.objects.exists()
    assert old.status == LegalStatus.UNVERIFIED
    assert list(RelationSuggestion.objects.waiting()) == [repeal()]

    outcome = deciding.approve(by=publisher, suggestions=[repeal()])
    old.refresh_from_db()
    assert (outcome.done, outcome.problems) == (1, [])
    assert Relation.objects.get().target == old
    assert (old.status, old.status_by_id) == (LegalStatus.REPEALED, new.pk)
    assert not RelationSuggestion.objects.waiting().exists()


def test_what_waits_for_the_second_person_is_still_suspected_in_public(
    two: tuple[Regulation, Regulation], reviewer: User, client: Client
) -> None:
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    assert "mungkin dicabut" in messages_of(client.get("/peraturan/permensos/2010/1/"))

    deciding.reject(by=reviewer, suggestions=[repeal()])
    assert "mungkin dicabut" not in messages_of(client.get("/peraturan/permensos/2010/1/"))


def test_nobody_approves_what_they_confirmed(two: tuple[Regulation, Regulation]) -> None:
    both = make_user("penelaah_hukum", "penerbit")
    deciding.confirm(by=both, suggestions=[repeal()])

    outcome = deciding.approve(by=both, suggestions=[repeal()])

    assert outcome.done == 0
    assert "orang kedua yang tidak menulisnya" in outcome.problems[0]
    assert not Relation.objects.exists()


def test_a_draft_with_other_words_is_neither_written_into_nor_published(
    two: tuple[Regulation, Regulation], reviewer: User, editor: User, publisher: User
) -> None:
    _old, new = two
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    with_other_words(new, by=editor)

    outcome = deciding.approve(by=publisher, suggestions=[repeal()])
    assert "drafnya sudah berubah" in outcome.problems[0]

    outcome = deciding.confirm(by=reviewer, suggestions=RelationSuggestion.objects.filter(kind="refers"))
    assert "ada konsep lain yang belum terbit" in outcome.problems[0]
    assert Regulation.objects.get(pk=new.pk).about == "Contoh"


def test_a_confirmed_one_waits_on_in_a_draft_that_goes_on(
    two: tuple[Regulation, Regulation], reviewer: User, editor: User, client: Client
) -> None:
    _old, new = two
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    with_other_words(new, by=editor)

    assert list(RelationSuggestion.objects.waiting()) == [repeal()]
    assert "mungkin dicabut" in messages_of(client.get("/peraturan/permensos/2010/1/"))


def test_a_confirmed_one_that_the_draft_lets_go_is_to_be_decided_again(
    two: tuple[Regulation, Regulation], reviewer: User, editor: User, publisher: User, client: Client
) -> None:
    _old, new = two
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    draft = Regulation.objects.get(pk=new.pk).get_latest_revision_as_object()
    draft.relations.set([])
    draft.save_revision(user=editor)
    assert list(RelationSuggestion.objects.proposed().filter(kind=RelationKind.REPEALS)) == [repeal()]

    actions.publish(by=publisher, page=Regulation.objects.get(pk=new.pk))

    assert repeal().state == PROPOSED
    assert "mungkin dicabut" in messages_of(client.get("/peraturan/permensos/2010/1/"))


def test_what_was_published_waits_for_nobody_when_a_new_draft_begins(
    two: tuple[Regulation, Regulation], reviewer: User, editor: User, publisher: User
) -> None:
    _old, new = two
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    deciding.approve(by=publisher, suggestions=[repeal()])
    with_other_words(new, by=editor)

    assert not RelationSuggestion.objects.waiting().exists()
    assert repeal().state == CONFIRMED


def test_a_contradiction_is_not_confirmed_and_gets_its_sentence(published: Publish, reviewer: User) -> None:
    published("uu", "1", 2000)
    published(
        "permensos", "2", 2020, text="Pasal 1\nUndang-Undang Nomor 1 Tahun 2000 dicabut dan dinyatakan tidak berlaku.\n"
    )
    suggesting.keep_up()

    outcome = deciding.confirm(by=reviewer, suggestions=[repeal()])

    assert outcome.done == 0
    assert "setingkat" in outcome.problems[0]
    assert repeal().state == PROPOSED


def test_two_confirmed_one_after_the_other_are_published_together(
    two: tuple[Regulation, Regulation], reviewer: User, publisher: User
) -> None:
    deciding.confirm(by=reviewer, suggestions=[repeal()])
    deciding.confirm(by=reviewer, suggestions=RelationSuggestion.objects.filter(kind="refers"))
    assert RelationSuggestion.objects.waiting().count() == 2

    assert deciding.approve(by=publisher, suggestions=[repeal()]).done == 2
    assert sorted(Relation.objects.values_list("kind", flat=True)) == ["refers", "repeals"]


def test_a_rejected_one_stays_away_and_a_confirmed_one_leaves_the_draft(
    two: tuple[Regulation, Regulation], reviewer: User, editor: User, publisher: User
) -> None:
    _old, new = two
    deciding.confirm(by=reviewer, suggestions=RelationSuggestion.objects.all())

    assert deciding.reject(by=editor, suggestions=[repeal()]).done == 1
    Regulation.objects.filter(pk=new.pk).update(suggested_text_id=None)
    suggesting.keep_up()

    assert repeal().state == REJECTED
    other = RelationSuggestion.objects.get(kind="refers")
    assert deciding.approve(by=publisher, suggestions=[other]).done == 1
    assert list(Relation.objects.values_list("kind", flat=True)) == ["refers"]


def test_many_are_decided_on_one_screen_by_those_who_may(
    two: tuple[Regulation, Regulation], reviewer: User, publisher: User
) -> None:
    ids = list(RelationSuggestion.objects.values_list("pk", flat=True))
    page = messages_of(logged_in(reviewer).get(ADDRESS))
    assert "Mencabut Peraturan Menteri Sosial Nomor 1 Tahun 2010" in page

    assert logged_in(publisher).post(ADDRESS, {"tindakan": "setujui", "usulan": ids}).status_code == 302
    assert not RelationSuggestion.objects.exclude(state=PROPOSED).exists()

    confirmed = logged_in(reviewer).post(ADDRESS, {"tindakan": "setujui", "usulan": ids}, follow=True)
    assert "2 hubungan diputuskan." in messages_of(confirmed)
    refused = logged_in(reviewer).post(ADDRESS, {"tindakan": "terbitkan", "usulan": ids})
    assert refused.status_code == 302
    assert not Relation.objects.exists()

    logged_in(publisher).post(ADDRESS, {"tindakan": "terbitkan", "usulan": ids, "keadaan": "orang-kedua"})
    assert Relation.objects.count() == 2


def test_all_of_a_screen_are_chosen_at_once_and_let_go_again(
    two: tuple[Regulation, Regulation], reviewer: User
) -> None:
    plain, chosen = (logged_in(reviewer).get(ADDRESS, query).content.decode() for query in ({}, {"pilih": "semua"}))

    assert (plain.count(" checked"), chosen.count(" checked")) == (0, RelationSuggestion.objects.count())
    assert "pilih=semua" in plain
    assert "pilih=semua" not in chosen


@pytest.mark.parametrize("sent", [{}, {"tindakan": "hapus"}, {"tindakan": "tolak", "usulan": ["x", "9" * 30, "-1"]}])
def test_nothing_that_is_sent_breaks_the_screen(sent: dict[str, object], reviewer: User) -> None:
    assert logged_in(reviewer).post(ADDRESS, sent).status_code == 302


def test_the_screen_costs_few_queries_however_long_it_is(
    published: Publish, reviewer: User, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    for number in range(12):
        published("permensos", str(100 + number), 2020, text=REPEALING)
    suggesting.keep_up()

    with django_assert_max_num_queries(10):
        listing = suggestions("usulan", "", "1")
        assert len([(row.source.title, row.target, row.get_kind_display()) for row in listing.page]) == 24
