"""The admin's start page leads an editor to a new document."""

import pytest
from django.urls import reverse

from documents.models import MouIndex, RegulationIndex, SopIndex
from portal.core.models import User
from tests.documents.browsing import logged_in

pytestmark = pytest.mark.usefixtures("permensos")


def addresses() -> list[str]:
    parents = ((RegulationIndex, "regulation"), (MouIndex, "mou"), (SopIndex, "sop"))
    return [
        reverse("wagtailadmin_pages:add", args=("documents", model, index.objects.get().pk)) for index, model in parents
    ]


def test_an_editor_begins_a_document_from_the_start_page(editor: User) -> None:
    client = logged_in(editor)

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    for address in addresses():
        assert f'href="{address}"' in html
        assert client.get(address).status_code == 200


def test_whoever_only_publishes_is_not_offered_what_would_be_refused(publisher: User) -> None:
    client = logged_in(publisher)

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    for address in addresses():
        assert f'href="{address}"' not in html
        assert client.get(address).status_code in {302, 403}
