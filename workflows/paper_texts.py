"""The words of papers, page by page, so that those who see a proposal find it by what its papers say.

Read by the worker, once, from the stored file and in a process with limits of its own. A picture and a scan without a text
layer have no words; a paper of a kind that holds personal data is not read at all.
"""

import logging

from django.db import transaction
from django.utils import timezone

from documents.text import extraction
from documents.text.cleaning import clean_pages
from workflows.models import Paper, PaperPage
from workflows.uploads import PDF

logger = logging.getLogger(__name__)

AT_ONCE = 50
MOST_PAGES = 500
"""Of one paper; what comes after is not found by its words, and counts as pages that have none."""


def keep_up() -> int:
    """Called by the worker: read what waits; how many papers were tried."""
    waiting = Paper.objects.unread().select_related("kind").order_by("pk")[:AT_ONCE]
    for paper in waiting:
        _keep(paper, _read(paper))
    return len(waiting)


def _read(paper: Paper) -> extraction.PdfReport | None:
    if paper.content_type != PDF or paper.kind.holds_personal_data or not paper.file:
        return None
    try:
        return extraction.inspect_pdf(paper.file.path)
    except extraction.UnreadableFile as unreadable:
        logger.warning("paper %s has no words to be found by: %s", paper.pk, unreadable.code)
        return None


@transaction.atomic
def _keep(paper: Paper, report: extraction.PdfReport | None) -> None:
    """A paper that was replaced, removed or read meanwhile stays as it is."""
    still = Paper.objects.unread().select_for_update().select_related("proposal").filter(pk=paper.pk).first()
    if still is None:
        return
    if still.proposal.anonymised_at is None:
        still.pages.all().delete()
        PaperPage.objects.bulk_create(_pages(still, report))
    if report is not None:
        unread = len(report.pages[MOST_PAGES:])
        still.is_ocr, still.unsearchable_pages = report.is_ocr, sum(report.unsearchable[:MOST_PAGES]) + unread
    still.read_at = timezone.now()
    still.save(update_fields=("read_at", "is_ocr", "unsearchable_pages"))


def _pages(paper: Paper, report: extraction.PdfReport | None) -> list[PaperPage]:
    """Those with words, not saved yet."""
    if report is None or not report.has_text:
        return []
    texts = (clean_pages([page]).strip() for page in report.pages[:MOST_PAGES])
    return [PaperPage(paper=paper, number=number, text=text) for number, text in enumerate(texts, 1) if text]
