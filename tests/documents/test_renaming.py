"""Whom a confirmed relation means when its target turns out to be called otherwise before a second person publishes it."""

import pytest

from documents import actions, deciding, suggesting
from documents.enums import LegalStatus, RelationKind, SuggestionState
from documents.models import Regulation, RegulationType, Relation, RelationSuggestion
from portal.core.models import User
from tests.documents.browsing import edit_url, form_data, logged_in, messages_of
from tests.documents.conftest import Correct, Publish
from tests.factories import make_user

REPEALING = "Pasal 1\nPeraturan Menteri Sosial Nomor 1 Tahun 2014 dicabut dan dinyatakan tidak berlaku.\n"
REPEALING_TWO = (
    REPEALING + "Pasal 2\nPeraturan Menteri Sosial Nomor 3 Tahun 2014 dicabut dan dinyatakan tidak berlaku.\n"
)


@pytest.fixture
def reviewer(published: Publish) -> User:
    return make_user("penelaah_hukum")


def repeals() -> list[RelationSuggestion]:
    return list(RelationSuggestion.objects.filter(kind=RelationKind.REPEALS).order_by("pk"))


def stored(page: Regulation) -> Regulation:
    found: Regulation = Regulation.objects.get(pk=page.pk)
    return found


def confirmed(published: Publish, reviewer: User, text: str = REPEALING) -> Regulation:
    """A regulation whose repeals are confirmed by one person."""
    page = published("permensos", "2", 2020, text=text)
    suggesting.keep_up()
    assert deciding.confirm(by=reviewer, suggestions=repeals()).done == len(repeals())
    return page


@pytest.mark.parametrize("number", ["1", "1/HUK"])
def test_a_confirmed_repeal_goes_to_the_regulation_that_has_the_number_now(
    number: str, published: Publish, correct: Correct, reviewer: User, publisher: User
) -> None:
    wrong = published("permensos", number, 2014)
    confirmed(published, reviewer)
    correct(wrong, number=number.replace("1", "11"))
    right = published("permensos", "1", 2014)

    assert deciding.approve(by=publisher, suggestions=repeals()).done == 1

    assert Relation.objects.get().target == right
    assert stored(right).status == LegalStatus.REPEALED
    assert stored(wrong).status == LegalStatus.UNVERIFIED


def test_a_confirmed_repeal_waits_as_a_citation_while_nobody_has_the_number(
    published: Publish, correct: Correct, reviewer: User, publisher: User
) -> None:
    wrong = published("permensos", "1", 2014)
    confirmed(published, reviewer)
    correct(wrong, year=2015)

    deciding.approve(by=publisher, suggestions=repeals())
    assert (Relation.objects.get().target, stored(wrong).status) == (None, LegalStatus.UNVERIFIED)
    right = published("permensos", "1", 2014)

    assert stored(right).status == LegalStatus.REPEALED


def test_the_list_for_the_second_person_names_the_regulation_that_will_be_repealed(
    published: Publish, correct: Correct, reviewer: User
) -> None:
    wrong = published("permensos", "1", 2014)
    confirmed(published, reviewer)

    correct(wrong, number="11")
    assert repeals()[0].target is None
    right = published("permensos", "1", 2014)

    assert (repeals()[0].state, repeals()[0].target) == (SuggestionState.CONFIRMED, right)


def test_a_confirmed_one_leaves_a_namesake_when_the_very_number_comes(
    published: Publish, reviewer: User, publisher: User
) -> None:
    published("permensos", "1/HUK", 2014)
    confirmed(published, reviewer)
    right = published("permensos", "1", 2014)
    suggesting.keep_up()
    assert repeals()[0].target == right

    deciding.approve(by=publisher, suggestions=repeals())

    assert Relation.objects.get().target == right


def test_of_two_confirmed_ones_that_are_published_together_only_the_corrected_one_moves(
    published: Publish, correct: Correct, reviewer: User, publisher: User
) -> None:
    wrong, other = published("permensos", "1", 2014), published("permensos", "3", 2014)
    confirmed(published, reviewer, REPEALING_TWO)
    correct(wrong, number="11")

    assert deciding.approve(by=publisher, suggestions=repeals()[:1]).done == 2

    assert set(Relation.objects.values_list("citation", "target")) == {
        ("Permen_Sos_2014_1", None),
        ("Permen_Sos_2014_3", other.pk),
    }
    assert [stored(page).status for page in (wrong, other)] == [LegalStatus.UNVERIFIED, LegalStatus.REPEALED]


def test_a_draft_that_an_editor_goes_on_with_takes_the_target_from_the_citation(
    published: Publish, correct: Correct, reviewer: User, editor: User, publisher: User
) -> None:
    wrong = published("permensos", "1", 2014)
    page = confirmed(published, reviewer)
    draft = stored(page).get_latest_revision_as_object()
    draft.about = "Kata lain"
    draft.save_revision(user=editor)
    correct(wrong, number="11")
    right = published("permensos", "1", 2014)

    actions.publish(by=publisher, page=stored(page))

    assert Relation.objects.get().target == right
    assert repeals()[0] in RelationSuggestion.objects.published()


def test_a_rejected_one_is_to_be_decided_again_once_another_regulation_is_meant(
    published: Publish, correct: Correct, reviewer: User
) -> None:
    wrong = published("permensos", "1", 2014)
    published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    deciding.reject(by=reviewer, suggestions=repeals())

    correct(wrong, number="11")
    right = published("permensos", "1", 2014)
    suggesting.keep_up()

    assert (repeals()[0].state, repeals()[0].target) == (SuggestionState.PROPOSED, right)


def test_a_rejected_one_is_to_be_decided_again_when_the_very_number_comes(published: Publish, reviewer: User) -> None:
    published("permensos", "1/HUK", 2014)
    published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    deciding.reject(by=reviewer, suggestions=repeals())

    right = published("permensos", "1", 2014)
    suggesting.keep_up()

    assert (repeals()[0].state, repeals()[0].target) == (SuggestionState.PROPOSED, right)


def test_a_rejected_one_stays_rejected_while_its_target_keeps_its_name(
    published: Publish, correct: Correct, reviewer: User
) -> None:
    target = published("permensos", "1", 2014)
    published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    deciding.reject(by=reviewer, suggestions=repeals())

    correct(target, about="Contoh yang lain", number="01")
    stored(target).unpublish()
    suggesting.keep_up()

    assert repeals()[0].state == SuggestionState.REJECTED


def test_a_stored_repeal_that_names_a_series_goes_with_the_number(published: Publish, correct: Correct) -> None:
    wrong = published("permensos", "1/HUK/2014", 2014)
    published("permensos", "2", 2020, Relation(kind="repeals", target=wrong, citation="Permen_Sos_2014_1"))

    correct(wrong, number="11/HUK/2014")

    assert (Relation.objects.get().target, stored(wrong).status) == (None, LegalStatus.UNVERIFIED)


def test_a_stored_repeal_in_words_goes_with_the_number(published: Publish, correct: Correct) -> None:
    RegulationType.objects.create(code="permenuji", name="Peraturan Menteri Uji", abbreviation="Permenuji")
    wrong = published("permenuji", "1", 2014)
    words = "Peraturan Menteri Uji Nomor 1 Tahun 2014"
    published("permenuji", "2", 2020, Relation(kind="repeals", target=wrong, citation=words))
    assert stored(wrong).status == LegalStatus.REPEALED

    correct(wrong, number="11")

    assert (Relation.objects.get().target, stored(wrong).status) == (None, LegalStatus.UNVERIFIED)


def test_an_editor_who_chooses_another_target_than_the_citation_names_is_asked_which_is_meant(
    published: Publish, editor: User, publisher: User
) -> None:
    page = published("permensos", "2", 2020, Relation(kind="repeals", citation="Permen_Sos_2014_1"))
    chosen = published("permensos", "15", 2014)
    client = logged_in(editor)
    form = form_data(client.get(edit_url(page))) | {"relations-0-target": str(chosen.pk)}

    refused = client.post(edit_url(page), form)
    assert "Kutipan ini menyebut peraturan lain daripada Peraturan Menteri Sosial Nomor 15" in messages_of(refused)
    assert form_data(refused)["relations-0-target"] == str(chosen.pk)

    assert client.post(edit_url(page), form | {"relations-0-citation": ""}).status_code == 302
    actions.publish(by=publisher, page=stored(page))
    assert Relation.objects.get().target == chosen
