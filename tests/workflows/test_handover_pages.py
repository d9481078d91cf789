"""Recording a handover over HTTP: what fits is kept once, what does not gets a sentence."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.accounts import keeping
from portal.accounts.models import KeptForm
from portal.core.models import User
from portal.core.permissions import RefusedError
from tests.accounts.conftest import log_in
from tests.accounts.test_late_forms import end_session
from tests.proposals import Cast, make_cast, proposal_at
from workflows import actions
from workflows.enums import Function, Stage
from workflows.leftovers import sweep
from workflows.models import Community, Handover, HeldScan, Item, Proposal, TaskMeta
from workflows.timeline import timeline
from workflows.uploads import CheckedFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return proposal_at(Stage.DISTRIBUTION, cast)


@pytest.fixture
def ppk(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.ppk)
    return client


def community_of(proposal: Proposal) -> Community:
    return proposal.communities.get()


def address(proposal: Proposal) -> str:
    return reverse("workflows:handover_new", args=(proposal.pk, community_of(proposal).pk))


def photo() -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (20, 20)).save(written, "JPEG")
    return SimpleUploadedFile("../../bast.jpg", written.getvalue())


def filled(proposal: Proposal, **changes: Any) -> dict[str, Any]:
    item = Item.objects.get(community__proposal=proposal)
    data = {
        "number": "BAST-1",
        "handed_on": timezone.localdate().isoformat(),
        "receiver_name": "Penerima Contoh",
        "scan": photo(),
        f"item-{item.pk}-quantity": "2",
        f"item-{item.pk}-serial_numbers": "SN-1\nSN-2",
    }
    return data | {name.replace("ITEM", str(item.pk)): value for name, value in changes.items()}


def test_everything_handed_over_ends_the_case(ppk: Client, proposal: Proposal) -> None:
    answer = ppk.post(address(proposal), filled(proposal))

    proposal.refresh_from_db()
    record = Handover.objects.get()
    assert answer.status_code == 302
    assert proposal.stage == Stage.DONE
    assert record.name == "bast.jpg"
    assert list(record.lines.get().serial_numbers.values_list("number", flat=True)) == ["SN-1", "SN-2"]


def test_a_part_leaves_the_rest_due(ppk: Client, proposal: Proposal) -> None:
    ppk.post(address(proposal), filled(proposal, **{"item-ITEM-quantity": "1", "item-ITEM-serial_numbers": "SN-1"}))

    proposal.refresh_from_db()
    assert proposal.stage == Stage.DISTRIBUTION
    assert Item.objects.get(community__proposal=proposal).outstanding_quantity == 1


def test_what_a_colleague_recorded_meanwhile_costs_nobody_the_form(cast: Cast, ppk: Client, proposal: Proposal) -> None:
    """The session ended over a filled form, it was kept, and the PPK recorded that community in between."""
    late = Client()
    log_in(late, cast.operator)
    end_session(late)
    late.post(address(proposal), filled(proposal, number="BAST-MILIK-SAYA"))
    kept = KeptForm.objects.get()
    ppk.post(address(proposal), filled(proposal))
    log_in(late, cast.operator)

    answer = late.post(address(proposal), dict(kept.fields) | {keeping.KEPT_FIELD: str(kept.pk)})

    assert answer.status_code == 409
    assert "BAST-MILIK-SAYA" in answer.content.decode()
    assert "SN-1" in answer.content.decode()
    assert KeptForm.objects.get().files.get().name
    assert Handover.objects.get().number == "BAST-1"


def test_the_second_click_on_the_last_handover_is_told_that_it_is_recorded(ppk: Client, proposal: Proposal) -> None:
    ppk.post(address(proposal), filled(proposal))

    answer = ppk.post(address(proposal), filled(proposal), follow=True)

    assert "BAST nomor BAST-1 sudah tercatat" in answer.content.decode()
    assert Handover.objects.count() == 1


PART = {"item-ITEM-quantity": "1", "item-ITEM-serial_numbers": "SN-1"}


def test_the_second_click_on_a_part_is_told_that_it_is_recorded(ppk: Client, proposal: Proposal) -> None:
    """Once with the scan, and once without, as after an earlier try whose scan was held."""
    ppk.post(address(proposal), filled(proposal, **PART))
    events = proposal.events.count()

    for scan in (photo(), ""):
        answer = ppk.post(address(proposal), filled(proposal, **PART, scan=scan), follow=True)

        assert answer.redirect_chain == [(reverse("workflows:handover", args=(proposal.pk,)), 302)]
        assert "BAST nomor BAST-1 sudah tercatat" in answer.content.decode()
    assert Handover.objects.count() == 1
    assert proposal.events.count() == events


def test_a_second_click_may_ask_for_more_than_is_left(ppk: Client, proposal: Proposal) -> None:
    """Two of three were given: the same two no longer fit, and are recorded all the same."""
    Item.objects.filter(community__proposal=proposal).update(quantity=3, approved_quantity=3)
    ppk.post(address(proposal), filled(proposal))

    answer = ppk.post(address(proposal), filled(proposal), follow=True)

    assert "BAST nomor BAST-1 sudah tercatat" in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"receiver_name": "Orang Lain"},
        {"item-ITEM-quantity": "1", "item-ITEM-serial_numbers": "SN-2"},
        {"item-ITEM-quantity": "1", "item-ITEM-serial_numbers": ""},
    ],
)
def test_another_record_under_the_same_number_is_no_second_click(
    ppk: Client, proposal: Proposal, changes: dict[str, str]
) -> None:
    ppk.post(address(proposal), filled(proposal, **PART))

    answer = ppk.post(address(proposal), filled(proposal, **PART | changes))

    assert answer.status_code == 200
    assert "BAST nomor BAST-1 sudah dicatat" in answer.content.decode()
    assert Handover.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"item-ITEM-quantity": "3", "item-ITEM-serial_numbers": ""}, "Paling banyak 2."),
        ({"item-ITEM-quantity": "-1"}, "angka bulat"),
        ({"item-ITEM-quantity": "", "item-ITEM-serial_numbers": ""}, "sedikitnya satu barang"),
        ({"item-ITEM-serial_numbers": "SN-1\nSN-1"}, "2 nomor seri yang berbeda"),
        ({"item-ITEM-serial_numbers": "SN-1"}, "2 nomor seri yang berbeda"),
        ({"item-ITEM-quantity": "", "item-ITEM-serial_numbers": "SN-1"}, "tulis juga jumlah"),
        ({"handed_on": "31/2/2026"}, "tidak ada di kalender"),
        ({"handed_on": "2999-01-01"}, "masa depan"),
        ({"handed_on": "1999-01-01"}, "sebelum surat keputusan"),
        ({"scan": SimpleUploadedFile("bast.pdf", b"<html>")}, "bukan PDF, JPG, PNG, atau HEIC"),
        ({"scan": SimpleUploadedFile("bast.pdf", b"")}, "kosong (0 bita)"),
        ({"scan": ""}, "Unggah pindai atau foto"),
        ({"receiver_name": ""}, "Tulis nama penerima"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_changes_nothing(
    ppk: Client, proposal: Proposal, changes: dict[str, Any], says: str
) -> None:
    answer = ppk.post(address(proposal), filled(proposal, **changes))

    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Handover.objects.exists()


def test_the_scan_is_only_for_those_who_see_the_proposal(ppk: Client, proposal: Proposal) -> None:
    ppk.post(address(proposal), filled(proposal))
    scan = reverse("workflows:handover_scan", args=(Handover.objects.get().pk,))
    stranger = Client()
    stranger.force_login(make_cast().head)

    answer = ppk.get(scan)

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.getvalue().startswith(b"\xff\xd8")
    assert stranger.get(scan).status_code == 404


@pytest.mark.parametrize("role", ["operator", "head"])
def test_the_unit_that_proposed_records_too_and_ends_the_case(cast: Cast, proposal: Proposal, role: str) -> None:
    """Both have acted on it before; recording what happened decides nothing."""
    person = getattr(cast, role)
    client = Client()
    client.force_login(person)
    assert address(proposal) in client.get(reverse("workflows:handover", args=(proposal.pk,))).content.decode()

    assert client.post(address(proposal), filled(proposal)).status_code == 302

    proposal.refresh_from_db()
    assert proposal.stage == Stage.DONE
    assert Handover.objects.get().recorded_by == person
    assert proposal.decisions.latest("pk").function == Function.RECORDER


def test_others_who_see_the_proposal_do_not_record(cast: Cast, proposal: Proposal) -> None:
    for person in (cast.verifier, cast.director, cast.kpa):
        client = Client()
        client.force_login(person)
        assert client.post(address(proposal), filled(proposal)).status_code == 403
        assert client.get(reverse("workflows:handover", args=(proposal.pk,))).status_code == 200


def test_the_unit_does_not_record_while_the_ppk_has_taken_the_task(cast: Cast, proposal: Proposal) -> None:
    actions.claim(by=cast.ppk, task=proposal.task_metas.latest("pk").task)
    client = Client()
    client.force_login(cast.operator)

    answer = client.post(address(proposal), filled(proposal))

    assert cast.ppk.name in answer.content.decode()
    assert not Handover.objects.exists()


def hand_over(proposal: Proposal, by: User, item: Item, *serials: str, quantity: int = 1) -> Handover:
    """The action itself: what it promises holds without the form before it."""
    return actions.record_handover(
        by=by,
        proposal=proposal,
        community=item.community,
        number="BAST-1",
        handed_on=timezone.localdate(),
        receiver_name="Penerima Contoh",
        lines=[actions.LineGiven(item_id=item.pk, quantity=quantity, serial_numbers=serials)],
    )


def test_the_goods_of_another_proposal_are_not_handed_over(cast: Cast, proposal: Proposal) -> None:
    foreign = Item.objects.get(community__proposal=proposal_at(Stage.DISTRIBUTION, cast))

    with pytest.raises(actions.HandoverDoesNotFitError, match="bukan bagian dari usulan"):
        hand_over(proposal, cast.ppk, foreign)

    assert not Handover.objects.exists()


@pytest.mark.parametrize("serials", [("SN-1", "SN-1"), ("SN-1", "SN-1", "SN-2"), ("SN-1",)])
def test_each_machine_has_a_serial_number_of_its_own(cast: Cast, proposal: Proposal, serials: tuple[str, ...]) -> None:
    item = Item.objects.get(community__proposal=proposal)

    with pytest.raises(actions.HandoverDoesNotFitError, match="2 nomor seri yang berbeda"):
        hand_over(proposal, cast.ppk, item, *serials, quantity=2)


def test_a_form_of_a_task_that_is_over_records_nothing(ppk: Client, proposal: Proposal) -> None:
    page = ppk.get(address(proposal)).content.decode()
    task = TaskMeta.objects.filter(proposal=proposal).latest("pk")
    earlier = TaskMeta.objects.filter(proposal=proposal).earliest("pk")

    answer = ppk.post(address(proposal), filled(proposal, task=str(earlier.pk)))

    assert f'name="task" value="{task.pk}"' in page
    assert "sudah selesai atau tidak terbuka" in answer.content.decode()
    assert not Handover.objects.exists()


def test_nothing_is_handed_over_before_the_letter_is_made(cast: Cast) -> None:
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    actions.confirm_decision(by=cast.kpa, proposal=proposal)
    client = Client()
    client.force_login(cast.ppk)

    answer = client.get(address(proposal), follow=True)

    assert "Surat keputusan sedang dibuat" in answer.content.decode()


def test_a_good_scan_need_not_be_sent_again_when_another_answer_was_wrong(ppk: Client, proposal: Proposal) -> None:
    wrong = ppk.post(address(proposal), filled(proposal, receiver_name=""))
    shown_anew = ppk.get(address(proposal))
    form = filled(proposal)
    del form["scan"]

    answer = ppk.post(address(proposal), form)

    assert "Berkas “bast.jpg” sudah tersimpan" in wrong.content.decode()
    assert "Berkas “bast.jpg” sudah tersimpan" in shown_anew.content.decode()
    record = Handover.objects.get()
    assert (answer.status_code, record.name) == (302, "bast.jpg")
    with record.file.open("rb") as file:
        assert Image.open(file).size == (20, 20)
    assert not HeldScan.objects.exists()


def test_a_new_scan_takes_the_place_of_the_held_one(
    ppk: Client, proposal: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    ppk.post(address(proposal), filled(proposal, receiver_name=""))
    first = HeldScan.objects.get().file
    other = photo()
    other.name = "lain.jpg"

    with django_capture_on_commit_callbacks(execute=True):
        ppk.post(address(proposal), filled(proposal, receiver_name="", scan=other))

    assert HeldScan.objects.get().name == "lain.jpg"
    ppk.post(address(proposal), filled(proposal, scan=photo()))
    assert Handover.objects.get().name == "bast.jpg"
    assert not HeldScan.objects.exists()
    assert not first.storage.exists(first.name)


def test_a_held_scan_is_its_senders_alone_and_does_not_live_for_ever(
    cast: Cast, ppk: Client, proposal: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    ppk.post(address(proposal), filled(proposal, receiver_name=""))
    file = HeldScan.objects.get().file
    form = filled(proposal)
    del form["scan"]
    operator = Client()
    operator.force_login(cast.operator)

    assert "Unggah pindai atau foto" in operator.post(address(proposal), form).content.decode()
    HeldScan.objects.update(expires_at=timezone.now())
    assert "Unggah pindai atau foto" in ppk.post(address(proposal), form).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        sweep()

    assert not HeldScan.objects.exists()
    assert not file.storage.exists(file.name)


def test_a_scan_is_held_only_for_those_who_record(cast: Cast, proposal: Proposal) -> None:
    scan = CheckedFile("bast.pdf", "application/pdf", b"isi", "a" * 64)
    with pytest.raises(RefusedError):
        actions.hold_scan(by=cast.kpa, proposal=proposal, community=community_of(proposal), scan=scan)

    assert not HeldScan.objects.exists()


def test_a_refused_scan_is_not_held(ppk: Client, proposal: Proposal) -> None:
    ppk.post(address(proposal), filled(proposal, scan=SimpleUploadedFile("bast.pdf", b"<html>")))

    assert not HeldScan.objects.exists()


def test_each_line_of_the_history_names_the_community(cast: Cast) -> None:
    proposal = proposal_at(Stage.DONE, cast, communities=2)

    titles = [entry.title for entry in timeline(proposal, cast.ppk).entries]

    for community in proposal.communities.all():
        assert f"Serah terima (BAST) dicatat: {community}" in titles
