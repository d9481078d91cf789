"""Personal data is masked on every screen; who needs it opens it with a reason, for a short while, on the record."""

import datetime as dt

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.actions import give_role, take_role
from portal.core.models import AuditEvent, OutgoingMail, User
from portal.core.roles import ROLES
from tests.factories import make_user
from tests.proposals import Cast, correct_and_resubmit, make_cast, make_draft, proposal_at
from workflows import actions
from workflows.enums import ApplicantKind, Section, Stage, Step
from workflows.models import Beneficiary, Item, PersonalDataAccess, PriceComparison, Proposal

pytestmark = pytest.mark.django_db

NAME, NIK, STREET, HOUSE = "Siti Aminah Rahayu", "3275014408900001", "Gang Kenanga 17", "Jalan Anggrek 3"
POINT, PLACE = "-6.241586, 106.992416", "Jalan Melati 9"
CLEAR = (NAME, NIK, STREET, HOUSE, POINT, PLACE)
REASON = "Mencocokkan daftar penerima dengan KTP."


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    person = Beneficiary.objects.filter(community__proposal=proposal).earliest("pk")
    Beneficiary.objects.filter(pk=person.pk).update(name=NAME, national_id=NIK, address=STREET)
    Proposal.objects.filter(pk=proposal.pk).update(
        applicant_address=HOUSE, background=f"Ketua dapat dihubungi di 0812-3456-7890, NIK {NIK}."
    )
    proposal.communities.update(latitude="-6.241586", longitude="106.992416", place=PLACE)
    proposal.refresh_from_db()
    return proposal


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(proposal: Proposal) -> str:
    return reverse("workflows:personal_data", args=(proposal.pk,))


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def status_of(client: Client, url: str) -> int:
    response = client.get(url)
    if isinstance(response, StreamingHttpResponse):
        response.getvalue()  # a file is closed once it has been sent
    return response.status_code


def opened(user: User, proposal: Proposal) -> Client:
    client = client_of(user)
    assert client.post(address(proposal), {"reason": REASON}).status_code == 302
    return client


def paper_address(proposal: Proposal, *, personal: bool) -> str:
    paper = proposal.papers.filter(kind__holds_personal_data=personal).earliest("pk")
    return reverse("workflows:paper", args=(paper.pk,))


def test_screens_of_a_sent_proposal_show_nobody_in_clear(cast: Cast, proposal: Proposal) -> None:
    for user in (cast.operator, cast.head, cast.verifier, cast.director, cast.ppk, cast.kpa):
        client = client_of(user)
        people, case = page(client, address(proposal)), page(client, reverse("workflows:proposal", args=(proposal.pk,)))

        assert not any(each in people + case for each in (*CLEAR, "0812-3456-7890"))
        assert "S••• A••• R•••" in people
        assert "••••0001" in people
        assert "Ketua dapat dihubungi di ••••7890" in case


def words_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_one_rule_for_every_page_and_for_paper(cast: Cast, proposal: Proposal) -> None:
    """Whoever reads it, before the return, on the way back, and while a correction is certified."""
    names = ("proposal", "personal_data", "verification", "changes", "review", "edit_people", "proposal_pdf")
    urls = [reverse(f"workflows:{name}", args=(proposal.pk,)) for name in names]
    answered = 0
    for stage in ("sent", "returned", "corrected"):
        if stage == "returned":
            asked = {Section.BUDGET: "Periksa."}
            actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Periksa.", sections=asked)
        elif stage == "corrected":
            correct_and_resubmit(proposal, cast.operator)
            proposal.communities.update(latitude="-6.241586", longitude="106.992416", place=PLACE)
        for user in (cast.operator, cast.head, cast.verifier, cast.director, cast.ppk, make_user("auditor")):
            client = client_of(user)
            for url, response in ((url, client.get(url)) for url in urls):
                is_pdf = response["Content-Type"] == "application/pdf"
                shown = words_of(response.content) if is_pdf else response.content.decode()
                answered += response.status_code == 200
                assert not any(each in shown for each in CLEAR), (stage, url, user.office)
    assert answered > 50


NUMBER = "0812-7777-9999"


@pytest.mark.parametrize("stage", [Stage.DIRECTOR, Stage.DISTRIBUTION])
def test_a_number_in_any_text_is_masked_for_whoever_may_never_open_it(cast: Cast, stage: Stage) -> None:
    """Wherever somebody types it: names of papers, units of measure, towns, in tables, forms and labels."""
    proposal = proposal_at(stage, cast)
    said = f"HP {NUMBER}"
    proposal.papers.update(name=f"{said}.pdf")
    Item.objects.update(name=f"Mesin {said}", specification=said, measure=said)
    proposal.communities.update(name=f"Kelompok {said}", city=f"Bekasi {said}", province=f"Jabar {said}")
    for price in PriceComparison.objects.all():
        PriceComparison.objects.filter(pk=price.pk).update(seller=f"Toko {price.pk}, {said}", source=said)
    texts = dict.fromkeys(("title", "background", "applicant_name", "applicant_registration"), said)
    Proposal.objects.filter(pk=proposal.pk).update(**texts)

    for user in (cast.director, cast.kpa, cast.ppk, cast.operator):
        client = client_of(user)
        for name in ("proposal", "verification", "personal_data", "handover", "proposal_pdf"):
            response = client.get(reverse(f"workflows:{name}", args=(proposal.pk,)))
            is_pdf = response["Content-Type"] == "application/pdf"
            shown = words_of(response.content) if is_pdf else response.content.decode()
            assert NUMBER not in shown.replace("\n", ""), (user.office, name)
            assert "7777" not in shown, (user.office, name)
    form = page(client_of(cast.director), reverse("workflows:proposal", args=(proposal.pk,)))
    assert ("Jumlah disetujui untuk Mesin HP ••••9999" in form) == (stage is Stage.DIRECTOR)


def test_a_place_that_is_told_and_one_that_is_not_are_two_things(cast: Cast, proposal: Proposal) -> None:
    url, operator = reverse("workflows:proposal", args=(proposal.pk,)), client_of(cast.operator)
    cell = "Titik lokasi: </span>{}</td>"

    assert cell.format("••••••") in page(operator, url)
    proposal.communities.update(latitude=None, longitude=None)
    assert cell.format("–") in page(operator, url)


def test_a_reason_opens_it_in_this_session_only(cast: Cast, proposal: Proposal) -> None:
    client = opened(cast.verifier, proposal)

    assert all(each in page(client, address(proposal)) for each in CLEAR)
    assert NAME not in page(client_of(cast.verifier), address(proposal))


@pytest.mark.parametrize("reason", ["", "   ", "perlu"])
def test_no_reason_no_look(cast: Cast, proposal: Proposal, reason: str) -> None:
    client = client_of(cast.verifier)

    answer = client.post(address(proposal), {"reason": reason})

    assert answer.status_code == 200
    assert not PersonalDataAccess.objects.exists()
    assert NAME not in page(client, address(proposal))


def test_the_reason_that_is_kept_names_nobody_of_the_proposal(cast: Cast, proposal: Proposal) -> None:
    access = actions.show_personal_data(
        by=cast.verifier, proposal=proposal, reason=f"Cocokkan NIK {NIK} milik {NAME.upper()} dengan KTP."
    )

    assert access.reason == "Cocokkan NIK [dihapus] milik [dihapus] dengan KTP."


def test_it_closes_by_itself(cast: Cast, proposal: Proposal) -> None:
    client = opened(cast.verifier, proposal)
    access = PersonalDataAccess.objects.get()
    assert access.until == access.at + dt.timedelta(minutes=15)

    PersonalDataAccess.objects.update(until=timezone.now())

    assert NAME not in page(client, address(proposal))


def test_it_can_be_closed_before(cast: Cast, proposal: Proposal) -> None:
    client = opened(cast.verifier, proposal)

    client.post(address(proposal), {"action": "hide"})

    assert NAME not in page(client, address(proposal))
    assert PersonalDataAccess.objects.get().until <= timezone.now()


def test_it_closes_when_the_role_is_taken_away(cast: Cast, proposal: Proposal) -> None:
    client = opened(cast.verifier, proposal)
    give_role(by=None, user=cast.verifier, role="kpa")
    take_role(by=None, user=cast.verifier, role="verifikator")

    assert NAME not in page(client, address(proposal))


def test_one_proposal_opened_is_not_the_other(cast: Cast, proposal: Proposal) -> None:
    other = proposal_at(Stage.VERIFICATION, cast)
    Beneficiary.objects.filter(community__proposal=other).update(name=NAME)

    client = opened(cast.verifier, proposal)

    assert NAME not in page(client, address(other))


ENTITLED = {"operator_balai", "kepala_balai", "verifikator", "pekerja_sosial", "ppk", "auditor"}


def test_only_roles_that_need_it_open_it(cast: Cast, proposal: Proposal) -> None:
    answers = {}
    for role in ROLES:
        user = make_user(role, unit=cast.unit, directorate=cast.cluster.directorate)
        client = client_of(user)
        sees = Proposal.objects.visible_to(user).filter(pk=proposal.pk).exists()
        expected = 302 if role in ENTITLED else 403 if sees else 404
        answers[role] = (client.post(address(proposal), {"reason": REASON}).status_code, expected)
        assert (NAME in page(client, address(proposal))) == (role in ENTITLED), role

    assert {role: got for role, (got, _) in answers.items()} == {role: wanted for role, (_, wanted) in answers.items()}
    assert PersonalDataAccess.objects.count() == len(ENTITLED)


def test_a_unit_opens_its_own_people_only(proposal: Proposal) -> None:
    other = make_cast()

    answer = client_of(other.head).post(address(proposal), {"reason": REASON})

    assert answer.status_code == 404
    assert not PersonalDataAccess.objects.exists()


def test_the_look_is_on_record_and_the_chain_holds_no_words(cast: Cast, proposal: Proposal) -> None:
    opened(cast.verifier, proposal)

    access = PersonalDataAccess.objects.get()
    event = AuditEvent.objects.get(verb="personal_data_shown")
    assert (access.by_name, access.by_office, access.reason) == (cast.verifier.name, cast.verifier.office, REASON)
    assert (event.actor, event.object_id, event.data) == (cast.verifier, str(proposal.pk), {"access": access.pk})


def test_the_head_and_the_inspector_read_who_looked_and_others_do_not(cast: Cast, proposal: Proposal) -> None:
    opened(cast.verifier, proposal)

    for reader in (cast.head, make_user("auditor")):
        assert REASON in page(client_of(reader), address(proposal))
    for stranger in (cast.operator, cast.director):
        assert REASON not in page(client_of(stranger), address(proposal))


def test_a_paper_with_personal_data_asks_first(cast: Cast, proposal: Proposal) -> None:
    closed, open_ = paper_address(proposal, personal=True), paper_address(proposal, personal=False)
    client = client_of(cast.verifier)

    refused = client.get(closed)

    assert refused.status_code == 302
    assert refused.headers["Location"].startswith(address(proposal))
    assert "memuat data pribadi" in page(client, refused.headers["Location"])
    assert status_of(client, open_) == 200
    client = opened(cast.verifier, proposal)
    assert status_of(client, closed) == 200


def test_the_name_that_a_personal_paper_was_given_stays_hidden(cast: Cast, proposal: Proposal) -> None:
    proposal.papers.filter(kind__holds_personal_data=True).update(name=f"KTP {NAME}.pdf")
    proposal.papers.filter(kind__holds_personal_data=False).update(name="Surat resmi.pdf")

    shown = page(client_of(cast.director), reverse("workflows:proposal", args=(proposal.pk,)))

    assert NAME not in shown
    assert "Surat resmi.pdf" in shown


def test_who_writes_the_draft_opens_its_papers_without_asking(cast: Cast) -> None:
    draft = proposal_at(Stage.DRAFT, cast)

    assert status_of(client_of(cast.operator), paper_address(draft, personal=True)) == 200


def test_reasons_are_masked_and_no_mail_tells_of_people(cast: Cast, proposal: Proposal) -> None:
    actions.reject(
        by=cast.verifier, proposal=proposal, step=Step.VERIFICATION, reason=f"{NAME}, NIK {NIK}, bukan warga."
    )

    shown = page(client_of(cast.operator), reverse("workflows:proposal", args=(proposal.pk,)))

    assert "bukan warga" in shown
    assert NIK not in shown
    mails = "".join(f"{mail.subject}{mail.body}" for mail in OutgoingMail.objects.all())
    assert mails
    assert not any(each in mails for each in CLEAR)


def test_the_receiver_and_the_signed_record_are_for_those_who_record_or_open(cast: Cast) -> None:
    done = proposal_at(Stage.DONE, cast, price=100_000)
    record = done.handovers.get()
    record.receiver_name, record.name, record.sha256 = NAME, f"BAST {NAME}.pdf", "a" * 64
    record.file.save("bast.pdf", ContentFile(b"pindai"))
    handovers, scan = (
        reverse("workflows:handover", args=(done.pk,)),
        reverse("workflows:handover_scan", args=(record.pk,)),
    )

    for entitled in (client_of(cast.ppk), client_of(cast.head), opened(cast.verifier, done)):
        assert NAME in page(entitled, handovers)
        assert status_of(entitled, scan) == 200
    for other in (cast.director, cast.kpa):
        assert NAME not in page(client_of(other), handovers)
        assert "S••• A••• R•••" in page(client_of(other), handovers)
        assert client_of(other).get(scan).headers["Location"] == address(done)


def test_names_of_groups_stay_and_a_number_in_them_is_masked(cast: Cast, proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(applicant_name=f"Kelompok Maju {NIK}", applicant_registration=NIK)
    proposal.communities.update(name=f"Komunitas Kali {NIK}")
    client = client_of(cast.verifier)

    shown = page(client, reverse("workflows:proposal", args=(proposal.pk,))) + page(client, address(proposal))

    assert NIK not in shown
    assert "Kelompok Maju ••••0001" in shown
    assert "Komunitas Kali ••••0001" in shown


def test_every_kind_of_applicant_is_known_to_be_a_group_or_an_institution() -> None:
    """The name of a single person would have to be masked (UU 27/2022, article 1): decide it when such a kind comes."""
    assert set(ApplicantKind) == {ApplicantKind.GROUP, ApplicantKind.LKS}


def test_a_writer_reads_a_personal_paper_of_a_draft_on_record(cast: Cast) -> None:
    draft = make_draft(cast)
    url, client = paper_address(draft, personal=True), client_of(cast.operator)

    statuses = [status_of(client, each) for each in (url, url, f"{url}halaman/1/")]

    access = PersonalDataAccess.objects.get()
    assert statuses[:2] == [200, 200]
    assert (access.by, access.part) == (cast.operator, f"paper-{url.strip('/').rsplit('/', 1)[-1]}")


@pytest.mark.parametrize("writer", ["operator", "head"])
def test_once_registered_a_writer_opens_personal_papers_with_a_reason_only(
    cast: Cast, proposal: Proposal, writer: str
) -> None:
    actions.return_for_revision(
        by=cast.verifier, proposal=proposal, reason="Periksa.", sections={Section.PAPERS: "Periksa."}
    )
    url, client = paper_address(proposal, personal=True), client_of(getattr(cast, writer))

    for address_of_paper in (url, f"{url}halaman/1/"):
        assert client.get(address_of_paper)["Location"].startswith(address(proposal))
    client.post(address(proposal), {"reason": REASON})

    assert status_of(client, url) == 200
    assert [each.reason for each in PersonalDataAccess.objects.filter(by=getattr(cast, writer))] == [REASON]


def test_the_log_of_looks_is_read_to_its_end(cast: Cast, proposal: Proposal) -> None:
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason="Pembukaan yang paling awal.")
    for number in range(60):
        actions.show_personal_data(by=cast.verifier, proposal=proposal, reason=f"Pembukaan nomor {number}.")
    client = client_of(cast.head)

    first, second = page(client, address(proposal)), page(client, address(proposal) + "?halaman=2")

    assert "Pembukaan nomor 59." in first
    assert "?halaman=2" in first
    assert "Pembukaan yang paling awal." not in first
    assert "Pembukaan yang paling awal." in second
