"""How often the pages of documents ask the database, for visitors and for officials: few times, whatever is on them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from documents import actions
from documents.models import Mou, MouIndex, MouParty, Regulation, RegulationIndex, Relation, Sop, SopIndex
from portal.core.models import User
from tests.documents.browsing import logged_in
from tests.documents.conftest import Publish
from tests.factories import make_unit, make_user

LISTS = (
    "/peraturan/",
    "/peraturan/permensos/",
    "/peraturan/permensos/2020/",
    "/peraturan/tahun/2020/",
    "/peraturan/penetap/menteri-sosial/",
    "/peraturan/subjek/anak/",
    "/peraturan/subjek/",
    "/mou/",
    "/sop/",
)
REGULATION = "/peraturan/permensos/2020/16/"
TEXT = "Pasal 1\nMenurut Undang-Undang Nomor 1 Tahun 2001 ini itu.\nPasal 2\n(1) Satu.\n(2) Dua.\n"

AtMost = Callable[..., CaptureQueriesContext]


def visitor() -> Client:
    return Client()


def editor_of_documents() -> Client:
    return logged_in(make_user("editor_dokumen"))


def head_of_a_unit() -> Client:
    return logged_in(make_user("kepala_balai", unit=make_unit()))


@pytest.fixture
def pages(published: Publish, editor: User, publisher: User) -> Regulation:
    """A regulation that cites, repeals and is repealed, among others; an agreement and a procedure."""
    agreement = Mou(title="Kerja sama contoh", owner=editor, live=False)
    agreement.parties.add(MouParty(name="Direktorat Jenderal"), MouParty(name="Yayasan Contoh"))
    procedure = Sop(title="Prosedur contoh", owner=editor, live=False, owner_unit=make_unit())
    for index, page in ((MouIndex, agreement), (SopIndex, procedure)):
        index.objects.get().add_child(instance=page)
        page.save_revision(user=editor)
        actions.publish(by=publisher, page=page)
    facts = {"text": TEXT, "subjects": "ANAK; DISABILITAS", "issuer": "Menteri Sosial"}
    published("uu", "1", 2001, text=TEXT)
    old = published("permensos", "15", 2019, **facts)
    repealed = published("permensos", "16", 2020, Relation(kind="repeals", target=old), **facts)
    published("permensos", "17", 2021, Relation(kind="repeals", target=repealed), **facts)
    return repealed


@pytest.mark.parametrize("person", [visitor, editor_of_documents, head_of_a_unit])
def test_lists_ask_at_most_ten_times_and_a_regulation_twenty(
    person: Callable[[], Client], pages: Regulation, django_assert_max_num_queries: AtMost
) -> None:
    client = person()
    for address, most in (*((address, 10) for address in LISTS), (REGULATION, 20), (f"{REGULATION}pasal-1/", 20)):
        client.get(address)
        with django_assert_max_num_queries(most, info=address):
            assert client.get(address).status_code == 200, address


def test_privacy_is_read_once_and_a_page_closed_to_others_costs_no_more(
    pages: Regulation, django_assert_max_num_queries: AtMost
) -> None:
    member, stranger = make_user("editor_dokumen"), make_user("penerbit")
    restriction = PageViewRestriction.objects.create(page=pages, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set(member.groups.all())
    inside, outside = logged_in(member), logged_in(stranger)
    for client in (inside, outside):  # the first request notes when the session began
        client.get("/peraturan/")

    with django_assert_max_num_queries(10):
        assert b"Nomor 16 Tahun 2020" in inside.get("/peraturan/").content
    with django_assert_max_num_queries(10) as asked:
        assert b"Nomor 16 Tahun 2020" not in outside.get("/peraturan/").content
    assert sum('FROM "wagtailcore_pageviewrestriction"' in query["sql"] for query in asked) == 1
    assert inside.get(REGULATION).status_code == 200
    assert outside.get(REGULATION).status_code != 200


def test_a_page_closed_meanwhile_is_closed_for_the_next_request(pages: Regulation) -> None:
    client = editor_of_documents()
    assert client.get("/peraturan/").status_code == 200

    index = RegulationIndex.objects.get()
    restriction = PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.PASSWORD)
    assert b"password" in client.get("/peraturan/").content
    restriction.delete()
    assert b"Nomor 16 Tahun 2020" in client.get("/peraturan/").content


def test_a_section_that_is_not_there_or_not_published_is_404(pages: Regulation, client: Client) -> None:
    RegulationIndex.objects.update(live=False)

    assert client.get("/peraturan/").status_code == 404
    assert client.get(REGULATION).status_code == 404
    assert client.get("/tidak-ada/").status_code == 404
