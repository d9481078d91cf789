"""Which texts an undo takes with it: those that nothing holds any more."""

from documents.models import Regulation, RegulationText
from portal.core.models import User
from tests.documents.conftest import Publish
from tests.documents.import_files import LAW, Files, row
from tests.documents.test_import_undo import last_batch, undo

SECOND = LAW + "Kedua.\n"


def texts() -> list[str]:
    return list(RegulationText.objects.order_by("pk").values_list("text", flat=True))


def test_a_text_that_only_a_draft_holds_stays(files: Files, published: Publish, editor: User) -> None:
    other = published("permensos", "7", 2021)
    files.write(row("1"))
    files.load()
    files.write(row("1", text=SECOND))
    files.load()
    other.text = RegulationText.objects.get(text=SECOND)
    other.save_revision(user=editor)

    undo(last_batch())

    assert texts() == [LAW, SECOND]
    assert other.get_latest_revision_as_object().text.text == SECOND


def test_a_text_that_an_earlier_import_would_bring_back_stays(files: Files) -> None:
    """The third import writes the first text again; its undo may not take it from under the undo of the second."""
    batches = []
    for text in (LAW, SECOND, LAW):
        files.write(row("1", text=text))
        files.load()
        batches.append(last_batch())

    undo(batches[2])
    assert (Regulation.objects.get().text.text, texts()) == (SECOND, [LAW, SECOND])

    undo(batches[1])
    assert (Regulation.objects.get().text.text, texts()) == (LAW, [LAW])
