"""A visitor who is not logged in sends no large file: it is refused before it is read."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from portal.accounts import strangers
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def large() -> SimpleUploadedFile:
    return SimpleUploadedFile("besar.pdf", b"x" * (strangers.MOST_BYTES + 1))


def test_a_large_file_on_the_login_page_is_refused_with_a_page() -> None:
    answer = Client().post("/akun/masuk/", {"login": "a@contoh.invalid", "password": "x", "file": large()})

    assert answer.status_code == 400
    assert "terlalu" in answer.content.decode()


def test_not_a_byte_of_it_is_read() -> None:
    request = RequestFactory().post("/akun/masuk/", {"file": large()})
    request.user = AnonymousUser()
    body = request.environ["wsgi.input"]

    with pytest.raises(RequestDataTooBig):
        request.POST  # noqa: B018 - reading the form is the act

    assert len(body.read()) > strangers.MOST_BYTES


def test_an_account_sends_what_its_forms_take() -> None:
    client = Client()
    client.force_login(make_user("admin_portal"), backend="portal.core.backends.RoleBackend")

    # 422: the form itself has read it and says what is wrong with it.
    assert client.post("/kelola/hari-libur/impor/", {"file": large()}).status_code == 422
