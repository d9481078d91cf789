"""The status on a day in the past."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.test import Client

from documents import as_at
from documents.enums import Contradiction, LegalStatus, RegisterWord, RelationKind
from documents.models import Relation
from documents.statuses import Act, Said, Verdict, decide, is_awaited
from tests.documents.browsing import messages_of
from tests.documents.conftest import Publish

IN_FORCE, REPEALED, AMENDED = LegalStatus.IN_FORCE, LegalStatus.REPEALED, LegalStatus.AMENDED
UNVERIFIED, NOT_YET = LegalStatus.UNVERIFIED, LegalStatus.NOT_YET


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass
class Text:
    year: int
    enacted_on: dt.date | None = None
    promulgated_on: dt.date | None = None
    in_force_on: dt.date | None = None


TODAY = day("2026-11-29")
OWN = Text(2010, promulgated_on=day("2010-03-01"))
AMENDMENT = Act(RelationKind.AMENDS, Text(2015, promulgated_on=day("2015-06-01")), 1)
REPEAL = Act(RelationKind.REPEALS, Text(2020, day("2020-01-02"), day("2020-01-10"), day("2020-07-01")), 2)
YEAR_ONLY = Act(RelationKind.REPEALS, Text(2018), 3)
IMPOSSIBLE = Act(RelationKind.REPEALS, Text(2018), 4, contradiction=Contradiction.CYCLE)


def status_on(on: str, acts: list[Act], word: str = "", looked: str | None = None) -> Verdict:
    said = Said(word, day(looked) if looked else None)
    return as_at.status_on(day(on), OWN, acts, said, today=TODAY)


@pytest.mark.parametrize(
    ("on", "acts", "status", "by"),
    [
        ("2010-02-28", [AMENDMENT, REPEAL], NOT_YET, None),
        ("2010-03-01", [REPEAL, AMENDMENT], IN_FORCE, 1),
        ("2015-05-31", [REPEAL, AMENDMENT], IN_FORCE, 1),
        ("2020-06-30", [REPEAL], IN_FORCE, 2),
        ("2015-06-01", [AMENDMENT, REPEAL], AMENDED, 1),
        ("2020-06-30", [AMENDMENT, REPEAL], AMENDED, 1),
        ("2020-07-01", [AMENDMENT, REPEAL], REPEALED, 2),
        ("2017-12-31", [YEAR_ONLY], IN_FORCE, 3),
        ("2017-12-31", [IMPOSSIBLE], UNVERIFIED, None),
        ("2018-06-01", [YEAR_ONLY], UNVERIFIED, None),
        ("2019-01-01", [YEAR_ONLY], REPEALED, 3),
    ],
)
def test_what_acts_on_it_counts_from_its_own_day(on: str, acts: list[Act], status: LegalStatus, by: int | None) -> None:
    verdict = status_on(on, acts)

    assert (verdict.status, verdict.by_id) == (status, by)
    assert verdict.note or verdict.status != UNVERIFIED


@pytest.mark.parametrize(
    ("on", "word", "looked", "status"),
    [
        ("2015-01-01", RegisterWord.IN_FORCE, "2023-05-31", IN_FORCE),
        ("2023-06-01", RegisterWord.IN_FORCE, "2023-05-31", IN_FORCE),
        ("2015-01-01", RegisterWord.IN_FORCE, None, IN_FORCE),
        ("2015-01-01", RegisterWord.REPEALED, "2023-05-31", UNVERIFIED),
        ("2023-05-31", RegisterWord.REPEALED, "2023-05-31", REPEALED),
        ("2026-11-28", RegisterWord.REPEALED, None, UNVERIFIED),
        ("2026-11-29", RegisterWord.REPEALED, None, REPEALED),
    ],
)
def test_the_register_vouches_for_the_days_before_somebody_looked_and_until_something_acts(
    on: str, word: str, looked: str | None, status: LegalStatus
) -> None:
    verdict = status_on(on, [], word, looked)

    assert verdict.status == status
    assert verdict.note or verdict.status != UNVERIFIED


@pytest.mark.parametrize(
    "own", [OWN, Text(2026), Text(2026, in_force_on=day("2027-01-01"))], ids=["dated", "of this year", "awaited"]
)
@pytest.mark.parametrize("acts", [[], [AMENDMENT], [REPEAL, AMENDMENT], [YEAR_ONLY], [IMPOSSIBLE]])
@pytest.mark.parametrize("word", list(RegisterWord))
@pytest.mark.parametrize("looked", [None, "2012-01-01", "2018-03-01", "2023-05-31"])
def test_the_status_of_today_is_the_one_of_the_page(
    own: Text, acts: list[Act], word: RegisterWord, looked: str | None
) -> None:
    said = Said(word, day(looked) if looked else None)

    then = as_at.status_on(TODAY, own, acts, said, today=TODAY)

    now = decide(said, acts, is_awaited=is_awaited(own.in_force_on, TODAY))

    assert (then.status, then.source, then.by_id) == (now.status, now.source, now.by_id)


def test_without_own_dates_nothing_is_said_about_its_own_year() -> None:
    said = Said(RegisterWord.IN_FORCE, day("2023-01-01"))
    verdict = as_at.status_on(day("2010-06-01"), Text(2010), [], said, today=TODAY)

    assert (verdict.status, bool(verdict.note)) == (UNVERIFIED, True)


@pytest.mark.parametrize("typed", ["besok", "2020-02-31", "9999-12-31", "0001-01-01", "<b>", "2020-1-1\x00"])
def test_a_day_that_cannot_be_answered_gets_a_sentence(typed: str, client: Client, published: Publish) -> None:
    published("permensos", "16", 2020)

    response = client.get("/peraturan/permensos/2020/16/", {"per": typed})

    assert response.status_code == 200
    assert 'id="per-salah"' in response.content.decode()
    assert '<b>"' not in response.content.decode()


def test_the_page_says_what_held_on_a_day_and_which_amendments_its_text_lacks(
    client: Client, published: Publish
) -> None:
    old = published("permensos", "1", 2010, promulgated_on=day("2010-03-01"))
    published("permensos", "2", 2015, Relation(kind="amends", target=old), promulgated_on=day("2015-06-01"))
    published("permensos", "3", 2020, Relation(kind="repeals", target=old), promulgated_on=day("2020-07-01"))

    then = messages_of(client.get("/peraturan/permensos/2010/1/?per=2016-01-01"))
    now = messages_of(client.get("/peraturan/permensos/2010/1/"))
    before = messages_of(client.get("/peraturan/permensos/2010/1/?per=2014-01-01"))

    assert "Pada 1 Januari 2014: Berlaku" in before
    assert "kemudian diubah atau dicabut oleh Peraturan Menteri Sosial Nomor 2 Tahun 2015" in before
    assert "Pada 1 Januari 2016: Diubah" in then
    assert "belum memuat perubahan yang berlaku saat itu: Peraturan Menteri Sosial Nomor 2 Tahun 2015" in then
    assert "Peraturan ini sudah dicabut" in now
    assert "Pada 1 Januari" not in now


def test_the_banner_leads_through_repealed_successors_to_the_newest(client: Client, published: Publish) -> None:
    first = published("permensos", "1", 2010)
    second = published("permensos", "2", 2015, Relation(kind="repeals", target=first))
    published("permensos", "3", 2020, Relation(kind="repeals", target=second))

    page = messages_of(client.get("/peraturan/permensos/2010/1/"))

    assert (
        "Dicabut oleh Peraturan Menteri Sosial Nomor 2 Tahun 2015 tentang Contoh , yang lalu dicabut oleh "
        "Peraturan Menteri Sosial Nomor 3 Tahun 2020" in page
    )
