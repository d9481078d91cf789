"""A proposal as PDF: readable by everyone who sees it, people masked until they were opened."""

import io

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from portal.core.models import AuditEvent, User
from tests.proposals import Cast, proposal_at
from tests.workflows.test_personal_data import HOUSE, NAME, NIK, POINT, REASON, STREET
from workflows import actions
from workflows.enums import Stage
from workflows.models import Beneficiary, Decision, Item, PersonalDataAccess, Proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    proposal = proposal_at(Stage.REVISION, cast, communities=2)
    person = Beneficiary.objects.filter(community__proposal=proposal).earliest("pk")
    Beneficiary.objects.filter(pk=person.pk).update(name=NAME, national_id=NIK, address=STREET)
    proposal.communities.update(latitude="-6.241586", longitude="106.992416")
    Proposal.objects.filter(pk=proposal.pk).update(applicant_address=HOUSE, background=f"Kelompok.\n\nKetua: NIK {NIK}")
    return proposal


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pdf_of(client: Client, proposal: Proposal) -> bytes:
    response = client.get(reverse("workflows:proposal_pdf", args=(proposal.pk,)))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    return response.content


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_it_says_what_was_asked_and_decided_and_nobody_in_clear(cast: Cast, proposal: Proposal) -> None:
    words = words_of(pdf_of(client_of(cast.director), proposal))

    for said in (
        "Mesin pres plastik",
        str(proposal.registration_number),
        "Rp240.000.000 (dua ratus empat puluh juta rupiah)",
        "Komunitas 2, Bekasi (24 penerima manfaat)",
        "Pembanding: Toko A Rp60.000.000",
        "Lengkapi RAB.",
        "Data pribadi disamarkan.",
        "S••• A••• R•••",
        f"dicetak {cast.director.name}",
    ):
        assert said in words, said
    assert not any(each in words for each in (NAME, NIK, STREET, HOUSE, POINT))
    assert not AuditEvent.objects.filter(verb="personal_data_printed").exists()


def test_numbers_of_people_in_a_reason_a_title_or_a_specification_are_masked(cast: Cast, proposal: Proposal) -> None:
    Decision.objects.filter(proposal=proposal).update(reason=f"KTP dengan NIK {NIK} tidak terbaca.")

    Proposal.objects.filter(pk=proposal.pk).update(title=f"Mesin untuk NIK {NIK}")
    Item.objects.filter(community__proposal=proposal).update(specification=f"Dipakai {NIK}.")
    client = client_of(cast.director)

    words = words_of(pdf_of(client, proposal))
    page = client.get(reverse("workflows:proposal", args=(proposal.pk,))).content.decode()

    assert NIK not in words
    assert "tidak terbaca" in words
    assert NIK not in page
    assert "Dipakai ••••" in page


def test_whoever_opened_the_people_prints_them_with_a_warning(cast: Cast, proposal: Proposal) -> None:
    client = client_of(cast.verifier)
    client.post(reverse("workflows:personal_data", args=(proposal.pk,)), {"reason": REASON})

    words = words_of(pdf_of(client, proposal))

    assert all(each in words for each in (NAME, NIK, STREET, HOUSE, POINT, "Memuat data pribadi"))
    event = AuditEvent.objects.get(verb="personal_data_printed")
    assert (event.actor, event.data) == (cast.verifier, {"access": PersonalDataAccess.objects.get().pk})


def test_it_is_pdf_ua_in_indonesian_and_a_draft_is_marked(cast: Cast) -> None:
    draft = proposal_at(Stage.DRAFT, cast)
    content = pdf_of(client_of(cast.operator), draft)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == "id-ID"
    assert "DRAF" in words_of(content)


def test_an_empty_draft_prints_too(cast: Cast) -> None:
    draft = actions.create_draft(by=cast.operator, unit=cast.unit, title="Draf kosong")

    words = words_of(pdf_of(client_of(cast.operator), draft))

    assert "Belum ada barang." in words
    assert "Belum ada nama yang tertulis." in words
