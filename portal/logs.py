"""What reaches the log: one line for a refusal, and never a link that lets somebody in."""

import logging
import re
from typing import Any

# Invitation, reset and confirmation links are passwords for as long as they are open.
_SECRET_LINK = re.compile(r"(/akun/undangan/|/surel/konfirmasi/|/lupa-sandi/(?!terkirim/|selesai/))[^/\s'\"?]+")


def redact(text: str) -> str:
    """The text with the secret part of such links replaced."""
    return _SECRET_LINK.sub(r"\1…", text)


class QuietFilter(logging.Filter):
    """Drops the traceback of refusals that are answers (4xx); what the line says stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        status: Any = getattr(record, "status_code", None)
        if isinstance(status, int) and 400 <= status < 500:
            record.exc_info, record.exc_text = None, None
        return True


class RedactingFormatter(logging.Formatter):
    """Hides secret links wherever they stand, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
