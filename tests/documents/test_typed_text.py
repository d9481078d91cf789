"""What nobody sees in a typed text is not stored."""

import pytest

from documents import actions
from documents.models import Mou, MouParty, Regulation, RegulationIndex, RegulationType
from portal.core.models import User
from portal.core.typed_text import visible
from portal.pages.models import StandardPage

TURNED = "Perlindungan\u202e\u200b anak\x00\x1b"


def test_a_regulation_loses_direction_and_control_characters(
    editor: User, regulation_index: RegulationIndex, permensos: RegulationType
) -> None:
    page = actions.create_regulation(by=editor, kind=permensos, number="1", year=2020, about="Contoh", text="")
    page.about, page.issuer = TURNED, "Menteri\u2067 Sosial"

    page.full_clean()

    assert (page.about, page.issuer) == ("Perlindungan anak", "Menteri Sosial")
    assert "\u202e" not in page.title
    assert isinstance(page, Regulation)


@pytest.mark.django_db
def test_titles_and_parties_of_an_agreement_lose_them_too() -> None:
    mou, party = Mou(title=TURNED, scope="Satu\r\nDua\u202e"), MouParty(name=TURNED)

    mou.clean_fields(exclude=["path", "depth", "numchild", "content_type", "slug", "locale"])
    party.clean_fields(exclude=["mou"])

    assert (mou.title, party.name, mou.scope) == ("Perlindungan anak", "Perlindungan anak", "Satu\nDua")


def test_the_same_letters_composed_or_not_are_one_text() -> None:
    assert visible("Cafe\u0301 \t Mandiri ") == visible("Caf\u00e9 Mandiri")


@pytest.mark.django_db
def test_titles_of_plain_pages_lose_them_too() -> None:
    page = StandardPage(title=TURNED)

    page.clean_fields(exclude=["path", "depth", "numchild", "content_type", "slug", "locale"])

    assert page.title == "Perlindungan anak"


def test_every_sign_for_a_new_line_or_paragraph_is_one() -> None:
    assert visible("Satu\r\nDua\u2028Tiga\u2029Empat", many_lines=True) == "Satu\nDua\nTiga\nEmpat"
    assert visible("Satu\u2028Dua") == "Satu Dua"
