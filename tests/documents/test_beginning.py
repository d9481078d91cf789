"""The admin's start page leads an editor to a new document."""

import pytest
from django.urls import reverse

from documents import deciding, suggesting
from documents.models import MouIndex, RegulationIndex, RelationSuggestion, SopIndex
from portal.core.models import User
from tests.documents.browsing import logged_in
from tests.documents.conftest import Publish
from tests.documents.test_suggestions import REPEALING
from tests.factories import make_user

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


def test_whoever_may_decide_second_is_told_of_relations_that_wait(published: Publish, publisher: User) -> None:
    published("permensos", "1", 2010)
    published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    reviewer = make_user("penelaah_hukum")
    assert not told_of_relations(publisher)

    deciding.confirm(by=reviewer, suggestions=RelationSuggestion.objects.filter(kind="repeals"))

    assert told_of_relations(publisher)
    assert not told_of_relations(reviewer)


def told_of_relations(user: User) -> bool:
    return "keadaan=orang-kedua" in logged_in(user).get(reverse("wagtailadmin_home")).content.decode()
