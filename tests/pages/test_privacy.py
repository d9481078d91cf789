"""A page closed to a group: there for its members, for other accounts as if it were not, and a login for everybody else."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction

from portal.core.models import User
from portal.pages.models import HomePage, ProgramPage
from tests.factories import make_user

CLOSED, ABSENT = "/program/atensi/", "/program/tidak-ada/"


@pytest.fixture
def group(demo_site: HomePage) -> Group:
    restriction = PageViewRestriction.objects.create(
        page=ProgramPage.objects.get(slug="atensi"), restriction_type=PageViewRestriction.GROUPS
    )
    group = Group.objects.create(name="Tim kecil")
    restriction.groups.add(group)
    return group


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(content: bytes) -> str:
    """The page without what differs at every request, and its own address."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content.decode()).replace(CLOSED, ABSENT)


def test_whoever_is_signed_in_without_the_group_finds_what_is_not_there(group: Group) -> None:
    client = client_of(make_user("verifikator"))

    closed, absent = client.get(CLOSED), client.get(ABSENT)

    assert (closed.status_code, absent.status_code) == (404, 404)
    assert told(closed.content) == told(absent.content)


def test_pages_below_are_closed_with_it(group: Group) -> None:
    PageViewRestriction.objects.update(page=HomePage.objects.get())

    assert client_of(make_user("verifikator")).get(CLOSED).status_code == 404


def test_members_read_it_and_the_public_is_asked_to_sign_in(group: Group) -> None:
    member = make_user("verifikator")
    member.groups.add(group)

    assert client_of(member).get(CLOSED).status_code == 200
    answer = Client().get(CLOSED)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/akun/masuk/")


def test_a_page_for_all_accounts_stays_open_to_them(group: Group) -> None:
    PageViewRestriction.objects.update(restriction_type=PageViewRestriction.LOGIN)

    assert client_of(make_user("verifikator")).get(CLOSED).status_code == 200
