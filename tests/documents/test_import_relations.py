"""Relations that come with an import: what they lead to, whose relations they leave alone, what is skipped and counted."""

from typing import Any

import pytest

from documents import actions
from documents.enums import LegalStatus
from documents.importing.relations import read_target
from documents.models import ImportBatch, Regulation, RegulationType, Relation
from portal.core.models import User
from tests.documents.conftest import Publish
from tests.documents.import_files import Files, row


def test_a_target_that_is_not_there_stays_as_a_citation_until_it_comes(files: Files) -> None:
    relation = "Permen_Sos_2014_1\timplements\tPermen_Sos_2014_2_SECTION_4_3_A\n"
    files.write(row("1"), relations=relation)
    _counts, relations, _errors = files.load()
    stored = Relation.objects.get()
    assert relations["unresolved"] == 1
    assert (stored.target, stored.citation, stored.article) == (None, "Permen_Sos_2014_2", "4 ayat (3) huruf a")

    files.write(row("1"), row("2"), relations=relation)
    files.load()

    stored.refresh_from_db()
    assert stored.target == Regulation.objects.get(number="2")
    assert stored.article_anchor == "pasal-4-ayat-3"


def test_a_page_that_an_editor_has_changed_keeps_the_editors_relations(
    files: Files, editor: User, publisher: User
) -> None:
    relation = "Permen_Sos_2014_{}\trefers\tPermen_Sos_2014_3\n"
    files.write(row("1"), row("2"), row("3"))
    files.load()
    edited = Regulation.objects.get(number="1")
    edited.about = "Disunting"
    edited.save_revision(user=editor)
    actions.publish(by=publisher, page=edited)
    files.write(row("1"), row("2"), row("3"), relations=relation.format(1) + relation.format(2))

    _counts, relations, _errors = files.load()

    assert relations["created"] == 1
    assert list(Relation.objects.values_list("source__number", "target__number")) == [("2", "3")]


def editors_own(files: Files, published: Publish, *rows: dict[str, Any], relations: str) -> Regulation:
    """An editor's regulation of a kind that relation lists cannot name, and a file that has the same regulation."""
    RegulationType.objects.create(code="perwali-uji", name="Peraturan Wali Kota Uji", abbreviation="Perwali Uji")
    page = published("perwali-uji", "1", 2014, issuer="Wali Kota Uji")
    same = row("1", type="Perwali_Uji", id="Perwali_Uji_2014_1", issuer="Wali Kota Uji")
    files.write(same, *rows, relations=relations)
    return page


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_regulation_that_an_editor_made_keeps_its_relations_although_no_list_can_name_it(
    options: tuple[str, ...], files: Files, published: Publish
) -> None:
    editors_own(files, published, row("2"), relations="Perwali_Uji_2014_1\trepeals\tPermen_Sos_2014_2\n")

    counts, relations, _errors = files.load(*options)

    assert (counts["created"], counts["unchanged"]) == (1, 1)
    assert (relations["created"], relations["unknown_source"]) == (0, 0)
    assert not Relation.objects.exists()
    assert not ImportBatch.objects.filter(finished_at=None).exists()


def test_a_relation_finds_the_editors_regulation_by_the_key_of_its_row(files: Files, published: Publish) -> None:
    page = editors_own(files, published, row("2"), relations="Permen_Sos_2014_2\trepeals\tPerwali_Uji_2014_1\n")

    _counts, relations, _errors = files.load()

    assert relations["unresolved"] == 0
    assert Relation.objects.get().target == page


def test_relations_that_say_nothing_are_skipped_and_counted(files: Files) -> None:
    lines = [
        "Permen_Sos_2014_1\tlegal_basis\tPermen_Sos_2014_1",
        "Permen_Sos_2014_99\tlegal_basis\tUUD_1945",
        "Permen_Sos_2014_1\tmencintai\tUUD_1945",
        "Permen_Sos_2014_1\tlegal_basis",
        "Permen_Sos_2014_1\tlegal_basis\tUUD_1945",
        "Permen_Sos_2014_1\tlegal_basis\tUUD_1945",
    ]
    files.write(row("1"), relations="\n".join(lines) + "\n")

    _counts, relations, _errors = files.load()

    assert relations == {
        "created": 1,
        "unchanged": 0,
        "unresolved": 1,
        "self_relations": 1,
        "unknown_source": 1,
        "unknown_relation": 1,
        "malformed": 1,
        "contradictions": 0,
    }


def test_relations_that_cannot_be_come_in_marked_and_decide_nothing(files: Files) -> None:
    lines = [
        "Permen_Sos_2014_1\trepeals\tPermen_Sos_2014_2",
        "Permen_Sos_2014_2\tamends\tPermen_Sos_2014_1",
        "Permen_Sos_2014_3\timplements\tPermen_Sos_2014_2_ARTICLE_9",
        "Permen_Sos_2014_3\trepeals\tUU_2014_4",
    ]
    law = row("4", id="UU_2014_4", type="UU")
    files.write(row("1"), row("2"), row("3"), law, relations="\n".join(lines) + "\n")

    _counts, relations, _errors = files.load()
    _counts, again, _errors = files.load()

    assert (relations["contradictions"], again["contradictions"]) == (4, 4)
    marks = sorted(Relation.objects.values_list("contradiction", flat=True))
    assert marks == ["cycle", "cycle", "lower_rank", "no_article"]
    assert not Regulation.objects.exclude(status=LegalStatus.UNVERIFIED).exists()


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("UU_2009_11", ("UU_2009_11", "")),
        ("UU_2009_11_ARTICLE_50", ("UU_2009_11", "50")),
        ("UU_2008_36_SECTION_4_3_A", ("UU_2008_36", "4 ayat (3) huruf a")),
        ("UU_2008_36_SECTION_4_3", ("UU_2008_36", "4 ayat (3)")),
        ("UUD_1945", ("UUD_1945", "")),
    ],
)
def test_a_target_is_a_regulation_and_perhaps_an_article_of_it(target: str, expected: tuple[str, str]) -> None:
    assert read_target(target) == expected
