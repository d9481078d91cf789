"""What a second person approves is the text they looked at, not one that came after it."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from documents import actions
from documents.enums import RelationKind
from documents.models import Regulation, RegulationIndex, RegulationType
from documents.models.relation import Relation
from portal.core.models import User
from tests.documents.browsing import edit_url, form_data, logged_in, messages_of
from tests.factories import make_user


@pytest.fixture
def page(editor: User, regulation_index: RegulationIndex, permensos: RegulationType) -> Regulation:
    """Submitted to the second person."""
    draft = actions.create_regulation(by=editor, kind=permensos, number="1", year=2020, about="Yang diperiksa")
    draft.get_workflow().start(draft, editor)
    return draft


@pytest.fixture
def corrector() -> User:
    """Somebody else who may approve, and may edit what lies before the second person."""
    return make_user("editor_dokumen", "penerbit")


def correct(page: Regulation, by: User) -> None:
    client = logged_in(by)
    response = client.post(edit_url(page), form_data(client.get(edit_url(page))) | {"about": "Disisipkan"})
    assert response.status_code == 302


def approve(client: Client, page: Regulation, task: int) -> HttpResponse:
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task])
    return client.post(address, {"comment": ""}, follow=True)


def task_of(page: Regulation) -> int:
    return int(Regulation.objects.get(pk=page.pk).current_workflow_task_state.pk)


def draft_of(page: Regulation) -> Regulation:
    draft: Regulation = Regulation.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft


def published(page: Regulation) -> str:
    """What the public reads."""
    return next(iter(Regulation.objects.live().filter(pk=page.pk).values_list("about", flat=True)), "")


def test_an_approval_of_a_text_that_changed_since_publishes_nothing_and_says_so(
    page: Regulation, corrector: User, publisher: User
) -> None:
    looked_at = task_of(page)
    correct(page, corrector)

    response = approve(logged_in(publisher), page, looked_at)

    assert published(page) == ""
    assert "berubah sejak Anda melihatnya" in messages_of(response)
    assert draft_of(page).about == "Disisipkan"


def test_after_another_look_the_corrected_text_is_approved(page: Regulation, corrector: User, publisher: User) -> None:
    approve(logged_in(corrector), page, task_of(page))
    assert published(page) == "Yang diperiksa"
    page = Regulation.objects.get(pk=page.pk)
    page.about = "Perbaikan"
    page.save_revision(user=make_user("editor_dokumen"))
    page.get_workflow().start(page, page.latest_revision.user)
    correct(page, corrector)

    approve(logged_in(publisher), page, task_of(page))

    assert published(page) == "Disisipkan"


def test_a_revision_that_is_saved_over_is_looked_at_anew(page: Regulation, corrector: User, publisher: User) -> None:
    correct(page, corrector)
    looked_at = task_of(page)
    draft = draft_of(page)
    draft.about = "Disimpan di atasnya"
    draft.save_revision(user=corrector, overwrite_revision=draft.latest_revision)

    approve(logged_in(publisher), page, looked_at)

    assert published(page) == ""


def test_the_editor_approves_no_text_that_came_after_the_one_it_shows(
    page: Regulation, corrector: User, publisher: User, permensos: RegulationType
) -> None:
    client = logged_in(publisher)
    form = form_data(client.get(edit_url(page)))
    draft = draft_of(page)
    draft.relations.add(Relation(kind="amends", citation="UU 11/2009"))  # a row that the form before does not know
    draft.save_revision(user=corrector)

    click = {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    response = client.post(edit_url(page), form | click)

    assert published(page) == ""
    assert "berubah sejak Anda membukanya" in messages_of(response)


def test_an_approval_of_a_relation_whose_end_is_gone_is_refused_with_a_sentence_and_can_be_returned(
    page: Regulation, editor: User, permensos: RegulationType, publisher: User
) -> None:
    end = actions.create_regulation(by=editor, kind=permensos, number="2", year=2019, about="Yang dituju")
    draft = draft_of(page)
    draft.relations.add(Relation(target=end, kind=RelationKind.AMENDS))
    draft.save_revision(user=editor)
    Regulation.objects.get(pk=end.pk).delete()

    answer = approve(logged_in(publisher), page, task_of(page))

    assert answer.status_code == 200
    assert "Hubungan “Mengubah” di draf ini menunjuk peraturan yang sudah dihapus" in messages_of(answer)
    assert published(page) == ""
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task_of(page)])
    logged_in(publisher).post(address, {"comment": "Pilih yang lain."})
    assert not Regulation.objects.get(pk=page.pk).workflow_in_progress
