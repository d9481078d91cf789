"""Migrations of the workflows forth and back, with rows in the tables, on both databases."""

from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests.conftest import PostgresDatabase
from tests.factories import make_user
from tests.proposals import make_cast, make_draft
from workflows.enums import AccessKind, Stage
from workflows.models import Paper, PaperPage, PersonalDataAccess, RetentionPeriod

BEFORE = "0017_verification_desk"


def there_and_back() -> None:
    """Down to before looks outlived drafts, and up again, with a look of each sort, a period, and papers that were read."""
    officer = make_user("pelindung_data")
    look = {"by": officer, "by_name": officer.name, "reason": "Permintaan, surat 12."}
    PersonalDataAccess.objects.create(**look, kind=AccessKind.EXPORTED, subject="a" * 64)
    PersonalDataAccess.objects.create(**look, until=timezone.now(), erased_draft=7, erased_unit="Sentra Contoh")
    RetentionPeriod.objects.create(stage=Stage.DONE, days=30)
    with_words, without, *_more = make_draft(make_cast()).papers.order_by("pk")
    PaperPage.objects.create(paper=with_words, number=1, text="Surat permohonan")
    Paper.objects.update(read_at=timezone.now())

    call_command("migrate", "workflows", BEFORE, verbosity=0)
    tables = MigrationExecutor(connection).loader.project_state(("workflows", BEFORE)).apps
    kept = list(tables.get_model("workflows", "PersonalDataAccess").objects.values_list("kind", flat=True))
    call_command("migrate", verbosity=0)

    assert kept == [AccessKind.EXPORTED]
    assert [each.removes_unreadable for each in RetentionPeriod.objects.all()] == [False]
    assert [Paper.objects.get(pk=each.pk).read_at is None for each in (with_words, without)] == [True, False]
    assert RetentionPeriod(stage=Stage.REJECTED, days=30).removes_unreadable


def test_what_looks_outlived_can_be_taken_back_and_old_periods_remove_nothing_new(sqlite_file: Path) -> None:
    there_and_back()


def test_it_can_be_taken_back_on_postgresql_too(postgres: PostgresDatabase) -> None:
    there_and_back()
