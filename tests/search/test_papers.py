"""Papers of proposals are found by their words, by those who may see the proposal and by nobody else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from portal.core.audience import audience_of
from portal.core.models import User
from search import outbox, service
from search.engines.sqlite import SQLiteEngine
from search.query import Hit
from tests.documents.made_pdfs import text_pdf
from tests.factories import make_unit, make_user
from tests.proposals import Cast, make_cast, make_draft
from workflows import actions, paper_texts
from workflows.models import Paper, PaperKind, Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

FIRST = "Surat permohonan bantuan dari kelompok pemulung di tepi sungai."
SECOND = "Mesin pencacah lama berkarat, dibeli pada tahun sebelumnya. NIK ketua 3275014408900001."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def make_legible(kind: str = "") -> PaperKind:
    kinds = PaperKind.objects.filter(holds_personal_data=False)
    return kinds.get(code=kind) if kind else kinds.earliest("pk")


def with_letter(proposal: Proposal, by: User, *pages: str, kind: PaperKind | None = None) -> Paper:
    paper = actions.attach_paper(
        by=by,
        proposal=proposal,
        kind=kind or make_legible(),
        file=ContentFile(text_pdf(*pages), name="surat.pdf"),
        name="surat.pdf",
        content_type="application/pdf",
    )
    paper_texts.keep_up()
    return paper


def hits(text: str, user: User | AnonymousUser) -> list[Hit]:
    outbox.drain()
    return list(service.ask(text, audience=audience_of(user), literal=True).result.hits)


def test_a_word_of_a_paper_leads_to_its_page(cast: Cast) -> None:
    proposal = make_draft(cast)
    paper = with_letter(proposal, cast.operator, FIRST, SECOND)

    (hit,) = hits("berkarat", cast.operator)

    assert hit.url == reverse("workflows:proposal", args=[proposal.pk])
    (page,) = hit.passages
    assert page.label == f"{paper.kind}, hlm. 2"
    assert "<mark>berkarat</mark>" in page.snippet_html


def test_the_page_of_results_links_to_the_page_of_the_paper(cast: Cast, client: Client, index: SQLiteEngine) -> None:
    paper = with_letter(make_draft(cast), cast.operator, FIRST, SECOND)
    outbox.drain()
    client.force_login(cast.operator)

    html = client.get("/cari/", {"q": "berkarat"}).content.decode()

    assert f'href="{reverse("workflows:paper", args=[paper.pk])}#page=2"' in html


def test_a_page_of_a_registered_proposal_is_shown_beside_its_answers(cast: Cast, client: Client) -> None:
    draft = make_draft(cast)
    paper = with_letter(draft, cast.operator, FIRST, SECOND)
    actions.send_to_head(by=cast.operator, proposal=draft)
    actions.certify_and_submit(by=cast.head, proposal=draft)
    outbox.drain()
    client.force_login(cast.verifier)

    html = client.get("/cari/", {"q": "berkarat"}).content.decode()

    address = f"{reverse('workflows:verification', args=[draft.pk])}?berkas={paper.kind_id}&hal=2"
    assert f'href="{address.replace("&", "&amp;")}#pratinjau"' in html
    assert "2 dari 2" in " ".join(client.get(address).content.decode().split())


def test_numbers_of_people_in_a_paper_are_neither_shown_nor_found(cast: Cast) -> None:
    with_letter(make_draft(cast), cast.operator, FIRST, SECOND)

    (hit,) = hits("ketua", cast.operator)

    assert "3275014408900001" not in hit.snippet_html + hit.passages[0].snippet_html
    assert hits("3275014408900001", cast.operator) == []


def test_another_unit_an_official_and_the_public_do_not_find_the_paper_of_a_draft(cast: Cast) -> None:
    with_letter(make_draft(cast), cast.operator, SECOND)
    neighbour = make_user("kepala_balai", unit=make_unit())

    assert hits("berkarat", cast.head)
    for stranger in (neighbour, cast.verifier, make_user("auditor"), AnonymousUser()):
        assert hits("berkarat", stranger) == []


def test_officials_find_the_paper_of_a_registered_proposal_and_strangers_are_not_told(cast: Cast) -> None:
    draft = make_draft(cast)
    with_letter(draft, cast.operator, SECOND)
    actions.send_to_head(by=cast.operator, proposal=draft)
    actions.certify_and_submit(by=cast.head, proposal=draft)

    assert hits("berkarat", cast.verifier)
    for stranger in (make_user("kepala_balai", unit=make_unit()), AnonymousUser()):
        answer = service.ask("berkarak", audience=audience_of(stranger))
        assert answer.result.total == 0
        assert answer.result.did_you_mean is None
        assert not any(answer.result.facets.values())


def test_a_replaced_paper_is_found_by_its_new_words_only(cast: Cast) -> None:
    draft = make_draft(cast)
    with_letter(draft, cast.operator, SECOND)
    with_letter(draft, cast.operator, FIRST)

    assert hits("berkarat", cast.operator) == []
    assert hits("sungai", cast.operator)


def test_a_kind_that_turns_out_to_hold_personal_data_is_no_longer_found(cast: Cast) -> None:
    paper = with_letter(make_draft(cast), cast.operator, SECOND)
    assert hits("berkarat", cast.operator)

    paper.kind.holds_personal_data = True
    paper.kind.save()

    assert hits("berkarat", cast.operator) == []


def test_the_words_of_a_text_read_by_a_machine_say_so(cast: Cast) -> None:
    paper = with_letter(make_draft(cast), cast.operator, SECOND)
    paper.is_ocr = True
    paper.save()

    (hit,) = hits("berkarat", cast.operator)

    assert hit.passages[0].label.endswith("hlm. 1 (teks hasil OCR)")
