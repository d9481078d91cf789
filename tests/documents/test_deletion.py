"""What is left of a regulation that is deleted, in others that speak of it."""

import pytest
from django.test import Client

from documents import actions
from documents.models import Regulation, Relation
from portal.core.models import User
from tests.documents.browsing import edit_url, logged_in, messages_of
from tests.documents.conftest import Publish
from tests.factories import make_unit


def close(page: Regulation) -> None:
    Regulation.objects.filter(pk=page.pk).update(is_restricted=True, owner_unit=make_unit())


def delete(page: Regulation) -> None:
    Regulation.objects.get(pk=page.pk).delete()


def test_a_page_and_its_past_can_be_opened_when_what_it_points_at_has_gone(
    published: Publish, editor: User, publisher: User
) -> None:
    target = published("permensos", "1", 2010)
    page = published("permensos", "2", 2020, Relation(kind="repeals", target=target))
    older = page.get_latest_revision()
    page.about = "Contoh, diperbaiki"
    page.save_revision(user=editor)
    delete(target)

    browser = logged_in(editor)

    for address in (
        edit_url(page),
        f"/admin/pages/{page.pk}/revisions/{older.pk}/view/",
        f"/admin/pages/{page.pk}/revisions/compare/{older.pk}...latest/",
        f"/peraturan/permensos/2020/2/banding/?dengan=versi-{older.pk}",
    ):
        assert browser.get(address).status_code == 200, address


def test_the_name_of_what_was_public_stays(published: Publish, client: Client) -> None:
    target = published("permensos", "1", 2010)
    published("permensos", "2", 2020, Relation(kind="refers", target=target))

    delete(target)

    assert "Permen Sos 1/2010" in messages_of(client.get("/peraturan/permensos/2020/2/"))


def test_the_name_of_what_was_closed_goes_with_it(published: Publish, client: Client) -> None:
    target = published("kepmensos", "77", 2019)
    published("permensos", "2", 2020, Relation(kind="refers", target=target))
    close(target)

    delete(target)

    assert "77/2019" not in messages_of(client.get("/peraturan/permensos/2020/2/"))
    assert not Relation.objects.exists()


def test_the_name_of_what_was_never_published_goes_with_it(published: Publish, editor: User) -> None:
    kind = published("permensos", "2", 2020).kind
    draft = actions.create_regulation(by=editor, kind=kind, number="3", year=2020, about="Rahasia")
    Relation.objects.create(source=Regulation.objects.get(number="2"), kind="refers", target=draft)

    delete(draft)

    assert not Relation.objects.exists()


@pytest.mark.parametrize("state", ["closed", "draft"])
def test_what_may_not_be_opened_stands_before_no_address_of_what_may(
    state: str, published: Publish, editor: User, client: Client
) -> None:
    public = published("permensos", "16/HUK", 2020)
    before = client.get("/peraturan/permensos/2020/16/")
    if state == "closed":
        close(published("permensos", "16", 2020))
    else:
        actions.create_regulation(by=editor, kind=public.kind, number="16", year=2020, about="Rahasia")

    after = client.get("/peraturan/permensos/2020/16/")

    assert before.status_code == 301
    assert (after.status_code, after.headers["Location"]) == (301, before.headers["Location"])
