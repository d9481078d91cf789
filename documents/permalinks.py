"""Addresses by citation: /peraturan/permensos/2020/16/pasal-3/, and the other spellings that lead there.

The part of an address below /peraturan/ comes as its components; Wagtail lets letters, digits, «_» and «-» through.
"""

from django.db.models.functions import Length
from django.utils.text import slugify
from wagtail.contrib.redirects.models import Redirect

from documents import numbers
from documents.addresses import Asked
from documents.models.regulation import Regulation, RegulationType
from documents.querysets import RegulationQuerySet


def find(asked: Asked, regulations: RegulationQuerySet) -> Regulation | None:
    """The one regulation that is meant, among those given: the same number, else the only one that begins alike."""
    kind = kind_of(asked.kind)
    if kind is None:
        return None
    same_year = regulations.filter(kind=kind, year=asked.year)
    # Another issuer's same number has a longer slug; the plain one is meant.
    known = same_year.order_by(Length("slug"), "pk").values_list("number_key", "pk")
    found, is_exact = numbers.matching(asked.number, known)
    return same_year.get(pk=found[0]) if found and (is_exact or len(found) == 1) else None


def find_moved(components: list[str], regulations: RegulationQuerySet) -> Regulation | None:
    """The regulation, of those given, that stood at this address before its number, year or kind was corrected."""
    old_path = "/".join(["/peraturan", *components[:3]])
    moved = Redirect.objects.filter(old_path=old_path, redirect_page__isnull=False).first()
    return regulations.filter(pk=moved.redirect_page_id).first() if moved else None


def kind_of(spelling: str) -> RegulationType | None:
    """The kind that is called so: by code, short name or full name («permen-sos», «pmk», «peraturan-menteri-sosial»)."""
    wanted = slugify(spelling)
    kinds = list(RegulationType.objects.all())
    for kind in kinds:
        if kind.code == wanted:
            return kind
    for kind in kinds:
        names = {slugify(kind.name), slugify(kind.abbreviation), slugify(kind.citation_prefix.replace("_", "-"))}
        if wanted in names or wanted.replace("-", "") == kind.code:
            return kind
    return None
