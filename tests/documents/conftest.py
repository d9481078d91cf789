"""A portal with its page tree, and people who write and publish."""

import pytest

from documents.models import RegulationIndex, RegulationType
from portal.core.models import User
from portal.pages.structure import ensure_structure
from tests.factories import make_user


@pytest.fixture
def regulation_index(db: None) -> RegulationIndex:
    ensure_structure()
    return RegulationIndex.objects.get()


@pytest.fixture
def permensos(db: None) -> RegulationType:
    return RegulationType.objects.get(code="permensos")


@pytest.fixture
def editor(regulation_index: RegulationIndex) -> User:
    return make_user("editor_dokumen")


@pytest.fixture
def publisher(regulation_index: RegulationIndex) -> User:
    return make_user("penerbit")
