"""What of a page is to be found, beside its own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from wagtail.models import Page

from documents.enums import AgreementKind
from documents.models import Mou, MouIndex, Sop, SopIndex
from documents.text.nodes import Kind, Node, to_data
from portal.core.audience import audience_of
from portal.pages.structure import ensure_structure
from search import outbox, proposals, service
from search.builders import key_of, passages
from tests.proposals import make_cast, make_draft
from tests.search.conftest import MakeRegulation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]
Find = Callable[..., list[str]]


def published(page: Page, below: Page) -> str:
    """The key of the page, published."""
    below.add_child(instance=page)
    page.save_revision().publish()
    return key_of(page.pk)


@pytest.mark.parametrize("said", ["mou", "nota kesepahaman", "nota kesepakatan", "MoU tentang"])
def test_an_agreement_is_found_by_the_name_of_its_kind(find: Find, said: str) -> None:
    ensure_structure()
    known = published(Mou(title="Layanan anak di Bogor"), MouIndex.objects.get())
    other = published(Mou(title="Layanan di Bogor", kind=AgreementKind.COOPERATION), MouIndex.objects.get())

    assert find(f"{said} bogor") == [known]
    assert find("perjanjian kerja sama bogor") == find("pks bogor") == [other]


def test_what_explains_an_item_of_an_amendment_is_called_so() -> None:
    item = Node(Kind.AMENDMENT, "26", text="Ketentuan Pasal 45 diubah.", anchor="pasal-I-26")
    explained = replace(
        item, text="Penjelasan yang cukup panjang untuk menjelaskan sesuatu.", anchor="penjelasan-pasal-I-26"
    )
    empty = replace(explained, number="27", text="Cukup jelas.", anchor="penjelasan-pasal-I-27")

    found = passages(to_data(Node(Kind.DOCUMENT, children=(item, explained, empty))))

    assert [each.label for each in found] == ["Angka 26", "Penjelasan Angka 26"]


@pytest.mark.parametrize("said", ["sop", "prosedur", "standar operasional prosedur", "prosedur operasional standar"])
def test_a_procedure_is_found_by_the_name_of_its_kind(find: Find, said: str) -> None:
    ensure_structure()
    known = published(Sop(title="Menerima penghuni baru"), SopIndex.objects.get())

    assert find(f"{said} penghuni") == [known]


@pytest.mark.parametrize("said", ["permensos", "peraturan menteri", "permen", "peraturan menteri sosial", "peraturan"])
def test_a_regulation_is_found_by_the_name_of_its_kind(find: Find, make_regulation: MakeRegulation, said: str) -> None:
    regulation = make_regulation("Gergaji", text="Pasal 1\nIsi.")

    assert find(f"{said} gergaji") == [key_of(regulation.pk)]


@pytest.mark.parametrize("said", ["usulan", "usulan bantuan", "proposal", "bantuan"])
def test_a_proposal_is_found_by_the_name_of_its_kind(said: str) -> None:
    cast = make_cast()
    proposal = make_draft(cast)
    proposal.title = "Mesin jahit untuk kelompok penjahit"
    proposal.save()
    outbox.drain()

    result = service.ask(f"{said} mesin jahit", audience=audience_of(cast.operator)).result

    assert ([hit.key for hit in result.hits], result.relaxed) == ([proposals.key_of(proposal.pk)], False)
