"""Nobody publishes what they wrote, through any door of the admin; a second person does."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Task,
    Workflow,
    WorkflowTask,
)

from documents import actions, moderation, two_people
from documents.models import Regulation, RegulationIndex, RegulationType
from documents.two_people import RefusedByTwoPersonRule
from portal.core import role_groups
from portal.core.models import Directorate, User
from portal.core.roles import ROLES
from tests.documents.browsing import add_url, edit_url, form_data, logged_in, messages_of
from tests.factories import make_unit, make_user

OWN_WORDS = "Pasal 1\nKata-kata penulisnya sendiri.\n"


@pytest.fixture
def draft(editor: User, regulation_index: RegulationIndex, permensos: RegulationType) -> Regulation:
    return actions.create_regulation(
        by=editor, kind=permensos, number="1", year=2020, about="Contoh", text="Pasal 1\nIsi.\n"
    )


def submit(page: Page, by: User) -> None:
    page.get_workflow().start(page.specific, by)


def approve(client: Client, page: Page) -> HttpResponse:
    state = page.current_workflow_task_state
    return client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""}
    )


def person(kind: str) -> User:
    """An account of a role, which moreover may write; a superuser; or somebody with every right there is."""
    if kind == "superuser":
        user = make_user()
        user.is_superuser = True
        user.save()
        return user
    if kind == "every right":
        return make_user("editor_dokumen", "penelaah_hukum", "penerbit", "admin_portal")
    unit = make_unit() if ROLES[kind].scope.value == "unit" else None
    directorate = Directorate.objects.create(code="uji", name="Direktorat uji", short_name="Direktorat uji")
    role_groups.sync_place(directorate)
    return make_user(kind, unit=unit, directorate=directorate)


def door_editor(client: Client, page: Regulation) -> None:
    response = client.get(edit_url(page))
    if response.status_code == 200:
        client.post(edit_url(page), {**form_data(response), "action-publish": "1"})


def door_editor_scheduled(client: Client, page: Regulation) -> None:
    response = client.get(edit_url(page))
    if response.status_code == 200:
        future = timezone.localtime() + dt.timedelta(minutes=1)
        data = {**form_data(response), "go_live_at": future.strftime("%Y-%m-%d %H:%M"), "action-publish": "1"}
        client.post(edit_url(page), data)
    Page.objects.filter(pk=page.pk).update(go_live_at=None)
    call_command("publish_scheduled")


def door_create(client: Client, page: Regulation) -> None:
    index = page.get_parent()
    response = client.get(add_url(index))
    if response.status_code == 200:
        data = {"kind": page.kind_id, "number": "77", "year": "2020", "about": "Contoh", "action-publish": "1"}
        client.post(add_url(index), {**form_data(response), **data})


def door_bulk(client: Client, page: Regulation) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{url}?next=/admin/&id={page.pk}", {"include_descendants": ""})


def door_bulk_on_parent(client: Client, page: Regulation) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for parent in page.get_ancestors().exclude(depth=1):
        client.post(f"{url}?next=/admin/&id={parent.pk}", {"include_descendants": "on"})


def door_copy(client: Client, page: Regulation) -> None:
    for target in (page, page.get_parent(), page.get_parent().get_parent()):
        for extra in ({"publish_copies": "on"}, {"alias": "on"}):
            data = {
                "new_title": "Salinan",
                "new_slug": "salinan",
                "new_parent_page": target.get_parent().pk,
                "copy_subpages": "on",
                **extra,
            }
            client.post(reverse("wagtailadmin_pages:copy", args=[target.pk]), data)


def door_revert(client: Client, page: Regulation) -> None:
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.latest_revision_id])
    response = client.get(url)
    if response.status_code == 200:
        client.post(url, {**form_data(response), "action-publish": "1"})


def door_move(client: Client, page: Regulation) -> None:
    home = page.get_parent().get_parent()
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk]))


def door_approval(client: Client, page: Regulation) -> None:
    if page.current_workflow_state is None:
        submit(page, page.owner)
    approve(client, page)


def door_approval_in_editor(client: Client, page: Regulation) -> None:
    if page.current_workflow_state is None:
        submit(page, page.owner)
    response = client.get(edit_url(page))
    if response.status_code == 200:
        data = {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
        client.post(edit_url(page), {**form_data(response), **data})


DOORS: tuple[Callable[[Client, Regulation], None], ...] = (
    door_editor,
    door_editor_scheduled,
    door_create,
    door_bulk,
    door_bulk_on_parent,
    door_copy,
    door_revert,
    door_move,
    door_approval,
    door_approval_in_editor,
)


@pytest.mark.parametrize("kind", [*ROLES, "superuser", "every right"])
def test_nobody_publishes_the_own_draft_through_any_door(
    kind: str, regulation_index: RegulationIndex, permensos: RegulationType
) -> None:
    writer = person(kind)
    page = actions.create_regulation(by=writer, kind=permensos, number="1", year=2020, about="Contoh", text=OWN_WORDS)
    client = logged_in(writer)

    for door in DOORS:
        door(client, page)

        page = Regulation.objects.get(pk=page.pk)
        assert not Regulation.objects.live().exists(), f"{door.__name__} is open to {kind}"
        assert page.get_parent().pk == regulation_index.pk, f"{door.__name__} moves the page for {kind}"
        assert RegulationIndex.objects.count() == 1, f"{door.__name__} copies the list for {kind}"


@pytest.mark.parametrize("kind", ["editor_dokumen", "penerbit", "superuser", "every right"])
def test_nobody_publishes_the_own_change_of_a_live_page_through_any_door(
    kind: str, draft: Regulation, publisher: User, regulation_index: RegulationIndex
) -> None:
    page = actions.publish(by=publisher, page=draft)
    writer = person(kind)
    page.about = "Kata-kata penulisnya sendiri"
    page.save_revision(user=writer)
    client = logged_in(writer)

    for door in DOORS:
        door(client, page)

        page = Regulation.objects.get(pk=page.pk)
        assert page.about == "Contoh", f"{door.__name__} is open to {kind}"
        assert Regulation.objects.live().count() == 1


def door_delete(client: Client, page: Regulation) -> None:
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {})


def door_bulk_delete(client: Client, page: Regulation) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{url}?next=/admin/&id={page.pk}", {})


def door_delete_a_parent(client: Client, page: Regulation) -> None:
    for parent in page.get_ancestors().exclude(depth=1):
        name = {"wagtailadmin-confirm-page-title": parent.title}
        client.post(reverse("wagtailadmin_pages:delete", args=[parent.pk]), {"confirm_site_name": "x", **name})


def door_unpublish(client: Client, page: Regulation) -> None:
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {})


def door_bulk_unpublish(client: Client, page: Regulation) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    for pk in (page.pk, *page.get_ancestors().exclude(depth=1).values_list("pk", flat=True)):
        client.post(f"{url}?next=/admin/&id={pk}", {"include_descendants": "on"})


def door_unpublish_from_a_parent(client: Client, page: Regulation) -> None:
    for parent in page.get_ancestors().exclude(depth=1):
        client.post(reverse("wagtailadmin_pages:unpublish", args=[parent.pk]), {"include_descendants": "on"})


WAYS_OUT: tuple[Callable[[Client, Regulation], None], ...] = (
    door_delete,
    door_bulk_delete,
    door_delete_a_parent,
    door_unpublish,
    door_bulk_unpublish,
    door_unpublish_from_a_parent,
)


@pytest.mark.parametrize("kind", ["superuser", "every right"])
def test_nobody_takes_the_own_text_from_the_public_alone(
    kind: str, publisher: User, regulation_index: RegulationIndex, permensos: RegulationType
) -> None:
    writer = person(kind)
    page = actions.create_regulation(by=writer, kind=permensos, number="1", year=2020, about="Contoh", text=OWN_WORDS)
    actions.publish(by=publisher, page=page)
    client = logged_in(writer)

    for door in WAYS_OUT:
        door(client, page)

        assert Regulation.objects.live().filter(pk=page.pk).exists(), f"{door.__name__} is open to {kind}"


def test_a_second_person_unpublishes_but_deletes_no_live_page(draft: Regulation, publisher: User) -> None:
    page = actions.publish(by=publisher, page=draft)
    client = logged_in(person("every right"))

    door_delete(client, page)
    assert Regulation.objects.live().filter(pk=page.pk).exists()
    door_unpublish(client, page)

    assert not Regulation.objects.get(pk=page.pk).live


def test_a_second_person_publishes_by_approving(draft: Regulation, editor: User, publisher: User) -> None:
    submit(draft, editor)

    approve(logged_in(publisher), draft)

    published = Regulation.objects.get(pk=draft.pk)
    assert published.live
    assert published.url_path.endswith("/peraturan/permensos/2020/1/")


def test_a_second_person_publishes_from_the_editor(draft: Regulation, editor: User, publisher: User) -> None:
    submit(draft, editor)

    door_approval_in_editor(logged_in(publisher), draft)

    assert Regulation.objects.get(pk=draft.pk).live


def test_somebody_elses_small_edit_does_not_let_the_author_approve(draft: Regulation, publisher: User) -> None:
    author = make_user("editor_dokumen", "penerbit")
    draft.about = "Kata-kata penulis"
    draft.save_revision(user=author)
    draft.about = "Kata-kata penulis, dengan koreksi kecil"
    draft.save_revision(user=publisher)

    assert two_people.wrote(author, draft)
    with pytest.raises(RefusedByTwoPersonRule, match="orang kedua"):
        actions.publish(by=author, page=draft)
    with pytest.raises(RefusedByTwoPersonRule, match="orang kedua"):
        actions.publish(by=publisher, page=draft)


def test_after_a_publication_the_author_of_the_old_text_may_approve_the_change_of_another(
    draft: Regulation, editor: User, publisher: User
) -> None:
    first_author = make_user("editor_dokumen", "penerbit")
    draft.save_revision(user=first_author)
    page = actions.publish(by=publisher, page=draft)
    page.about = "Diperbaiki"
    page.save_revision(user=editor)

    actions.publish(by=first_author, page=page)

    assert Regulation.objects.get(pk=page.pk).about == "Diperbaiki"


def test_an_approver_who_edits_while_approving_is_told_and_nothing_goes_live(
    draft: Regulation, editor: User, publisher: User
) -> None:
    submit(draft, editor)
    client = logged_in(publisher)
    data = form_data(client.get(edit_url(draft)))
    data |= {"about": "Kata-kata penerbit", "action-workflow-action": "true", "workflow-action-name": "approve"}

    response = client.post(edit_url(draft), data)

    assert "tidak dapat sekaligus menyetujuinya" in messages_of(response)
    assert not Regulation.objects.get(pk=draft.pk).live


def test_the_text_before_the_second_person_is_locked_for_its_author(draft: Regulation, editor: User) -> None:
    submit(draft, editor)
    client = logged_in(editor)
    data = form_data(client.get(edit_url(draft))) | {"about": "Diubah di bawah mata penerbit"}

    client.post(edit_url(draft), data)

    assert draft.get_latest_revision_as_object().about == "Contoh"


def test_wagtails_own_approval_task_publishes_nothing_of_ours(
    draft: Regulation, editor: User, publisher: User, regulation_index: RegulationIndex
) -> None:
    task = GroupApprovalTask.objects.create(name="Persetujuan lain")
    task.groups.set(publisher.groups.all())
    workflow = Workflow.objects.create(name="Alur lain")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk))
    workflow.start(draft, editor)

    approve(logged_in(publisher), draft)

    assert not Regulation.objects.get(pk=draft.pk).live


def test_nobody_without_the_right_to_publish_approves(draft: Regulation) -> None:
    with pytest.raises(RefusedByTwoPersonRule, match="hak menerbitkan"):
        actions.publish(by=make_user("penelaah_hukum", "admin_portal"), page=draft)


def test_an_approved_page_with_a_future_date_goes_live_when_it_is_due(
    draft: Regulation, editor: User, publisher: User, time_machine: TimeMachineFixture
) -> None:
    draft.go_live_at = timezone.now() + dt.timedelta(hours=2)
    draft.save_revision(user=editor)
    actions.publish(by=publisher, page=draft)
    assert not Regulation.objects.get(pk=draft.pk).live

    time_machine.move_to(timezone.now() + dt.timedelta(hours=3))
    call_command("publish_scheduled")

    assert Regulation.objects.get(pk=draft.pk).live


def test_setting_up_the_workflow_again_changes_nothing(regulation_index: RegulationIndex) -> None:
    before = (Workflow.objects.count(), Task.objects.count(), GroupPagePermission.objects.count())

    moderation.ensure_workflow([regulation_index.get_parent()])

    assert (Workflow.objects.count(), Task.objects.count(), GroupPagePermission.objects.count()) == before


@pytest.mark.parametrize("kind", ["penerbit", "superuser", "every right"])
@pytest.mark.parametrize("wanted", ["none", "login"])
def test_nobody_opens_or_closes_a_page_by_wagtails_privacy(
    kind: str, wanted: str, draft: Regulation, publisher: User
) -> None:
    page = actions.publish(by=publisher, page=draft)
    if wanted == "none":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    before = PageViewRestriction.objects.count()
    client = logged_in(person(kind))

    for target in (page, page.get_parent()):
        address = reverse("wagtailadmin_pages:set_privacy", args=[target.pk])
        client.post(address, {"restriction_type": wanted})

    assert PageViewRestriction.objects.count() == before
