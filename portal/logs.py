"""What reaches the log: one line for a refusal, never a link that lets somebody in, no number of a person, no row of a table."""

import logging
import re
from typing import Any

from portal.core.masking import masked_text

# Invitation, reset and confirmation links are passwords for as long as they are open.
_SECRET_LINK = re.compile(r"(/akun/undangan/|/surel/konfirmasi/|/lupa-sandi/(?!terkirim/|selesai/))[^/\s'\"?]+")
# PostgreSQL tells the values of the row that it refuses: a name and an address, if it is that table.
_REFUSED_ROW = re.compile(r"(DETAIL: ).*?(?=\n\s*\n|\n[A-Z]+: |\Z)", re.DOTALL)


def redact(text: str) -> str:
    """The text without the secret part of such links, without refused rows, and with numbers of people masked."""
    return masked_text(_REFUSED_ROW.sub(r"\1…", _SECRET_LINK.sub(r"\1…", text)))


class QuietFilter(logging.Filter):
    """Drops the traceback of refusals that are answers (4xx); what the line says stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        status: Any = getattr(record, "status_code", None)
        if isinstance(status, int) and 400 <= status < 500:
            record.exc_info, record.exc_text = None, None
        return True


class RedactingFormatter(logging.Formatter):
    """Hides what is secret or personal wherever it stands, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
