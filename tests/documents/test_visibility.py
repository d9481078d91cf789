"""Who may open a document, find it in a list, and download its file."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from wagtail.models import PageViewRestriction

from documents import actions
from documents.models import DocumentFile, Regulation, RegulationType
from portal.core.models import Unit, User
from tests.documents.browsing import logged_in, pdf
from tests.documents.made_pdfs import text_pdf
from tests.factories import make_unit, make_user

ADDRESS = "/peraturan/permensos/2020/16/"


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def page(editor: User, publisher: User, permensos: RegulationType) -> Regulation:
    file = actions.store_pdf(by=editor, upload=pdf(text_pdf("Pasal 1\nIsi."), "Peraturan «contoh» 16.pdf"))
    draft = actions.create_regulation(by=editor, kind=permensos, number="16", year=2020, about="Contoh", file=file)
    result: Regulation = actions.publish(by=publisher, page=draft)
    return result


@pytest.fixture
def restricted(page: Regulation, unit: Unit) -> Regulation:
    page.owner_unit, page.is_restricted = unit, True
    page.save()
    return page


def answer(client: Client, address: str) -> int:
    """The status of an answer, read to its end so that the file is closed again."""
    response = client.get(address)
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response.status_code


def addresses(file: DocumentFile) -> tuple[str, str]:
    return (ADDRESS, file.get_absolute_url())


def test_a_download_keeps_its_name_and_cannot_be_sniffed(client: Client, page: Regulation) -> None:
    response = client.get(page.file.get_absolute_url())

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Peraturan%20%C2%ABcontoh%C2%BB%2016.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_a_restricted_document_is_404_for_all_but_its_unit_and_those_above(
    client: Client, restricted: Regulation, unit: Unit
) -> None:
    for address in addresses(restricted.file):
        assert answer(client, address) == 404
        assert answer(logged_in(make_user("kepala_balai", unit=make_unit())), address) == 404
        assert answer(logged_in(make_user("verifikator")), address) == 404
        assert answer(logged_in(make_user("kepala_balai", unit=unit)), address) == 200
        assert answer(logged_in(make_user("auditor")), address) == 200


def test_a_document_of_a_closed_section_is_not_in_the_list_nor_its_file_open(client: Client, page: Regulation) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    reader = make_user("auditor")
    restriction.groups.set(reader.groups.all())

    assert not Regulation.objects.visible_to(AnonymousUser()).exists()
    assert not Regulation.objects.visible_to(make_user("verifikator")).exists()
    assert Regulation.objects.visible_to(reader).get() == page
    assert answer(client, page.file.get_absolute_url()) == 404
    assert answer(logged_in(reader), page.file.get_absolute_url()) == 200


@pytest.mark.parametrize("restriction", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD])
def test_a_login_opens_what_asks_for_a_login_and_nothing_opens_what_asks_for_a_shared_password(
    restriction: str, page: Regulation
) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=restriction, password="rahasia")

    assert not Regulation.objects.visible_to(AnonymousUser()).exists()
    assert Regulation.objects.visible_to(make_user()).exists() == (restriction == PageViewRestriction.LOGIN)


def test_the_file_of_a_draft_is_open_to_those_who_work_on_documents_only(
    client: Client, editor: User, publisher: User, permensos: RegulationType
) -> None:
    file = actions.store_pdf(by=editor, upload=pdf(text_pdf("Pasal 1\nIsi.")))
    actions.create_regulation(by=editor, kind=permensos, number="16", year=2020, about="Contoh", file=file)

    assert answer(client, file.get_absolute_url()) == 404
    assert answer(logged_in(make_user("verifikator")), file.get_absolute_url()) == 404
    assert answer(logged_in(publisher), file.get_absolute_url()) == 200


def test_relations_do_not_name_a_document_the_reader_may_not_know(
    client: Client, restricted: Regulation, editor: User, publisher: User, permensos: RegulationType
) -> None:
    other = actions.create_regulation(by=editor, kind=permensos, number="1", year=2021, about="Terbuka")
    other.relations.create(kind="repeals", target=restricted)
    other.save_revision(user=editor)
    actions.publish(by=publisher, page=other)

    response = client.get("/peraturan/permensos/2021/1/")

    assert "Nomor 16 Tahun 2020" not in response.content.decode()


def test_a_lost_file_is_404_and_no_error(client: Client, page: Regulation) -> None:
    page.file.file.storage.delete(page.file.file.name)

    assert answer(client, page.file.get_absolute_url()) == 404
