"""Somebody loads the 300 real regulations, looks first, and loads them again by mistake."""

import gzip
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from documents.models import Regulation
from portal.pages.structure import ensure_structure

pytestmark = pytest.mark.django_db


def load(path: Path, *options: str) -> dict[str, int]:
    """The last line of `import_regulations --json`."""
    out = io.StringIO()
    call_command("import_regulations", str(path), "--json", *options, stdout=out, stderr=io.StringIO())
    counts: dict[str, int] = json.loads(out.getvalue().splitlines()[-1])
    return counts


def stored() -> dict[int, tuple[object, ...]]:
    """What every page is and when it was last written: an import writes this time with each row it touches."""
    columns = ("last_published_at", "title", "slug", "url_path", "text_id", "status", "import_digest")
    return {pk: tuple(rest) for pk, *rest in Regulation.objects.values_list("pk", *columns)}


def test_the_sample_is_looked_at_loaded_and_left_alone_when_loaded_again(corpus: Path, tmp_path: Path) -> None:
    ensure_structure()
    sample, relations = corpus / "sample.jsonl", ("--relations", str(corpus / "sample_relations.tsv"))

    assert load(sample, "--dry-run", *relations)["created"] == 300
    assert Regulation.objects.count() == 0

    first = load(sample, *relations)
    assert (first["created"], first["failed"]) == (300, 0)
    assert Regulation.objects.live().count() == 300
    before = stored()
    assert len(before) == 300

    packed = tmp_path / "sample.jsonl.gz"
    packed.write_bytes(gzip.compress(sample.read_bytes()))
    again = load(packed, *relations)
    assert (again["created"], again["updated"], again["unchanged"], again["failed"]) == (0, 0, 300, 0)
    assert stored() == before
