"""Whatever happens to documents, groups, grants and privacy, in whatever order: everybody finds what they may open, and no more.

Hypothesis chooses the steps. After each one every reader's hits, totals, counts of every facet, article hits, suggestions and
spellings are compared with what Wagtail's privacy and guardian's grants allow; one reader in turn is also given the related
documents, the answer to a misspelt question, the CSV, the feed and the suggestions that the portal gives.
`PERMISSION_STEPS=20` takes twenty times as many ways through.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from django.http import HttpRequest
from guardian.shortcuts import assign_perm, get_groups_with_perms, remove_perm
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Page, PageViewRestriction

from documents.actions import store_text
from documents.enums import TextOrigin
from documents.models import MouIndex, Regulation, RegulationIndex, RegulationType
from portal.core.audience import audience_of
from portal.core.models import Unit, User
from portal.core.permissions import Person
from portal.pages.structure import ensure_structure
from search import documents, engines, outbox, rebuilding, service
from search.documents import IndexDoc
from search.engines.base import Engine
from search.models import SearchChange
from search.parity.comparing import Filters
from search.parsing import parse
from search.query import FACETS, Audience, Facet, Hit, SearchQuery
from tests.contract.conftest import ENGINES, PARAMETERS, discard
from tests.factories import make_unit, make_user
from tests.proposals import make_cast, make_draft
from tests.search import surfaces
from workflows.models import Proposal

TIMES = int(os.environ.get("PERMISSION_STEPS", "1"))
EXAMPLES = {"sqlite": (10, 25), "elastic": (3, 12)}  # ways through, steps on each
SECRETS = ("xilofonis", "gergajian", "kuwungkal", "zirkonium")
MISSPELT = {"xilofonsi": "xilofonis", "gergajain": "gergajian", "kuwungkla": "kuwungkal", "zirkonimu": "zirkonium"}
RIGHTS = ("core.view_restricted_documents", "core.view_proposals", "core.view_proposals_of_directorate")
KINDS: Filters = {"kind": ("uu", "usulan")}
PRIVACY = (PageViewRestriction.LOGIN, PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD)

places = st.sampled_from(range(2))
secrets = st.lists(st.sampled_from(SECRETS), min_size=1, max_size=2, unique=True)


class Permissions(RuleBasedStateMachine):
    """The world is made once; every way through it is rolled back at its end."""

    engine: Engine
    units: Sequence[Unit]
    parents: Sequence[Page]
    readers: Sequence[int]
    proposal: int

    pages = Bundle("pages")
    privacy = Bundle("privacy")

    def __init__(self) -> None:
        super().__init__()
        self.made = self.looked = 0
        self.engine.apply([], list(self.engine.inventory()))
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        outbox.note([f"proposal:{self.proposal}"])

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(target=pages)
    def some_documents(self) -> Any:
        return multiple(*(self.add([word], place % 2, place % 2, place == 2) for place, word in enumerate(SECRETS)))

    @initialize(target=privacy)
    def a_section_for_one_group(self) -> Any:
        User.objects.get(pk=self.readers[0]).groups.add(self.groups()[0])
        User.objects.get(pk=self.readers[1]).groups.add(self.groups()[1])
        return self.close(1, PageViewRestriction.GROUPS, {0})

    # Documents

    @rule(target=pages, words=secrets, parent=places, unit=places, restricted=st.booleans())
    def add_document(self, words: list[str], parent: int, unit: int, restricted: bool) -> int:
        return self.add(words, parent, unit, restricted)

    def add(self, words: Sequence[str], parent: int, unit: int, restricted: bool) -> int:
        self.made += 1
        page = Regulation(
            kind=RegulationType.objects.get(code="uu"), number=str(self.made), year=2001 + self.made % 3,
            about=" ".join(["Contoh", *words]), issuer="Presiden", owner_unit=self.units[unit], is_restricted=restricted,
            text=store_text(text=f"Pasal 1\n{' '.join(words)} rahasia.", origin=TextOrigin.TYPED), live=False,
        )  # fmt: skip
        self.parents[parent].add_child(instance=page)
        page.save_revision().publish()
        return int(page.pk)

    @rule(pk=pages, words=secrets, unit=places, restricted=st.booleans())
    def publish(self, pk: int, words: list[str], unit: int, restricted: bool) -> None:
        page = Regulation.objects.get(pk=pk)
        page.about = " ".join(["Contoh", *words])
        page.text = store_text(text=f"Pasal 1\n{' '.join(words)} lain.", origin=TextOrigin.TYPED)
        page.owner_unit, page.is_restricted = self.units[unit], restricted
        page.save_revision().publish()

    @rule(pk=pages)
    def unpublish(self, pk: int) -> None:
        Regulation.objects.get(pk=pk).unpublish()

    @rule(pk=pages, parent=places)
    def move(self, pk: int, parent: int) -> None:
        target = Page.objects.get(pk=self.parents[parent].pk)
        Regulation.objects.get(pk=pk).move(target, pos="last-child")

    @rule(pk=consumes(pages))
    def delete(self, pk: int) -> None:
        Regulation.objects.get(pk=pk).delete()

    # Privacy

    @rule(target=privacy, pk=pages | places, kind=st.sampled_from(PRIVACY), allowed=st.sets(st.sampled_from(range(3))))
    def close_page(self, pk: int, kind: str, allowed: set[int]) -> Any:
        return self.close(pk, kind, allowed)

    def close(self, pk: int, kind: str, allowed: set[int]) -> Any:
        page = Page.objects.get(pk=self.parents[pk].pk if pk < len(self.parents) else pk)
        if page.view_restrictions.exists():
            return multiple()
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="rahasia")
        restriction.groups.set([self.groups()[number] for number in sorted(allowed)])
        return restriction.pk

    @rule(pk=privacy, kind=st.sampled_from(PRIVACY), allowed=st.sets(st.sampled_from(range(3))))
    def change_privacy(self, pk: int, kind: str, allowed: set[int]) -> None:
        for restriction in PageViewRestriction.objects.filter(pk=pk):  # it may have gone with its page
            restriction.restriction_type = kind
            restriction.save()
            restriction.groups.set([self.groups()[number] for number in sorted(allowed)])

    @rule(pk=privacy, allowed=st.sets(st.sampled_from(range(3))))
    def let_others_in(self, pk: int, allowed: set[int]) -> None:
        for restriction in PageViewRestriction.objects.filter(pk=pk):
            restriction.groups.set([self.groups()[number] for number in sorted(allowed)])

    @rule(pk=consumes(privacy))
    def open(self, pk: int) -> None:
        for restriction in PageViewRestriction.objects.filter(pk=pk):
            restriction.delete()

    # Groups and grants

    @rule(reader=st.sampled_from(range(4)), group=st.sampled_from(range(3)), joins=st.booleans())
    def join_or_leave(self, reader: int, group: int, joins: bool) -> None:
        groups = User.objects.get(pk=self.readers[reader]).groups
        groups.add(self.groups()[group]) if joins else groups.remove(self.groups()[group])

    @rule(group=st.sampled_from(range(3)), right=st.sampled_from(RIGHTS[:2]), place=places, gives=st.booleans())
    def grant_on_unit(self, group: int, right: str, place: int, gives: bool) -> None:
        (assign_perm if gives else remove_perm)(right, self.groups()[group], self.units[place])

    @rule(group=st.sampled_from(range(3)), right=st.sampled_from(RIGHTS[:2]), gives=st.booleans())
    def grant_everywhere(self, group: int, right: str, gives: bool) -> None:
        (assign_perm if gives else remove_perm)(right, self.groups()[group])

    @rule(group=st.sampled_from(range(3)))
    def replace_group(self, group: int) -> None:
        """A group goes with all its members and grants; another one takes its name."""
        gone = self.groups()[group]
        gone.delete()
        Group.objects.create(name=gone.name)

    @rule(unit=places)
    def hand_over_proposal(self, unit: int) -> None:
        proposal = Proposal.objects.get(pk=self.proposal)
        proposal.unit = self.units[unit]
        proposal.save()

    @rule()
    def rebuild(self) -> None:
        rebuilding.rebuild(self.engine)

    # What must hold

    @invariant()
    def everybody_finds_what_they_may_open(self) -> None:
        outbox.drain_engine(self.engine)
        self.looked += 1
        pages = [(page, *conditions_of(page)) for page in Regulation.objects.live()]
        for place, reader in enumerate(self.everybody()):
            may_find = {f"page:{page.pk}": page for page, *conditions in pages if finds(reader, *conditions)}
            opens = set(Regulation.objects.visible_to(reader).values_list("pk", flat=True))
            assert {page.pk for page in may_find.values()} <= opens
            proposals = {f"proposal:{pk}" for pk in Proposal.objects.visible_to(reader).values_list("pk", flat=True)}
            self.agrees(reader, may_find, proposals)
            word = SECRETS[(self.looked + place) % len(SECRETS)]
            self.keeps_secret(word, reader, may_find)
            if place == self.looked % 5:
                surfaces.agree(reader, word, {key: page.url for key, page in may_find.items()}, having(word, may_find))
                self.relates_only_what_may_be_found(reader, {page.pk for page, *_ in pages}, may_find, proposals)
        public = [page.about for page, *conditions in pages if finds(AnonymousUser(), *conditions)]
        self.tells_only_words_of(public, audience_of(reader))

    def agrees(self, reader: Person, may_find: dict[str, Regulation], proposals: set[str]) -> None:
        audience = audience_of(reader)
        every = self.engine.search(SearchQuery(audience=audience, filters=KINDS, size=200, passages_per_hit=0))
        records = documents.load([*may_find, *proposals]).values()
        assert {hit.key for hit in every.hits} == may_find.keys() | proposals
        assert every.total == len(may_find) + len(proposals)
        for facet in FACETS:
            counted = {each.value: each.count for each in every.facets[facet]}
            if facet == "kind":  # it counts as if it were not narrowed: the portal has other pages, too
                counted = {value: count for value, count in counted.items() if value in KINDS["kind"]}
            assert counted == Counter(value for record in records for value in values_of(record, facet))

    def keeps_secret(self, word: str, reader: Person, may_find: dict[str, Regulation]) -> None:
        told = having(word, may_find)
        found = self.engine.search(parse(word).query(audience=audience_of(reader)))
        assert ({hit.key for hit in found.hits}, found.total) == (told, len(told))
        for hit in found.hits:
            (article,) = hit.passages
            assert (article.label, f"<mark>{word}</mark>" in article.snippet_html) == ("Pasal 1", True)
        assert {each.key for each in self.engine.suggest(word[:5], audience=audience_of(reader))} == told

    def relates_only_what_may_be_found(
        self, reader: Person, live: set[int], may_find: dict[str, Regulation], proposals: set[str]
    ) -> None:
        """Nothing at all for a document that the reader may not find: that it is like others would tell of it."""
        for pk in live:
            alike = {hit.key for hit in self.engine.related(f"page:{pk}", audience=audience_of(reader)) if is_made(hit)}
            assert alike <= (may_find.keys() | proposals if f"page:{pk}" in may_find else set())

    def tells_only_words_of(self, public: Sequence[str], audience: Audience) -> None:
        for misspelt, word in list(MISSPELT.items())[self.looked % 2 :: 2]:
            told = [(each.word, each.documents) for each in self.engine.similar_words(misspelt, audience=audience)]
            documents_of_all = sum(word in about for about in public)
            assert told == ([(word, documents_of_all)] if documents_of_all >= 2 else [])
            assert service.ask(misspelt, audience=audience).instead == (word if told else None)

    def everybody(self) -> Iterator[Person]:
        yield AnonymousUser()
        yield from User.objects.filter(pk__in=self.readers).order_by("pk").prefetch_related("groups")

    def groups(self) -> list[Group]:
        return list(Group.objects.filter(name__startswith="Tim ").order_by("name"))


def having(word: str, may_find: dict[str, Regulation]) -> set[str]:
    return {key for key, page in may_find.items() if word in page.about}


def is_made(hit: Hit) -> bool:
    """Whether the machine made it; the pages of every portal are not what is asked about."""
    return hit.kind in KINDS["kind"]


def values_of(record: IndexDoc, facet: Facet) -> Sequence[str]:
    values: dict[Facet, Sequence[str]] = {
        "kind": [record.kind],
        "year": [str(record.year or "")],
        "status": [record.status],
        "cluster": record.clusters,
        "issuer": [record.issuer],
    }
    return [value for value in values[facet] if value]


def conditions_of(page: Regulation) -> tuple[list[PageViewRestriction], list[set[Group]]]:
    """The restrictions of a page and all above, and the groups that each thing that asks for a group lets in."""
    restrictions = list(page.get_view_restrictions().prefetch_related("groups"))
    asked = [set(each.groups.all()) for each in restrictions if each.restriction_type == PageViewRestriction.GROUPS]
    if page.is_restricted:
        everywhere = Group.objects.filter(permissions__codename="view_restricted_documents")
        on_unit = get_groups_with_perms(page.owner_unit, attach_perms=True)
        asked.append({*everywhere, *(group for group, held in on_unit.items() if "view_restricted_documents" in held)})
    return restrictions, asked


def finds(reader: Person, restrictions: Sequence[PageViewRestriction], asked: Sequence[set[Group]]) -> bool:
    """By Wagtail's own judgement of every restriction and guardian's of the unit. Where several of these ask for a group, one
    group has to satisfy them all (`search.access.readers_of`); a shared password lets nobody find."""
    request = HttpRequest()
    request.user, request.session = reader, {}  # type: ignore[assignment]  # no password was ever given
    if not all(each.accept_request(request) for each in restrictions):
        return False
    return not asked or any(all(group in each for each in asked) for group in reader.groups.all())


@pytest.fixture
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[type[Permissions]]:
    name: str = request.param
    engine = ENGINES[name](request)
    engine.rebuild().swap()
    monkeypatch.setattr(engines, "every", lambda: [engine])
    ensure_structure()
    for number in range(3):
        Group.objects.create(name=f"Tim {number}")
    cast = make_cast()
    parents = [RegulationIndex.objects.get(), MouIndex.objects.get()]
    readers = [make_user().pk, make_user().pk, cast.operator.pk, make_user("auditor").pk]
    made = {"engine": engine, "units": [cast.unit, make_unit()], "parents": parents, "readers": readers}
    SearchChange.objects.all().delete()
    yield type("Machine", (Permissions,), {**made, "proposal": make_draft(cast).pk, "name": name})
    discard(engine)


@pytest.mark.parametrize("machine", PARAMETERS, indirect=True)
def test_everybody_finds_what_they_may_open_and_no_more(machine: type[Permissions]) -> None:
    ways, steps = EXAMPLES[machine.engine.name]
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(
        max_examples=ways * TIMES, stateful_step_count=steps, deadline=None, suppress_health_check=slow, derandomize=TIMES == 1,
        database=None, phases=[Phase.generate, *([Phase.shrink] if TIMES > 1 else [])],
    )  # fmt: skip

    run_state_machine_as_test(machine, settings=chosen)
