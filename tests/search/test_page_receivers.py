"""Privacy of pages, their aliases and addresses: whatever changes them reaches the index, and says what Wagtail says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page, PageViewRestriction, Site

from portal.core.audience import audience_of, group_tokens, member_tokens
from portal.pages.models import HomePage, NewsIndexPage, NewsPage
from portal.pages.structure import ensure_structure
from search import access, outbox, service
from search.documents import load
from search.engines.base import Engine
from search.engines.sqlite import SQLiteEngine
from search.rebuilding import compare
from tests.factories import make_user
from tests.search.conftest import MakeRegulation

pytestmark = pytest.mark.django_db
Find = Callable[..., list[str]]


def key(page: Page) -> str:
    return f"page:{page.pk}"


def add_news(parent: Page, title: str) -> NewsPage:
    page = NewsPage(title=title, slug=title.lower(), date=dt.date(2020, 5, 4), summary=f"Kelompok menerima {title}.")
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def alias_of(page: Page, slug: str) -> Page:
    return page.create_alias(parent=HomePage.objects.get(), update_slug=slug, log_action=None)


@pytest.fixture
def news(index: SQLiteEngine) -> NewsPage:
    """A piece of news whose text can be found."""
    ensure_structure()
    return add_news(NewsIndexPage.objects.get(), "Gergaji")


def restricted(page: Page, *groups: Group) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(*groups)
    return restriction


def test_an_alias_is_found_from_its_making_on(news: NewsPage, find: Find) -> None:
    assert find("gergaji") == [key(news)]

    alias = alias_of(news, "salinan")

    assert set(find("gergaji")) == {key(news), key(alias)}


def test_what_closes_a_page_closes_its_aliases_and_theirs(news: NewsPage, find: Find) -> None:
    alias = alias_of(news, "salinan")
    aliases = [alias, alias_of(alias, "salinan-kedua")]
    assert len(find("gergaji")) == 3

    restriction = PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)

    assert all(each.get_view_restrictions().exists() for each in aliases)
    assert find("gergaji") == []
    assert len(find("gergaji", audience_of(make_user()))) == 3
    restriction.delete()
    assert len(find("gergaji")) == 3


def test_what_is_below_an_alias_has_the_readers_of_what_the_alias_stands_for(news: NewsPage, find: Find) -> None:
    """Wagtail asks for the privacy of every page above, of an alias for that of its source."""
    source = NewsIndexPage.objects.get()
    inside = add_news(alias_of(source, "berita-kedua"), "Kapak")
    assert find("kapak") == [key(inside)]

    PageViewRestriction.objects.create(page=source, restriction_type=PageViewRestriction.LOGIN)

    assert Page.objects.get(pk=inside.pk).get_view_restrictions().exists()
    assert find("kapak") == []


def test_privacy_that_stands_on_an_alias_itself_closes_nothing(news: NewsPage, find: Find) -> None:
    alias = alias_of(news, "salinan")
    PageViewRestriction.objects.create(page=alias, restriction_type=PageViewRestriction.LOGIN)

    assert not alias.get_view_restrictions().exists()
    assert set(find("gergaji")) == {key(news), key(alias)}


def test_an_alias_that_goes_on_by_itself_has_its_own_readers(news: NewsPage, find: Find) -> None:
    alias = alias_of(news, "salinan")
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    assert find("gergaji") == []

    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)

    assert find("gergaji") == [key(alias)]


def test_an_alias_goes_with_the_page_it_follows(news: NewsPage, find: Find) -> None:
    alias_of(news, "salinan")
    assert len(find("gergaji")) == 2

    news.delete()

    assert find("gergaji") == []


def test_every_page_has_the_restrictions_that_wagtail_asks_for(news: NewsPage) -> None:
    alias = alias_of(news, "salinan")
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    PageViewRestriction.objects.create(page=NewsIndexPage.objects.get(), restriction_type=PageViewRestriction.PASSWORD)
    PageViewRestriction.objects.create(page=alias, restriction_type=PageViewRestriction.PASSWORD)

    pages = list(Page.objects.exclude(depth=1).specific())
    for page in access.with_privacy(pages):
        asked = {each.pk for each in Page.objects.get(pk=page.pk).get_view_restrictions()}
        assert {each.pk for each in page.search_restrictions} == asked, page


def test_a_deleted_group_no_longer_reads_what_was_closed_to_others(news: NewsPage, find: Find, index: Engine) -> None:
    group, other = Group.objects.create(name="Tim"), Group.objects.create(name="Tim lain")
    restricted(news, group, other)
    find("gergaji")
    assert is_whole(index)

    group.delete()

    find("gergaji")
    assert is_whole(index)
    assert member_tokens([group.pk or 0])[0] not in load([key(news)])[key(news)].acl


def is_whole(index: Engine) -> bool:
    """Whether the index holds what would be made now."""
    return compare(index).keys == ()


@pytest.mark.parametrize("change", ["add", "remove", "set", "clear"])
def test_privacy_changed_from_the_side_of_the_group_is_noticed(
    news: NewsPage, find: Find, index: Engine, change: str
) -> None:
    group = Group.objects.create(name="Tim")
    member = make_user()
    member.groups.add(group)
    restriction = restricted(news) if change == "add" else restricted(news, group)
    before = find("gergaji", audience_of(member))

    if change == "clear":
        group.pageviewrestriction_set.clear()
    elif change == "set":
        group.pageviewrestriction_set.set([])
    else:
        getattr(group.pageviewrestriction_set, change)(restriction)

    assert before == ([] if change == "add" else [key(news)])
    assert find("gergaji", audience_of(member)) == ([key(news)] if change == "add" else [])
    assert is_whole(index)


def test_privacy_for_groups_is_for_their_members_not_for_who_acts_in_their_office(news: NewsPage, find: Find) -> None:
    """Wagtail knows no acting officers: it would turn them away from the page that search offers."""
    group = Group.objects.create(name="Tim")
    restricted(news, group)

    assert find("gergaji", ("public", "login", *group_tokens([group.pk]))) == []
    assert find("gergaji", ("public", "login", *member_tokens([group.pk]))) == [key(news)]


def test_another_root_page_of_the_site_gives_every_page_another_address(
    make_regulation: MakeRegulation, news: NewsPage, find: Find, index: Engine
) -> None:
    regulation = make_regulation("Kapak")
    find("kapak")
    (before,) = service.ask("gergaji", audience=("public",)).result.hits

    site = Site.objects.get()
    site.root_page = NewsIndexPage.objects.get()
    site.save()

    find("kapak")
    (after,) = service.ask("gergaji", audience=("public",)).result.hits
    assert (before.url, after.url) == ("/berita/gergaji/", "/gergaji/")
    assert is_whole(index)
    assert load([key(regulation)])[key(regulation)].url == ""


def test_the_address_of_a_site_changed_in_another_process_is_noticed(news: NewsPage, find: Find) -> None:
    """The worker makes the records; Wagtail remembers the root pages of sites for an hour in every process."""
    find("gergaji")
    Site.objects.update(root_page=NewsIndexPage.objects.get())  # no signal, as seen from this process
    outbox.note([key(news)])

    find("gergaji")

    assert service.ask("gergaji", audience=("public",)).result.hits[0].url == "/gergaji/"


def test_another_slug_gives_everything_below_another_address(
    news: NewsPage, find: Find, django_capture_on_commit_callbacks: Any
) -> None:
    find("gergaji")
    parent = NewsIndexPage.objects.get()
    parent.slug = "kabar"
    with django_capture_on_commit_callbacks(execute=True):
        parent.save_revision().publish()

    find("gergaji")

    assert service.ask("gergaji", audience=("public",)).result.hits[0].url == "/kabar/gergaji/"
