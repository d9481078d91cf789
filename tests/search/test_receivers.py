"""Whatever changes a record or its readers reaches the index without anybody calling search."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm
from wagtail.models import Page, PageViewRestriction

from documents.models import Regulation, RegulationIndex
from documents.signals import documents_changed
from portal.core.audience import audience_of
from search import outbox, service
from search.documents import IndexDoc, load
from search.engines.sqlite import SQLiteEngine
from tests.factories import make_unit, make_user
from tests.proposals import FORWARD, make_cast, make_draft, proposal_at
from tests.search.conftest import MakeRegulation
from workflows.enums import Stage
from workflows.models import Proposal

pytestmark = pytest.mark.django_db
Find = Callable[..., list[str]]


def key(page: Page) -> str:
    return f"page:{page.pk}"


def test_a_published_regulation_is_found_by_its_text(make_regulation: MakeRegulation, find: Find) -> None:
    regulation = make_regulation("Perlindungan Pemulung")

    assert find("pemulung wilayah") == [key(regulation)]


def test_a_draft_is_not_found(make_regulation: MakeRegulation, find: Find) -> None:
    regulation = make_regulation("Kata Pertama")
    regulation.about = "Kata Rahasia"
    regulation.save_revision()

    assert find("rahasia") == []
    assert find("kata pertama") == [key(regulation)]


def test_an_unpublished_page_disappears(make_regulation: MakeRegulation, find: Find) -> None:
    regulation = make_regulation("Gergaji")
    assert find("gergaji") == [key(regulation)]

    regulation.unpublish()

    assert find("gergaji") == []


def test_a_deleted_page_disappears(make_regulation: MakeRegulation, find: Find) -> None:
    regulation = make_regulation("Gergaji")
    assert find("gergaji") == [key(regulation)]

    regulation.delete()

    assert find("gergaji") == []


def test_a_bulk_write_is_announced_by_its_signal(make_regulation: MakeRegulation, find: Find) -> None:
    regulation = make_regulation("Gergaji")
    Regulation.objects.filter(pk=regulation.pk).update(about="Cangkul")
    documents_changed.send(sender=Regulation, page_ids=[regulation.pk])

    assert find("cangkul") == [key(regulation)]
    assert find("gergaji") == []


def test_privacy_of_a_page_above_hides_what_is_below(make_regulation: MakeRegulation, find: Find) -> None:
    regulation = make_regulation("Gergaji")
    member = make_user("auditor")
    group = Group.objects.get(pk=member.groups.get().pk)
    restriction = PageViewRestriction.objects.create(
        page=RegulationIndex.objects.get(), restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(group)

    assert find("gergaji") == []
    assert find("gergaji", audience_of(member)) == [key(regulation)]
    assert find("gergaji", audience_of(make_user("verifikator"))) == []

    restriction.delete()

    assert find("gergaji") == [key(regulation)]


def test_a_page_for_accounts_only_is_found_by_accounts_only(make_regulation: MakeRegulation, find: Find) -> None:
    regulation = make_regulation("Gergaji")
    PageViewRestriction.objects.create(page=regulation, restriction_type=PageViewRestriction.LOGIN)

    assert find("gergaji") == []
    assert find("gergaji", audience_of(make_user())) == [key(regulation)]


def test_a_shared_password_lets_nobody_find(make_regulation: MakeRegulation, find: Find) -> None:
    regulation = make_regulation("Gergaji")
    PageViewRestriction.objects.create(
        page=regulation, restriction_type=PageViewRestriction.PASSWORD, password="rahasia"
    )

    assert find("gergaji", audience_of(make_user("auditor"))) == []


def test_a_restricted_document_is_found_by_its_unit_only(make_regulation: MakeRegulation, find: Find) -> None:
    unit, other = make_unit(), make_unit()
    regulation = make_regulation("Gergaji", owner_unit=unit, is_restricted=True)

    assert find("gergaji") == []
    assert find("gergaji", audience_of(make_user("operator_balai", unit=unit))) == [key(regulation)]
    assert find("gergaji", audience_of(make_user("operator_balai", unit=other))) == []
    assert find("gergaji", audience_of(make_user("auditor"))) == [key(regulation)]


@pytest.mark.parametrize("restricted", [False, True])
def test_search_finds_what_the_page_shows_and_nothing_else(
    make_regulation: MakeRegulation, find: Find, restricted: bool
) -> None:
    unit = make_unit()
    regulation = make_regulation("Gergaji", owner_unit=unit, is_restricted=restricted)
    everybody = [make_user(role, unit=unit) for role in ("operator_balai", "verifikator", "auditor", "editor_dokumen")]

    for user in [*everybody, make_user()]:
        may_open = Regulation.objects.visible_to(user).filter(pk=regulation.pk).exists()
        assert (find("gergaji", audience_of(user)) == [key(regulation)]) is may_open


def test_a_proposal_is_found_by_its_unit_and_not_by_another(find: Find, index: object) -> None:
    cast = make_cast()
    proposal = make_draft(cast)
    stranger = make_user("kepala_balai", unit=make_unit())
    words = proposal.title

    assert find(words, audience_of(cast.operator)) == [f"proposal:{proposal.pk}"]
    assert find(words, audience_of(stranger)) == []
    assert find(words, audience_of(cast.verifier)) == []
    assert find(words) == []


def test_a_group_with_the_right_on_the_unit_and_everywhere_finds_the_units_drafts(find: Find, index: object) -> None:
    proposal = make_draft(make_cast())
    member, group = make_user(), Group.objects.create(name="Tim pendamping")
    member.groups.add(group)
    assign_perm("core.view_proposals", group, proposal.unit)
    assign_perm("core.view_proposals", group)

    assert Proposal.objects.visible_to(member).contains(proposal)
    assert find(proposal.title, audience_of(member)) == [f"proposal:{proposal.pk}"]


def test_a_draft_is_not_found_by_the_directorate_it_will_go_to(find: Find, index: object) -> None:
    cast = make_cast()
    draft = make_draft(cast)
    director = audience_of(cast.director)
    assert draft.leading_directorate == cast.cluster.directorate

    assert find(draft.title, director) == []
    submitted = proposal_at(Stage.VERIFICATION, cast)
    assert find(submitted.title, director) == [f"proposal:{submitted.pk}"]


def test_every_step_of_a_proposal_reaches_the_index(find: Find, index: SQLiteEngine) -> None:
    cast = make_cast()
    proposal = proposal_at(Stage.VERIFICATION, cast)
    known = f"proposal:{proposal.pk}"
    assert find(proposal.title, audience_of(cast.verifier)) == [known]
    outbox.drain()

    FORWARD[Stage.VERIFICATION](proposal, cast)
    outbox.drain()

    assert index.inventory()[known] == load([known])[known].fingerprint()
    assert load([known])[known].status == Stage.DIRECTOR


def test_a_right_taken_away_takes_effect_on_the_next_search(find: Find, index: object) -> None:
    cast = make_cast()
    proposal = make_draft(cast)
    assert find(proposal.title, audience_of(cast.operator)) != []

    cast.operator.groups.clear()

    assert find(proposal.title, audience_of(cast.operator)) == []


def test_a_group_that_gains_a_right_finds_what_it_may_see(find: Find, index: object) -> None:
    from django.contrib.auth.models import Permission

    cast = make_cast()
    proposal = make_draft(cast)
    type(proposal).objects.filter(pk=proposal.pk)
    newcomer = make_user()
    group = Group.objects.create(name="Tim baru")
    newcomer.groups.add(group)
    assign_perm("core.view_proposals", group, cast.unit)

    assert Permission.objects.filter(codename="view_proposals").exists()
    assert find(proposal.title, audience_of(newcomer)) == [f"proposal:{proposal.pk}"]


def test_nothing_of_beneficiaries_or_applicants_enters_a_proposals_record(index: object) -> None:
    proposal = make_draft(make_cast())
    type(proposal).objects.filter(pk=proposal.pk).update(
        title="Kursi roda, NIK 3275014408900001",
        background="Ibu Siti Rahasia tinggal di Jalan Kelabu",
        applicant_name="Siti Rahasia",
        applicant_address="Jalan Kelabu",
    )
    record: IndexDoc = load([f"proposal:{proposal.pk}"])[f"proposal:{proposal.pk}"]

    assert "Siti" not in repr(record)
    assert "Kelabu" not in repr(record)
    assert "327501440890" not in repr(record)


def test_the_articles_of_a_regulation_are_its_passages(make_regulation: MakeRegulation) -> None:
    regulation = make_regulation("Contoh")
    outbox.drain()
    hit = service.ask("pengasuhan telantar", audience=("public",)).result.hits[0]

    assert hit.key == key(regulation)
    assert hit.url == f"/peraturan/permensos/2020/{regulation.number}/"
    assert [(passage.label, passage.anchor) for passage in hit.passages] == [("Pasal 2", "pasal-2")]


def test_a_renamed_unit_is_found_by_its_new_name(find: Find, index: object) -> None:
    cast = make_cast()
    proposal = make_draft(cast)
    known = f"proposal:{proposal.pk}"
    assert find("gergaji", audience_of(cast.operator)) == []

    cast.unit.name = "Sentra Gergaji"
    cast.unit.save()

    assert find("gergaji", audience_of(cast.operator)) == [known]


def test_a_deleted_proposal_disappears(find: Find, index: object) -> None:
    cast = make_cast()
    proposal = Proposal.objects.create(title="Gergaji", unit=cast.unit, created_by=cast.operator)
    assert find("gergaji", audience_of(cast.operator)) == [f"proposal:{proposal.pk}"]

    proposal.delete()

    assert find("gergaji", audience_of(cast.operator)) == []
