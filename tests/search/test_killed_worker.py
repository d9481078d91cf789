"""A worker killed in the midst of a change or a rebuild, with either engine: the next one finds everything to be done still."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import Address, Server
from tests.contract.conftest import PARAMETERS
from tests.mortals import moments, mortals
from tests.running_portal import ROOT, RunningPortal

IMPORTS = """
import django
django.setup()
import time
from django.db import transaction
from documents.models import Regulation
from documents.signals import documents_changed
from search import engines, outbox, rebuilding
"""
# Every round changes all regulations and tells of it in one transaction, as a bulk write does.
WORK = """
engine = next(each for each in engines.every() if each.name == sys.argv[1])
while True:
    with transaction.atomic():
        Regulation.objects.update(about=f"Contoh {time.time_ns()}")
        documents_changed.send(sender=Regulation, page_ids=list(Regulation.objects.values_list("pk", flat=True)))
    begin()
    if sys.argv[2] == "rebuild":
        rebuilding.rebuild(engine)
    else:
        outbox.drain_engine(engine)
"""
IN_GRACE = re.compile(r"-(docs|passages)-before-\d+$")
LONGEST = {
    ("sqlite", "update"): 0.3,
    ("sqlite", "rebuild"): 0.6,
    ("elastic", "update"): 0.6,
    ("elastic", "rebuild"): 2.0,
}


@contextmanager
def with_engine(name: str, portal: RunningPortal, request: pytest.FixtureRequest) -> Iterator[ElasticEngine | None]:
    """The portal with this engine beside the embedded one, which is always there."""
    if name == "sqlite":
        yield None
        return
    url: str = request.getfixturevalue("elasticsearch")
    prefix = f"test-{uuid.uuid4().hex[:10]}"
    engine = ElasticEngine(Server(Address(url)), prefix)
    with portal.using(url, prefix):
        yield engine
    engine.remove()
    engine.close()


@pytest.mark.parametrize("kind", ["update", "rebuild"])
@pytest.mark.parametrize("name", PARAMETERS)
def test_a_killed_worker_loses_no_change_and_leaves_nothing_behind(
    demo_portal: RunningPortal, request: pytest.FixtureRequest, name: str, kind: str
) -> None:
    with with_engine(name, demo_portal, request) as server:
        environment = demo_portal.environment | {"PYTHONPATH": str(ROOT)}
        with mortals(WORK, name, kind, imports=IMPORTS, environment=environment) as killed_after:
            for wait in moments(LONGEST[name, kind]):
                killed_after(wait)
        demo_portal.manage("search_sync")
        demo_portal.manage("search_check")
        demo_portal.manage("search_rebuild")
        assert len(list((demo_portal.var_dir / "search").glob("index-*.sqlite3"))) <= 2
        if server is not None:
            with server._server.writing() as client:
                found = client.indices.get(index=f"{server.prefix}-*").body
            names = server._names
            in_use = [index for index, known in found.items() if {names.docs, names.passages} & set(known["aliases"])]
            in_grace = [index for index, known in found.items() if any(map(IN_GRACE.search, known["aliases"]))]
            assert len(in_use) == 2
            assert sorted(in_use + in_grace) == sorted(found), "no index is both, and none is neither"
            assert {known["mappings"]["dynamic"] for known in found.values()} == {"strict"}, "made by the server itself"
