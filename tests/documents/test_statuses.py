"""How a status follows from relations and the register."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from documents import actions, linking, suggesting
from documents.enums import Contradiction, LegalStatus, RegisterWord, RelationKind, StatusSource
from documents.models import Regulation, RegulationType, Relation, RelationSuggestion
from documents.statuses import Act, Said, Verdict, decide
from portal.core.models import User
from search.models import SearchChange
from tests.documents.browsing import logged_in, messages_of
from tests.documents.conftest import Publish
from tests.documents.test_suggestions import REPEALING
from tests.factories import make_unit


@dataclass
class Dates:
    year: int = 2020
    enacted_on: dt.date | None = None
    promulgated_on: dt.date | None = None
    in_force_on: dt.date | None = None


def act(kind: RelationKind, year: int = 2020, **facts: Any) -> Act:
    return Act(kind, Dates(year), facts.pop("source_id", 7), **facts)


REPEAL, PART, AMEND = act(RelationKind.REPEALS), act(RelationKind.REPEALS_PART), act(RelationKind.AMENDS)
IMPORTED = act(RelationKind.REPEALS, is_imported=True)
LOOKED = dt.date(2023, 5, 31)
RELATION, REGISTER = StatusSource.RELATION, StatusSource.REGISTER


@pytest.mark.parametrize(
    ("word", "stated", "acting", "status", "source"),
    [
        ("", "", [], LegalStatus.UNVERIFIED, StatusSource.NONE),
        ("", "Berlaku", [], LegalStatus.UNVERIFIED, StatusSource.NONE),
        ("", "Tidak Berlaku Dicabut Oleh: X", [], LegalStatus.UNVERIFIED, StatusSource.NONE),
        ("", "", [REPEAL], LegalStatus.REPEALED, RELATION),
        ("", "Berlaku", [IMPORTED], LegalStatus.UNVERIFIED, StatusSource.NONE),
        ("", "Berlaku", [REPEAL], LegalStatus.REPEALED, RELATION),
        ("", "", [IMPORTED], LegalStatus.REPEALED, RELATION),
        (RegisterWord.IN_FORCE, "", [REPEAL], LegalStatus.UNVERIFIED, StatusSource.NONE),
        (RegisterWord.REPEALED, "", [REPEAL], LegalStatus.REPEALED, RELATION),
        ("", "", [act(RelationKind.REPEALS, article="5")], LegalStatus.PARTLY_REPEALED, RELATION),
        ("", "", [AMEND, PART], LegalStatus.PARTLY_REPEALED, RELATION),
        ("", "", [AMEND], LegalStatus.AMENDED, RELATION),
        (RegisterWord.IN_FORCE, "", [AMEND], LegalStatus.AMENDED, RELATION),
        (RegisterWord.IN_FORCE, "", [], LegalStatus.IN_FORCE, REGISTER),
        (RegisterWord.REPEALED, "Berlaku", [AMEND], LegalStatus.REPEALED, REGISTER),
    ],
)
def test_a_status_needs_a_relation_or_the_register_and_a_contradiction_verifies_nothing(
    word: str, stated: str, acting: list[Act], status: LegalStatus, source: StatusSource
) -> None:
    verdict = decide(Said(word, LOOKED, stated), acting)

    assert (verdict.status, verdict.source) == (status, source)
    assert (verdict.by_id is not None) == (source == RELATION)


@pytest.mark.parametrize(
    ("word", "acting", "status"),
    [
        ("", [], LegalStatus.NOT_YET),
        (RegisterWord.IN_FORCE, [AMEND], LegalStatus.NOT_YET),
        ("", [REPEAL], LegalStatus.REPEALED),
        (RegisterWord.REPEALED, [], LegalStatus.REPEALED),
    ],
)
def test_before_its_day_a_regulation_is_not_in_force_and_may_be_repealed(
    word: str, acting: list[Act], status: LegalStatus
) -> None:
    assert decide(Said(word), acting, is_awaited=True).status == status


@pytest.mark.parametrize(
    ("dates", "looked", "status"),
    [
        (Dates(2026), LOOKED, LegalStatus.REPEALED),
        (Dates(2023, enacted_on=dt.date(2023, 6, 1)), LOOKED, LegalStatus.REPEALED),
        (Dates(2023, dt.date(2023, 1, 1), in_force_on=dt.date(2023, 7, 1)), LOOKED, LegalStatus.REPEALED),
        (Dates(2023), LOOKED, LegalStatus.UNVERIFIED),
        (Dates(2023, enacted_on=dt.date(2023, 5, 31)), LOOKED, LegalStatus.UNVERIFIED),
        (Dates(2026), None, LegalStatus.UNVERIFIED),
    ],
)
def test_a_repeal_ends_what_the_register_said_before_it(
    dates: Dates, looked: dt.date | None, status: LegalStatus
) -> None:
    repeal = Act(RelationKind.REPEALS, dates, 7)

    assert decide(Said(RegisterWord.IN_FORCE, looked), [repeal]).status == status


def test_one_repeal_that_nothing_contradicts_is_enough() -> None:
    acts = [act(RelationKind.REPEALS, 2026, source_id=9), act(RelationKind.REPEALS, 2015, source_id=3)]

    assert decide(Said(RegisterWord.IN_FORCE, LOOKED), acts).by_id == 9


def test_a_regulation_comes_into_force_on_its_day_also_for_the_search(
    editor: User, publisher: User, permensos: RegulationType, client: Client
) -> None:
    day = dt.date(2027, 1, 1)
    with time_machine.travel("2026-12-31T16:59:00Z", tick=False) as clock:  # one minute to midnight in Jakarta
        page = actions.create_regulation(
            by=editor,
            kind=permensos,
            number="9",
            year=2026,
            about="Contoh",
            in_force_on=day,
            register_word=RegisterWord.IN_FORCE,
        )
        page = actions.publish(by=publisher, page=page)
        call_command("publish_scheduled")
        page.refresh_from_db()
        assert (page.status, page.status_source) == (LegalStatus.NOT_YET, StatusSource.DATE)
        assert page not in Regulation.objects.in_force()
        assert "Belum berlaku" in client.get("/peraturan/permensos/2026/9/").content.decode()
        SearchChange.objects.all().delete()

        clock.shift(60)
        call_command("publish_scheduled")

    page.refresh_from_db()
    assert (page.status, page.status_source) == (LegalStatus.IN_FORCE, StatusSource.REGISTER)
    assert SearchChange.objects.filter(key=f"page:{page.pk}").exists()


def test_the_most_recent_repealing_regulation_is_the_one_named() -> None:
    acts = [act(RelationKind.REPEALS, source_id=9), act(RelationKind.REPEALS, source_id=3)]

    assert decide(Said(), acts) == Verdict(LegalStatus.REPEALED, RELATION, 9)


@pytest.fixture
def two(editor: User, publisher: User, permensos: RegulationType) -> tuple[Regulation, Regulation]:
    """A live regulation, and a draft that repeals it."""
    old = actions.create_regulation(by=editor, kind=permensos, number="1", year=2010, about="Lama")
    old = actions.publish(by=publisher, page=old)
    new = actions.create_regulation(by=editor, kind=permensos, number="2", year=2020, about="Baru")
    new.relations.add(Relation(kind=RelationKind.REPEALS, target=old))
    new.save_revision(user=editor)
    return old, new


def test_a_draft_repeals_nothing(two: tuple[Regulation, Regulation]) -> None:
    assert Regulation.objects.get(pk=two[0].pk).status == LegalStatus.UNVERIFIED


def test_publishing_the_repealing_regulation_changes_the_status_of_the_other(
    two: tuple[Regulation, Regulation], publisher: User
) -> None:
    old, new = two

    actions.publish(by=publisher, page=new)

    old.refresh_from_db()
    assert (old.status, old.status_by_id) == (LegalStatus.REPEALED, new.pk)
    assert old not in Regulation.objects.in_force()


def test_unpublishing_or_deleting_it_takes_the_status_back(two: tuple[Regulation, Regulation], publisher: User) -> None:
    old, new = two
    actions.publish(by=publisher, page=new)
    Regulation.objects.get(pk=new.pk).unpublish()
    old.refresh_from_db()
    assert old.status == LegalStatus.UNVERIFIED

    actions.publish(by=publisher, page=Regulation.objects.get(pk=new.pk))
    Regulation.objects.get(pk=new.pk).delete()
    old.refresh_from_db()
    assert (old.status, old.status_source) == (LegalStatus.UNVERIFIED, StatusSource.NONE)


def unpublish_page(client: Client, page: Regulation) -> HttpResponse:
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))


def unpublish_in_bulk(client: Client, page: Regulation) -> HttpResponse:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return client.post(f"{address}?next=/admin/&id={page.pk}")


def unpublish_with_the_section(client: Client, page: Regulation) -> HttpResponse:
    address = reverse("wagtailadmin_pages:unpublish", args=[page.get_parent().pk])
    return client.post(address, {"include_descendants": "on"})


@pytest.mark.parametrize("unpublish", [unpublish_page, unpublish_in_bulk, unpublish_with_the_section])
def test_unpublishing_in_the_admin_takes_the_status_back(
    two: tuple[Regulation, Regulation], publisher: User, unpublish: Callable[[Client, Regulation], HttpResponse]
) -> None:
    old, new = two
    actions.publish(by=publisher, page=new)

    assert unpublish(logged_in(publisher), new).status_code == 302

    assert not Regulation.objects.get(pk=new.pk).live
    old.refresh_from_db()
    assert (old.status, old.status_source) == (LegalStatus.UNVERIFIED, StatusSource.NONE)


def test_an_old_draft_does_not_carry_the_old_status_back(
    two: tuple[Regulation, Regulation], editor: User, publisher: User
) -> None:
    old, new = two
    old.about = "Lama, diperbaiki"
    old.save_revision(user=editor)
    actions.publish(by=publisher, page=new)

    actions.publish(by=publisher, page=Regulation.objects.get(pk=old.pk))

    old.refresh_from_db()
    assert (old.about, old.status) == ("Lama, diperbaiki", LegalStatus.REPEALED)


def test_a_citation_finds_its_target_when_an_editor_publishes_it(
    editor: User, publisher: User, permensos: RegulationType
) -> None:
    citing = actions.create_regulation(by=editor, kind=permensos, number="2", year=2020, about="Baru")
    citing.relations.add(Relation(kind=RelationKind.AMENDS, citation="Permen_Sos_2010_1"))
    citing.save_revision(user=editor)
    actions.publish(by=publisher, page=citing)

    cited = actions.create_regulation(by=editor, kind=permensos, number="1", year=2010, about="Lama")
    cited = actions.publish(by=publisher, page=cited)

    assert Relation.objects.get().target_id == cited.pk
    assert Regulation.objects.get(pk=cited.pk).status == LegalStatus.AMENDED


@pytest.mark.parametrize("kind", [RelationKind.REPEALS, RelationKind.AMENDS])
def test_a_regulation_that_the_public_may_not_open_shows_in_no_public_status(
    two: tuple[Regulation, Regulation], publisher: User, editor: User, kind: RelationKind, client: Client
) -> None:
    old, new = two
    new.relations.set([Relation(kind=kind, target=old)])
    new.is_restricted, new.owner_unit = True, make_unit()
    new.save_revision(user=editor)
    new = actions.publish(by=publisher, page=new)

    old.refresh_from_db()
    assert (old.status, old.status_source) == (LegalStatus.UNVERIFIED, StatusSource.NONE)
    assert "Pada 1 Januari 2026: Status belum diverifikasi" in messages_of(
        client.get("/peraturan/permensos/2010/1/?per=2026-01-01")
    )

    new.is_restricted = False
    new.save_revision(user=editor)
    new = actions.publish(by=publisher, page=new)
    old.refresh_from_db()
    assert old.status == {"repeals": LegalStatus.REPEALED, "amends": LegalStatus.AMENDED}[kind]

    new.is_restricted = True
    new.save_revision(user=editor)
    actions.publish(by=publisher, page=new)
    old.refresh_from_db()
    assert old.status == LegalStatus.UNVERIFIED


def test_a_closed_regulation_contradicts_no_public_status(
    two: tuple[Regulation, Regulation], publisher: User, editor: User
) -> None:
    """Two that amend each other cannot be; while one of them is closed, the other shows nothing of it."""
    old, new = two
    actions.publish(by=publisher, page=new)
    third = actions.create_regulation(
        by=editor, kind=old.kind, number="3", year=2020, about="Ketiga", is_restricted=True, owner_unit=make_unit()
    )
    third.relations.add(Relation(kind=RelationKind.AMENDS, target=new))
    third.save_revision(user=editor)
    third = actions.publish(by=publisher, page=third)
    Relation.objects.create(source=new, kind=RelationKind.AMENDS, target=third)

    linking.flag_contradictions(Regulation, [new.pk, third.pk])

    assert set(Relation.objects.values_list("contradiction", flat=True)) == {Contradiction.NONE}


def test_what_is_not_in_force_yet_repeals_nothing_until_its_day(published: Publish) -> None:
    with time_machine.travel("2026-12-31T05:00:00Z", tick=False) as clock:
        old = published("permensos", "1", 2010, register_word=RegisterWord.IN_FORCE, register_checked_on=LOOKED)
        repeal = Relation(kind=RelationKind.REPEALS, target=old)
        new = published("permensos", "2", 2026, repeal, in_force_on=dt.date(2027, 1, 1))
        old.refresh_from_db()
        assert (new.status, old.status) == (LegalStatus.NOT_YET, LegalStatus.IN_FORCE)

        clock.shift(dt.timedelta(days=1))
        call_command("publish_scheduled")

        old.refresh_from_db()
        assert (old.status, old.status_by_id) == (LegalStatus.REPEALED, new.pk)


def test_an_amendment_alone_says_not_that_a_regulation_is_in_force(published: Publish, client: Client) -> None:
    old = published("permensos", "1", 2010)
    Regulation.objects.filter(pk=old.pk).update(stated_status="Tidak Berlaku Dicabut Oleh: X")
    published("permensos", "2", 2015, Relation(kind=RelationKind.AMENDS, target=old))

    page = messages_of(client.get("/peraturan/permensos/2010/1/"))

    assert "Belum ada sumber yang memastikan bahwa peraturan ini masih berlaku." in page
    assert "Data asal menyebut «Tidak Berlaku Dicabut Oleh: X»" in page
    assert old not in Regulation.objects.in_force()
    assert "legislationLegalForce" not in client.get("/peraturan/permensos/2010/1/").content.decode()


def test_a_page_tells_what_other_texts_may_have_done_to_it(published: Publish, client: Client) -> None:
    old = published("permensos", "1", 2010, register_word=RegisterWord.IN_FORCE, register_checked_on=LOOKED)
    published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()

    page = messages_of(client.get("/peraturan/permensos/2010/1/"))

    old.refresh_from_db()
    assert old.status == LegalStatus.IN_FORCE
    assert "mungkin dicabut oleh Peraturan Menteri Sosial Nomor 2 Tahun 2020" in page


def test_what_the_register_says_of_the_repeal_leads_to_it(published: Publish, client: Client) -> None:
    published("permensos", "7", 2021)
    words = "Tidak Berlaku Dicabut Oleh :Peraturan Menteri Sosial Nomor 7 Tahun 2021 Tentang Asistensi"
    published("permensos", "1", 2010, register_word=RegisterWord.REPEALED, register_checked_on=LOOKED)
    Regulation.objects.filter(number="1").update(register_text=words)

    page = client.get("/peraturan/permensos/2010/1/").content.decode()

    assert "Dicabut oleh" in messages_of(client.get("/peraturan/permensos/2010/1/"))
    assert 'href="/peraturan/permensos/2021/7/"' in page


def test_suggestions_find_their_target_when_it_arrives(published: Publish) -> None:
    published("permensos", "2", 2020, text=REPEALING)
    suggesting.keep_up()
    suggestion = RelationSuggestion.objects.get(kind=RelationKind.REPEALS)
    assert suggestion.target is None

    old = published("permensos", "1", 2010)

    suggestion.refresh_from_db()
    assert suggestion.target == old


@pytest.mark.parametrize("is_here", [True, False])
def test_what_stands_in_the_title_of_the_repealer_is_no_successor(
    published: Publish, client: Client, is_here: bool
) -> None:
    published("uu", "8", 1983)
    if is_here:
        published("pp", "50", 1994)
    published("pp", "28", 1988, register_word=RegisterWord.REPEALED, register_checked_on=LOOKED)
    words = (
        "Tidak Berlaku Dicabut Oleh :Peraturan Pemerintah Nomor 50 Tahun 1994 Tentang Pelaksanaan Undang-Undang Nomor 8 "
        "Tahun 1983"
    )
    Regulation.objects.filter(number="28").update(register_text=words)

    page = client.get("/peraturan/pp/1988/28/").content.decode()

    assert ('href="/peraturan/pp/1994/50/"' in page) == is_here
    assert 'href="/peraturan/uu/1983/8/"' not in page


def test_a_repeal_that_cannot_be_is_not_even_suspected_in_public(published: Publish, client: Client) -> None:
    published("uu", "1", 2010)
    text = REPEALING.replace("Peraturan Menteri Sosial Nomor 1", "Undang-Undang Nomor 1")
    published("permensos", "2", 2020, text=text)
    suggesting.keep_up()
    assert RelationSuggestion.objects.filter(kind=RelationKind.REPEALS, target__number="1").exists()

    assert "mungkin dicabut" not in messages_of(client.get("/peraturan/uu/2010/1/"))
