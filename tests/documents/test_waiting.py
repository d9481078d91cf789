"""What waits for a second person: who is shown it, and that the admin's start page does not grow with it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import actions, two_people
from documents.models import Regulation, RegulationType
from portal.core.models import User
from tests.documents.browsing import logged_in, messages_of
from tests.factories import make_user

Send = Callable[[str], Regulation]


@pytest.fixture
def send(editor: User, permensos: RegulationType) -> Send:
    """A regulation of this number, written by the editor and sent for approval."""

    def send(number: str) -> Regulation:
        page = actions.create_regulation(by=editor, kind=permensos, number=number, year=2020, about="Contoh")
        page.get_workflow().start(page, editor)
        return page

    return send


def queries_of_start_page(client: Client) -> int:
    address = reverse("wagtailadmin_home")
    client.get(address)  # what is cached by process is cached
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_start_page_asks_as_much_for_twenty_waiting_texts_as_for_two(
    send: Send, editor: User, publisher: User
) -> None:
    clients = [logged_in(publisher), logged_in(editor)]
    for number in range(2):
        send(str(number + 1))
    of_two = [queries_of_start_page(client) for client in clients]
    for number in range(2, 20):
        send(str(number + 1))

    assert [queries_of_start_page(client) for client in clients] == of_two
    assert clients[0].get(reverse("wagtailadmin_home")).content.count(b"/approve/") == 2 * 20


def test_the_second_person_approves_from_the_start_page_and_the_author_cannot(
    send: Send, editor: User, publisher: User
) -> None:
    page = send("1")
    both = make_user("editor_dokumen", "penerbit")
    page.save_revision(user=both)  # begins the task anew
    page = Regulation.objects.get(pk=page.pk)
    action = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]
    )

    response = logged_in(publisher).get(reverse("wagtailadmin_home"))

    assert action in response.content.decode()
    assert "Setujui dan terbitkan dengan catatan" in messages_of(response)
    for author in (editor, both):
        assert action not in logged_in(author).get(reverse("wagtailadmin_home")).content.decode()


def test_the_editing_page_says_once_that_approval_publishes(send: Send, publisher: User) -> None:
    page = send("1")
    html = logged_in(publisher).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Setujui dan terbitkan" in html
    assert "dan Publikasikan" not in html


def test_the_list_of_what_an_account_may_approve_agrees_with_the_question_of_each(
    send: Send, editor: User, publisher: User
) -> None:
    both, superuser, asleep = make_user("editor_dokumen", "penerbit"), make_user(), make_user("penerbit")
    superuser.is_superuser, asleep.is_active = True, False
    superuser.save()
    asleep.save()
    others, owned, touched, changed, recreated = (send(str(number)) for number in range(1, 6))
    Regulation.objects.filter(pk=owned.pk).update(owner=both)
    touched.save_revision(user=both)
    changed.save_revision(user=both)
    actions.publish(by=publisher, page=changed)  # what was written before the live revision no longer counts
    recreated.save_revision(user=superuser)
    Regulation.objects.filter(pk=others.pk).update(owner=None)
    pages = [Regulation.objects.get(pk=page.pk) for page in (others, owned, touched, changed, recreated)]

    for user in (editor, publisher, both, superuser, asleep):
        listed = set(two_people.approvable_by(user).values_list("pk", flat=True))
        assert listed & {page.pk for page in pages} == {
            page.pk for page in pages if two_people.can_approve(user, page)
        }, user

    assert [two_people.can_approve(both, page) for page in pages] == [True, False, False, True, True]
