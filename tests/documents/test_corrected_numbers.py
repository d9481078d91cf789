"""What follows when a number was wrong: who is cited so, who is repealed, and which row of an import it is."""

from collections.abc import Callable

import pytest

from documents import linking, suggesting
from documents.enums import LegalStatus
from documents.models import Regulation, Relation, RelationSuggestion
from tests.documents.conftest import Correct, Publish
from tests.documents.import_files import Files, row

REPEALING = "Pasal 1\nPeraturan Menteri Sosial Nomor 1 Tahun 2014 dicabut dan dinyatakan tidak berlaku.\n"


def imported(files: Files, number: str = "1") -> Regulation:
    files.write(row(number))
    files.load()
    page: Regulation = Regulation.objects.get()
    return page


def test_an_imported_regulation_leaves_the_key_of_its_wrong_number(
    files: Files, published: Publish, correct: Correct
) -> None:
    page = imported(files)
    published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    assert RelationSuggestion.objects.get().target == page

    correct(page, number="11")
    correct(page, about="Contoh yang lain")
    suggesting.keep_up()

    assert RelationSuggestion.objects.get().target is None
    assert Regulation.objects.get(pk=page.pk).citation_key == "Permen_Sos_2014_11"
    assert published("permensos", "1", 2014).citation_key == "Permen_Sos_2014_1"


def test_an_import_finds_its_row_again_whatever_its_number_was_corrected_to(
    files: Files, published: Publish, correct: Correct
) -> None:
    page = correct(imported(files), number="11")
    published("permensos", "1", 2014)

    counts, _relations, _said = files.load()

    assert (counts["created"], counts["updated"], counts["unchanged"], counts["failed"]) == (0, 0, 1, 0)
    assert Regulation.objects.get(pk=page.pk).number == "11"


def test_a_repeal_that_was_meant_for_the_number_goes_with_the_number(published: Publish, correct: Correct) -> None:
    wrong = published("permensos", "1", 2010)
    repeal = Relation(kind="repeals", target=wrong, citation="Permen_Sos_2010_1")
    published("permensos", "2", 2020, repeal)
    assert Regulation.objects.get(pk=wrong.pk).status == LegalStatus.REPEALED

    correct(wrong, number="11")
    assert Regulation.objects.get(pk=wrong.pk).status == LegalStatus.UNVERIFIED
    right = published("permensos", "1", 2010)

    assert Relation.objects.get().target == right
    assert Regulation.objects.get(pk=right.pk).status == LegalStatus.REPEALED


def test_a_target_that_an_editor_chose_by_hand_stays(published: Publish, correct: Correct) -> None:
    target = published("permensos", "1", 2010)
    published("permensos", "2", 2020, Relation(kind="repeals", target=target))

    correct(target, number="11")

    assert Regulation.objects.get(pk=target.pk).status == LegalStatus.REPEALED


def test_a_namesake_that_had_to_do_without_the_key_gets_it(published: Publish, correct: Correct) -> None:
    wrong = published("permensos", "1", 2010, issuer="Menteri Sosial")
    right = published("permensos", "1", 2010, issuer="Menteri Sosial Republik Indonesia")
    published("permensos", "2", 2020, Relation(kind="repeals", target=wrong, citation="Permen_Sos_2010_1"))
    assert right.citation_key is None

    correct(wrong, number="11")

    assert Regulation.objects.get(pk=right.pk).citation_key == "Permen_Sos_2010_1"
    assert Regulation.objects.get(pk=right.pk).status == LegalStatus.REPEALED


@pytest.mark.parametrize("comes_by", ["editor", "import"])
def test_a_suggestion_leaves_a_namesake_when_the_very_number_comes(
    comes_by: str, files: Files, published: Publish
) -> None:
    namesake = published("permensos", "1/HUK", 2014)
    published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    assert RelationSuggestion.objects.get().target == namesake

    if comes_by == "editor":
        published("permensos", "1", 2014)
    else:
        files.write(row("1"))
        files.load()
    suggesting.keep_up()

    assert RelationSuggestion.objects.get().target == Regulation.objects.get(number="1")


def test_many_regulations_are_looked_for_again_in_few_queries(
    published: Publish, django_assert_max_num_queries: Callable[..., object]
) -> None:
    ids = [published("permensos", str(number), 2010).pk for number in range(5)]

    with django_assert_max_num_queries(2):
        linking.look_again(Regulation, ids)
