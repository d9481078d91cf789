"""A copy of what is held about one person: as JSON for machines, as PDF for the person."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portal.core.formats import moment_long
from portal.core.models import User
from portal.core.pdf import Report, Section, render_report
from portal.persons.matching import Subject
from portal.persons.occurrences import Occurrence


def fingerprint(subject: Subject) -> str:
    """What the log keeps of the person: tells two requests about one person, and nothing to whoever lacks the server's key."""
    typed = f"{subject.national_id}|{subject.name.casefold()}"
    return salted_hmac("portal.persons", typed, algorithm="sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Copy:
    """What is handed over, and how many places the officer left out of it."""

    subject: Subject
    found: Sequence[Occurrence]
    left_out: int
    at: dt.datetime


def as_json(copy: Copy) -> str:
    data = {
        "dicari": {"nik": copy.subject.national_id, "nama": copy.subject.name},
        "disusun_pada": copy.at.isoformat(timespec="seconds"),
        "ditemukan": [
            {"disimpan_sebagai": each.held_as, "pada": each.where, "isi": dict(each.facts)} for each in copy.found
        ],
        "tidak_disertakan": copy.left_out,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_pdf(copy: Copy, *, by: User) -> bytes:
    with translation.override("id"):
        note = _("Memuat data pribadi. Serahkan hanya kepada orang yang bersangkutan atau yang berhak.")
        if copy.left_out:
            note += " " + _("%s tempat tidak disertakan karena memuat data orang lain.") % copy.left_out
        report = Report(
            issuer=_("Direktorat Jenderal Rehabilitasi Sosial"),
            title=_("Salinan data pribadi"),
            subject=", ".join(filter(None, (copy.subject.name, copy.subject.national_id))),
            note=note,
            mark="",
            sections=tuple(map(_section, copy.found))
            or (Section(_("Hasil"), nothing=_("Tidak ada data yang ditemukan.")),),
            foot=_("disusun %(name)s, %(at)s") % {"name": by.name, "at": moment_long(copy.at)},
            page_word=_("Halaman"),
        )
        return render_report(report, made_at=copy.at)


def _section(each: Occurrence) -> Section:
    return Section(f"{each.held_as}: {each.where}", each.facts)


def grouped(found: Sequence[Occurrence]) -> list[tuple[str, list[Occurrence]]]:
    """By kind of place, in the order found."""
    return [(heading, list(group)) for heading, group in groupby(found, key=attrgetter("held_as"))]
