"""An official date is the typed one or none."""

import pytest

from documents.models import Regulation, RegulationIndex, RegulationType
from portal.core.models import User
from tests.documents.browsing import form_data, logged_in

TYPED = {"number": "77", "year": "2012", "about": "Contoh"}


@pytest.mark.parametrize("name", ["enacted_on", "promulgated_on", "in_force_on", "register_checked_on"])
def test_the_browsers_own_field_asks_for_a_date(editor: User, regulation_index: RegulationIndex, name: str) -> None:
    page = logged_in(editor).get(f"/admin/pages/add/documents/regulation/{regulation_index.pk}/").content.decode()

    field = page.partition(f'name="{name}"')
    tag = field[0].rpartition("<")[2] + field[1] + field[2].partition(">")[0]
    assert 'type="date"' in tag
    assert "w-date" not in tag


@pytest.mark.parametrize("typed", ["31/02/2026", "2008-02-31", "kemarin"])
def test_an_impossible_date_is_refused_and_what_was_typed_stays(
    editor: User, regulation_index: RegulationIndex, permensos: RegulationType, typed: str
) -> None:
    client = logged_in(editor)
    address = f"/admin/pages/add/documents/regulation/{regulation_index.pk}/"
    form = form_data(client.get(address)) | TYPED | {"kind": str(permensos.pk), "in_force_on": typed}

    page = client.post(address, form).content.decode()

    assert "tanggal yang" in page
    assert f'value="{typed}"' in page
    assert not Regulation.objects.filter(number="77").exists()
