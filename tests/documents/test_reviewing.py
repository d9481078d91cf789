"""The reviewers' lists in the admin."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import linking
from documents.enums import LegalStatus, Provenance, RegisterWord
from documents.models import Regulation, Relation
from documents.reviewing.disputes import ABOUT_RELATION, ABOUT_STATUS, disputes
from tests.documents.browsing import logged_in, messages_of
from tests.documents.conftest import Publish
from tests.factories import make_user

ADDRESS = "/admin/tinjauan/status/"


@pytest.fixture
def disputed(published: Publish) -> dict[str, Regulation]:
    """One case of each kind, by the kind."""
    register = published("permensos", "1", 2010, register_word=RegisterWord.REPEALED)
    relation = published("permensos", "2", 2010, register_word=RegisterWord.IN_FORCE)
    published("permensos", "3", 2015, Relation(kind="repeals", target=relation))
    stated = published("permensos", "4", 2010)
    Regulation.objects.filter(pk=stated.pk).update(stated_status="Berlaku")
    repealing = published("permensos", "5", 2015, Relation(kind="repeals", target=stated))
    Regulation.objects.filter(pk=repealing.pk).update(source=Provenance.IMPORTED)
    linking.refresh_statuses(Regulation, [stated.pk])
    law = published("uu", "6", 2010, text="Pasal 1\nIsi.\n")
    lower = published("permensos", "7", 2015, Relation(kind="repeals", target=law))
    early = published("permensos", "8", 2001, Relation(kind="amends", target=register))
    article = published("permensos", "9", 2015, Relation(kind="implements", target=law, article="8"))
    one = published("permensos", "10", 2015)
    other = published("permensos", "11", 2015, Relation(kind="amends", target=one))
    one.relations.add(Relation(kind="amends", target=other))
    one.save()
    return {
        "register": register,
        "hubungan": relation,
        "data-asal": stated,
        "lower_rank": lower,
        "too_early": early,
        "no_article": article,
        "cycle": one,
    }


@pytest.mark.parametrize("kind", [*ABOUT_STATUS, *ABOUT_RELATION])
def test_each_kind_of_contradiction_is_listed_with_its_cases_only(
    kind: str, disputed: dict[str, Regulation], django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    client = logged_in(make_user("penelaah_hukum"))

    with django_assert_max_num_queries(10):
        listing = disputes(kind, "1")
        cases = list(listing.page)
    page = messages_of(client.get(ADDRESS, {"jenis": kind}))

    found = {case.source_id if listing.is_about_relations else case.pk for case in cases}
    assert disputed[kind].pk in found
    assert len(found) == (2 if kind == "cycle" else 1)
    assert disputed[kind].title in page


def test_a_dispute_ends_when_its_cause_is_corrected(disputed: dict[str, Regulation], published: Publish) -> None:
    published("permensos", "20", 2020, Relation(kind="repeals", target=disputed["register"]))

    assert not Regulation.objects.disputed("register").exists()


def test_a_repeal_that_two_people_approve_outweighs_the_word_of_an_import(disputed: dict[str, Regulation]) -> None:
    Regulation.objects.get(number="5").save_revision().publish()

    assert not Regulation.objects.disputed("data-asal").exists()
    assert Regulation.objects.get(number="4").status == LegalStatus.REPEALED


@pytest.mark.parametrize(
    ("role", "status"), [("editor_dokumen", 200), ("penelaah_hukum", 200), ("penerbit", 302), ("verifikator", 403)]
)
def test_only_those_who_correct_documents_see_the_list(role: str, status: int, published: Publish) -> None:
    assert logged_in(make_user(role)).get(ADDRESS).status_code == status
    assert ("tinjauan/status" in logged_in(make_user(role)).get("/admin/").content.decode()) == (status == 200)


def test_nothing_typed_breaks_the_list(editor: object, client: Client) -> None:
    reviewer = logged_in(make_user("penelaah_hukum"))

    assert reviewer.get(ADDRESS, {"jenis": "<x>", "halaman": "-9"}).status_code == 200
    assert client.get(ADDRESS).status_code == 302
