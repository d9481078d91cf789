"""Readers of records are asked for once, not record by record."""

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.workflows import multiply
from documents.models import Regulation, RegulationIndex, RegulationType
from portal.core.audience import group_token
from portal.core.permissions import groups_with
from portal.pages.structure import ensure_structure
from search import builders, documents, proposals
from tests.factories import make_unit
from tests.proposals import make_cast, proposal_at
from workflows.enums import Stage
from workflows.models import Proposal

pytestmark = pytest.mark.django_db


def queries_to_load(keys: Sequence[str]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert set(documents.load(keys)) == set(keys)
    return len(queries)


def test_fifty_proposals_are_loaded_with_the_queries_of_ten() -> None:
    proposal = proposal_at(Stage.DIRECTOR, make_cast())
    multiply(proposal, 50)
    keys = [proposals.key_of(pk) for pk in Proposal.objects.order_by("pk").values_list("pk", flat=True)]

    assert len(keys) == 50
    assert queries_to_load(keys[:10]) == queries_to_load(keys)


def test_fifty_restricted_documents_are_loaded_with_the_queries_of_ten() -> None:
    ensure_structure()
    unit, kind, parent = make_unit(), RegulationType.objects.get(code="uu"), RegulationIndex.objects.get()
    for number in range(50):
        page = Regulation(kind=kind, number=str(number), year=2010, about="Contoh", is_restricted=True, owner_unit=unit)
        parent.add_child(instance=page)
    keys = [builders.key_of(pk) for pk in Regulation.objects.values_list("pk", flat=True)]

    assert len(keys) == 50
    queries_to_load(keys[:1])  # content types and the site's root paths are cached
    assert queries_to_load(keys[:10]) == queries_to_load(keys)
    readers = groups_with("core.view_restricted_documents", unit)
    assert readers
    assert set(documents.load(keys[:1])[keys[0]].acl) == {group_token(pk) for pk in readers}
