"""People who may act on a proposal, a draft of theirs, and the operator's browser."""

import pytest
from django.test import Client

from tests.proposals import Cast, make_cast
from workflows import actions
from workflows.drafts import GeneralData
from workflows.models import Proposal


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def draft(cast: Cast) -> Proposal:
    """With a title and a scheme, and nothing else."""
    draft = actions.create_draft(by=cast.operator, unit=cast.unit, title="Usulan")
    data = GeneralData(title="Usulan", scheme="government_aid")
    return actions.save_draft_section(by=cast.operator, proposal=draft, data=data)


@pytest.fixture
def operator(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.operator)
    return client
