"""The words on screen for the values of the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from django.utils.translation import gettext as _

from documents.enums import AgreementKind, AgreementStatus, LegalStatus
from documents.models import RegulationType
from portal.core.models import Cluster
from search.builders import PAGE_KIND
from search.query import Facet
from workflows.enums import Stage

PARAMETERS: Mapping[Facet, str] = {
    "kind": "jenis",
    "cluster": "klaster",
    "status": "status",
    "year": "tahun",
    "issuer": "penerbit",
}
"""Facet → its name in addresses, in the order on screen."""


def facet_title(facet: Facet) -> str:
    return {
        "kind": _("Jenis dokumen"),
        "cluster": _("Klaster"),
        "status": _("Status"),
        "year": _("Tahun"),
        "issuer": _("Penerbit"),
    }[facet]


def facet_short(facet: Facet) -> str:
    """For the chip of a chosen filter: «Jenis: …»."""
    return {
        "kind": _("Jenis"),
        "cluster": _("Klaster"),
        "status": _("Status"),
        "year": _("Tahun"),
        "issuer": _("Penerbit"),
    }[facet]


class Labels:
    """Value → words, reading the tables of kinds and clusters once, when they are first asked for."""

    def __init__(self) -> None:
        self._statuses = {
            value: str(label)
            for choices in (Stage.choices, AgreementStatus.choices, LegalStatus.choices)
            for value, label in choices
        }
        self._words: dict[Facet, Callable[[str], str]] = {
            "kind": self.kind,
            "cluster": lambda value: self._clusters.get(value, value),
            "status": self.status,
        }

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {
            "sop": _("SOP"),
            "usulan": _("Usulan bantuan"),
            "berita": _("Berita"),
            "program": _("Program"),
            PAGE_KIND: _("Halaman"),
            **{value: str(label) for value, label in AgreementKind.choices},
            **dict(RegulationType.objects.values_list("code", "name")),
        }

    @cached_property
    def _clusters(self) -> dict[str, str]:
        return dict(Cluster.objects.values_list("code", "name"))

    def of(self, facet: Facet, value: str) -> str:
        words = self._words.get(facet)
        return words(value) if words else value

    def kind(self, value: str) -> str:
        return self._kinds.get(value, value)

    def status(self, value: str) -> str:
        return self._statuses.get(value, value)
