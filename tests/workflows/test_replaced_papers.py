"""A page that shows the paper of yesterday: its date is not put on the new paper, and its file replaces nothing unseen."""

import datetime as dt
import hashlib
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.proposals import Cast, proposal_at
from tests.workflows.test_paper_pages import field, pdf, until, url
from workflows import actions
from workflows.enums import PaperVerdict, Section, Stage
from workflows.models import Paper, PaperKind, Proposal

pytestmark = pytest.mark.django_db


def file(pages: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"domisili-{pages}.pdf", pdf(pages))


def form(client: Client, draft: Proposal) -> dict[str, str]:
    """What the page would send now, as it stands in this tab."""
    page = BeautifulSoup(client.get(url(draft)).content, "html.parser")
    inputs = page.select("main form input[name]:not([type=file])")
    return {str(each["name"]): str(each.get("value", "")) for each in inputs} | {"action": "draft"}


def present() -> Paper:
    return Paper.objects.current().get(kind__code="domisili")


@pytest.fixture
def old_tab(operator: Client, draft: Proposal) -> dict[str, str]:
    """A tab that shows a paper, valid until 2031; another tab has put a newer one in its place since."""
    operator.post(url(draft), {field("domisili"): file(1), until("domisili"): "2031-01-15"})
    tab = form(operator, draft)
    operator.post(url(draft), form(operator, draft) | {field("domisili"): file(2), until("domisili"): ""})
    assert present().version == 2
    return tab


def test_the_date_of_an_old_paper_is_not_saved_by_itself_with_the_new_one(
    operator: Client, draft: Proposal, old_tab: dict[str, str]
) -> None:
    answer = operator.post(url(draft), old_tab | {"action": "auto"})

    assert (answer.status_code, answer.json()["state"]) == (200, "wrong")
    assert "berganti sejak halaman ini dibuka" in answer.json()["words"]
    assert present().valid_until is None


def test_whoever_saves_it_sees_both_and_decides(operator: Client, draft: Proposal, old_tab: dict[str, str]) -> None:
    answer = operator.post(url(draft), old_tab)

    assert answer.status_code == 409
    assert present().valid_until is None
    inputs = BeautifulSoup(answer.content, "html.parser").select("main form input[name]:not([type=file])")
    again = {str(each["name"]): str(each.get("value", "")) for each in inputs} | {"action": "draft"}
    assert again[until("domisili")] == "2031-01-15"

    operator.post(url(draft), again)

    assert present().valid_until == dt.date(2031, 1, 15)


def test_a_tab_that_showed_no_paper_takes_no_date_away(operator: Client, draft: Proposal) -> None:
    empty_tab = form(operator, draft)
    operator.post(url(draft), {field("domisili"): file(1), until("domisili"): "2031-01-15"})

    operator.post(url(draft), empty_tab | {"action": "auto"})

    assert present().valid_until == dt.date(2031, 1, 15)


def test_a_file_from_an_old_tab_replaces_nothing_and_its_good_neighbour_is_kept(
    operator: Client, draft: Proposal, old_tab: dict[str, str]
) -> None:
    del old_tab[until("domisili")]

    answer = operator.post(url(draft), old_tab | {field("domisili"): file(3), field("proposal"): file(4)})

    page = answer.content.decode()
    assert "sudah diganti atau dihapus dari tempat lain" in page
    assert "1 berkas tersimpan." in page
    assert present().name == "domisili-2.pdf"
    assert Paper.objects.current().filter(kind__code="proposal").exists()


def test_a_file_with_its_date_comes_in_one_step(operator: Client, draft: Proposal) -> None:
    operator.post(url(draft), form(operator, draft) | {field("domisili"): file(1)})

    answer = operator.post(
        url(draft), form(operator, draft) | {field("domisili"): file(2), until("domisili"): "2032-02-01"}
    )

    assert answer.status_code == 302
    assert (present().version, present().valid_until) == (2, dt.date(2032, 2, 1))


@pytest.mark.parametrize("nonsense", ["", "²", "-1", "9" * 5000, "x"])
def test_a_paper_number_that_is_none_fits_no_paper(operator: Client, draft: Proposal, nonsense: str) -> None:
    operator.post(url(draft), {field("domisili"): file(1)})

    answer = operator.post(
        url(draft), form(operator, draft) | {f"paper-{present().kind_id}": nonsense, until("domisili"): "2032-02-01"}
    )

    assert answer.status_code == 409
    assert present().valid_until is None


def send(client: Client, draft: Proposal, content: bytes, code: str, on_screen: object) -> Any:
    """As the page's script does."""
    data = {"kind": PaperKind.objects.get(code=code).pk, "name": "baru.pdf", "size": len(content)}
    data["sha256"] = hashlib.sha256(content).hexdigest()
    address = client.post(reverse("workflows:upload_begin", args=(draft.pk,)), data).json()["url"]
    received = client.get(address).json()["received"]
    rest = content[received:] or b"."
    return client.post(f"{address}?mulai={received}&berkas={on_screen}", rest, content_type="application/octet-stream")


def test_an_upload_in_pieces_from_an_old_tab_replaces_nothing_until_the_new_paper_was_seen(
    operator: Client, draft: Proposal, old_tab: dict[str, str]
) -> None:
    shown = old_tab[f"paper-{present().kind_id}"]

    answer = send(operator, draft, pdf(3), "domisili", shown)

    assert answer.status_code == 409
    assert "sudah diganti atau dihapus dari tempat lain" in answer.json()["words"]
    assert present().name == "domisili-2.pdf"

    # Chosen again on the page as it stands now: no byte travels twice.
    done = send(operator, draft, pdf(3), "domisili", present().pk).json()

    assert done["done"] is True
    assert present().name == "baru.pdf"
    assert f'value="{present().pk}"' in re.findall(r'<input type="hidden"[^>]*>', done["html"])[0]


def test_a_replaced_paper_is_said_to_be_replaced_at_once(cast: Cast, operator: Client) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    paper = proposal.papers.current().earliest("pk")
    actions.check_paper(
        by=cast.verifier,
        proposal=proposal,
        kind=paper.kind,
        paper_id=paper.pk,
        verdict=PaperVerdict.NOT_IN_ORDER,
        reason="Cap belum ada.",
    )
    sections = {Section.PAPERS: "Perbaiki berkasnya."}
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Lengkapi.", sections=sections)
    assert "Belum diganti" in operator.get(url(proposal)).content.decode()

    remarks = send(operator, proposal, pdf(), paper.kind.code, paper.pk).json()["remarks"]

    assert "Cap belum ada." in remarks
    assert "Sudah diganti" in remarks
    assert "Belum diganti" not in remarks
