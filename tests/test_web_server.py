"""The production web server under rough treatment: files of 200 MB, and kill -9 in the middle of a form."""

import contextlib
import http.client
import json
import os
import re
import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from tests.running_portal import RunningPortal
from tests.visitors import Answer, BigFile, Visitor, hidden_fields

MEGABYTE = 1024 * 1024
TOO_LARGE = BigFile("besar.pdf", b"%PDF-1.7\n", 200 * MEGABYTE)
MOST_MORE_MEGABYTES = 60
"""By which a worker may grow over a refused file of 200 MB; measured 2."""
CRASH_LOOP_SECONDS = 5.0
"""Granian gives up when workers die this soon after their start; whoever started it then starts it again."""
MOMENTS = (0.0, 0.03, 0.1)
"""Seconds between sending a form and killing whoever works on it: before, during and after its transaction."""


def visitor(portal: RunningPortal, role: str) -> Visitor:
    accounts = {account["role"]: account for account in json.loads(portal.manage("demo_accounts", "--json"))}
    person = Visitor(portal.port)
    person.log_in(accounts[role]["address"], accounts[role]["password"])
    return person


def new_draft(operator: Visitor) -> int:
    page = operator.get("/kerja/usulan/baru/").text
    begun = operator.post("/kerja/usulan/baru/", hidden_fields(page) | {"title": "Judul awal"})
    found = re.search(r"/usulan/(\d+)/", begun.location)
    assert found, begun.text
    save_title(operator, int(found[1]), "Judul awal")
    return int(found[1])


def save_title(operator: Visitor, draft: int, title: str) -> Answer:
    address = f"/kerja/usulan/{draft}/ubah/uraian/"
    form = hidden_fields(operator.get(address).text) | {"title": title, "scheme": "government_aid", "action": "save"}
    return operator.post(address, form)


def web_workers(portal: RunningPortal) -> list[int]:
    """Granian's workers: the only processes that run below one that serves this port."""
    parents = dict(map(_parent_of, _processes()))
    servers = {pid for pid in parents if f"--port\0{portal.port}\0".encode() in _command_of(pid)}
    return sorted(pid for pid in servers if parents[pid] in servers)


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _parent_of(pid: int) -> tuple[int, int]:
    try:
        return pid, int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return pid, 0


def _command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def most_memory(portal: RunningPortal) -> float:
    """Megabytes that the web server's largest process ever held."""
    peaks = [re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in web_workers(portal)]
    return max(int(peak[1]) / 1024 for peak in peaks if peak)


def stored(portal: RunningPortal, sql: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(portal.var_dir / "db.sqlite3")) as database:
        # Django's constraints ask for it, and the integrity check asks the constraints.
        database.create_function("REGEXP", 2, lambda pattern, value: re.search(pattern, str(value)) is not None)
        return database.execute(sql).fetchall()


@pytest.fixture
def portal(demo_portal: RunningPortal) -> RunningPortal:
    if not Path("/proc/self/stat").exists():
        pytest.skip("processes and their memory are read from /proc, which this system does not have")
    return demo_portal


def test_a_file_of_200_mb_is_refused_and_never_in_memory(portal: RunningPortal) -> None:
    """As a paper of a proposal and as a regulation in the admin."""
    with portal.serving(with_worker=False):
        operator, editor = visitor(portal, "operator_balai"), visitor(portal, "editor_dokumen")
        papers = f"/kerja/usulan/{new_draft(operator)}/ubah/berkas/"
        kind = re.search(r'name="(kind-\d+)"', operator.get(papers).text)
        [(index,)] = stored(portal, "select page_ptr_id from documents_regulationindex")
        regulation = f"/admin/pages/add/documents/regulation/{index}/"
        form = hidden_fields(editor.get(regulation).text) | {"about": "Judul yang tidak boleh hilang"}
        assert kind
        before = most_memory(portal)

        paper = operator.upload(papers, {"action": "save"}, {kind[1]: TOO_LARGE})
        pdf = editor.upload(regulation, form, {"upload": TOO_LARGE})

        grown = most_memory(portal) - before

    assert (paper.status, pdf.status) == (200, 200)
    assert "lebih dari 10 MB" in paper.text
    assert "melebihi batas" in pdf.text
    assert "Judul yang tidak boleh hilang" in pdf.text
    assert grown < MOST_MORE_MEGABYTES, f"a worker grew by {grown:.0f} MB"


def test_kill_9_in_the_middle_of_a_form_leaves_all_of_it_or_nothing(portal: RunningPortal) -> None:
    """What was acknowledged is there; what was not is there whole or not at all, and can be sent again."""
    version = (
        "select coalesce((select number from workflows_sectionversion where proposal_id = p.id and section = 'general'), 1), title"
        " from workflows_proposal p where p.id = "
    )
    with portal.serving(with_worker=False):
        operator = visitor(portal, "operator_balai")
        draft = new_draft(operator)
        for number, moment in enumerate(MOMENTS):
            [(was, title)] = stored(portal, version + str(draft))
            answers: list[Answer] = []

            time.sleep(CRASH_LOOP_SECONDS)
            sending = threading.Thread(target=_send, args=(operator, draft, f"Judul {number}", answers))
            sending.start()
            time.sleep(moment)
            for pid in web_workers(portal):
                os.kill(pid, signal.SIGKILL)
            sending.join()

            [(now, found)] = stored(portal, version + str(draft))
            assert (now, found) in {(was, title), (was + 1, f"Judul {number}")}  # type: ignore[operator]  # a count
            if answers:
                assert answers[0].status == 302
                assert found == f"Judul {number}"
            assert _again(operator, draft, f"Judul {number} lagi").status == 302
            [(_now, kept)] = stored(portal, version + str(draft))
            assert kept == f"Judul {number} lagi"
    assert stored(portal, "pragma integrity_check") == [("ok",)]


def _send(operator: Visitor, draft: int, title: str, answers: list[Answer]) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):  # the server died before it could answer
        answers.append(save_title(operator, draft, title))


def _again(operator: Visitor, draft: int, title: str) -> Answer:
    """As a person who tries until the server is back, which it must be within seconds."""
    give_up_at = time.monotonic() + 60
    while True:
        try:
            return save_title(operator, draft, title)
        except (OSError, http.client.HTTPException):
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.2)
