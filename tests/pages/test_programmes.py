"""A programme names the rules it rests on, and where it is offered."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from documents.models import Regulation
from portal.pages import rules
from portal.pages.models import HomePage, ProgramPage, ProgramRule

pytestmark = pytest.mark.usefixtures("demo_site")


def html_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_rule_that_is_here_is_a_link_with_its_status(client: Client) -> None:
    html = html_of(client, "/program/atensi/")
    regulation = Regulation.objects.get(number="16", year=2020, kind__code="permensos")
    assert f'<a href="{regulation.url}">Permensos 16/2020</a>' in html
    assert "Status belum diverifikasi" in html


def test_a_rule_that_is_not_here_is_named_and_says_so(client: Client) -> None:
    html = html_of(client, "/program/atensi/")
    assert "<h3>PP 39/2012</h3>" in html
    assert "Naskahnya belum ada di portal ini." in html


def test_a_rule_that_was_closed_is_no_link(client: Client) -> None:
    page = Regulation.objects.get(number="16", year=2020, kind__code="permensos")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    html = html_of(client, "/program/atensi/")
    assert "<h3>Permensos 16/2020</h3>" in html
    assert str(page.url) not in html


def test_a_cited_article_is_opened_at_the_article() -> None:
    [rule] = rules.shown([ProgramRule(citation="Pasal 7 Permensos 16/2020")])
    assert rule.regulation is not None
    assert rule.anchor == "pasal-7"


def test_ten_rules_ask_as_much_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ten = [ProgramRule(citation=f"Permensos {number}/2020") for number in range(11, 21)]
    with django_assert_num_queries(4):
        assert len(rules.shown(ten)) == 10
    with django_assert_num_queries(4):
        rules.shown(ten[5:6])


@pytest.mark.parametrize("typed", ["peraturan menteri", "16/2020", "x" * 120])
def test_words_that_name_no_regulation_are_refused(typed: str) -> None:
    rule = ProgramRule(page=ProgramPage.objects.get(slug="atensi"), citation=typed)
    with pytest.raises(ValidationError, match="jenis, nomor, dan tahun"):
        rule.full_clean()


def test_programme_and_cluster_lead_to_each_other_and_to_the_units(client: Client, demo_site: HomePage) -> None:
    programme, cluster = html_of(client, "/program/atensi/"), html_of(client, "/program/anak/")
    assert 'href="/program/anak/"' in programme
    assert 'href="/program/atensi/"' in cluster
    for html in (programme, cluster):
        assert '<form class="filter" action="/unit/">' in html
