"""What search engines are told about: only what an anonymous visitor may open."""

import pytest
from django.test import Client

from documents.models import Mou, Regulation
from portal.pages.models import HomePage
from tests.factories import make_unit


def addresses(client: Client, section: str) -> str:
    return client.get(f"/sitemap-{section}.xml").content.decode()


@pytest.mark.usefixtures("demo_site")
def test_the_index_names_every_section(client: Client) -> None:
    index = client.get("/sitemap.xml").content.decode()
    for section in ("halaman", "peraturan", "mou", "sop"):
        assert f"/sitemap-{section}.xml" in index


@pytest.mark.usefixtures("demo_site")
def test_pages_and_documents_are_listed_at_the_addresses_they_answer_at(client: Client) -> None:
    assert "<loc>http://testserver/</loc>" in addresses(client, "halaman")
    assert "<loc>http://testserver/unit/</loc>" in addresses(client, "halaman")
    assert "<loc>http://testserver/peraturan/permensos/2020/16/</loc>" in addresses(client, "peraturan")


def test_a_restricted_document_is_not_listed(client: Client, demo_site: HomePage) -> None:
    page = Mou.objects.get(slug="terapi-seni-2020")
    page.is_restricted, page.owner_unit = True, make_unit()
    page.save()
    assert "terapi-seni" not in addresses(client, "mou")


def test_a_draft_is_not_listed(client: Client, demo_site: HomePage) -> None:
    Regulation.objects.filter(number="16").update(live=False)
    assert "/16/" not in addresses(client, "peraturan")
