"""An acting officer has the office for some days: rights, notices, search and records follow the dates without a hand."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import appointments
from portal.core.audience import audience_of, group_token
from portal.core.models import ActingAppointment, AuditEvent, OutgoingMail, RoleGroup, User
from portal.core.permissions import RefusedError
from search.access import proposal_grants, readers_of_proposal
from tests.factories import make_acting, make_user
from tests.proposals import LARGE, Cast, make_draft, proposal_at
from workflows import actions, letters, proposal_report
from workflows.enums import Outcome, Section, Stage, Step
from workflows.models import Decision, Proposal
from workflows.permissions import can_act
from workflows.queries import InboxFilter, InboxTab, inbox_counts, inbox_tasks
from workflows.timeline import timeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputy(cast: Cast) -> User:
    """Works at the unit and has written nothing."""
    return make_user("operator_balai", unit=cast.unit)


def fresh(user: User) -> User:
    """As a request has it: nothing about rights read yet."""
    return User.objects.get(pk=user.pk)


def in_days(number: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + dt.timedelta(days=number), tick=False)


def test_rights_begin_and_end_with_the_dates(cast: Cast, deputy: User) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    make_acting(deputy, cast.head, days=(2, 4))

    held = {}
    for number in (0, 1, 2, 4, 5):
        with in_days(number):
            held[number] = can_act(fresh(deputy), proposal, Step.SUBMISSION)

    assert held == {0: False, 1: False, 2: True, 4: True, 5: False}


def test_ended_early_the_office_is_gone_with_the_next_request(cast: Cast, deputy: User) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    appointment = make_acting(deputy, cast.head)
    before = can_act(fresh(deputy), proposal, Step.SUBMISSION)

    appointments.end(by=make_user("admin_portal"), appointment=appointment)

    assert (before, can_act(fresh(deputy), proposal, Step.SUBMISSION)) == (True, False)


def test_a_closed_account_holds_no_office_of_another(cast: Cast, deputy: User) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    make_acting(deputy, cast.head)
    User.objects.filter(pk=deputy.pk).update(is_active=False)

    assert not can_act(fresh(deputy), proposal, Step.SUBMISSION)


def test_certification_names_both_in_every_record(cast: Cast, deputy: User) -> None:
    User.objects.filter(pk=cast.head.pk).update(name="Budi", office="Kepala Sentra Contoh")
    User.objects.filter(pk=deputy.pk).update(name="Ani")
    proposal = proposal_at(Stage.SUBMISSION, cast)
    make_acting(deputy, fresh(cast.head))
    acting = fresh(deputy)

    actions.certify_and_submit(by=acting, proposal=proposal)

    decision = Decision.objects.get(proposal=proposal, step=Step.SUBMISSION)
    assert (decision.by_name, decision.by_office) == ("Ani", "Plh. Kepala Sentra Contoh")
    assert (decision.acting_for, decision.acting_for_name) == (cast.head, "Budi")
    assert decision.acting_for_office == "Kepala Sentra Contoh"
    entry = timeline(proposal, acting).entries[0]
    assert (entry.who, entry.office) == ("Ani (mewakili Budi)", "Plh. Kepala Sentra Contoh")
    done = AuditEvent.objects.filter(verb="complete", object_id=str(proposal.pk)).latest("sequence")
    assert done.actor_office == "Plh. Kepala Sentra Contoh, mewakili Budi"
    assert done.data["acting_for"] == cast.head.pk
    report = proposal_report.proposal_report(proposal, by=acting, at=timezone.now(), clear=False)
    assert any("Ani (mewakili Budi), Plh. Kepala Sentra Contoh" in row for row in report.sections[-1].rows[-1])
    assert proposal_report.render(proposal, by=acting, at=timezone.now(), clear=False).startswith(b"%PDF")


def test_a_comment_of_an_acting_director_names_both(cast: Cast) -> None:
    User.objects.filter(pk=cast.director.pk).update(name="Budi", office="Direktur Contoh")
    proposal = proposal_at(Stage.DIRECTOR, cast)
    substitute = make_user()
    make_acting(substitute, fresh(cast.director))

    comment = actions.pin_comment(
        by=fresh(substitute), proposal=proposal, section=Section.GENERAL, row="", column="title", text="Perjelas."
    )

    event = AuditEvent.objects.get(verb="comment_pinned", object_id=str(proposal.pk))
    assert comment.by_office == event.actor_office == "Plh. Direktur Contoh, mewakili Budi"
    assert event.data["acting_for"] == cast.director.pk


def test_the_page_names_the_office_in_which_the_task_was_taken(cast: Cast, deputy: User) -> None:
    User.objects.filter(pk=cast.head.pk).update(office="Kepala Sentra Contoh")
    User.objects.filter(pk=deputy.pk).update(name="Sari", office="Pengelola data")
    proposal = proposal_at(Stage.SUBMISSION, cast)
    make_acting(fresh(deputy), fresh(cast.head))
    actions.claim(by=fresh(deputy), task=proposal.task_metas.latest("pk").task)

    page = client_of(cast.operator).get(reverse("workflows:proposal", args=[proposal.pk])).content.decode()

    assert "Di tangan: Sari, Plh. Kepala Sentra Contoh" in page


@pytest.mark.parametrize("page_of", ["task", "withdrawal"])
@pytest.mark.parametrize("sees_it_still", [True, False])
def test_who_sends_after_the_office_ended_reads_that_and_what_was_typed(
    cast: Cast, sees_it_still: bool, page_of: str
) -> None:
    User.objects.filter(pk=cast.head.pk).update(name="Budi", office="Kepala Sentra Contoh")
    person = make_user("operator_balai", unit=cast.unit) if sees_it_still else make_user()
    proposal = proposal_at(Stage.SUBMISSION, cast)
    appointment = make_acting(person, fresh(cast.head))
    asked = proposal if page_of == "withdrawal" else proposal.task_metas.latest("pk")
    url = reverse(f"workflows:{page_of}", args=[asked.pk])
    assert client_of(person).get(url).status_code == 200
    appointments.end(by=make_user("admin_portal"), appointment=appointment)

    answer = client_of(person).post(
        url, {"outcome_choice": Outcome.SENT_BACK, "reason": "Harga <pres> terlalu tinggi."}
    )

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "sebagai Plh. Kepala Sentra Contoh, mewakili Budi, berakhir" in page
    assert "Harga &lt;pres&gt; terlalu tinggi." in page
    assert (proposal.title in page) is False
    proposal.refresh_from_db()
    assert proposal.stage == Stage.SUBMISSION


def test_who_never_had_the_office_learns_nothing_of_the_proposal(cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    url = reverse("workflows:task", args=[proposal.task_metas.latest("pk").pk])

    assert client_of(make_user()).post(url, {"reason": "Sembarang."}).status_code == 404


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_what_one_does_in_an_office_of_ones_own_names_nobody_else(cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    make_acting(cast.head, make_user("kpa"))

    actions.certify_and_submit(by=fresh(cast.head), proposal=proposal)

    assert Decision.objects.get(proposal=proposal, step=Step.SUBMISSION).acting_for is None


def test_an_acting_head_who_wrote_it_may_not_certify(cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    make_acting(cast.operator, cast.head)

    with pytest.raises(RefusedError, match="penyusun"):
        actions.certify_and_submit(by=fresh(cast.operator), proposal=proposal)
    client = Client()
    client.force_login(cast.operator)
    task = reverse("workflows:task", args=[proposal.task_metas.latest("pk").pk])
    form = {"outcome_choice": Outcome.SUBMITTED, "certified": "on", "reason": ""}
    assert client.post(task, form).status_code == 403
    proposal.refresh_from_db()
    assert proposal.registration_number is None


def test_a_ppk_who_acts_as_kpa_confirms_nothing_that_he_set(cast: Cast) -> None:
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    make_acting(cast.ppk, cast.kpa)

    with pytest.raises(RefusedError, match="PPK"):
        actions.confirm_decision(by=fresh(cast.ppk), proposal=proposal)


def test_a_ppk_confirms_nothing_that_was_set_for_him(cast: Cast) -> None:
    """His deputy set the decision; then he is the acting KPA himself."""
    deputy = make_user()
    appointment = make_acting(deputy, cast.ppk)
    proposal = proposal_at(Stage.DECISION_SET, cast)
    actions.set_decision(by=fresh(deputy), proposal=proposal)
    appointments.end(by=make_user("admin_portal"), appointment=appointment)
    make_acting(cast.ppk, cast.kpa)
    ppk = fresh(cast.ppk)

    with pytest.raises(RefusedError, match="mewakili Anda, sudah bertindak sebagai PPK"):
        actions.confirm_decision(by=ppk, proposal=proposal)

    proposal.refresh_from_db()
    assert inbox_counts(ppk).free == 0
    current = timeline(proposal, ppk).current
    assert current is not None
    assert not current.may_act


def test_the_letter_names_both_of_every_office(cast: Cast) -> None:
    """A deputy for the Director, the PPK and the KPA each: three people, none of them twice."""
    people = {name: make_user() for name in ("Ani", "Cici", "Dedi")}
    for (name, person), represented in zip(people.items(), (cast.director, cast.ppk, cast.kpa), strict=True):
        User.objects.filter(pk=person.pk).update(name=name)
        User.objects.filter(pk=represented.pk).update(name=f"Pejabat {name}", office=f"Jabatan {name}")
        make_acting(fresh(person), fresh(represented))
    ani, cici, dedi = map(fresh, people.values())
    proposal = proposal_at(Stage.DIRECTOR, cast, price=LARGE // 10)

    actions.approve(by=ani, proposal=proposal, step=Step.DIRECTOR)
    actions.set_decision(by=cici, proposal=proposal)
    letter = actions.confirm_decision(by=dedi, proposal=proposal)

    content = letters.letter_content(letter)
    offices = [(each.name, each.office) for each in content.signatories]
    assert offices == [
        ("Cici", "Plh. Jabatan Cici, mewakili Pejabat Cici"),
        ("Dedi", "Plh. Jabatan Dedi, mewakili Pejabat Dedi"),
    ]
    assert any("oleh Plh. Jabatan Ani, mewakili Pejabat Ani" in line for line in content.considerations)


def test_tasks_go_back_to_the_inbox_when_the_office_ends(cast: Cast, deputy: User) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    make_acting(deputy, cast.head, days=(0, 2))
    actions.claim(by=fresh(deputy), task=proposal.task_metas.latest("pk").task)
    chosen = InboxFilter()
    taken = inbox_tasks(fresh(cast.head), InboxTab.FREE, chosen).count(), inbox_counts(fresh(deputy)).mine

    with in_days(3):
        back = inbox_tasks(fresh(cast.head), InboxTab.FREE, chosen).count(), inbox_counts(fresh(deputy)).mine
        actions.certify_and_submit(by=fresh(cast.head), proposal=proposal)

    assert (taken, back) == ((0, 1), (1, 0))
    assert Decision.objects.get(proposal=proposal, step=Step.SUBMISSION).by == cast.head


def test_the_acting_officer_hears_of_tasks_and_only_meanwhile(cast: Cast, deputy: User) -> None:
    someone = make_user()
    make_acting(someone, cast.head, days=(1, 1))
    mails = OutgoingMail.objects.filter(to=someone.email, dedupe_key__startswith="task:")

    actions.send_to_head(by=cast.operator, proposal=make_draft(cast))
    before = mails.count()
    with in_days(1):
        actions.send_to_head(by=cast.operator, proposal=make_draft(cast))

    assert (before, mails.count()) == (0, 1)


def test_pages_and_search_follow_the_dates(cast: Cast) -> None:
    """The record in the index stays as it is: the reader's tokens change."""
    proposal, someone = proposal_at(Stage.SUBMISSION, cast), make_user()
    make_acting(someone, cast.head, days=(1, 1))
    tokens = set(readers_of_proposal(proposal, proposal_grants()))
    found, seen = {}, {}
    for number in (0, 1, 2):
        with in_days(number):
            found[number] = bool(tokens & set(audience_of(fresh(someone))))
            seen[number] = Proposal.objects.visible_to(fresh(someone)).filter(pk=proposal.pk).exists()

    assert found == seen == {0: False, 1: True, 2: False}


def test_a_page_for_members_of_a_group_is_not_found_by_who_acts_for_one(cast: Cast) -> None:
    """Wagtail opens it to members only, so search must not show it either."""
    someone, group = make_user(), RoleGroup.objects.get(role="kepala_balai", unit=cast.unit).group_id
    make_acting(someone, cast.head)

    acting, head = audience_of(fresh(someone)), audience_of(fresh(cast.head))

    assert group_token(group) in acting
    assert f"m{group}" not in acting
    assert {group_token(group), f"m{group}"} <= set(head)


def test_the_inbox_says_as_whom_one_acts(cast: Cast, deputy: User) -> None:
    User.objects.filter(pk=cast.head.pk).update(name="Budi", office="Kepala Sentra Contoh")
    make_acting(deputy, fresh(cast.head))
    client = Client()
    client.force_login(deputy)

    page = client.get(reverse("workflows:inbox")).content.decode()

    assert "Anda bertindak sebagai <b>Plh. Kepala Sentra Contoh</b>, mewakili Budi" in page
    client.force_login(cast.verifier)
    assert "Anda bertindak sebagai" not in client.get(reverse("workflows:inbox")).content.decode()


def test_a_withdrawal_names_both_as_well(cast: Cast, deputy: User) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    make_acting(deputy, cast.head)

    actions.withdraw(by=fresh(deputy), proposal=proposal, reason="Kebutuhan berubah.")

    event = proposal.events.get(verb="withdrawn")
    assert event.actor_office.endswith(f"mewakili {cast.head.name}")
    assert ActingAppointment.objects.get().office in event.actor_office
