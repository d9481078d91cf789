"""Programs that read strangers' files: what they inherit, and whose turn it is."""

import threading
from pathlib import Path

import pytest

from portal.core import isolated
from portal.core.isolated import BusyError, Turns


def test_a_program_inherits_no_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    program = tmp_path / "program.py"
    program.write_text("import os, sys; print(sys.argv[1:], dict(os.environ))")

    answer = isolated.run(program, "satu dua", 3, seconds=20).stdout.decode()

    assert answer.startswith("['satu dua', '3']")
    assert "SECRET_KEY" not in answer
    assert "PATH" not in answer


def test_no_more_than_the_places_are_taken() -> None:
    turns = Turns(at_once=2, patience=0.01)

    with turns.turn(1), turns.turn(2), pytest.raises(BusyError), turns.turn(3):
        pass
    with turns.turn(3):
        pass


def test_one_account_has_one_place_and_leaves_the_other_free() -> None:
    turns = Turns(at_once=2, patience=0.01)

    with turns.turn(1):
        with pytest.raises(BusyError), turns.turn(1):
            pass
        with turns.turn(2):
            pass


def test_a_place_that_becomes_free_is_taken() -> None:
    turns, entered, leave = Turns(at_once=1, patience=20), threading.Event(), threading.Event()

    def hold() -> None:
        with turns.turn(1):
            entered.set()
            leave.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(20)
    threading.Timer(0.05, leave.set).start()
    with turns.turn(2):
        assert leave.is_set()
    holder.join()


def test_an_account_does_not_fill_the_server_with_those_who_wait() -> None:
    turns, refused = Turns(at_once=2, patience=20), threading.Event()
    waiting: list[threading.Thread] = []

    def wait() -> None:
        try:
            with turns.turn(1):
                pass
        except BusyError:
            refused.set()

    with turns.turn(1):
        for _request in range(Turns.MOST_WAITING + 1):
            waiting.append(threading.Thread(target=wait))
            waiting[-1].start()
        # One too many: told at once, while the others wait on.
        assert refused.wait(20)
        assert sum(thread.is_alive() for thread in waiting) >= Turns.MOST_WAITING
    for thread in waiting:
        thread.join()
