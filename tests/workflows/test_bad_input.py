"""Bad input on the real pages of a proposal: a clear sentence, nothing lost, nothing done twice, no 500."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import User
from tests.accounts.conftest import log_in
from tests.accounts.test_busy import sent_again
from tests.accounts.test_late_forms import end_session
from tests.documents.made_pdfs import bomb, text_pdf
from tests.documents.test_uploads import encrypted
from tests.proposals import Cast, make_draft
from workflows import actions
from workflows.drafts import GeneralData
from workflows.enums import Section
from workflows.models import Paper, PaperKind, Proposal
from workflows.versions import version_of

pytestmark = pytest.mark.django_db
LETTER = text_pdf("Surat permohonan contoh")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="portal.core.backends.RoleBackend")
    return client


def papers(draft: Proposal) -> str:
    return reverse("workflows:edit_papers", args=(draft.pk,))


def field(code: str) -> str:
    return f"kind-{PaperKind.objects.get(code=code).pk}"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (bytes, "kosong (0 bita)"),
        (lambda: b"PK\x03\x04 dokumen kantor", "bukan PDF, JPG, PNG, atau HEIC"),
        (lambda: LETTER[:300], "rusak atau terpotong"),
        (lambda: LETTER.replace(b"/Pages", b"/Pgaes"), "rusak"),
        (encrypted, "terkunci kata sandi"),
        (bomb, "ditolak demi keamanan"),
    ],
)
def test_a_bad_paper_gets_a_sentence_and_the_good_one_beside_it_is_kept(
    cast: Cast, draft: Proposal, make: Callable[[], bytes], sentence: str
) -> None:
    files = {
        field("proposal"): SimpleUploadedFile("buruk.pdf", make()),
        field("profil"): SimpleUploadedFile("baik.pdf", LETTER),
    }

    answer = browser(cast.operator).post(papers(draft), {**files, "action": "next"})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert [paper.name for paper in Paper.objects.all()] == ["baik.pdf"]


def test_a_paper_sent_after_the_session_ended_is_not_chosen_again(cast: Cast, draft: Proposal) -> None:
    client, page = Client(), papers(draft)
    log_in(client, cast.operator)
    client.get(page)
    end_session(client)
    files = {field("proposal"): SimpleUploadedFile("surat.pdf", LETTER), "action": "save"}

    refused = client.post(page, files, headers={"referer": f"http://testserver{page}"})
    shown = client.get(
        log_in(client, cast.operator, refused.url.partition("next=")[2].replace("%2F", "/")).url, follow=True
    )
    assert not Paper.objects.exists()
    assert "surat.pdf" in shown.content.decode()
    client.post(page, sent_again(shown) | {"action": "save"})

    assert [paper.name for paper in Paper.objects.all()] == ["surat.pdf"]


def test_a_double_click_begins_one_proposal(cast: Cast) -> None:
    client, page = browser(cast.operator), reverse("workflows:proposal_new")
    form = sent_again(client.get(page)) | {"title": "Mesin press plastik"}

    answers = [client.post(page, form) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Proposal.objects.count() == 1


def test_a_draft_begun_again_because_no_answer_came_is_the_same_until_something_is_written_in_it(cast: Cast) -> None:
    client, page = browser(cast.operator), reverse("workflows:proposal_new")
    form = sent_again(client.get(page)) | {"title": "Mesin press plastik"}
    first = client.post(page, form).url
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=20)):
        assert client.post(page, form).url == first
    proposal = Proposal.objects.get()
    actions.save_draft_section(
        by=cast.operator, proposal=proposal, data=GeneralData(title=proposal.title, background="Ditulis.")
    )

    assert client.post(page, form).url != first


def test_a_double_click_on_a_section_is_no_conflict(cast: Cast, draft: Proposal) -> None:
    client, page = browser(cast.operator), reverse("workflows:edit_general", args=(draft.pk,))
    form = {
        "title": "Judul",
        "scheme": "government_aid",
        "background": "x",
        "version": version_of(draft, Section.GENERAL),
        "action": "next",
    }

    answers = [client.post(page, form) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    draft.refresh_from_db()
    assert draft.title == "Judul"


def test_a_double_click_adds_goods_once(cast: Cast) -> None:
    draft = make_draft(cast)
    client, community = browser(cast.operator), draft.communities.get()
    page = reverse("workflows:add_item", args=(draft.pk, community.pk))
    goods = {"name": "Timbangan", "specification": "-", "measure": "unit", "unit_price": "500.000", "quantity": "1"}
    form = {**goods, "p-rows": "0", "version": version_of(draft, Section.BUDGET), "action": "save"}

    answers = [client.post(page, form) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302], answers[1].content.decode()
    assert community.items.filter(name="Timbangan").count() == 1
