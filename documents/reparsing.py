"""Parsing stored texts again after the parser or the marks changed (`documents.text.stored.EDITION`)."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from documents import linking
from documents.models import Mou, Regulation, RegulationText, Sop
from documents.signals import documents_changed
from documents.text.stored import EDITION, stored_form

BATCH = 50


def waiting() -> QuerySet[RegulationText]:
    """Texts that another edition parsed."""
    return RegulationText.objects.exclude(edition=EDITION).order_by("pk")


def ask_for_all() -> None:
    """Let every text wait again."""
    RegulationText.objects.update(edition=0)


def next_batch() -> list[RegulationText]:
    return list(waiting()[:BATCH])


def reparse(texts: Sequence[RegulationText]) -> int:
    """Parse these texts and tell who shows them; returns how many have another tree or other marks than before.

    Parsing comes before the transaction, in which nobody else can write. What is searched rests on the tree alone.
    """
    forms = [(text, stored_form(text.text)) for text in texts]
    restructured = [text.pk for text, form in forms if text.tree != form["tree"]]
    changed: int = sum(text.tree != form["tree"] or text.marks != form["marks"] for text, form in forms)
    for text, form in forms:
        text.tree, text.marks, text.edition = form["tree"], form["marks"], form["edition"]
    with transaction.atomic():
        RegulationText.objects.bulk_update(texts, ["tree", "marks", "edition"], batch_size=10)
        Regulation.objects.filter(text__in=restructured).update(
            suggested_text_id=None
        )  # its relations are looked for anew
        # The articles of a text decide which relations can be.
        pages = set(Regulation.objects.filter(text__in=restructured).values_list("pk", flat=True))
        linking.refresh_statuses(Regulation, linking.flag_contradictions(Regulation, pages))
        for model in (Regulation, Mou, Sop):
            if ids := list(model.objects.live().filter(text__in=restructured).values_list("pk", flat=True)):
                documents_changed.send(sender=model, page_ids=ids)
    return changed
