"""Rights that were changed without a signal reach the index by the worker's round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm
from wagtail.models import Page, PageViewRestriction

from documents.models import Regulation
from portal.core.audience import audience_of
from portal.core.models import Unit, User
from portal.management.commands import worker
from portal.pages.models import HomePage, NewsIndexPage, NewsPage
from search import outbox, watching
from search.models import RightsSeen, SearchChange
from tests.factories import make_unit, make_user
from tests.search.conftest import MakeRegulation

pytestmark = pytest.mark.django_db
Find = Callable[..., list[str]]
LOGIN, GROUPS = PageViewRestriction.LOGIN, PageViewRestriction.GROUPS


def key(page: Page) -> str:
    return f"page:{page.pk}"


def look() -> list[str]:
    """The worker's job as it runs; returns the keys it notes."""
    (job,) = [job for job in worker.jobs() if job.name == "rights changed in bulk"]
    last = getattr(SearchChange.objects.order_by("id").last(), "id", 0)
    job.run()
    return list(SearchChange.objects.filter(id__gt=last).values_list("key", flat=True))


@pytest.fixture
def saw(make_regulation: MakeRegulation, find: Find) -> Regulation:
    """An open regulation, known to the index, and rights that the worker has seen."""
    page = make_regulation("Gergaji")
    look()
    assert find("gergaji") == [key(page)]
    return page


@pytest.fixture(autouse=True)
def another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier test applied is of another portal."""
    monkeypatch.setattr(outbox, "_applied_grants", {})


def close(*pages: Page, kind: str = LOGIN) -> None:
    PageViewRestriction.objects.bulk_create(PageViewRestriction(page=page, restriction_type=kind) for page in pages)


def test_pages_closed_in_bulk_are_closed_in_the_index_once(saw: Regulation, find: Find) -> None:
    close(saw)
    assert find("gergaji") == [key(saw)]

    assert look() == [key(saw)]
    assert find("gergaji") == []
    assert look() == []


def test_what_is_below_a_page_closed_in_bulk_and_its_aliases_are_closed_with_it(saw: Regulation, find: Find) -> None:
    index = NewsIndexPage.objects.get()
    news = NewsPage(title="Kapak", slug="kapak", date=dt.date(2020, 5, 4), summary="Kelompok menerima kapak.")
    index.add_child(instance=news)
    news.save_revision().publish()
    alias = news.create_alias(parent=HomePage.objects.get(), update_slug="salinan", log_action=None)
    assert set(find("kapak")) == {key(news), key(alias)}

    close(index, news)

    noted = look()
    assert {key(news), key(alias)} < set(noted)
    assert len(noted) == len(set(noted))
    assert find("kapak") == []
    assert find("gergaji") == [key(saw)]


def test_privacy_taken_away_in_bulk_opens_what_it_closed(saw: Regulation, find: Find) -> None:
    close(saw)
    look()
    assert find("gergaji") == []

    PageViewRestriction.objects.all()._raw_delete(using="default")

    assert look() == [key(saw)]
    assert find("gergaji") == [key(saw)]


def test_privacy_moved_in_bulk_closes_one_page_and_opens_the_other(
    saw: Regulation, make_regulation: MakeRegulation, find: Find
) -> None:
    other = make_regulation("Gergaji")
    close(saw)
    look()
    assert find("gergaji") == [key(other)]

    PageViewRestriction.objects.update(page=other)

    assert set(look()) == {key(saw), key(other)}
    assert find("gergaji") == [key(saw)]


def test_privacy_that_asks_for_something_else_has_other_readers(saw: Regulation, find: Find) -> None:
    close(saw)
    look()
    reader, member, group = make_user(), make_user(), Group.objects.create(name="Tim")
    member.groups.add(group)
    assert find("gergaji", audience_of(reader)) == [key(saw)]

    PageViewRestriction.objects.update(restriction_type=GROUPS)
    look()
    assert find("gergaji", audience_of(reader)) == find("gergaji", audience_of(member)) == []

    through: Any = PageViewRestriction.groups.through
    restriction = PageViewRestriction.objects.get()
    through.objects.bulk_create([through(pageviewrestriction=restriction, group=group)])
    look()
    assert find("gergaji", audience_of(reader)) == []
    assert find("gergaji", audience_of(member)) == [key(saw)]

    through.objects.update(group=Group.objects.create(name="Tim lain"))
    look()
    assert find("gergaji", audience_of(member)) == []


def with_guardian(group: Group, unit: Unit) -> None:
    assign_perm("core.view_restricted_documents", group, Unit.objects.filter(pk=unit.pk))


def with_rows(group: Group, unit: Unit) -> None:
    right = Permission.objects.get(codename="view_restricted_documents", content_type__app_label="core")
    row = GroupObjectPermission(
        permission=right, group=group, object_pk=str(unit.pk), content_type=ContentType.objects.get_for_model(unit)
    )
    GroupObjectPermission.objects.bulk_create([row])


def with_an_update(group: Group, unit: Unit) -> None:
    other = Group.objects.create(name="Tim lain")
    assign_perm("core.view_restricted_documents", other, unit)
    look()
    outbox.drain()
    GroupObjectPermission.objects.filter(group=other).update(group=group)


def everywhere(group: Group, unit: Unit) -> None:
    right = Permission.objects.get(codename="view_restricted_documents", content_type__app_label="core")
    Group.permissions.through.objects.bulk_create([Group.permissions.through(group=group, permission=right)])


@pytest.mark.parametrize("grant", [with_guardian, with_rows, with_an_update, everywhere])
def test_grants_made_in_bulk_and_taken_away_reach_the_index_once(
    make_regulation: MakeRegulation, find: Find, grant: Callable[[Group, Unit], None]
) -> None:
    unit, member, group = make_unit(), make_user(), Group.objects.create(name="Tim")
    member.groups.add(group)
    page = make_regulation("Gergaji", owner_unit=unit, is_restricted=True)
    look()
    assert find("gergaji", audience_of(member)) == []

    grant(group, unit)
    assert find("gergaji", audience_of(member)) == []
    assert look() == [outbox.EVERYTHING_RESTRICTED]
    assert find("gergaji", audience_of(member)) == [key(page)]
    assert look() == []

    for rows in (GroupObjectPermission.objects, Group.permissions.through.objects):
        rows.filter(group=group)._raw_delete(using="default")
    assert look() == [outbox.EVERYTHING_RESTRICTED]
    assert find("gergaji", audience_of(member)) == []


def test_grants_of_which_a_signal_told_are_not_applied_twice(saw: Regulation) -> None:
    assign_perm("core.view_restricted_documents", Group.objects.create(name="Tim"), make_unit())
    outbox.drain()

    assert look() == []


def test_grants_made_in_bulk_right_after_those_of_which_a_signal_told_are_noted(saw: Regulation) -> None:
    unit, group = make_unit(), Group.objects.create(name="Tim")
    assign_perm("core.view_proposals", group, unit)
    outbox.drain()
    with_guardian(group, unit)

    assert look() == [outbox.EVERYTHING_RESTRICTED]


def test_a_right_that_no_record_is_shown_by_concerns_none(saw: Regulation) -> None:
    right = Permission.objects.get(codename="add_page", content_type__app_label="wagtailcore")
    group = Group.objects.create(name="Tim")
    Group.permissions.through.objects.bulk_create([Group.permissions.through(group=group, permission=right)])

    assert look() == []


def test_who_is_made_a_member_in_bulk_finds_at_once_what_the_group_may_see(
    make_regulation: MakeRegulation, find: Find
) -> None:
    unit, member, group = make_unit(), make_user(), Group.objects.create(name="Tim")
    assign_perm("core.view_restricted_documents", group, unit)
    page = make_regulation("Gergaji", owner_unit=unit, is_restricted=True)
    assert find("gergaji", audience_of(member)) == []

    User.groups.through.objects.bulk_create([User.groups.through(user=member, group=group)])

    assert find("gergaji", audience_of(User.objects.get(pk=member.pk))) == [key(page)]


def test_what_changed_while_no_worker_ran_is_noted_when_one_starts(saw: Regulation, find: Find) -> None:
    """Also on an installation of before, which has seen nothing yet."""
    close(saw)
    RightsSeen.objects.all().delete()
    outbox._applied_grants.clear()

    assert set(look()) == {outbox.EVERYTHING_RESTRICTED, key(saw)}
    assert find("gergaji") == []
    assert look() == []


def test_two_workers_note_a_change_once(saw: Regulation, monkeypatch: pytest.MonkeyPatch) -> None:
    close(saw)
    assert look() == [key(saw)]

    assert watching._note_changes() is False


def test_an_idle_look_asks_four_questions(saw: Regulation, django_assert_num_queries: Any) -> None:
    close(saw)
    look()

    with django_assert_num_queries(4):
        assert watching.keep_up() is False


def test_the_worker_looks_often_enough_for_five_seconds() -> None:
    assert worker.WATCH.every <= dt.timedelta(seconds=2)
