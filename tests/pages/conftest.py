"""A site as `setup_site` and the demo leave it."""

import pytest

from portal.core.models import Cluster, Directorate
from portal.core.reference_data import DIRECTORATES, load_reference_data
from portal.demo import content
from portal.pages.models import HomePage
from portal.pages.structure import ensure_structure


@pytest.fixture
def site(db: None) -> HomePage:
    """The page tree of a new installation with its clusters; the 36 units take seconds and come with `units`."""
    for order, (code, name, short_name, cluster) in enumerate(DIRECTORATES, start=1):
        directorate = Directorate.objects.create(code=code, name=name, short_name=short_name)
        Cluster.objects.create(code=code, name=cluster, directorate=directorate, order=order)
    return ensure_structure()


@pytest.fixture
def units(site: HomePage) -> None:
    """The units of units.csv."""
    load_reference_data()


@pytest.fixture
def demo_site(site: HomePage) -> HomePage:
    """The page tree with the content of the demo."""
    content.make()
    return HomePage.objects.get()
