"""Reading again what is stored: texts after the parser or the marks changed (`documents.text.stored.EDITION`), and issuers."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from documents import issuers, linking
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


@transaction.atomic
def clean_issuers() -> int:
    """Issuers without the end of the title that a source left before them; returns how many changed.

    A regulation of which another one has number, year and issuer alike then keeps its own: it is one for an editor.
    """
    changed: list[int] = []
    for page in Regulation.objects.filter(issuer__icontains=issuers.FORMULA_WORDS).order_by("pk"):
        issuer = issuers.issuer(page.issuer)
        same = Regulation.objects.filter(
            kind_id=page.kind_id, number_key=page.number_key, year=page.year, issuer=issuer
        )
        if issuer == page.issuer or same.exists():
            continue
        Regulation.objects.filter(pk=page.pk).update(issuer=issuer)
        _in_draft(page, issuer)
        changed.append(page.pk)
    if ids := list(Regulation.objects.live().filter(pk__in=changed).values_list("pk", flat=True)):
        documents_changed.send(sender=Regulation, page_ids=ids)
    return len(changed)


def _in_draft(page: Regulation, issuer: str) -> None:
    """A draft that waits would bring the old words back."""
    revision = page.latest_revision
    if revision is not None and revision.content.get("issuer") == page.issuer:
        revision.content["issuer"] = issuer
        revision.save(update_fields=["content"])
