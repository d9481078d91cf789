"""The mail outbox."""

from typing import Any

import pytest
from django.core import mail as django_mail

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


def test_a_message_that_fails_waits_and_is_tried_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # the discard port: nothing listens there
    _queue()

    assert mail.send_pending() == 0
    waiting = OutgoingMail.objects.get()
    assert (waiting.sent_at, waiting.attempts) == (None, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail.send_pending() == 1
