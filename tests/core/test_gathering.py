"""What one act writes in many places is written once, at its end; what fails is written nowhere."""

from collections.abc import Callable

import pytest
from django.db import transaction

from portal.core import audit, mail
from portal.core.gathering import gather, gathering, held
from portal.core.models import AuditEvent, OutgoingMail, User
from tests.factories import make_user


class Writer:
    """Remembers what it was told to write, call by call."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []

    def write(self, rows: list[int]) -> None:
        self.calls.append(rows)


def fail_after(writer: Writer, rows: list[int]) -> float:
    """An act that goes wrong once it has something to write."""
    with gathering():
        gather(writer.write, rows)
        return 1 / 0


def test_rows_are_written_together_at_the_end() -> None:
    writer = Writer()
    with gathering():
        gather(writer.write, [1])
        gather(writer.write, [2, 3])
        assert writer.calls == []

    assert writer.calls == [[1, 2, 3]]


def test_without_a_gathering_each_is_written_at_once() -> None:
    writer = Writer()
    gather(writer.write, [1])
    gather(writer.write, [2])

    assert writer.calls == [[1], [2]]


def test_an_error_writes_nothing_and_leaves_nothing_behind() -> None:
    writer = Writer()
    with pytest.raises(ZeroDivisionError):
        fail_after(writer, [1])
    with gathering():
        gather(writer.write, [2])

    assert writer.calls == [[2]]


def test_an_inner_gathering_that_fails_takes_only_its_own_along() -> None:
    writer = Writer()
    with gathering():
        gather(writer.write, [1])
        with pytest.raises(ZeroDivisionError):
            fail_after(writer, [2])
        with gathering():
            gather(writer.write, [3])
        assert writer.calls == []

    assert writer.calls == [[1, 3]]


def test_what_is_gathered_while_it_is_written_is_written_too() -> None:
    first, second = Writer(), Writer()

    def write(rows: list[int]) -> None:
        first.write(rows)
        gather(second.write, rows)

    with gathering():
        gather(write, [1])

    assert (first.calls, second.calls) == ([[1]], [[1]])


def test_what_is_held_is_taken_once_and_let_go_at_the_end() -> None:
    taken: list[int] = []

    def take() -> int:
        taken.append(1)
        return len(taken)

    with gathering():
        assert [held("row", take), held("row", take)] == [1, 1]
        with gathering():
            assert held("row", take) == 1

    assert held("row", take) == 2


def fail_in_a_savepoint(writer: Writer, rows: list[int]) -> float:
    """An act whose writes are taken back, though the one around it goes on."""
    with transaction.atomic():
        gather(writer.write, rows)
        return 1 / 0


def fail_around_a_gathering(writer: Writer, rows: list[int]) -> float:
    with transaction.atomic():
        with gathering():
            gather(writer.write, rows)
        return 1 / 0


@pytest.mark.django_db
@pytest.mark.parametrize("fail", [fail_in_a_savepoint, fail_around_a_gathering])
def test_what_is_given_within_a_savepoint_goes_with_it(fail: Callable[[Writer, list[int]], float]) -> None:
    writer = Writer()
    with transaction.atomic(), gathering():
        gather(writer.write, [1])
        with pytest.raises(ZeroDivisionError):
            fail(writer, [2])
        with transaction.atomic():
            gather(writer.write, [3])
        with transaction.atomic(savepoint=False):
            gather(writer.write, [4])

    assert writer.calls == [[1, 3, 4]]


@pytest.mark.django_db
def test_what_was_held_in_a_savepoint_is_taken_again_after_it() -> None:
    taken: list[int] = []

    def take() -> int:
        taken.append(1)
        return len(taken)

    with transaction.atomic(), gathering():
        with transaction.atomic():
            assert held("row", take) == 1
        assert [held("row", take), held("row", take)] == [2, 2]
        with transaction.atomic():
            assert held("row", take) == 2


def record_and_fail(user: User) -> float:
    with transaction.atomic():
        audit.record(by=user, verb="undone", obj=user)
        return 1 / 0


@pytest.mark.django_db
def test_the_audit_chain_holds_together_when_an_event_in_it_is_taken_back() -> None:
    user = make_user()
    with transaction.atomic(), gathering():
        with pytest.raises(ZeroDivisionError):
            record_and_fail(user)
        audit.record(by=user, verb="done", obj=user)

    assert [event.verb for event in AuditEvent.objects.order_by("sequence")][-1:] == ["done"]
    assert not AuditEvent.objects.filter(verb="undone").exists()
    assert audit.verify_chain().first_broken is None


@pytest.mark.django_db
def test_the_audit_chain_holds_together_over_what_was_gathered() -> None:
    user = make_user()
    audit.record(by=user, verb="before", obj=user)
    with transaction.atomic(), gathering():
        audit.record(by=user, verb="first", obj=user)
        with gathering():
            audit.record(by=user, verb="second", obj=user)
        audit.record(by=user, verb="third", obj=user)
    audit.record(by=user, verb="after", obj=user)

    verbs = AuditEvent.objects.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs)[-5:] == ["before", "first", "second", "third", "after"]
    assert audit.verify_chain().first_broken is None


@pytest.mark.django_db
def test_a_mail_is_queued_once_per_key_also_within_one_act() -> None:
    mail.queue(to="a@contoh.invalid", subject="Pertama", body="", dedupe_key="same")
    with transaction.atomic(), gathering():
        for key in ("same", "other", "other"):
            mail.queue(to="a@contoh.invalid", subject="Kedua", body="", dedupe_key=key)

    assert list(OutgoingMail.objects.values_list("dedupe_key", "subject")) == [("same", "Pertama"), ("other", "Kedua")]
