"""A batch can be undone: what it made goes, what it changed comes back, what people touched since stays."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from documents import actions, suggesting
from documents.enums import LegalStatus, Provenance, RelationKind
from documents.importing.run import CHUNK
from documents.models import (
    ImportBatch,
    Regulation,
    RegulationIndex,
    RegulationText,
    RegulationType,
    Relation,
    RelationSuggestion,
)
from documents.signals import documents_changed
from portal.core.models import User
from tests.documents.import_files import LAW, Files, row
from tests.running_portal import ROOT, RunningPortal


def last_batch() -> int:
    return ImportBatch.objects.order_by("pk").last().pk


def undo(number: int) -> tuple[dict[str, int], str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_regulations", "--undo", str(number), "--json", stdout=out, stderr=err)
    return json.loads(out.getvalue().splitlines()[-1]), err.getvalue()


def test_what_a_batch_made_goes_and_nothing_of_it_is_left(files: Files) -> None:
    kinds = set(RegulationType.objects.values_list("code", flat=True))
    files.write(
        row("1", type="Permen_Uji"),
        row("2", type="Permen_Uji", text=LAW + "Lain."),
        relations="Permen_Sos_2014_1\trepeals\tPermen_Sos_2014_2\n",
    )
    files.load()

    done, _kept = undo(last_batch())

    assert done == {"deleted": 2, "restored": 0, "relations": 1, "gone": 0, "kept": 0}
    assert not Regulation.objects.exists()
    assert not RegulationText.objects.exists()
    assert not Relation.objects.exists()
    assert set(RegulationType.objects.values_list("code", flat=True)) == kinds
    assert Page.find_problems() == ([], [], [], [], [])
    assert RegulationIndex.objects.get().numchild == 0


def test_what_a_batch_changed_gets_its_old_state_back(files: Files) -> None:
    files.write(row("1"), row("2"))
    files.load()
    before = Regulation.objects.order_by("pk").values(
        "pk", "title", "about", "text_id", "import_digest", "enacted_on", "status"
    )
    old = list(before)
    files.write(
        row("1", about="Lain", title="Judul lain", text="Pasal 1\nBaru.\n", enacted=""),
        row("2"),
        row("3"),
        relations="Permen_Sos_2014_3\trepeals\tPermen_Sos_2014_2\n",
    )
    files.load()
    assert Regulation.objects.get(number="2").status == LegalStatus.REPEALED

    done, _kept = undo(last_batch())

    assert (done["deleted"], done["restored"]) == (1, 1)
    assert list(before.all()) == old
    assert not RegulationText.objects.filter(text__contains="Baru").exists()


def test_undone_and_imported_again_is_as_imported_once(files: Files) -> None:
    files.write(row("1"), row("2"))
    files.load()
    undo(last_batch())

    counts, _relations, _errors = files.load()

    assert counts["created"] == 2
    assert Page.find_problems() == ([], [], [], [], [])


def test_what_an_editor_touched_since_stays_and_is_named(files: Files, editor: User, publisher: User) -> None:
    files.write(row("1"), row("2"), row("3"), row("4"))
    files.load()
    published, drafted, taken_down, untouched = Regulation.objects.order_by("pk")
    published.about = "Disunting"
    published.save_revision(user=editor)
    actions.publish(by=publisher, page=published)
    drafted.save_revision(user=editor)
    taken_down.unpublish()

    done, kept = undo(last_batch())

    assert (done["deleted"], done["kept"]) == (1, 3)
    assert not Regulation.objects.filter(pk=untouched.pk).exists()
    assert kept.count("sudah disunting di portal") == 3


def test_what_a_later_import_changed_is_undone_after_that_one(files: Files) -> None:
    files.write(row("1"))
    files.load()
    first = last_batch()
    files.write(row("1", about="Kedua"))
    files.load()
    second = last_batch()

    with pytest.raises(CommandError, match=rf"Batalkan dahulu impor nomor {second}:"):
        undo(first)
    assert Regulation.objects.get().about == "Kedua"

    undo(second)
    undo(first)
    assert not Regulation.objects.exists()


def test_a_key_that_a_later_import_gave_to_another_comes_back_after_that_one(files: Files) -> None:
    files.write(row("1", id="KUNCI_1"))
    files.load()
    files.write(row("1", id="KUNCI_2"))
    files.load()
    changed = last_batch()
    files.write(row("2", id="KUNCI_1"))
    files.load()

    with pytest.raises(CommandError, match=rf"Batalkan dahulu impor nomor {last_batch()}:"):
        undo(changed)

    undo(last_batch())
    undo(changed)
    assert Regulation.objects.get().citation_key == "KUNCI_1"


def test_a_key_that_somebody_else_has_now_is_not_taken_away(files: Files) -> None:
    files.write(row("1", id="KUNCI_1", title=""))
    files.load()
    files.write(row("1", id="KUNCI_2", title=""), row("2", id="KUNCI_3"))
    files.load()
    other = Regulation.objects.get(number="2")
    Regulation.objects.filter(pk=other.pk).update(citation_key="KUNCI_1", source=Provenance.EDITED)

    done, kept = undo(last_batch())

    assert (done["restored"], done["kept"]) == (0, 2)
    assert "Peraturan Menteri Sosial Nomor 1 Tahun 2014: kuncinya yang lama kini dipakai peraturan lain" in kept
    assert Regulation.objects.get(number="1").citation_key == "KUNCI_2"


def test_a_key_that_went_from_one_to_another_within_a_batch_comes_back(files: Files) -> None:
    numbers = [str(number) for number in range(1, CHUNK + 2)]
    files.write(*(row(number) for number in numbers))
    files.load()
    key, last = row("1")["id"], numbers[-1]
    files.write(row("1", id=""), *(row(number) for number in numbers[1:-1]), row(last, id=key))
    counts, *_ = files.load()
    assert (counts["updated"], counts["failed"]) == (2, 0)

    done, _kept = undo(last_batch())

    assert done["restored"] == 2
    assert Regulation.objects.get(number="1").citation_key == key
    assert Regulation.objects.get(number=last).citation_key == row(last)["id"]


def test_a_page_that_a_relation_of_a_draft_points_at_stays(files: Files, editor: User) -> None:
    files.write(row("1"))
    files.load()
    first = last_batch()
    files.write(row("2"))
    files.load()
    one, two = Regulation.objects.order_by("pk")
    two.relations.add(Relation(target=one, kind=RelationKind.REFERS))
    two.save_revision(user=editor)

    done, kept = undo(first)

    assert done["kept"] == 1
    assert "dirujuk oleh hubungan di draf" in kept


def test_a_page_that_an_editors_relation_points_at_stays(files: Files) -> None:
    files.write(row("1"))
    files.load()
    first = last_batch()
    files.write(row("2"))
    files.load()
    one, two = Regulation.objects.order_by("pk")
    Relation.objects.create(source=two, target=one, kind=RelationKind.REFERS)

    done, kept = undo(first)

    assert done["kept"] == 1
    assert "dirujuk" in kept


def test_an_undo_tells_the_index(files: Files) -> None:
    heard: list[int] = []
    files.write(row("1"))
    files.load()
    files.write(row("1", about="Lain"))
    files.load()

    def listen(page_ids: list[int], **kwargs: object) -> None:
        heard.extend(page_ids)

    documents_changed.connect(listen)
    try:
        undo(last_batch())
    finally:
        documents_changed.disconnect(listen)

    assert Regulation.objects.get().pk in heard


def test_a_killed_undo_goes_on(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write(*(row(str(number)) for number in range(1, 151)))
    files.load()
    number, rounds = last_batch(), iter([None, KeyboardInterrupt()])

    def die_in_the_second_round(*arguments: object) -> None:
        if error := next(rounds, None):
            raise error

    monkeypatch.setattr("documents.importing.undoing._restore", die_in_the_second_round)
    with pytest.raises(KeyboardInterrupt):
        undo(number)
    assert Regulation.objects.count() == 50
    monkeypatch.undo()

    done, _kept = undo(number)

    assert done == {"deleted": 50, "restored": 0, "relations": 0, "gone": 0, "kept": 0}
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_number_that_is_no_import_gets_a_sentence_that_names_those_that_are(files: Files) -> None:
    files.write(row("1"))
    files.load()
    number = last_batch()

    with pytest.raises(CommandError, match=rf"Impor nomor 999 tidak ada\..*{number} \(rows\.jsonl"):
        undo(999)
    undo(number)
    with pytest.raises(CommandError, match="sudah dibatalkan"):
        undo(number)


def test_neither_a_file_nor_a_number_gets_a_sentence() -> None:
    with pytest.raises(CommandError, match="--undo NOMOR"):
        call_command("import_regulations")


def test_an_import_that_changes_nothing_leaves_no_batch(files: Files) -> None:
    files.write(row("1"))
    files.load()

    files.load()
    files.load("--dry-run")

    assert ImportBatch.objects.count() == 1


def test_an_import_killed_with_kill_9_goes_on_without_doubles_in_the_same_batch(
    demo_portal: RunningPortal, tmp_path: Path
) -> None:
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(json.dumps(row(str(number))) + "\n" for number in range(1, 1_001)), encoding="utf-8")
    command = [sys.executable, "manage.py", "import_regulations", str(source)]
    with subprocess.Popen(command, cwd=ROOT, env=demo_portal.environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if " peraturan" in line and int(line.split()[-2]) >= 200:
                break
        process.kill()

    again = demo_portal.manage("import_regulations", str(source), "--json").splitlines()
    counts, batch = json.loads(again[-1]), json.loads(again[-2])["batch"]
    undone = json.loads(demo_portal.manage("import_regulations", "--undo", str(batch), "--json").splitlines()[-1])

    assert counts["created"] + counts["unchanged"] == 1_000
    assert 0 < counts["created"] <= 800
    assert undone == {"deleted": 1_000, "restored": 0, "relations": 0, "gone": 0, "kept": 0}


def test_an_undo_lifts_the_marks_that_the_batch_brought(files: Files) -> None:
    files.write(row("1"), row("2"), relations="Permen_Sos_2014_1\trepeals\tPermen_Sos_2014_2\n")
    files.load()
    files.write(
        row("1"),
        row("2"),
        row("3"),
        relations=(
            "Permen_Sos_2014_1\trepeals\tPermen_Sos_2014_2\nPermen_Sos_2014_2\tamends\tPermen_Sos_2014_3\n"
            "Permen_Sos_2014_3\tamends\tPermen_Sos_2014_1\n"
        ),
    )
    files.load()
    assert Regulation.objects.get(number="2").status == LegalStatus.UNVERIFIED

    undo(last_batch())

    assert Relation.objects.get().contradiction == ""
    assert Regulation.objects.get(number="2").status == LegalStatus.REPEALED


def test_what_a_text_states_is_suggested_once_an_undo_has_taken_the_relation(files: Files) -> None:
    text = "Pasal 1\nPeraturan Menteri Sosial Nomor 2 Tahun 2014 dicabut dan dinyatakan tidak berlaku.\n"
    files.write(row("1", text=text), row("2"))
    files.load()
    files.write(row("1", text=text), row("2"), row("3"), relations="Permen_Sos_2014_1\trepeals\tPermen_Sos_2014_2\n")
    files.load()
    suggesting.keep_up()
    assert not RelationSuggestion.objects.exists()

    undo(last_batch())
    suggesting.keep_up()

    assert RelationSuggestion.objects.get().target == Regulation.objects.get(number="2")
