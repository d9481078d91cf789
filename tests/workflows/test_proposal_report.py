"""A proposal as PDF: readable by everyone who sees it, people masked until they were opened."""

import io

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import AuditEvent, User
from tests.proposals import Cast, correct_and_resubmit, proposal_at
from tests.workflows.test_personal_data import HOUSE, NAME, NIK, POINT, REASON, STREET
from workflows import actions
from workflows.enums import Section, Stage, Step
from workflows.models import (
    Beneficiary,
    Decision,
    Item,
    PersonalDataAccess,
    PinnedComment,
    Proposal,
    ReturnedSection,
)

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


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


def words_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


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


def test_communities_stand_with_their_cluster_and_where_they_are(cast: Cast, proposal: Proposal) -> None:
    words = words_of(pdf_of(client_of(cast.director), proposal))

    _before, places = words.split("Komunitas penerima dan lokasi", 1)
    places = places.split("Barang per komunitas", 1)[0]
    assert f"Komunitas 2 Bekasi – •••••• {cast.cluster.name} 24" in places


def test_the_goods_are_added_up_in_figures_and_in_words(cast: Cast, proposal: Proposal) -> None:
    words = words_of(pdf_of(client_of(cast.director), proposal))

    goods = words.split("Barang per komunitas", 1)[1].split("Penerima manfaat Komunitas Nama", 1)[0]
    assert "Jumlah diusulkan Dua ratus empat puluh juta rupiah" in goods
    assert goods.count("Rp240.000.000") == 1


def test_why_it_is_asked_for_has_a_heading(cast: Cast, proposal: Proposal) -> None:
    assert "Latar belakang Kelompok. Ketua: NIK ••••" in words_of(pdf_of(client_of(cast.director), proposal))


def test_sections_that_were_asked_for_stand_with_their_reasons(cast: Cast, proposal: Proposal) -> None:
    marked = ReturnedSection.objects.filter(request__proposal=proposal)
    marked.update(comment=f"Cocokkan dengan KTP {NIK}.", explanation="Sudah cocok.")

    asked = words_of(pdf_of(client_of(cast.operator), proposal)).split("Bagian yang diminta diperbaiki", 1)[1]

    assert all(each.get_section_display() in asked for each in marked)
    assert "Cocokkan dengan KTP ••••" in asked
    assert f"{cast.verifier.name}" in asked
    assert "Tidak diubah, karena Sudah cocok." in asked
    assert NIK not in asked


def comments_on(cast: Cast, proposal: Proposal) -> None:
    """One that went with the return and was answered, and one that nobody has sent."""
    item = Item.objects.filter(community__proposal=proposal).earliest("pk")
    own = {"proposal": proposal, "by": cast.verifier, "by_name": cast.verifier.name, "at": timezone.now()}
    own |= {"step": Step.VERIFICATION, "section": Section.BUDGET, "row": str(item.pk)}
    sent = proposal.return_requests.get()
    PinnedComment.objects.create(column="specification", text="Sebut dayanya.", reply="7 PK.", request=sent, **own)
    PinnedComment.objects.create(column="quantity", text="Terlalu banyak?", **own)


def test_comments_stand_with_their_answers(cast: Cast, proposal: Proposal) -> None:
    comments_on(cast, proposal)
    correct_and_resubmit(proposal, cast.operator)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    words = words_of(pdf_of(client_of(cast.verifier), proposal))

    noted = words.split("Catatan pada isian", 1)[1]
    for said in ("Mesin pres, Komunitas 1: Spesifikasi", "Sebut dayanya.", cast.verifier.name, "7 PK."):
        assert said in noted, said


@pytest.mark.parametrize(
    ("who", "reads"), [("operator", False), ("head", False), ("verifier", True), ("director", True)]
)
def test_what_was_not_sent_is_not_told_to_the_unit(cast: Cast, proposal: Proposal, who: str, reads: bool) -> None:
    comments_on(cast, proposal)

    words = words_of(pdf_of(client_of(getattr(cast, who)), proposal))

    assert "Sebut dayanya." in words
    assert ("Terlalu banyak?" in words, "Belum dikirim ke unit" in words) == (reads, reads)


def test_no_row_of_goods_is_broken_by_the_end_of_a_page(cast: Cast, proposal: Proposal) -> None:
    community = proposal.communities.earliest("pk")
    Item.objects.bulk_create(
        Item(
            community=community,
            name=f"Awal{number}",
            specification=" ".join([f"bagian {number}"] * (number % 7 * 5)) + f" Akhir{number}",
            unit_price=1000,
            quantity=1,
        )
        for number in range(100, 140)
    )

    pages = pages_of(pdf_of(client_of(cast.director), proposal))

    assert len(pages) > 4
    for number in range(100, 140):
        assert [f"Akhir{number}" in page for page in pages] == [f"Awal{number}" in page for page in pages], number


def test_a_row_longer_than_a_page_is_not_cut_off(cast: Cast, proposal: Proposal) -> None:
    Decision.objects.filter(proposal=proposal).update(reason="perlu waktu " * 900 + "selesai.")

    pages = pages_of(pdf_of(client_of(cast.director), proposal))

    assert sum(page.count("perlu waktu") for page in pages) == 900 * proposal.decisions.count()
    assert any("selesai." in page for page in pages)


def test_an_empty_draft_prints_too(cast: Cast) -> None:
    draft = actions.create_draft(by=cast.operator, unit=cast.unit, title="Draf kosong")

    words = words_of(pdf_of(client_of(cast.operator), draft))

    assert "Belum ada barang." in words
    assert "Belum ditulis." in words
    assert "Belum ada nama yang tertulis." in words
