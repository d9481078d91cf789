"""Bulk import: what comes in, what is refused with a sentence, and that running it again changes nothing."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection
from wagtail.models import Page

from documents import actions
from documents.enums import LegalStatus, Provenance, RelationKind, StatusSource
from documents.importing import writing
from documents.importing.rows import BadRow, read_row
from documents.models import Regulation, RegulationIndex, RegulationText, Relation
from documents.signals import documents_changed
from documents.text.stored import stored_form
from portal.core.models import User
from tests.documents.import_files import LAW, Files, row


def test_a_row_becomes_a_published_page_marked_as_imported(files: Files) -> None:
    files.write(row("05"))

    counts, _relations, _errors = files.load()

    page = Regulation.objects.get()
    assert counts == {"created": 1, "updated": 0, "unchanged": 0, "failed": 0}
    assert page.live
    assert page.source == Provenance.IMPORTED
    assert page.url_path.endswith("/peraturan/permensos/2014/05/")
    assert (page.enacted_on.isoformat(), page.promulgated_on.isoformat()) == ("2014-03-05", "2014-03-06")
    assert (page.status, page.status_source) == (LegalStatus.UNVERIFIED, StatusSource.NONE)
    assert not page.clusters.exists()
    assert [node["anchor"] for node in page.text.tree["children"][-1]["children"]] == ["pasal-1", "pasal-2"]


def test_an_editor_finds_imported_pages_in_the_admin(files: Files) -> None:
    files.write(row("11"))

    files.load()

    assert [page.title for page in Page.objects.autocomplete("Menteri Sosial Nomor 11")] == [
        "Peraturan Menteri Sosial Republik Indonesia Nomor 11 Tahun 2014"
    ]


def test_the_tree_stays_sound(files: Files, regulation_index: RegulationIndex) -> None:
    files.write(row("1"), row("2"))
    files.load()
    files.write(row("1"), row("2"), row("3"))
    files.load()

    assert Page.find_problems() == ([], [], [], [], [])
    assert RegulationIndex.objects.get().get_children().count() == 3


def test_a_second_run_changes_nothing(files: Files) -> None:
    files.write(row("1"), row("2"), relations="Permen_Sos_2014_1\trepeals\tPermen_Sos_2014_2\n")
    files.load()
    before = list(Page.objects.values_list("pk", "path", "last_published_at"))

    counts, relations, _errors = files.load()

    assert counts == {"created": 0, "updated": 0, "unchanged": 2, "failed": 0}
    assert (relations["created"], relations["unchanged"]) == (0, 1)
    assert list(Page.objects.values_list("pk", "path", "last_published_at")) == before


def test_a_dry_run_writes_nothing_and_says_what_would_happen(files: Files) -> None:
    files.write(row("1"), row("2"), relations="Permen_Sos_2014_1\trepeals\tPermen_Sos_2014_2\n")

    counts, relations, _errors = files.load("--dry-run")

    assert counts == {"created": 2, "updated": 0, "unchanged": 0, "failed": 0}
    assert relations["created"] == 1
    assert not Regulation.objects.exists()
    assert not RegulationText.objects.exists()


def test_gzip_is_read_too(files: Files, tmp_path: Path) -> None:
    files.write(row("1"))
    packed = tmp_path / "rows.jsonl.gz"
    packed.write_bytes(gzip.compress(files.rows.read_bytes()))

    counts, _relations, _errors = files.load(path=packed)

    assert counts["created"] == 1


def test_a_cut_off_gzip_gets_a_sentence(files: Files, tmp_path: Path) -> None:
    files.write(row("1"))
    packed = tmp_path / "rows.jsonl.gz"
    packed.write_bytes(gzip.compress(files.rows.read_bytes())[:-12])

    with pytest.raises(CommandError, match="terpotong"):
        files.load(path=packed)


def test_a_missing_file_gets_a_sentence(files: Files, tmp_path: Path) -> None:
    files.write(row("1"))

    with pytest.raises(CommandError, match="tidak dapat dibuka"):
        files.load(path=tmp_path / "tidak-ada.jsonl")


def test_a_changed_row_updates_the_page_in_place(files: Files) -> None:
    files.write(row("1"))
    files.load()
    pk = Regulation.objects.get().pk

    files.write(row("1", about="Contoh yang diperbaiki", text="Pasal 9\nLain.\n"))
    counts, _relations, _errors = files.load()

    page = Regulation.objects.get()
    assert counts["updated"] == 1
    assert (page.pk, page.about, page.text.text) == (pk, "Contoh yang diperbaiki", "Pasal 9\nLain.\n")


def test_what_an_editor_changed_is_left_alone(files: Files, editor: User, publisher: User) -> None:
    files.write(row("1"))
    files.load()
    page = Regulation.objects.get()
    page.about = "Disunting di portal"
    page.save_revision(user=editor)
    actions.publish(by=publisher, page=page)

    files.write(row("1", about="Dari impor kedua"))
    counts, _relations, _errors = files.load()

    assert counts == {"created": 0, "updated": 0, "unchanged": 1, "failed": 0}
    assert Regulation.objects.get().about == "Disunting di portal"


def test_bad_rows_are_counted_and_explained_and_the_others_come_in(files: Files) -> None:
    files.write(
        row("1"),
        "{bukan json",
        "[]",
        row("2", enacted="31 Februari 2014"),
        row("3", year="dua ribu"),
        row("4", number=""),
        row("5", type="../etc"),
        row("1"),
        row("6", id="Permen_Sos_2014_1", text=None),
        row("7", text=["bukan", "teks"]),
        row("8", id="K" * 256),
        row("9", type="P" * 121),
        row("1" * 121),
    )

    counts, _relations, errors = files.load()

    assert counts == {"created": 1, "updated": 0, "unchanged": 0, "failed": 12}
    assert "Baris 2: Baris ini bukan JSON yang sah." in errors
    assert "Tanggal «31 Februari 2014» tidak mungkin." in errors
    assert "Tahun «dua ribu» bukan angka." in errors
    assert "sudah ada di baris sebelumnya" in errors
    assert "Kunci lebih panjang dari 255 huruf." in errors
    assert "Jenis lebih panjang dari 120 huruf." in errors
    assert "Nomor lebih panjang dari 120 huruf." in errors


@pytest.mark.parametrize(
    "hostile", ['{"year": 1e999}', "[" * 100_000, '{"type": "UU", "number": "1", "year": 20200}', "null"]
)
def test_no_line_can_break_the_reader(hostile: str) -> None:
    with pytest.raises(BadRow):
        read_row(hostile.encode())


def test_the_number_two_and_the_number_zero_two_are_two_regulations(files: Files) -> None:
    files.write(row("2"), row("02"))

    counts, _relations, _errors = files.load()

    assert counts["created"] == 2


def test_the_same_number_of_another_issuer_gets_an_address_of_its_own(files: Files) -> None:
    files.write(row("1"), row("1", id="lain", issuer="Menteri Lain"))

    counts, _relations, _errors = files.load()

    assert counts["created"] == 2
    assert sorted(Regulation.objects.values_list("slug", flat=True)) == ["permensos-2014-1", "permensos-2014-1-2"]


def test_an_issuer_that_was_stored_with_the_end_of_the_title_is_cleaned_by_the_next_run(files: Files) -> None:
    left = "Lembaga Sosial Dengan Rahmat Tuhan Yang Maha Esa Menteri Sosial Republik Indonesia"
    files.write(row("1", issuer=left))
    files.load()
    assert Regulation.objects.get().issuer == "Menteri Sosial Republik Indonesia"
    Regulation.objects.update(issuer=left, import_digest="of another version")

    counts, _relations, _errors = files.load()

    assert counts == {"created": 0, "updated": 1, "unchanged": 0, "failed": 0}
    assert Regulation.objects.get().issuer == "Menteri Sosial Republik Indonesia"


def test_a_repealing_relation_gives_the_target_its_status_and_names_the_source(files: Files) -> None:
    files.write(row("1"), row("2"), relations="Permen_Sos_2014_1\trepeals\tPermen_Sos_2014_2\n")

    files.load()

    repealed = Regulation.objects.get(number="2")
    assert (repealed.status, repealed.status_source) == (LegalStatus.REPEALED, StatusSource.RELATION)
    assert repealed.status_by == Regulation.objects.get(number="1")
    assert Relation.objects.get().kind == RelationKind.REPEALS


def test_a_record_that_calls_itself_in_force_against_a_repeal_is_not_verified(files: Files) -> None:
    files.write(row("1"), row("2", status="Berlaku"), relations="Permen_Sos_2014_1\trepeals\tPermen_Sos_2014_2\n")

    files.load()

    contradicted = Regulation.objects.get(number="2")
    assert contradicted.status == LegalStatus.UNVERIFIED
    assert "bertentangan" in contradicted.status_note


def test_a_batch_is_announced_once(files: Files) -> None:
    heard: list[list[int]] = []

    def listen(page_ids: list[int], **kwargs: Any) -> None:
        heard.append(list(page_ids))

    files.write(*(row(str(number)) for number in range(1, 31)))
    documents_changed.connect(listen)
    try:
        files.load()
    finally:
        documents_changed.disconnect(listen)

    assert [len(ids) for ids in heard] == [30]


def test_texts_are_parsed_before_the_transaction_of_their_batch(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    depths: list[int] = []

    def watched(text: str) -> dict[str, Any]:
        depths.append(len(connection.savepoint_ids))
        return stored_form(text)

    monkeypatch.setattr(writing, "stored_form", watched)
    files.write(row("1"), row("2", text=LAW + "Lain.\n"))

    files.load()

    assert RegulationText.objects.count() == 2
    assert depths == [len(connection.savepoint_ids)] * 2


def test_a_failing_listener_leaves_nothing_of_its_batch(files: Files) -> None:
    def refuse(**kwargs: Any) -> None:
        raise RuntimeError("outbox")

    files.write(row("1"))
    documents_changed.connect(refuse)
    try:
        with pytest.raises(RuntimeError, match="outbox"):
            files.load()
    finally:
        documents_changed.disconnect(refuse)

    assert not Regulation.objects.exists()
    assert RegulationIndex.objects.get().numchild == 0


def test_an_import_that_was_killed_goes_on_from_its_last_whole_batch(files: Files) -> None:
    batches: list[int] = []

    def die_in_the_second_batch(page_ids: list[int], **kwargs: Any) -> None:
        batches.append(len(page_ids))
        if len(batches) == 2:
            raise KeyboardInterrupt

    files.write(*(row(str(number)) for number in range(1, 151)))
    documents_changed.connect(die_in_the_second_batch)
    try:
        with pytest.raises(KeyboardInterrupt):
            files.load()
    finally:
        documents_changed.disconnect(die_in_the_second_batch)
    assert Regulation.objects.count() == 100

    counts, _relations, _errors = files.load()

    assert (counts["created"], counts["unchanged"]) == (50, 100)
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_real_sample_comes_in_whole_and_a_second_run_changes_nothing(files: Files, corpus: Path) -> None:
    files.relations = corpus / "sample_relations.tsv"

    first, relations, errors = files.load(path=corpus / "sample.jsonl")
    second, relations_again, _errors = files.load(path=corpus / "sample.jsonl")

    assert first == {"created": 300, "updated": 0, "unchanged": 0, "failed": 0}, errors
    assert second == {"created": 0, "updated": 0, "unchanged": 300, "failed": 0}
    assert relations["self_relations"] == 2
    assert (relations_again["created"], relations_again["unchanged"]) == (0, relations["created"])
    assert Page.find_problems() == ([], [], [], [], [])
