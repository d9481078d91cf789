"""Titles of pages in the admin reach only those who work on pages."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.urls import reverse

from documents import actions
from documents.importing.writing import make_findable_for_editors
from documents.models import Regulation, RegulationIndex, RegulationType
from documents.wagtail_hooks import choose_from_own_pages
from portal.core.models import User
from tests.addresses import Address, addresses
from tests.documents.browsing import logged_in
from tests.documents.conftest import Publish
from tests.factories import make_unit, make_user

SEARCH = "/admin/choose-page/search/"
SECRET = "77777"  # the number, and so part of the title
CHOOSERS = ("/admin/choose-page/{index}/", "/admin/choose-page/chosen-multiple/?id={page}")
SCREENS = [each for each in addresses() if each.route.startswith("admin/") and "logout" not in each.route]


@pytest.fixture
def closed(editor: User, publisher: User, permensos: RegulationType) -> Regulation:
    """A restricted regulation of some unit, live, with a newer draft."""
    page = actions.create_regulation(
        by=editor, kind=permensos, number=SECRET, year=2020, about="x", is_restricted=True, owner_unit=make_unit()
    )
    page = actions.publish(by=publisher, page=page)
    page.about = "y"
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    return page


@pytest.fixture
def administrator() -> Client:
    return logged_in(make_user("admin_portal"))


def told(client: Client, address: str) -> bool:
    """Whether the answer names the page, beyond what was asked itself."""
    text = client.get(address).content.decode(errors="replace")
    return f"Nomor {SECRET}" in text or f"Permen_Sos_2020_{SECRET}" in text


@pytest.mark.parametrize("address", CHOOSERS)
def test_choosers_name_no_closed_page_to_an_account_without_pages(
    address: str, closed: Regulation, administrator: Client, editor: User
) -> None:
    address = address.format(page=closed.pk, index=closed.get_parent().pk)

    assert told(logged_in(editor), address)
    assert not told(administrator, address)


def test_the_chooser_offers_only_pages_that_the_account_works_on(closed: Regulation, rf: RequestFactory) -> None:
    request = rf.get("/")
    offered = {}
    for role in ("editor_dokumen", "admin_portal"):
        request.user = make_user(role)
        offered[role] = closed in choose_from_own_pages(Regulation.objects.all(), request)

    assert offered == {"editor_dokumen": True, "admin_portal": False}


def test_the_chooser_finds_a_regulation_by_words_of_its_subject(published: Publish, editor: User) -> None:
    page = published("permensos", "16", 2020, about="Asistensi Rehabilitasi Sosial bagi Lanjut Usia")
    make_findable_for_editors([page.pk])  # what Wagtail does after the commit, which a test never reaches
    client = logged_in(editor)

    def offered(question: str) -> bool:
        address = reverse("wagtailadmin_choose_page_search")
        answer = client.get(address, {"q": question, "page_type": "documents.regulation"})
        assert answer.status_code == 200
        return page.title in answer.content.decode()

    assert offered("lanjut usia")
    assert offered("sosial rehab")
    assert offered("16 2020")
    assert offered("16/2020")
    assert not offered("narkotika")


@pytest.mark.parametrize(
    "question",
    ["Permensos 16/2020", "permensos no. 16 tahun 2020", "Pasal 3 Peraturan Menteri Sosial Nomor 16 Tahun 2020"],
)
def test_a_citation_finds_its_regulation_before_those_that_name_it(
    question: str, published: Publish, editor: User
) -> None:
    cited = published("permensos", "16", 2020, about="Asistensi Rehabilitasi Sosial")
    amending = published("permensos", "7", 2021, about="Perubahan atas Peraturan Menteri Sosial Nomor 16 Tahun 2020")
    make_findable_for_editors([amending.pk, cited.pk])

    answer = logged_in(editor).get(SEARCH, {"q": question, "page_type": "documents.regulation"})

    rows = BeautifulSoup(answer.content, "html.parser").select("a.choose-page")
    assert [rows[0]["data-id"], rows[0].text] == [str(cited.pk), f"{cited.title} tentang Asistensi Rehabilitasi Sosial"]
    assert rows[0]["data-admin-title"] == rows[0].text
    assert len(rows) == len({row["data-id"] for row in rows})


def test_a_citation_finds_nothing_that_the_account_does_not_work_on(
    closed: Regulation, administrator: Client, editor: User
) -> None:
    address = f"{SEARCH}?q=permensos+{SECRET}/2020&page_type=documents.regulation"

    assert told(logged_in(editor), address)
    assert not told(administrator, address)


def test_the_chooser_offers_pages_with_their_subjects_and_says_in_indonesian_which(
    published: Publish, editor: User
) -> None:
    page = published("permensos", "16", 2020, about="Asistensi")
    address = reverse("wagtailadmin_choose_page_child", args=[page.get_parent().pk])

    shown = logged_in(editor).get(f"{address}?page_type=documents.regulation").json()["html"]

    assert "Nomor 16 Tahun 2020 tentang Asistensi" in shown
    assert "Hanya halaman berjenis Peraturan yang dapat dipilih" in shown
    assert "Only pages" not in shown


def test_no_screen_of_the_admin_names_a_closed_page_to_an_account_without_pages(
    closed: Regulation, administrator: Client
) -> None:
    index = closed.get_parent()
    samples = {
        "page_id": closed.pk,
        "page_to_move_id": closed.pk,
        "pk": closed.pk,
        "revision_id": closed.latest_revision_id,
    }
    samples |= {"parent_page_id": index.pk, "destination_id": index.pk, "content_type_id": closed.content_type_id}
    samples |= {"task_state_id": closed.current_workflow_task_state.pk, "object_id": closed.pk}

    def path(address: Address) -> str:
        words = {"app_label": "documents", "model_name": "regulation", "content_type_app_name": "documents"}
        return address.path({**samples, **words, "content_type_model_name": "regulation"})

    administrator.raise_request_exception = False
    telling = [path(address) for address in SCREENS if told(administrator, path(address))]

    assert telling == []


@pytest.mark.parametrize(
    "typed", ['"', 'a"b', 'UU "11/2009"', '"""', "'", "*", "NOT a", "NEAR(", "^a", "a:b", "{a}", "\\", "\x00"]
)
def test_no_text_breaks_a_search_of_the_admin(
    typed: str, editor: User, regulation_index: RegulationIndex, published: Publish
) -> None:
    page = published("uu", "11", 2009, about="Kesejahteraan Sosial")
    make_findable_for_editors([page.pk])
    client = logged_in(editor)

    for address in (f"{SEARCH}?page_type=documents.regulation", f"/admin/pages/{regulation_index.pk}/?", f"{SEARCH}?"):
        assert client.get(f"{address}&{urlencode({'q': typed})}").status_code == 200, address


def test_quotation_marks_are_no_part_of_what_is_looked_for(
    editor: User, regulation_index: RegulationIndex, published: Publish
) -> None:
    page = published("uu", "11", 2009, about="Kesejahteraan Sosial")
    make_findable_for_editors([page.pk])

    shown = logged_in(editor).get(f"/admin/pages/{regulation_index.pk}/", {"q": '"11 tahun 2009"'})

    assert "Nomor 11 Tahun 2009" in shown.content.decode()
