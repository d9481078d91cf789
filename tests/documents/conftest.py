"""A portal with its page tree, and people who write and publish."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from documents.models import RegulationIndex, RegulationType
from portal.core.models import User
from portal.pages.structure import ensure_structure
from tests.factories import make_user

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(autouse=True)
def private_files(settings: LazySettings, tmp_path: Path) -> Path:
    """Files of each test in a folder of its own."""
    settings.PRIVATE_FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


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
