"""Writing a batch of rows as published pages, in one transaction and few queries.

Wagtail's own `add_child` and `save_revision` take some twenty queries a page. Imported pages are made from their two rows
directly and have no revision until somebody edits them; their source says «imported».
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backends

from documents.enums import Provenance, TextOrigin
from documents.importing.rows import Row
from documents.models import Regulation, RegulationIndex, RegulationText, RegulationType
from documents.naming import address_slug, number_key
from documents.text.stored import stored_form

Parsed: TypeAlias = dict[str, dict[str, Any]]


def parse_new(rows: Iterable[Row]) -> Parsed:
    """Those texts of the rows that are not stored yet as they will be, by digest of the text."""
    texts = _texts_of(rows)
    stored = set(RegulationText.objects.filter(sha256__in=texts).values_list("sha256", flat=True))
    return {digest: stored_form(text) for digest, text in texts.items() if digest not in stored}


def texts_for(rows: Iterable[Row], parsed: Parsed) -> dict[str, int]:
    """Ids of the stored texts of these rows by digest of the text; new ones are stored, as `parse_new` parsed them."""
    texts = _texts_of(rows)
    stored = dict(RegulationText.objects.filter(sha256__in=texts).values_list("sha256", "pk"))
    new = [
        RegulationText(sha256=digest, text=text, origin=TextOrigin.IMPORT, **(parsed.get(digest) or stored_form(text)))
        for digest, text in texts.items()
        if digest not in stored
    ]
    RegulationText.objects.bulk_create(new, batch_size=50)
    return stored | {text.sha256: text.pk for text in new}


def _texts_of(rows: Iterable[Row]) -> dict[str, str]:
    return {text_digest(row.text): row.text for row in rows if row.text.strip()}


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def create(index: RegulationIndex, pairs: Sequence[tuple[Row, RegulationType]], texts: dict[str, int]) -> list[int]:
    """Publish new regulations below the index; returns their ids."""
    pages = _new_pages(index, pairs)
    Page.objects.bulk_create(pages, batch_size=100)
    for page, (row, kind) in zip(pages, pairs, strict=True):
        regulation = Regulation(page_ptr=page, **_columns(row, kind, texts))
        # raw: the page's own row exists already, and receivers hear of the batch as a whole.
        regulation.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild + len(pages))
    index.numchild += len(pages)
    return [page.pk for page in pages]


def update(changes: Sequence[tuple[Regulation, Row]], texts: dict[str, int]) -> list[int]:
    """Bring imported regulations up to date with their rows; returns their ids."""
    now = timezone.now()
    for regulation, row in changes:
        values = _columns(row, regulation.kind, texts)
        Regulation.objects.filter(pk=regulation.pk).update(**values)
        Page.objects.filter(pk=regulation.pk).update(
            title=_title(row, regulation.kind), draft_title=_title(row, regulation.kind), last_published_at=now
        )
    return [regulation.pk for regulation, _row in changes]


def make_findable_for_editors(page_ids: Sequence[int]) -> None:
    """Enter the pages in Wagtail's own index, in which the admin's page list searches (raw saves bypass it)."""
    pages = list(Regulation.objects.filter(pk__in=page_ids))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Regulation, pages)


def _new_pages(index: RegulationIndex, pairs: Sequence[tuple[Row, RegulationType]]) -> list[Page]:
    now = timezone.now()
    content_type = ContentType.objects.get_for_model(Regulation)
    locale = Locale.objects.get(pk=index.locale_id)
    last = index.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    slugs = _free_slugs(index, pairs)
    pages = []
    for offset, ((row, kind), slug) in enumerate(zip(pairs, slugs, strict=True), start=1):
        number = slug.removeprefix(f"{kind.code}-{row.year}-")
        pages.append(
            Page(
                path=Page._get_path(index.path, index.depth + 1, step + offset),
                depth=index.depth + 1,
                content_type=content_type,
                locale=locale,
                title=_title(row, kind),
                draft_title=_title(row, kind),
                slug=slug,
                url_path=f"{index.url_path}{kind.code}/{row.year}/{number}/",
                **_published(now),
            )
        )
    return pages


def _published(now: dt.datetime) -> dict[str, Any]:
    return {
        "live": True,
        "has_unpublished_changes": False,
        "first_published_at": now,
        "last_published_at": now,
        "latest_revision_created_at": None,
    }


def _free_slugs(index: RegulationIndex, pairs: Sequence[tuple[Row, RegulationType]]) -> list[str]:
    """One slug a row. The same number of another issuer gets a suffix."""
    bases = [address_slug(kind, row.year, number_key(row.number)) for row, kind in pairs]
    taken = set(Page.objects.child_of(index).filter(slug__in=bases).values_list("slug", flat=True))
    slugs: list[str] = []
    for base in bases:
        slug, suffix = base, 1
        while slug in taken or (suffix > 1 and Page.objects.child_of(index).filter(slug=slug).exists()):
            suffix += 1
            slug = f"{base}-{suffix}"
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _title(row: Row, kind: RegulationType) -> str:
    return row.title or f"{kind.name} Nomor {row.number} Tahun {row.year}"[:255]


def _columns(row: Row, kind: RegulationType, texts: dict[str, int]) -> dict[str, Any]:
    return {
        "kind": kind,
        "number": row.number,
        "number_key": number_key(row.number),
        "year": row.year,
        "about": row.about,
        "issuer": row.issuer,
        "enacted_on": row.enacted_on,
        "promulgated_on": row.promulgated_on,
        "stated_status": row.stated_status,
        "text_id": texts.get(text_digest(row.text)),
        "citation_key": row.key or None,
        "import_key": row.key or None,
        "import_digest": row.digest,
        "source": Provenance.IMPORTED,
    }
