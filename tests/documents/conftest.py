"""A portal with its page tree, and people who write and publish."""

from collections.abc import Callable
from pathlib import Path

import pytest

from documents import actions
from documents.models import Regulation, RegulationIndex, RegulationType, Relation
from portal.core.models import User
from portal.pages.structure import ensure_structure
from tests.documents.import_files import Files
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


#: Publishes a regulation: kind code, number, year, then its relations and further columns.
Publish = Callable[..., Regulation]


@pytest.fixture
def published(editor: User, publisher: User) -> Publish:
    def publish(code: str, number: str, year: int, *relations: Relation, **facts: object) -> Regulation:
        kind = RegulationType.objects.get(code=code)
        page = actions.create_regulation(
            by=editor, kind=kind, number=number, year=year, **({"about": "Contoh"} | facts)
        )
        page.relations.add(*relations)
        page.save_revision(user=editor)
        result: Regulation = actions.publish(by=publisher, page=page)
        return result

    return publish


#: Gives a stored regulation other columns, by two people.
Correct = Callable[..., Regulation]


@pytest.fixture
def correct(editor: User, publisher: User) -> Correct:
    def corrected(page: Regulation, **columns: object) -> Regulation:
        draft = Regulation.objects.get(pk=page.pk).get_latest_revision_as_object()
        for name, value in columns.items():
            setattr(draft, name, value)
        draft.save_revision(user=editor)
        result: Regulation = actions.publish(by=publisher, page=Regulation.objects.get(pk=page.pk))
        return result

    return corrected


@pytest.fixture
def files(regulation_index: RegulationIndex, tmp_path: Path) -> Files:
    """Files to import, and a portal to import them into."""
    return Files(tmp_path)
