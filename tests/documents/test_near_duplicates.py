"""Rows that are nearly the same regulation under another number are reported, and come in all the same."""

import io
import json

import pytest
from django.core.management import call_command

from documents.importing.duplicates import Duplicates, similarity, sketch_of
from documents.importing.rows import read_row
from documents.models import RegulationIndex
from tests.documents.import_files import Files, row

WORDS = [f"kata{number}" for number in range(400)]
TEXT = " ".join(WORDS)


def near(*rows: dict[str, object]) -> list[tuple[int, str, str]]:
    duplicates = Duplicates()
    for line, each in enumerate(rows, start=1):
        duplicates.add(line, read_row(json.dumps(each).encode()))
    return [(found.line, found.other, found.reason) for found in duplicates.found]


def test_the_estimate_is_the_share_of_common_runs_of_words() -> None:
    changed = " ".join([*WORDS[:200], *(f"lain{number}" for number in range(200))])

    assert similarity(sketch_of(TEXT), sketch_of(TEXT)) == 1.0
    assert 0.1 < similarity(sketch_of(TEXT), sketch_of(changed)) < 0.6  # a third of the union
    assert similarity(sketch_of(TEXT), sketch_of(TEXT.replace("kata", "lain"))) == 0.0


def test_one_word_changed_in_a_long_text_is_nearly_the_same() -> None:
    found = near(row("1", text=TEXT), row("2", text=TEXT.replace("kata7 ", "lain ")))

    assert [(line, other) for line, other, _reason in found] == [(2, "Permen_Sos_2014_1")]
    assert found[0][2].endswith("isinya sama")


def test_the_same_title_under_another_number_is_named() -> None:
    assert near(row("1", about="Satu hal"), row("2", about="SATU  Hal")) == [(2, "Permen_Sos_2014_1", "judulnya sama")]


@pytest.mark.parametrize("text", ["", "Pasal 1\nSatu.\n", " ".join(f"beda{n}" for n in range(400))])
def test_other_and_short_texts_are_not_near(text: str) -> None:
    assert near(row("1", text=TEXT), row("2", text=text)) == []


def test_an_import_names_near_duplicates_of_the_file_and_of_the_portal(files: Files) -> None:
    files.write(row("1", about="Yang sudah ada"))
    files.load()
    files.write(row("2", about="Yang sudah ada"), row("3", text=TEXT), row("4", text=TEXT))

    out, err = io.StringIO(), io.StringIO()
    call_command("import_regulations", str(files.rows), "--dry-run", "--json", stdout=out, stderr=err)

    assert (
        "baris 1 (Permen_Sos_2014_2): judulnya sama dengan Peraturan Menteri Sosial Republik Indonesia Nomor 1"
        in err.getvalue()
    )
    assert "baris 3 (Permen_Sos_2014_4): 100% isinya sama dengan Permen_Sos_2014_3" in err.getvalue()
    assert json.loads(out.getvalue().splitlines()[-2])["near_duplicates"] == 2
    files.load()
    assert RegulationIndex.objects.get().get_children().count() == 4


def test_a_file_longer_than_a_chunk_names_each_near_duplicate_once(files: Files) -> None:
    files.write(
        *(row(str(number), about="Satu judul" if number in (1, 150) else f"Hal {number}") for number in range(1, 151))
    )
    out, err = io.StringIO(), io.StringIO()

    call_command("import_regulations", str(files.rows), "--json", stdout=out, stderr=err)

    assert err.getvalue().count("judulnya sama") == 1
    assert json.loads(out.getvalue().splitlines()[-2])["near_duplicates"] == 1
