"""Decision letters: what is printed, that it is accessible, and that anyone can check it."""

import datetime as dt
import hashlib
import io
import unicodedata
from typing import Any

import pikepdf
import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.proposals import make_cast, proposal_at
from workflows import actions, letters
from workflows.enums import Stage
from workflows.models import DecisionLetter

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter() -> DecisionLetter:
    """Confirmed, with its file."""
    proposal = proposal_at(Stage.DISTRIBUTION, communities=2)
    return DecisionLetter.objects.select_related("proposal__unit").get(proposal=proposal)


def content_of(letter: DecisionLetter) -> bytes:
    with letter.file.open("rb") as file:
        return bytes(file.read())


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def check_page(letter: DecisionLetter) -> str:
    return reverse("workflows:letter_check", args=(letter.code,))


def test_the_letter_says_number_date_goods_and_the_amount_twice(letter: DecisionLetter) -> None:
    text = " ".join(text_of(content_of(letter)).split())

    assert letter.number in text
    assert "Rp240.000.000" in text
    assert "dua ratus empat puluh juta rupiah" in text
    assert text.count("Mesin pres") >= 2
    assert letter.set_by_name in text
    assert letter.confirmed_by_name in text
    assert "CONTOH" not in text
    assert "RANCANGAN" not in text


def test_the_file_is_pdf_ua_in_indonesian_with_a_title_and_a_text_for_the_qr(letter: DecisionLetter) -> None:
    with pikepdf.open(io.BytesIO(content_of(letter))) as pdf:
        meta = pdf.open_metadata()
        assert meta["pdfuaid:part"] == "1"
        assert letter.number in str(meta["dc:title"])
        assert str(pdf.Root.Lang) == "id-ID"
        assert pdf.Root.MarkInfo.Marked
        alternatives = [
            str(found.Alt) for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and "/Alt" in found
        ]
    assert any(letter.code in text for text in alternatives)


def test_the_stored_hash_is_that_of_the_file(letter: DecisionLetter) -> None:
    content = content_of(letter)

    assert hashlib.sha256(content).hexdigest() == letter.sha256
    assert len(content) == letter.size


def test_the_same_letter_gives_the_same_bytes(letter: DecisionLetter) -> None:
    assert letters.render_letter(letter) == letters.render_letter(letter)


def test_the_qr_on_the_page_leads_to_the_public_check(letter: DecisionLetter, settings: Settings) -> None:
    page = pypdfium2.PdfDocument(content_of(letter))[0].render(scale=3).to_pil()

    codes = [found.text for found in zxingcpp.read_barcodes(page)]

    assert codes == [settings.SITE_URL + check_page(letter)]


def test_what_a_demonstration_issues_is_marked(letter: DecisionLetter, settings: Settings) -> None:
    settings.DEMO = True

    assert "CONTOH – bukan keputusan resmi" in text_of(letters.render_letter(letter))


def test_before_the_kpa_confirms_it_is_a_draft() -> None:
    cast = make_cast()
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    client = Client()
    client.force_login(cast.kpa)

    answer = client.get(reverse("workflows:letter", args=(proposal.pk,)))

    assert "RANCANGAN – belum disahkan KPA" in text_of(b"".join(answer))
    assert DecisionLetter.objects.get(proposal=proposal).sha256 == ""


def test_between_the_confirmation_and_the_worker_there_is_no_letter_to_download(client: Client) -> None:
    cast = make_cast()
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    actions.confirm_decision(by=cast.kpa, proposal=proposal)
    client.force_login(cast.ppk)

    answer = client.get(reverse("workflows:letter", args=(proposal.pk,)))

    assert answer.status_code == 202
    assert "Content-Disposition" not in answer
    assert "Surat keputusan sedang dibuat" in answer.content.decode()


def test_goods_of_which_nothing_was_approved_are_not_in_the_letter(letter: DecisionLetter) -> None:
    community = letter.proposal.communities.earliest("pk")
    community.items.create(name="Mesin jahit", unit_price=1_000, quantity=1, approved_quantity=0)
    community.items.create(name="Mesin cuci", unit_price=1_000, quantity=1, approved_quantity=1)

    printed = {line.item for line in letters.letter_content(letter).items}

    assert printed == {"Mesin pres", "Mesin cuci"}


@pytest.mark.parametrize(
    ("set_again_on", "number"),
    [
        (dt.date(2026, 11, 30), "1/SK-BANTUAN/XI/2026"),
        (dt.date(2026, 12, 1), "1/SK-BANTUAN/XII/2026"),
        (dt.date(2027, 1, 4), "1/SK-BANTUAN/I/2027"),
    ],
)
def test_after_a_refusal_month_and_year_of_the_number_follow_the_new_date(set_again_on: dt.date, number: str) -> None:
    cast = make_cast()
    with time_machine.travel(dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC), tick=False) as clock:
        proposal = proposal_at(Stage.DECISION_SET, cast)
        first = actions.set_decision(by=cast.ppk, proposal=proposal)
        assert first.number == "1/SK-BANTUAN/XI/2026"
        actions.refuse_decision(by=cast.kpa, proposal=proposal, reason="Tanggal keliru.")
        clock.move_to(dt.datetime.combine(set_again_on, dt.time(5), dt.UTC))

        again = actions.set_decision(by=cast.ppk, proposal=proposal, dated_on=set_again_on)
        next_one = actions.set_decision(by=cast.ppk, proposal=proposal_at(Stage.DECISION_SET, cast))

    assert (again.pk, again.number) == (first.pk, number)
    assert next_one.number.startswith("2/")


@pytest.mark.parametrize(
    "name", ["Komunitas 🙂", "社区", "ᮞᮥᮔ᮪ᮓ", "#panic() $x$ `y` *z* \\ <b>", '"', "x" * 200, "a\x08\x85\u2028\u2029b"]
)
def test_no_name_stops_a_letter_or_runs_in_it(letter: DecisionLetter, name: str) -> None:
    letter.proposal.communities.update(position=9)
    first = letter.proposal.communities.first()
    assert first is not None
    first.name = name
    first.save()

    text = text_of(letters.render_letter(letter))

    assert "Rp240.000.000" in text


def test_direction_characters_in_rows_of_old_do_not_turn_the_letter_round(letter: DecisionLetter) -> None:
    letter.proposal.communities.update(name=models.F("position"))
    letter.proposal.communities.filter(position=0).update(name="Maju\u202e\u200b ayaJ\u2067")

    text = text_of(letters.render_letter(letter))

    assert "Maju ayaJ" in " ".join(text.split())
    assert not [sign for sign in text if unicodedata.category(sign) in {"Cf", "Zl", "Zp"}]
    assert "\u25a1" not in text


def test_the_lines_of_a_consideration_are_paragraphs_without_boxes(letter: DecisionLetter) -> None:
    letter.consideration = "Alat lama rusak.\n\nKebutuhan sudah diperiksa."

    paragraphs = [paragraph for paragraph in letters.letter_content(letter).considerations if paragraph]

    assert paragraphs[-2:] == ["Alat lama rusak.", "Kebutuhan sudah diperiksa."]
    assert "\u25a1" not in text_of(letters.render_letter(letter))


def test_two_hundred_rows_make_several_pages(letter: DecisionLetter) -> None:
    community = letter.proposal.communities.first()
    assert community is not None
    for number in range(200):
        community.items.create(name=f"Barang {number}", unit_price=1000, quantity=1, approved_quantity=1)

    assert len(pypdfium2.PdfDocument(letters.render_letter(letter))) > 3


def test_the_public_page_names_no_person_amount_or_receiver(client: Client, letter: DecisionLetter) -> None:
    page = client.get(check_page(letter)).content.decode()

    assert letter.number in page
    assert letter.sha256 in page
    proposal = letter.proposal
    hidden = [
        letter.set_by_name,
        letter.confirmed_by_name,
        proposal.title,
        proposal.unit.name,
        "240.000.000",
        "Komunitas",
    ]
    assert not [word for word in hidden if word in page]


@pytest.mark.parametrize("stage", [Stage.DECISION_CONFIRM])
def test_an_unconfirmed_letter_does_not_exist_for_the_public(client: Client, stage: Stage) -> None:
    letter = DecisionLetter.objects.get(proposal=proposal_at(stage))

    answer = client.get(check_page(letter))

    assert answer.status_code == 404
    assert letter.number not in answer.content.decode()


@pytest.mark.parametrize("code", ["AAAAAAAAAAAA", "x", "7" * 40])
def test_an_unknown_code_gets_a_sentence(client: Client, code: str) -> None:
    answer = client.get(reverse("workflows:letter_check", args=(code,)), follow=True)

    assert answer.status_code == 404
    assert "Tidak ada surat dengan kode ini" in answer.content.decode()


def test_the_right_file_is_recognised_and_a_changed_one_is_not(client: Client, letter: DecisionLetter) -> None:
    content = content_of(letter)

    same = client.post(check_page(letter), {"file": SimpleUploadedFile("apa-saja.pdf", content)})
    other = client.post(check_page(letter), {"file": SimpleUploadedFile("apa-saja.pdf", content + b" ")})

    assert "Berkas sama" in same.content.decode()
    assert "Berkas berbeda" in other.content.decode()


def test_a_typed_hash_does_as_well(client: Client, letter: DecisionLetter) -> None:
    answer = client.post(check_page(letter), {"sha256": f" {letter.sha256.upper()} "})

    assert "Berkas sama" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Pilih berkas surat"),
        ({"sha256": "abc"}, "64 angka dan huruf"),
        ({"file": SimpleUploadedFile("besar.pdf", b"x" * (11 * 1024 * 1024))}, "Pilih berkas surat"),
    ],
)
def test_a_useless_check_gets_a_sentence(client: Client, letter: DecisionLetter, data: Any, says: str) -> None:
    assert says in client.post(check_page(letter), data).content.decode()


def test_after_many_checks_the_page_asks_to_wait(client: Client, letter: DecisionLetter) -> None:
    statuses = [client.get(check_page(letter)).status_code for _attempt in range(31)]

    assert statuses == [200] * 30 + [429]


def test_visitors_behind_one_proxy_do_not_use_up_each_others_checks(
    client: Client, letter: DecisionLetter, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    addresses = [f"203.0.113.{number}" for number in range(31)]

    statuses = {client.get(check_page(letter), headers={"x-forwarded-for": each}).status_code for each in addresses}

    assert statuses == {200}


def test_the_code_may_be_typed_from_the_paper(client: Client, letter: DecisionLetter) -> None:
    typed = f"{letter.code[:4].lower()}-{letter.code[4:8]} {letter.code[8:]}"

    answer = client.get(reverse("workflows:letter_check_start"), {"kode": typed})

    assert answer.headers["Location"] == check_page(letter)


def test_the_letter_itself_is_only_for_those_who_see_the_proposal(letter: DecisionLetter) -> None:
    address = reverse("workflows:letter", args=(letter.proposal_id,))
    stranger = Client()
    stranger.force_login(make_cast().head)

    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_long_hash_may_break_anywhere_on_a_narrow_screen(client: Client, letter: DecisionLetter) -> None:
    page = client.get(reverse("workflows:letter_check", args=[letter.code])).content.decode()

    assert f'<dd class="num hash">{letter.sha256}</dd>' in page


@pytest.mark.parametrize("code", ["%00", "%E2%80%AE", "a%20b", "'; DROP", "A" * 41, "A" * 500])
def test_an_address_that_holds_no_code_is_an_unknown_page(client: Client, code: str) -> None:
    """PostgreSQL takes no zero byte in a text, not even in one to look for."""
    assert client.get(f"/periksa/{code}/").status_code == 404
    assert client.post(f"/periksa/{code}/").status_code == 404
