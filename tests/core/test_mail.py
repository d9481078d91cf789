"""The mail outbox."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, ClassVar

import pytest
import time_machine
from django.apps import apps
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from portal.core import mail
from portal.core.models import OutgoingMail

pytestmark = pytest.mark.django_db


def _queue(key: str = "k") -> None:
    mail.queue(to="a@contoh.invalid", subject="Perihal\nSuntik: x", body="Isi", dedupe_key=key)


def test_a_message_goes_out_once() -> None:
    _queue()
    _queue()

    assert mail.send_pending() == 1
    assert mail.send_pending() == 0
    assert [message.subject for message in django_mail.outbox] == ["Perihal Suntik: x"]


def test_what_was_sent_keeps_address_subject_and_time_but_no_text() -> None:
    """The text may hold a link that lets its bearer in; a copy of the database must not."""
    _queue()

    mail.send_pending()

    sent = OutgoingMail.objects.get()
    assert (sent.to, sent.subject, sent.body) == ("a@contoh.invalid", "Perihal Suntik: x", "")
    assert sent.sent_at
    assert django_mail.outbox[0].body == "Isi"


def test_the_migration_empties_what_was_sent_before_and_nothing_else() -> None:
    _queue("terkirim")
    OutgoingMail.objects.update(sent_at=timezone.now())
    _queue("menunggu")

    import_module("portal.core.migrations.0005_empty_sent_mail").empty_sent_mail(apps, None)

    assert dict(OutgoingMail.objects.values_list("dedupe_key", "body")) == {"terkirim": "", "menunggu": "Isi"}


def test_a_message_that_fails_waits_and_is_tried_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # the discard port: nothing listens there
    _queue()

    assert mail.send_pending() == 0
    waiting = OutgoingMail.objects.get()
    assert (waiting.sent_at, waiting.attempts) == (None, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail.send_pending() == 1


class Watching(BaseEmailBackend):
    """A mail server that looks, in the middle of a delivery, at what another worker and the database see."""

    depths: ClassVar[list[int]] = []
    sent_by_the_other: ClassVar[list[int]] = []

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        self.depths.append(len(connection.savepoint_ids))
        self.sent_by_the_other.append(mail.send_pending())
        return len(messages)


class Dying(BaseEmailBackend):
    """The worker is killed while the mail server talks."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        raise KeyboardInterrupt


def test_no_transaction_is_open_and_no_other_worker_sends_while_the_server_talks(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Watching"
    Watching.depths.clear()
    Watching.sent_by_the_other.clear()
    _queue()
    outside = len(connection.savepoint_ids)

    assert mail.send_pending() == 1
    assert (Watching.depths, Watching.sent_by_the_other) == ([outside], [0])
    message = OutgoingMail.objects.get()
    assert (message.sent_at is not None, message.claimed_at, message.attempts) == (True, None, 1)


def test_a_message_whose_worker_died_is_sent_when_its_lease_is_over(settings: Any) -> None:
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as clock:
        settings.EMAIL_BACKEND = f"{__name__}.Dying"
        _queue()
        with pytest.raises(KeyboardInterrupt):
            mail.send_pending()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

        assert mail.send_pending() == 0
        clock.shift(OutgoingMail.LEASE)
        assert mail.send_pending() == 0
        clock.shift(1)
        assert mail.send_pending() == 1


def test_a_message_that_fails_ten_times_is_given_up(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    _queue()

    for _attempt in range(OutgoingMail.MAX_ATTEMPTS + 1):
        mail.send_pending()

    assert OutgoingMail.objects.get().attempts == OutgoingMail.MAX_ATTEMPTS
