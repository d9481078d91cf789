"""What `make demo` prints, keeps and refuses, and what it tells instead of hiding."""

import gzip
import json
import logging
import os
import re
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from documents.enums import LegalStatus, RegisterWord, StatusSource
from documents.models import Regulation
from portal.core.models import User
from portal.core.roles import ROLES
from portal.demo import setup
from portal.pages.structure import ensure_structure
from search import engines
from tests.running_portal import ROOT, RunningPortal

ROW = {"id": "Permen_Sos_2014_1", "type": "Permen_Sos", "number": "1", "year": 2014, "about": "Contoh", "text": ""}

REGISTER = """\
url,Jenis/Bentuk Peraturan,Pemrakarsa,Nomor,Tahun,Tentang,Tempat Penetapan,Ditetapkan Tanggal,Pejabat yang Menetapkan,Status,\
Tahun Pengundangan,Nomor Pengundangan,Nomor Tambahan,Tanggal,Pejabat Pengundangan
https://register.example/1,PERATURAN MENTERI,KEMENTERIAN SOSIAL,1,2014,Contoh,,,,Berlaku,,,,,
"""


@pytest.mark.django_db
def test_the_demo_does_not_touch_a_database_that_is_not_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@127.0.0.1/portal")

    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("demo", "--setup-only")

    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_sample_that_comes_in_partly_is_told_and_tried_again(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ensure_structure()
    settings.VAR_DIR = settings.PORTAL_CORPUS = tmp_path
    sample = tmp_path / "sample.jsonl"
    sample.write_text(json.dumps(ROW) + "\n{rusak\n")

    with caplog.at_level(logging.WARNING):
        setup.import_sample()

    assert "line 2: Baris ini bukan JSON" in caplog.text
    assert not (tmp_path / "sample_imported.stamp").exists()
    sample.write_text(json.dumps(ROW) + "\n")
    setup.import_sample()
    assert (tmp_path / "sample_imported.stamp").exists()
    assert Regulation.objects.count() == 1


@pytest.mark.django_db
def test_the_register_tells_the_status_of_the_sample_once(settings: Any, tmp_path: Path) -> None:
    ensure_structure()
    settings.VAR_DIR = settings.PORTAL_CORPUS = tmp_path
    (tmp_path / "register_2023.csv.gz").write_bytes(gzip.compress(REGISTER.encode()))
    setup.import_register_of_sample()  # nothing is there yet that it could speak of
    (tmp_path / "sample.jsonl").write_text(json.dumps(ROW) + "\n")

    setup.import_sample()
    setup.import_register_of_sample()

    page = Regulation.objects.get()
    assert (page.status, page.status_source) == (LegalStatus.IN_FORCE, StatusSource.REGISTER)
    Regulation.objects.update(register_word=RegisterWord.UNKNOWN, register_checked_on=None)
    setup.import_register_of_sample()
    assert Regulation.objects.get().register_word == RegisterWord.UNKNOWN


@pytest.mark.django_db
def test_the_demo_fills_an_index_that_is_there_but_empty(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_DIR = tmp_path / "search"
    engine = engines.embedded(settings.SEARCH_DIR)
    assert engine.health().needs_rebuild

    setup.fill_search_index()

    assert not engine.health().needs_rebuild
    engine.close()


@dataclass(frozen=True)
class Run:
    """A demo that was set up before, changed by its users, started again and stopped with Ctrl-C."""

    portal: RunningPortal
    output: str
    status: int
    first_page: int
    setup_cpu_seconds: float
    before: dict[str, list[Any]]


@pytest.fixture(scope="module")
def second_run(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    var_dir = tmp_path_factory.mktemp("second") / "var"
    shutil.copytree(demo_template, var_dir)
    portal = RunningPortal(var_dir)
    with closing(sqlite3.connect(var_dir / "db.sqlite3")) as database, database:
        database.execute("UPDATE core_user SET name = name || ' diubah'")
        database.execute("UPDATE workflows_proposal SET background = 'Diubah oleh pemakai'")
    environment = portal.environment | {"PORTAL_CORPUS": str(var_dir / "no-corpus")}
    del environment["DATABASE_URL"]
    before, used = kept_rows(var_dir), children_cpu()
    command = [sys.executable, "manage.py", "demo", "--port", str(portal.port)]
    subprocess.run([*command, "--setup-only"], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=300)
    used = children_cpu() - used
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        first_page = answer_of(portal.url)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    return Run(portal, "".join(lines) + rest, process.returncode, first_page, used, before)


def children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def kept_rows(var_dir: Path) -> dict[str, list[Any]]:
    """What people made or changed, and the passwords that were printed the first time."""
    questions = (
        "SELECT id, email, name, password FROM core_user ORDER BY id",
        "SELECT * FROM workflows_proposal ORDER BY id",
        "SELECT id, title, live, latest_revision_id FROM wagtailcore_page ORDER BY id",
    )
    with closing(sqlite3.connect(var_dir / "db.sqlite3")) as database:
        rows = {question: database.execute(question).fetchall() for question in questions}
    return rows | {"passwords": [json.loads((var_dir / "demo_accounts.json").read_text())]}


def answer_of(url: str) -> int:
    give_up_at = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url + "/", timeout=10) as answer:
                return int(answer.status)
        except OSError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.1)


def test_a_second_start_loses_nothing(second_run: Run) -> None:
    assert all(second_run.before.values())
    assert kept_rows(second_run.portal.var_dir) == second_run.before


def test_a_second_start_has_nothing_left_to_do(second_run: Run) -> None:
    """In processor time, which does not depend on what else the machine does; five seconds of it when this was written."""
    assert second_run.setup_cpu_seconds < 15


def test_the_demo_prints_its_address_and_answers_there(second_run: Run) -> None:
    assert f"Portal Rehsos: {second_run.portal.url}/\n" in second_run.output
    assert second_run.first_page == 200


def test_the_demo_prints_one_account_per_role_with_its_password(second_run: Run) -> None:
    printed = dict(re.findall(r"(\S+@contoh\.invalid)  (\S+)$", second_run.output, re.MULTILINE))
    question = """
        SELECT user.email, role.role FROM core_user user JOIN core_user_groups member ON member.user_id = user.id
        JOIN core_rolegroup role ON role.group_id = member.group_id"""
    with closing(sqlite3.connect(second_run.portal.var_dir / "db.sqlite3")) as database:
        roles = [role for email, role in database.execute(question) if email in printed]

    assert sorted(roles) == sorted(ROLES)
    assert set(printed.values()) == set(second_run.before["passwords"][0].values())


def test_ctrl_c_ends_the_demo_and_says_that_everything_is_kept(second_run: Run) -> None:
    assert f"Ctrl-C menghentikannya; semua data tersimpan di {second_run.portal.var_dir}" in second_run.output
    assert "\nBerhenti … semua data tersimpan; `make demo` melanjutkannya.\n" in second_run.output
    assert second_run.status == 0
    with socket.create_server(("127.0.0.1", second_run.portal.port)):
        pass  # the web server has let go of its port


def test_a_port_in_use_gets_a_sentence_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(os.environ, "DATABASE_URL", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=rf"Port {port} is in use.*PORT={port + 10} make demo"):
            call_command("demo", port=port)
