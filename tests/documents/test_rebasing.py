"""An import, or its undoing, between what one person drafts and a second one publishes."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from time_machine import TimeMachineFixture

from documents import actions, deciding, suggesting
from documents.enums import RelationKind
from documents.models import ImportBatch, Regulation, Relation, RelationSuggestion
from documents.two_people import RefusedByTwoPersonRule
from portal.core.models import User
from tests.documents.import_files import Files, row
from tests.factories import make_user

TEXT = "Pasal 1\nPeraturan Menteri Sosial Nomor 1 Tahun 2014 dicabut dan dinyatakan tidak berlaku.\n"
CORRECTED = TEXT + "Pasal 2\nBaru.\n"


@pytest.fixture
def reviewer(regulation_index: object) -> User:
    return make_user("penelaah_hukum")


def load(files: Files, *others: dict[str, Any], relations: str = "", **values: Any) -> None:
    files.write(row("1"), row("5", **{"text": TEXT} | values), *others, relations=relations)
    files.load()


def page() -> Regulation:
    found: Regulation = Regulation.objects.get(number="5")
    return found


def repeals() -> list[RelationSuggestion]:
    return list(RelationSuggestion.objects.filter(kind=RelationKind.REPEALS))


def confirm(reviewer: User) -> None:
    suggesting.keep_up()
    assert deciding.confirm(by=reviewer, suggestions=repeals()).done == 1


def approve(publisher: User) -> None:
    assert deciding.approve(by=publisher, suggestions=repeals()).problems == []


def draft_by(editor: User, **values: Any) -> None:
    draft = page().get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(user=editor)


def undo_last() -> None:
    number = ImportBatch.objects.order_by("pk").last().pk
    call_command("import_regulations", "--undo", str(number), stdout=io.StringIO(), stderr=io.StringIO())


def test_what_an_import_corrected_stays_when_a_relation_confirmed_before_is_published(
    files: Files, reviewer: User, publisher: User
) -> None:
    load(files)
    confirm(reviewer)
    load(files, text=CORRECTED, about="Judul yang dibetulkan", enacted="2014-02-01")

    approve(publisher)

    found = page()
    assert (found.about, found.enacted_on) == ("Judul yang dibetulkan", dt.date(2014, 2, 1))
    assert found.text.text.strip() == CORRECTED.strip()
    assert Relation.objects.get().target == Regulation.objects.get(number="1")


def test_two_imports_between_are_both_kept(files: Files, reviewer: User, publisher: User) -> None:
    load(files)
    confirm(reviewer)
    load(files, about="Sekali")
    load(files, about="Dua kali", text=CORRECTED)

    approve(publisher)

    assert (page().about, page().text.text.strip()) == ("Dua kali", CORRECTED.strip())


def test_an_import_that_is_undone_between_leaves_nothing(files: Files, reviewer: User, publisher: User) -> None:
    load(files)
    confirm(reviewer)
    load(files, about="Salah impor", relations="Permen_Sos_2014_5\tamends\tPermen_Sos_2014_1\n")
    undo_last()

    approve(publisher)

    assert page().about == "Contoh 5"
    assert list(Relation.objects.values_list("kind", flat=True)) == ["repeals"]


def test_a_relation_that_an_import_brings_between_stays(files: Files, reviewer: User, publisher: User) -> None:
    load(files)
    confirm(reviewer)
    load(files, relations="Permen_Sos_2014_5\timplements\tPermen_Sos_2014_1\n")

    approve(publisher)

    assert sorted(Relation.objects.values_list("kind", flat=True)) == ["implements", "repeals"]


def test_a_relation_that_an_undone_import_took_along_does_not_come_back(
    files: Files, reviewer: User, publisher: User
) -> None:
    load(files)
    load(files, row("6"), relations="Permen_Sos_2014_5\timplements\tPermen_Sos_2014_1\n")
    confirm(reviewer)
    undo_last()

    approve(publisher)

    assert list(Relation.objects.values_list("kind", flat=True)) == ["repeals"]


def test_a_confirmed_relation_that_an_import_brings_too_is_there_once(
    files: Files, reviewer: User, editor: User, publisher: User
) -> None:
    load(files)
    confirm(reviewer)
    load(files, relations="Permen_Sos_2014_5\trepeals\tPermen_Sos_2014_1\n")

    actions.publish(by=publisher, page=page())

    assert Relation.objects.count() == 1


def test_an_editors_draft_keeps_its_own_words_beside_what_an_import_corrected(
    files: Files, editor: User, publisher: User
) -> None:
    load(files)
    draft_by(editor, about="Kata penyunting")
    load(files, text=CORRECTED, relations="Permen_Sos_2014_5\timplements\tPermen_Sos_2014_1\n")

    actions.publish(by=publisher, page=page())

    assert (page().about, page().text.text.strip()) == ("Kata penyunting", CORRECTED.strip())
    assert Relation.objects.count() == 1


def test_a_relation_that_an_editors_draft_takes_out_stays_out(files: Files, editor: User, publisher: User) -> None:
    load(files, relations="Permen_Sos_2014_5\timplements\tPermen_Sos_2014_1\n")
    draft = page()
    draft.relations.set([])
    draft.save_revision(user=editor)

    actions.publish(by=publisher, page=page())

    assert not Relation.objects.exists()


def test_what_a_draft_and_an_import_both_changed_is_not_published_and_says_what_it_is(
    files: Files, editor: User, publisher: User
) -> None:
    load(files)
    draft_by(editor, about="Kata penyunting", place="Jakarta")
    load(files, about="Kata impor")

    with pytest.raises(RefusedByTwoPersonRule, match="mengubah hal yang sama: tentang"):
        actions.publish(by=publisher, page=page())

    assert page().about == "Kata impor"
    assert page().get_latest_revision_as_object().about == "Kata penyunting"


def test_once_somebody_has_looked_and_saved_again_it_is_published(files: Files, editor: User, publisher: User) -> None:
    load(files)
    draft_by(editor, about="Kata penyunting")
    load(files, about="Kata impor")
    draft_by(editor, about="Kata impor, disunting")

    actions.publish(by=publisher, page=page())

    assert page().about == "Kata impor, disunting"


def test_what_waits_for_its_hour_leaves_the_imported_page_to_the_public_and_takes_an_import_along(
    files: Files, editor: User, publisher: User, time_machine: TimeMachineFixture
) -> None:
    load(files)
    draft_by(editor, place="Jakarta", go_live_at=timezone.now() + dt.timedelta(hours=2))
    actions.publish(by=publisher, page=page())
    assert (page().live, page().place, page().has_unpublished_changes) == (True, "", True)
    load(files, text=CORRECTED)

    time_machine.move_to(timezone.now() + dt.timedelta(hours=3))
    call_command("publish_scheduled")

    assert (page().place, page().text.text.strip()) == ("Jakarta", CORRECTED.strip())
