"""How much a visitor may send who is not logged in: no form that is open to them takes a file."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from portal.accounts import last_account

MOST_BYTES = 1024 * 1024


class StrangersUploadHandler(FileUploadHandler):
    """Stands first and refuses a large body before it is read (400); files themselves are left to the handlers after it.

    Whoever was logged in here until a moment ago may send a whole form: it is kept for them (late_forms.py). The public
    check of a letter, which only hashes what it reads, has a handler of its own.
    """

    request: HttpRequest | None

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, boundary: str, encoding: str | None = None
    ) -> None:
        request = self.request
        if content_length <= MOST_BYTES or request is None:
            return
        if not request.user.is_authenticated and last_account.of(request) is None:
            raise RequestDataTooBig("A body this large, from somebody who is not logged in.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
