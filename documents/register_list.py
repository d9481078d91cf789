"""Which part of the register an address names: all of it, one kind, year, issuer or subject. The same part can be had as a
page, as Atom, as CSV and as JSON.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.text import slugify
from django.utils.translation import gettext as _

from documents.models.regulation import RegulationType
from documents.naming import FORMS, ISSUER, SUBJECT, YEAR
from documents.querysets import RegulationQuerySet

LONGEST_SLUG = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a directory: an issuer or a subject with the number of its regulations."""

    label: str
    slug: str
    count: int


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of the register. `form` is how it is wanted: a page, or one of FORMS. `directory` lists issuers or subjects."""

    kind: str = ""
    year: str = ""
    issuer: str = ""
    subject: str = ""
    directory: str = ""
    form: str = ""

    @property
    def path(self) -> str:
        """Below the address of the list, without the form."""
        named = ((ISSUER, self.issuer), (SUBJECT, self.subject))
        parts = [part for name, slug in named if slug for part in (name, slug)]
        if self.kind:
            parts += [self.kind, *([self.year] if self.year else [])]
        elif self.year:
            parts += [YEAR, self.year]
        return "".join(f"{part}/" for part in parts)


def read(components: list[str]) -> Selection | None:
    """The selection that the components of an address name; None if they name none. Kinds are checked here, values later."""
    form = components[-1] if components and components[-1] in FORMS else ""
    parts = components[:-1] if form else components
    match parts:
        case []:
            return Selection(form=form)
        case [("penetap" | "subjek") as directory] if not form:
            return Selection(directory=directory)
        case ["penetap", slug]:
            return Selection(issuer=slug, form=form)
        case ["subjek", slug]:
            return Selection(subject=slug, form=form)
        case ["tahun", year] if _is_year(year):
            return Selection(year=year, form=form)
        case [kind] if _is_kind(kind):
            return Selection(kind=kind, form=form)
        case [kind, year] if _is_year(year) and _is_kind(kind):
            return Selection(kind=kind, year=year, form=form)
        case _:
            return None


def narrowed(selection: Selection, regulations: RegulationQuerySet) -> tuple[RegulationQuerySet, str] | None:
    """The regulations of the selection and its name («Menteri Sosial»); None if nothing visible has that issuer or subject."""
    label = ""
    if selection.issuer:
        names = [name for name in _issuers(regulations) if _slug(name) == selection.issuer]
        if not names:
            return None
        regulations, label = regulations.filter(issuer__in=names), names[0]
    if selection.subject:
        values = {value: split_subjects(value) for value in _subject_values(regulations)}
        having = [value for value, subjects in values.items() if selection.subject in map(_slug, subjects)]
        if not having:
            return None
        label = next(subject for subject in values[having[0]] if _slug(subject) == selection.subject)
        regulations = regulations.filter(subjects__in=having)
    return regulations, label


def exactly(selection: Selection, regulations: RegulationQuerySet) -> RegulationQuerySet:
    """Kind and year too: for forms that have no filters of their own."""
    if selection.kind:
        regulations = regulations.filter(kind__code=selection.kind)
    if selection.year:
        regulations = regulations.filter(year=int(selection.year))
    return regulations


def directory(name: str, regulations: RegulationQuerySet) -> list[Entry]:
    """The issuers or subjects of these regulations, by name."""
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    values = _issuers(regulations) if name == ISSUER else _subject_values(regulations)
    for value, count in values.items():
        for label in [value] if name == ISSUER else split_subjects(value):
            counts[_slug(label)] += count
            labels.setdefault(_slug(label), label)
    return sorted(
        (Entry(labels[slug], slug, n) for slug, n in counts.items() if slug), key=lambda e: e.label.casefold()
    )


def heading(selection: Selection, label: str) -> str:
    """What the selection is called above its list; "" for the whole register."""
    if selection.issuer:
        return _("Peraturan yang ditetapkan %(issuer)s") % {"issuer": label}
    if selection.subject:
        return _("Peraturan tentang subjek %(subject)s") % {"subject": label}
    return ""


def split_subjects(subjects: str) -> list[str]:
    """«ANAK; DISABILITAS» as its parts."""
    return [part for each in subjects.split(";") if (part := " ".join(each.split()))]


def _issuers(regulations: RegulationQuerySet) -> dict[str, int]:
    return _tally(regulations.exclude(issuer=""), "issuer")


def _subject_values(regulations: RegulationQuerySet) -> dict[str, int]:
    return _tally(regulations.exclude(subjects=""), "subjects")


def _tally(regulations: RegulationQuerySet, column: str) -> dict[str, int]:
    rows: Any = regulations.order_by().values_list(column).annotate(n=Count("pk"))
    return dict(rows)


def _slug(name: str) -> str:
    return slugify(name)[:LONGEST_SLUG]


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == 4


def _is_kind(code: str) -> bool:
    return RegulationType.objects.filter(code=code).exists()
