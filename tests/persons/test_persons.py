"""One person's data: found in every place that holds it, copied for the officer in charge only, each time on record."""

import io
import json
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import KeptFile, KeptForm
from portal.core.models import AuditEvent, User
from portal.persons.finding import find
from portal.persons.matching import Subject
from tests.factories import make_user
from tests.proposals import Cast, make_cast, make_draft, proposal_at, upload_of
from workflows import actions
from workflows.drafts import BeneficiariesData, PersonRow
from workflows.enums import AccessKind, Section, Stage
from workflows.free_text import FREE_TEXT
from workflows.models import (
    Beneficiary,
    Handover,
    Item,
    PersonalDataAccess,
    PriceComparison,
    Proposal,
    ReturnedSection,
    ReturnRequest,
    TimelineEvent,
    TypedAnswers,
    UploadSession,
)

pytestmark = pytest.mark.django_db

NAME, NIK, STREET = "Siti Aminah Rahayu", "3275014408900001", "Gang Kenanga 17"
REASON = "Permintaan akses, surat nomor 12."
PERSON = reverse("persons:person")
LOG = reverse("persons:log")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    proposal = proposal_at(Stage.DONE, cast, price=100_000)
    set_person(proposal, 0, name=NAME, national_id=NIK, address=STREET)
    return proposal


def set_person(proposal: Proposal, number: int, **values: str) -> None:
    person = Beneficiary.objects.filter(community__proposal=proposal).order_by("pk")[number]
    Beneficiary.objects.filter(pk=person.pk).update(**values)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer() -> Client:
    return client_of(make_user("pelindung_data"))


def ask(client: Client, **values: Any) -> bytes:
    """The copy as JSON, read beforehand; an empty `shape` asks for the screen."""
    asked = {"national_id": NIK, "name": "", "reason": REASON} | values
    shape = asked.pop("shape", "json")
    page = client.post(PERSON, asked)
    if not shape or "shown" not in page.context:
        assert page.status_code == 200
        return page.content
    read = {"shape": shape, "is_read": "on", "shown": page.context["shown"]}
    response = client.post(PERSON, read | asked)
    assert response.status_code == 200
    return response.content


def found(client: Client, **values: Any) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(ask(client, **values))["ditemukan"]
    return listed


def kinds(client: Client, **values: Any) -> set[object]:
    return {each["disimpan_sebagai"] for each in found(client, **values)}


def test_by_nik_the_row_its_papers_and_every_look_are_found(cast: Cast, officer: Client, proposal: Proposal) -> None:
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason="Mencocokkan dengan KTP")

    places = found(officer)

    row = places[0]
    assert (row["disimpan_sebagai"], row["isi"]["Nama"], row["isi"]["Alamat"]) == ("Penerima manfaat", NAME, STREET)  # type: ignore[index]
    assert str(proposal.registration_number) in str(row["pada"])
    assert {"Berkas yang memuat data pribadi", "Pembukaan data pribadi"} <= {
        each["disimpan_sebagai"] for each in places
    }


def test_everything_that_names_the_person_is_found(cast: Cast, officer: Client, proposal: Proposal) -> None:
    Handover.objects.filter(proposal=proposal).update(receiver_name=NAME.upper())
    TimelineEvent.objects.filter(pk=proposal.events.latest("pk").pk).update(note=f"Atas nama {NAME}.")
    Proposal.objects.filter(pk=proposal.pk).update(background=f"Diketuai NIK {NIK}.")
    TypedAnswers.objects.create(
        proposal=proposal, section=Section.BENEFICIARIES, owner=cast.operator, fields=[["form-0-name", NAME]]
    )
    KeptForm.objects.create(owner=cast.operator, fields=[["name", NAME]], expires_at=proposal.created_at)
    User.objects.filter(pk=cast.ppk.pk).update(name=NAME)

    assert kinds(officer, name=NAME) >= {
        "Penerima manfaat",
        "Penerima pada serah terima",
        "Akun petugas",
        "Disebut dalam jejak proses (catatan)",
        "Disebut dalam usulan bantuan (latar belakang)",
        "Isian draf yang belum tersimpan",
        "Isian yang datang terlambat",
    }


def test_however_the_number_is_written_and_wherever_it_was_kept(officer: Client, proposal: Proposal) -> None:
    price = PriceComparison.objects.filter(item__community__proposal=proposal).earliest("pk")
    PriceComparison.objects.filter(pk=price.pk).update(seller="Toko 3275.0144.0890.0001")
    proposal.communities.update(place="Rumah NIK 3275 0144 0890 0001")
    request = ReturnRequest.objects.create(
        proposal=proposal, decision=proposal.decisions.earliest("pk"), answered_at=proposal.created_at
    )
    text = f"Diminta NIK {NIK}."
    row = {"name": "", "answers": {"background": text, "title": "Lain"}, "hidden": {}, "people": []}
    ReturnedSection.objects.create(request=request, section=Section.GENERAL, content={"": row})

    places = {str(each["disimpan_sebagai"]): each["isi"] for each in found(officer)}

    assert places["Disebut dalam bagian yang pernah dikembalikan"] == {"Teks": text}
    assert "Disebut dalam pembanding harga (penjual)" in places
    assert "Disebut dalam komunitas penerima (alamat/lokasi)" in places


def test_a_name_is_found_as_a_word_and_not_inside_another(officer: Client, proposal: Proposal) -> None:
    set_person(proposal, 1, name="Ida", national_id="")
    Proposal.objects.filter(pk=proposal.pk).update(background="NIK 3275014408900009 tidak cocok.\nKetua: IDA.")

    places = {str(each["disimpan_sebagai"]): each["isi"] for each in found(officer, national_id="", name="ida")}

    assert places["Disebut dalam usulan bantuan (latar belakang)"] == {"Teks": "Ketua: IDA."}


def test_many_places_ask_as_much_as_few(
    officer: Client, proposal: Proposal, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(background=f"Diminta {NAME}.")
    with CaptureQueriesContext(connection) as few:
        find(Subject(NIK, NAME))
    for event in TimelineEvent.objects.all():
        TimelineEvent.objects.filter(pk=event.pk).update(note=f"Atas nama {NAME}, {event.pk}.")
    Item.objects.update(specification=NAME)

    with django_assert_max_num_queries(len(few)):
        assert len(find(Subject(NIK, NAME))) > 10


def test_a_namesake_with_another_nik_is_another_person(officer: Client, proposal: Proposal) -> None:
    set_person(proposal, 1, name=NAME, national_id="3275014408900002", address="Jalan Lain")
    set_person(proposal, 2, name=NAME.lower(), national_id="", address="Jalan Ketiga")

    copied = ask(officer, name=NAME).decode()

    assert "Jalan Ketiga" in copied
    assert "Jalan Lain" not in copied
    assert "Jalan Lain" in ask(officer, national_id="", name=NAME).decode()


def test_nobody_else_is_in_the_copy(officer: Client, proposal: Proposal) -> None:
    set_person(proposal, 1, name="Bukan Dia", national_id="3275014408900009", address="Jalan Rahasia")

    copied = ask(officer).decode()

    assert "Bukan Dia" not in copied
    assert "Jalan Rahasia" not in copied


def test_of_a_form_with_many_people_only_the_rows_of_the_person_are_copied(
    cast: Cast, officer: Client, proposal: Proposal
) -> None:
    fields = [
        ["form-0-name", "Bukan Dia"],
        ["form-0-address", "Jalan Rahasia"],
        ["form-1-name", NAME],
        ["form-1-address", "Jalan Lama"],
        ["pasted", f"Bukan Dia;Jalan Rahasia\n{NAME};Jalan Tempel"],
    ]
    TypedAnswers.objects.create(proposal=proposal, section=Section.BENEFICIARIES, owner=cast.operator, fields=fields)
    Proposal.objects.filter(pk=proposal.pk).update(background=f"Bukan Dia meminta.\nJuga {NAME}.")

    copied = ask(officer, national_id="", name=NAME).decode()

    assert all(each in copied for each in ("Jalan Lama", "Jalan Tempel", f"Juga {NAME}."))
    assert not any(each in copied for each in ("Bukan Dia", "Jalan Rahasia"))


def test_the_copy_is_a_page_and_a_pdf_too(officer: Client, proposal: Proposal) -> None:
    page = ask(officer, shape="").decode()
    pdf = ask(officer, shape="pdf")

    assert all(each in page for each in (NAME, NIK, STREET))
    words = " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().split())
    assert all(each in words for each in (NAME, NIK, STREET))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.open_metadata()["pdfuaid:part"] == "1"


OTHER, OTHER_NIK = "Wartinah Kusumaningdyah", "3275014408900009"


def test_the_copy_hands_over_nobody_elses_number_or_name(cast: Cast, officer: Client, proposal: Proposal) -> None:
    """Neither on the screen nor in a file: in reasons, in texts that name both, in rows of a form."""
    set_person(proposal, 1, name=OTHER, national_id=OTHER_NIK)
    reason = f"Cocokkan NIK {OTHER_NIK} milik {OTHER} dengan KTP"
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason=reason)
    text = f"{NAME} (NIK {NIK}) dan Ibu {OTHER} (NIK {OTHER_NIK}, telepon 0812-7777-9999)."
    Proposal.objects.filter(pk=proposal.pk).update(background=text)
    fields = [["form-0-name", NAME], ["form-0-national_id", NIK], ["form-0-address", f"Rumah {OTHER}, NIK {OTHER_NIK}"]]
    TypedAnswers.objects.create(proposal=proposal, section=Section.BENEFICIARIES, owner=cast.operator, fields=fields)

    pdf = pypdfium2.PdfDocument(ask(officer, name=NAME, shape="pdf"))
    copies = [
        ask(officer, name=NAME, shape="").decode(),
        ask(officer, name=NAME).decode(),
        "".join(page.get_textpage().get_text_range() for page in pdf),
    ]

    for copied in copies:
        assert NIK in copied
        assert "[orang lain]" in copied
        assert not re.search(f"{OTHER_NIK}|Wartinah|Kusumaningdyah|7777", copied)


def test_a_relative_with_the_same_words_leaves_the_persons_own_name_whole(officer: Client, proposal: Proposal) -> None:
    set_person(proposal, 1, name="Siti Aminah Wijaya", national_id="")
    Proposal.objects.filter(pk=proposal.pk).update(background=f"{NAME} dan Aminah Wijaya.")

    texts = [each["isi"]["Teks"] for each in found(officer, name=NAME) if "Teks" in each["isi"]]  # type: ignore[index,operator]

    assert f"{NAME} dan [orang lain]." in texts


def test_nothing_is_taken_away_that_nobody_has_read(officer: Client, proposal: Proposal) -> None:
    for shape in ("pdf", "json", "xml"):
        page = ask(officer, shape=shape, is_read="").decode()
        assert "Baca dahulu isinya" in page
        assert NAME in page


def test_what_came_up_after_the_reading_is_read_first(cast: Cast, officer: Client, proposal: Proposal) -> None:
    asked = {"national_id": NIK, "reason": REASON}
    read = officer.post(PERSON, asked).context["shown"]
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason="Mencocokkan dengan kartu keluarga")

    page = officer.post(PERSON, asked | {"shape": "pdf", "is_read": "on", "shown": read}).content.decode()

    assert "Isinya berubah sejak Anda baca" in page
    assert "kartu keluarga" in page


def test_what_the_officer_leaves_out_is_not_in_the_copy(officer: Client, proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(background=f"{NAME} dan tetangganya, Pak Karto.")
    page = ask(officer, name=NAME, shape="").decode()
    panel = page[page.index("Pak Karto") :]
    key = re.search(r'name="left_out" value="(\w+)"', panel)[1]  # type: ignore[index]

    copied = ask(officer, name=NAME, left_out=[key]).decode()

    assert "Karto" not in copied
    assert json.loads(copied)["tidak_disertakan"] == 1
    assert NAME in copied


@pytest.mark.parametrize("nik", [NIK, "1111222233334444"])
def test_every_search_is_on_record_without_the_person(officer: Client, proposal: Proposal, nik: str) -> None:
    ask(officer, national_id=nik, shape="")

    access, event = PersonalDataAccess.objects.get(proposal=None), AuditEvent.objects.get(verb="personal_data_searched")
    assert (access.reason, access.proposal, event.data["subject"]) == (REASON, None, access.subject)
    assert (event.data["places"] > 0) == (nik == NIK)
    for row in (event.data, access.subject):
        assert nik not in repr(row)


def test_the_log_tells_a_search_from_a_copy_that_left_the_portal(officer: Client, proposal: Proposal) -> None:
    kinds = []
    for asked in ({"shape": ""}, {"shape": "pdf", "is_read": ""}, {"shape": "pdf"}):
        ask(officer, **asked)
        kinds.append(PersonalDataAccess.objects.latest("pk").kind)

    assert kinds == [AccessKind.SEARCHED, AccessKind.SEARCHED, AccessKind.EXPORTED]


def test_the_same_person_has_the_same_fingerprint_and_another_has_not(officer: Client) -> None:
    for nik in (NIK, NIK, "1111222233334444"):
        ask(officer, national_id=nik, shape="")

    first, second, third = PersonalDataAccess.objects.order_by("pk").values_list("subject", flat=True)
    assert first == second != third


@pytest.mark.parametrize("asked", [{"name": NAME, "national_id": ""}, {}])
def test_a_reason_that_names_the_person_keeps_no_name_and_hinders_no_later_request(
    officer: Client, proposal: Proposal, asked: dict[str, str]
) -> None:
    """The answer is 200 for ever, and what was read stays what is handed over."""
    told = asked | {"reason": f"Permintaan Ibu {NAME.upper()}, NIK {NIK}, surat 12"}

    places = [found(officer, **told), found(officer, **told)]

    assert places[0] == places[1]
    kept = set(PersonalDataAccess.objects.of_no_proposal().values_list("reason", flat=True))
    assert kept == {"Permintaan Ibu [dihapus], NIK [dihapus], surat 12"}


def test_a_look_that_belongs_to_no_proposal_is_told_without_one(cast: Cast, officer: Client) -> None:
    """An export of old whose reason names somebody, and a look at a draft that is erased."""
    look: dict[str, Any] = {"by": cast.verifier, "by_name": "V", "reason": f"Atas nama {NAME}."}
    PersonalDataAccess.objects.create(**look, kind=AccessKind.EXPORTED, subject="a" * 64)
    erased = {"erased_draft": 731, "erased_unit": "Sentra Contoh"}
    PersonalDataAccess.objects.create(**look, until=timezone.now(), **erased)

    places = found(officer, national_id="", name=NAME)

    assert [each["pada"] for each in places] == ["Portal", "draf 731, sudah dihapus, Sentra Contoh"]
    assert {each["isi"]["Teks"] for each in places} == {f"Atas nama {NAME}."}  # type: ignore[index]
    assert PersonalDataAccess.objects.exclude(kind=AccessKind.SHOWN).count() == 3


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"national_id": ""}, "Isi NIK, nama, atau keduanya."),
        ({"national_id": "327501"}, "NIK terdiri atas 16 angka."),
        ({"national_id": "", "name": "Si"}, "paling sedikit tiga huruf"),
        ({"reason": "perlu"}, "paling sedikit 10 huruf"),
    ],
)
def test_a_bad_request_gets_a_sentence_and_finds_nothing(
    officer: Client, values: dict[str, str], sentence: str
) -> None:
    assert sentence in ask(officer, **values).decode()
    assert not PersonalDataAccess.objects.exists()


def test_a_nik_in_an_address_is_ignored(officer: Client, proposal: Proposal) -> None:
    page = officer.get(PERSON, {"national_id": NIK, "reason": REASON}).content.decode()

    assert NAME not in page
    assert not PersonalDataAccess.objects.filter(proposal=None).exists()


def test_a_superuser_without_the_office_gathers_nothing() -> None:
    keeper = User.objects.create_superuser("pemelihara@contoh.invalid", "kata-sandi-panjang", name="Pemelihara")

    assert client_of(keeper).post(PERSON, {"national_id": NIK, "reason": REASON, "shape": "json"}).status_code == 403


def test_administrators_and_inspectors_read_the_log(cast: Cast, officer: Client, proposal: Proposal) -> None:
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason=f"Mencocokkan NIK {NIK}")
    ask(officer)

    for role in ("admin_portal", "auditor", "pelindung_data"):
        page = client_of(make_user(role)).get(LOG).content.decode()
        assert cast.verifier.name in page
        assert str(proposal.registration_number) in page
        assert REASON in page
        assert NIK not in page
    assert client_of(cast.verifier).get(LOG).status_code == 403


@pytest.mark.parametrize(
    "mention",
    [
        "KTP_Siti_Aminah_Rahayu.pdf",
        "siti-aminah-rahayu",
        "Ibu SITI AMINAH RAHAYU",
        "NIK 3275/0144/0890/0001",
        f"({NIK})",
    ],
)
def test_a_mention_is_found_in_every_text_however_it_is_written(cast: Cast, proposal: Proposal, mention: str) -> None:
    Beneficiary.objects.filter(name=NAME).delete()
    actions.show_personal_data(by=cast.verifier, proposal=proposal, reason="Mencocokkan data")
    missed = []
    for model, path, columns in (*FREE_TEXT, (Proposal, "pk", ("applicant_address",))):
        for column in columns:
            row = model._default_manager.filter(**{path: proposal.pk}).first()
            if row is None:  # nothing was sent back
                continue
            was = getattr(row, column)
            model._default_manager.filter(pk=row.pk).update(**{column: mention})
            held_as = {each.held_as for each in find(Subject(NIK, NAME)) if ("Teks", mention) in each.facts}
            model._default_manager.filter(pk=row.pk).update(**{column: was})
            missed += [] if held_as else [f"{model.__name__}.{column}"]

    assert missed == []


def test_a_name_over_two_lines_is_found_with_both(proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(background="Ketua: Siti Aminah\nRahayu, Bekasi.\nBendahara: Budi.")

    texts = [dict(each.facts).get("Teks") for each in find(Subject("", NAME))]

    assert "Ketua: Siti Aminah\nRahayu, Bekasi." in texts


@pytest.mark.parametrize(
    ("signed", "is_found"),
    [("Siti Aminah", True), ("Hj. Siti Aminah Rahayu, S.Sos.", True), ("Siti", False), ("Aminah Wijaya", False)],
)
def test_who_received_goods_is_found_by_part_of_the_name(proposal: Proposal, signed: str, is_found: bool) -> None:
    Handover.objects.filter(proposal=proposal).update(receiver_name=signed)

    kinds_found = {each.held_as for each in find(Subject("", NAME))}

    assert ("Penerima pada serah terima" in kinds_found) == is_found


@pytest.mark.parametrize("written", ["Rahayu, Siti Aminah", "SITIAMINAHRAHAYU", "Aminah Siti Rahayu"])
def test_a_mention_in_another_order_or_as_one_word_is_found(proposal: Proposal, written: str) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(background=f"Ketua: {written}.")

    assert f"Ketua: {written}." in [dict(each.facts).get("Teks") for each in find(Subject("", NAME))]


def test_who_was_taken_off_the_list_is_found_while_the_name_is_kept(cast: Cast) -> None:
    draft = make_draft(cast)
    community = draft.communities.get()
    for name in (NAME, "Orang Lain"):
        data = BeneficiariesData(community_id=community.pk, rows=(PersonRow(name=name, address="Jalan"),))
        actions.save_draft_section(by=cast.operator, proposal=draft, data=data)

    assert "Disebut dalam yang pernah tertulis (tulisan)" in {each.held_as for each in find(Subject("", NAME))}


def test_only_looks_that_showed_the_person_are_theirs(cast: Cast) -> None:
    """The whole proposal with a reason, the own list, a paper; not the list of another community."""
    draft = make_draft(cast, communities=2)
    set_person(draft, 0, name=NAME, national_id=NIK)
    first, second = draft.communities.all()
    paper = draft.papers.filter(kind__holds_personal_data=True).earliest("pk")
    for read in (first, second, paper):
        actions.record_reading(by=cast.operator, proposal=draft, of=read)
    actions.show_personal_data(by=cast.operator, proposal=draft, reason="Mencocokkan dengan KTP")

    reasons = [
        dict(each.facts)["Alasan"] for each in find(Subject(NIK, "")) if each.held_as == "Pembukaan data pribadi"
    ]

    assert [each.split()[0] for each in reasons] == ["Menyusun", "Membaca", "Mencocokkan"]


def test_words_of_the_portal_are_nobodys_name_and_the_same_text_is_told_once(cast: Cast, proposal: Proposal) -> None:
    request = ReturnRequest.objects.create(
        proposal=proposal, decision=proposal.decisions.earliest("pk"), answered_at=proposal.created_at
    )
    answers = {"cluster": "Perdagangan Orang", "scheme": "Orang", "name": "Kelompok Orang Contoh"}
    rows = {str(n): {"name": "", "answers": answers, "hidden": {}, "people": []} for n in range(4)}
    ReturnedSection.objects.create(request=request, section=Section.COMMUNITIES, content=rows)

    texts = [dict(each.facts)["Teks"] for each in find(Subject("", "Orang")) if "kembalikan" in each.held_as]

    assert texts == ["Kelompok Orang Contoh"]


def test_a_person_written_with_a_title_is_the_same_person(proposal: Proposal) -> None:
    Beneficiary.objects.filter(name=NAME).update(name="Hj. SITI AMINAH RAHAYU, S.Sos.")

    assert find(Subject("", NAME))[0].held_as == "Penerima manfaat"
    assert find(Subject("", "Ibu Siti Aminah Rahayu"))[0].held_as == "Penerima manfaat"


def test_what_other_sections_said_at_a_return_and_files_on_their_way_are_found(cast: Cast, proposal: Proposal) -> None:
    row = {"name": "", "answers": {"background": f"Diminta {NAME}."}, "hidden": {}, "people": []}
    ReturnRequest.objects.create(
        proposal=proposal,
        decision=proposal.decisions.earliest("pk"),
        answered_at=proposal.created_at,
        unasked={"general": {"": row}},
    )
    upload = upload_of(proposal, cast.operator)
    UploadSession.objects.filter(pk=upload.pk).update(name="ktp_siti_aminah_rahayu.jpg")
    kept = KeptForm.objects.create(owner=cast.operator, fields=[], expires_at=proposal.created_at)
    KeptFile.objects.create(form=kept, field="file", name="ktp-siti-aminah-rahayu.jpg", size=1)

    held_as = {each.held_as for each in find(Subject("", NAME))}

    assert {
        "Disebut dalam bagian yang pernah dikembalikan",
        "Disebut dalam unggahan (nama file)",
        "Isian yang datang terlambat",
    } <= held_as
