"""Who decides about a page reads its past; nobody else does, and no button leads them to a refusal."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from documents import actions
from documents.models import Regulation, RegulationType
from portal.core.models import User
from tests.documents.browsing import logged_in, messages_of
from tests.factories import make_user


@pytest.fixture
def page(editor: User, permensos: RegulationType) -> Regulation:
    """A draft with two revisions by the editor, waiting for the second person."""
    draft = actions.create_regulation(
        by=editor, kind=permensos, number="1", year=2020, about="Contoh", text="Pasal 1\n"
    )
    draft.about = "Contoh yang diperbaiki"
    draft.save_revision(user=editor, log_action=True)
    draft.get_workflow().start(draft, editor)
    return draft


def addresses(page: Regulation) -> list[str]:
    first, last = page.revisions.order_by("pk").values_list("pk", flat=True)[:2]
    state = page.current_workflow_state
    names = "wagtailadmin_pages"
    return [
        reverse(f"{names}:history", args=[page.pk]),
        reverse(f"{names}:history_results", args=[page.pk]),
        reverse(f"{names}:workflow_history", args=[page.pk]),
        reverse(f"{names}:workflow_history_detail", args=[page.pk, state.pk]),
        reverse(f"{names}:revisions_view", args=[page.pk, first]),
        reverse(f"{names}:revisions_compare", args=[page.pk, first, last]),
    ]


@pytest.mark.parametrize("role", ["penerbit", "penelaah_hukum", "editor_dokumen"])
def test_editorial_roles_read_the_past_of_a_page_in_moderation_and_after_it(page: Regulation, role: str) -> None:
    reader = logged_in(make_user(role))
    pages = addresses(page)

    assert {url: reader.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)
    actions.publish(by=make_user("penerbit"), page=page)

    assert {url: reader.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)


def test_the_history_names_who_wrote_and_offers_an_approver_no_door_that_is_closed(
    page: Regulation, editor: User
) -> None:
    actions.publish(by=make_user("penerbit"), page=page)
    approver = logged_in(make_user("penerbit"))

    response = approver.get(reverse("wagtailadmin_pages:history", args=[page.pk]))

    assert editor.name in messages_of(response)
    links = [str(link["href"]) for link in BeautifulSoup(response.content, "html.parser").find_all("a", href=True)]
    past = [link for link in links if link.startswith(f"/admin/pages/{page.pk}/")]
    assert past
    assert {link: approver.get(link).status_code for link in past} == dict.fromkeys(past, 200)


def test_an_administrator_without_pages_reads_no_page_history(page: Regulation) -> None:
    client = logged_in(make_user("admin_portal"))

    for url in addresses(page):
        assert client.get(url).status_code == 403


@pytest.mark.django_db
def test_a_page_that_is_not_there_has_no_history(publisher: User) -> None:
    assert logged_in(publisher).get("/admin/pages/987654/history/").status_code == 404


def test_a_stranger_logs_in_first(page: Regulation) -> None:
    assert Client().get(addresses(page)[0]).headers["Location"].startswith("/akun/masuk/")
