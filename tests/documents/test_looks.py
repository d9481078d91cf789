"""How a status looks."""

import pytest

from documents.enums import AgreementStatus, LegalStatus
from documents.looks import _LOOKS
from documents.templatetags.documents import agreement_status, legal_status
from search.labels import Labels
from search.query import Hit
from search.shown_hits import shown_hits


@pytest.mark.django_db
@pytest.mark.parametrize("status", [*LegalStatus, *AgreementStatus])
def test_a_status_looks_the_same_on_its_page_and_in_the_results(status: LegalStatus | AgreementStatus) -> None:
    on_page = legal_status(status) if isinstance(status, LegalStatus) else agreement_status(status)
    hit = Hit("page:1", "", "", "/", "permensos", "", None, status.value, "", (), None, "", 1.0)

    shown = shown_hits([hit], Labels())[0]

    assert status in _LOOKS
    assert (shown.tag, shown.tag_icon) == (on_page["kind"], on_page["icon_name"])
