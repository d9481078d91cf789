"""What two regulations cannot be to each other, and that such a relation decides nothing."""

import datetime as dt

import pytest
from django.urls import reverse

from documents import checking, contradictions, hierarchy, reparsing
from documents.contradictions import End
from documents.enums import Contradiction, LegalStatus, RelationKind
from documents.models import Regulation, RegulationIndex, RegulationType, Relation
from documents.text import nodes, structure
from portal.core.models import User
from tests.documents.browsing import add_url, edit_url, form_data, logged_in, messages_of
from tests.documents.conftest import Publish
from tests.factories import make_unit

REPEALS, AMENDS, IMPLEMENTS = RelationKind.REPEALS, RelationKind.AMENDS, RelationKind.IMPLEMENTS
LAW = "Pasal 1\nSatu.\nPasal 2\nDua.\nPasal 4\nEmpat.\n"
AMENDING = (
    "PERUBAHAN ATAS UNDANG-UNDANG NOMOR 1 TAHUN 2000\nPasal I\nBeberapa ketentuan diubah sebagai berikut:\n"
    "1. Di antara Pasal 2 dan Pasal 4 disisipkan 1 (satu) pasal, yakni Pasal 2A sehingga berbunyi:\nPasal 2A\nBaru.\n"
    "Pasal II\nMulai berlaku pada tanggal diundangkan.\n"
)


@pytest.mark.parametrize(
    ("code", "rank"),
    [
        ("uu", 3),
        ("perppu", 3),
        ("pp", 4),
        ("perpres", 5),
        ("permensos", 6),
        ("perkab-bantul", 6),
        ("peraturan-bpom", 6),
        ("perdirjen-rehsos", 7),
        ("uuxyz", None),
        ("ppid", None),
        ("pojk", None),
    ],
)
def test_ranks_are_those_of_the_law_and_nothing_else_is_ranked(code: str, rank: int | None) -> None:
    assert hierarchy.rank_of(code) == rank


def end(code: str = "permensos", year: int = 2020, enacted: str = "", promulgated: str = "") -> End:
    days = [dt.date.fromisoformat(each) if each else None for each in (enacted, promulgated)]
    return End(f"{code} {year}", code, year, *days)


@pytest.mark.parametrize(
    ("kind", "source", "target", "expected"),
    [
        (REPEALS, end("permensos"), end("pp"), Contradiction.LOWER_RANK),
        (RelationKind.REPEALS_PART, end("pp"), end("uu"), Contradiction.LOWER_RANK),
        (REPEALS, end("pp"), end("permensos"), Contradiction.NONE),
        (REPEALS, end("perkab-bantul"), end("permensos"), Contradiction.NONE),
        (REPEALS, end("pojk"), end("uu"), Contradiction.NONE),
        (IMPLEMENTS, end("permensos"), end("uu", 2021), Contradiction.NONE),
        (REPEALS, end(year=2019), end(year=2020), Contradiction.TOO_EARLY),
        (AMENDS, end(year=2019), end(year=2020), Contradiction.TOO_EARLY),
        (REPEALS, end(year=2020), end(year=2020), Contradiction.NONE),
        (REPEALS, end(enacted="2020-02-01"), end(enacted="2020-01-01", promulgated="2020-03-01"), "too_early"),
        (REPEALS, end(promulgated="2020-03-01"), end(promulgated="2020-03-01"), Contradiction.NONE),
    ],
)
def test_a_lower_rank_and_an_older_text_revoke_nothing(kind: str, source: End, target: End, expected: str) -> None:
    assert contradictions.found(kind, source, target, "", None) == expected


@pytest.mark.parametrize(
    ("article", "exists"),
    [("2", True), ("2 ayat (1)", True), ("3", True), ("4", True), ("5", False), ("2A", False), ("bagian akhir", True)],
)
def test_a_gap_may_be_a_bad_scan_but_nothing_follows_the_last_article(article: str, exists: bool) -> None:
    numbers = contradictions.articles_of(nodes.to_data(structure.parse(LAW)))

    assert numbers == {"1", "2", "4"}
    assert contradictions.has_article(article, numbers) == exists


def test_only_edges_on_a_cycle_are_named() -> None:
    edges = {(1, 2), (2, 3), (3, 1), (4, 1), (3, 5), (6, 7)}

    assert contradictions.cyclic(edges) == {(1, 2), (2, 3), (3, 1)}


def test_an_impossible_repeal_takes_nothing_out_of_force_and_says_so(published: Publish) -> None:
    law = published("uu", "1", 2000)
    published("permensos", "2", 2020, Relation(kind=REPEALS, target=law))

    law.refresh_from_db()
    assert Relation.objects.get().contradiction == Contradiction.LOWER_RANK
    assert law.status == LegalStatus.UNVERIFIED
    assert "bertentangan" in law.status_note


def test_a_corrected_date_lifts_the_mark_and_the_status_follows(published: Publish) -> None:
    old = published("permensos", "1", 2020, enacted_on=dt.date(2020, 9, 1))
    new = published("permensos", "2", 2020, Relation(kind=REPEALS, target=old), enacted_on=dt.date(2020, 3, 1))
    assert Relation.objects.get().contradiction == Contradiction.TOO_EARLY

    new.enacted_on = dt.date(2020, 10, 1)
    new.save()

    old.refresh_from_db()
    assert Relation.objects.get().contradiction == Contradiction.NONE
    assert (old.status, old.status_by_id) == (LegalStatus.REPEALED, new.pk)


def test_a_cycle_is_marked_at_both_ends(published: Publish) -> None:
    first = published("permensos", "1", 2020)
    second = published("permensos", "2", 2020, Relation(kind=REPEALS, target=first))
    first.relations.add(Relation(kind=AMENDS, target=second))
    first.save()

    assert set(Relation.objects.values_list("contradiction", flat=True)) == {Contradiction.CYCLE}
    assert not Regulation.objects.exclude(status=LegalStatus.UNVERIFIED).exists()


def test_an_inserted_article_exists_once_its_amendment_is_here(published: Publish) -> None:
    law = published("uu", "1", 2000, text=LAW)
    asked = {"source": end("uu", 2020), "source_id": None, "target": law, "kind": IMPLEMENTS, "article": "2A"}
    assert "Pasal 2A tidak ada" in checking.refusal(Relation, **asked)

    published("uu", "9", 2010, Relation(kind=AMENDS, target=law), text=AMENDING)

    assert checking.refusal(Relation, **asked) == ""


@pytest.mark.parametrize(
    ("kind", "year", "article", "sentence"),
    [
        ("repeals", "2020", "", "lebih rendah daripada Undang-Undang Nomor 1 Tahun 2000"),
        ("amends", "1999", "", "lebih tua daripada Undang-Undang Nomor 1 Tahun 2000"),
        ("implements", "2020", "99", "Pasal 99 tidak ada dalam naskah Undang-Undang Nomor 1 Tahun 2000"),
    ],
)
def test_an_editor_is_refused_a_contradiction_with_a_sentence(
    kind: str,
    year: str,
    article: str,
    sentence: str,
    published: Publish,
    editor: User,
    regulation_index: RegulationIndex,
) -> None:
    law = published("uu", "1", 2000, text=LAW)

    page = _send(editor, regulation_index, law, kind=kind, year=year, article=article)

    assert sentence in page
    assert not Regulation.objects.filter(number="7").exists()


def test_a_regulation_has_no_relation_to_itself(published: Publish, editor: User) -> None:
    page = published("permensos", "7", 2020)
    client = logged_in(editor)
    data = form_data(client.get(edit_url(page))) | {"relations-TOTAL_FORMS": "1"} | row("repeals", page)

    answer = messages_of(client.post(edit_url(page), data, follow=True))

    assert "Peraturan tidak dapat berhubungan dengan dirinya sendiri." in answer


def test_an_editor_may_add_what_can_be(published: Publish, editor: User, regulation_index: RegulationIndex) -> None:
    law = published("uu", "1", 2000, text=LAW)

    _send(editor, regulation_index, law, kind="implements", year="2020", article="2 ayat (1)")

    assert Regulation.objects.filter(number="7").exists()


def test_an_editor_is_refused_a_cycle(published: Publish, editor: User) -> None:
    first = published("permensos", "1", 2020)
    second = published("permensos", "2", 2020, Relation(kind=REPEALS, target=first))

    assert "Hubungan ini melingkar" in _edit(editor, first, row("amends", second))


@pytest.mark.parametrize("article", ["Pasal 99", "pasal 99 ayat (1)", "2 ayat (9)"])
def test_an_article_is_looked_for_however_it_is_written(article: str, published: Publish, editor: User) -> None:
    law = published("uu", "1", 2000, text="Pasal 1\nSatu.\nPasal 2\n(1) Dua.\n(2) Dua.\nPasal 4\nEmpat.\n")
    page = published("permensos", "7", 2020)

    assert "tidak ada dalam naskah Undang-Undang Nomor 1 Tahun 2000" in _edit(
        editor, page, row("implements", law, article)
    )


@pytest.mark.parametrize("article", ["lampiran 7", "XCIX-1", "ayat (3)", "4, 5"])
def test_what_names_no_article_is_refused_with_an_example(article: str, published: Publish, editor: User) -> None:
    law, page = published("uu", "1", 2000, text=LAW), published("permensos", "7", 2020)

    assert "Tulis pasalnya seperti 50" in _edit(editor, page, row("implements", law, article))


def test_the_article_is_stored_without_the_word(published: Publish, editor: User) -> None:
    law, page = published("uu", "1", 2000, text=LAW), published("permensos", "7", 2020)

    _edit(editor, page, row("implements", law, "Pasal 4 Huruf A"))

    draft = Regulation.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [each.article for each in draft.relations.all()] == ["4 huruf A"]


def test_a_citation_of_another_series_than_what_is_here_is_kept(published: Publish, editor: User) -> None:
    published("kepmensos", "106", 2009)
    page = published("permensos", "2", 2020)
    other = row("refers", page) | {"relations-0-target": "", "relations-0-citation": "Kepmensos 106/HUK/2009"}

    _edit(editor, page, other)

    [kept] = Regulation.objects.get(pk=page.pk).get_latest_revision_as_object().relations.all()
    assert kept.citation == "Kepmensos 106/HUK/2009"


@pytest.mark.parametrize("citation", ["UU 1/2000", "UU_2000_1"])
def test_a_citation_is_no_way_round_what_is_refused(citation: str, published: Publish, editor: User) -> None:
    law, page = published("uu", "1", 2000, text=LAW), published("permensos", "7", 2020)

    said = _edit(editor, page, row("repeals", law) | {"relations-0-target": "", "relations-0-citation": citation})

    assert "Undang-Undang Nomor 1 Tahun 2000 tentang Contoh sudah ada di portal" in said


def test_another_year_is_held_against_the_relations_that_are_there(published: Publish, editor: User) -> None:
    law = published("permensos", "1", 2000)
    page = published("permensos", "7", 2020, Relation(kind=REPEALS, target=law))

    said = _edit(editor, page, {"year": "1990"})

    assert "lebih tua daripada Peraturan Menteri Sosial Nomor 1 Tahun 2000" in said


def test_what_a_closed_amendment_inserts_does_not_exist_for_the_public(published: Publish) -> None:
    law = published("uu", "1", 2000, text=LAW)
    amending = published("uu", "9", 2010, Relation(kind=AMENDS, target=law), text=AMENDING)
    published("uu", "12", 2020, Relation(kind=RelationKind.REPEALS_PART, target=law, article="2A"))
    mark = Relation.objects.get(article="2A")
    assert mark.contradiction == Contradiction.NONE

    amending.is_restricted, amending.owner_unit = True, make_unit()
    amending.save()

    mark.refresh_from_db()
    assert mark.contradiction == Contradiction.NO_ARTICLE


def test_a_regulation_that_an_editor_relates_to_can_be_deleted_and_stays_named(
    published: Publish, editor: User
) -> None:
    old = published("permensos", "1", 2010)
    published("permensos", "2", 2020, Relation(kind=REPEALS, target=old))
    old.unpublish()

    answer = logged_in(editor).post(reverse("wagtailadmin_pages:delete", args=[old.pk]), follow=True)

    assert answer.status_code == 200
    assert not Regulation.objects.filter(pk=old.pk).exists()
    (left,) = Relation.objects.all()
    assert (left.target, left.citation) == (None, "Permen_Sos_2010_1")


def test_the_marks_follow_a_text_that_is_parsed_anew(published: Publish) -> None:
    law = published("uu", "1", 2000, text=LAW)
    published("permensos", "7", 2020, Relation(kind=IMPLEMENTS, target=law, article="9"))
    right = law.text.tree
    law.text.tree = nodes.to_data(structure.parse(LAW + "Pasal 9\nSembilan.\n"))
    law.text.save()
    law.save()
    assert Relation.objects.get().contradiction == Contradiction.NONE

    reparsing.reparse([law.text])

    law.text.refresh_from_db()
    assert law.text.tree == right
    assert Relation.objects.get().contradiction == Contradiction.NO_ARTICLE


def _edit(editor: User, page: Regulation, changes: dict[str, str]) -> str:
    """The answer to the page's own form with these fields changed."""
    client = logged_in(editor)
    data = form_data(client.get(edit_url(page)))
    if "relations-0-kind" in changes:
        data |= {"relations-TOTAL_FORMS": "1"}
    return messages_of(client.post(edit_url(page), data | changes, follow=True))


def row(kind: str, target: Regulation, article: str = "") -> dict[str, str]:
    """What the first row of the form's relations sends."""
    empty = dict.fromkeys(("relations-0-citation", "relations-0-id", "relations-0-DELETE"), "")
    filled = {"kind": kind, "target": str(target.pk), "article": article, "ORDER": "1"}
    return empty | {f"relations-0-{name}": value for name, value in filled.items()}


def _send(editor: User, index: RegulationIndex, law: Regulation, *, kind: str, year: str, article: str) -> str:
    """The answer to the form of a new Permensos 7 that stands in this relation to the law."""
    client = logged_in(editor)
    data = form_data(client.get(add_url(index)))
    data |= {"number": "7", "year": year, "about": "Contoh", "relations-TOTAL_FORMS": "1"}
    data["kind"] = str(RegulationType.objects.get(code="permensos").pk)
    return messages_of(client.post(add_url(index), data | row(kind, law, article), follow=True))
