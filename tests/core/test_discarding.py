"""A file that was let go is gone in the end, whatever comes between."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.core import discarding
from portal.core.files import private_storage
from portal.core.models import DiscardedFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def name() -> str:
    return str(private_storage().save("papers/ktp.pdf", ContentFile(b"isi")))


def test_it_goes_with_the_commit(name: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        discarding.discard([name, name])
        assert private_storage().exists(name)

    assert not private_storage().exists(name)
    assert not DiscardedFile.objects.exists()


def test_it_stays_when_the_transaction_does_not_hold(name: str) -> None:
    with transaction.atomic():
        discarding.discard([name])
        transaction.set_rollback(True)

    assert discarding.remove() == 0
    assert private_storage().exists(name)


def test_after_a_crash_behind_the_commit_the_worker_removes_it(name: str) -> None:
    discarding.discard([name])  # the test's own transaction: what was to follow its commit never happens

    assert discarding.remove() == 1
    assert not private_storage().exists(name)
    assert discarding.remove() == 0


def test_one_that_cannot_be_removed_does_not_hold_up_the_others(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = str(private_storage().save("papers/macet.pdf", ContentFile(b"isi")))
    discarding.discard([stuck, name])
    storage = type(private_storage())
    removing = storage.delete

    def fail(self: object, which: str) -> None:
        if which == stuck:
            raise OSError(30, "Read-only file system")
        removing(private_storage(), which)

    monkeypatch.setattr(storage, "delete", fail)
    assert discarding.remove() == 1
    assert list(DiscardedFile.objects.values_list("name", flat=True)) == [stuck]

    monkeypatch.undo()
    assert discarding.remove() == 1
