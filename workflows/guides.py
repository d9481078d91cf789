"""The «Panduan» pages: which there are, and for which step each is the right one."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.enums import Step
from workflows.steps import STEPS


@dataclass(frozen=True, slots=True)
class Guide:
    """One page: its address, its template, and the role whose work it tells."""

    slug: str
    role: str
    title: str | Promise
    summary: str | Promise

    @property
    def template(self) -> str:
        return f"workflows/guides/{self.slug}.html"

    @property
    def url(self) -> str:
        return reverse("workflows:guide", args=(self.slug,))


GUIDES = {
    guide.slug: guide
    for guide in (
        Guide(
            "operator",
            "operator_balai",
            _("Panduan operator balai"),
            _("Menyusun usulan, memperbaikinya bila dikembalikan, dan mencatat serah terima."),
        ),
        Guide(
            "kepala-balai",
            "kepala_balai",
            _("Panduan Kepala Balai"),
            _("Memeriksa, mengesahkan, dan mengajukan usulan; menariknya bila perlu."),
        ),
        Guide(
            "verifikator",
            "verifikator",
            _("Panduan verifikator"),
            _("Memeriksa kelengkapan dan mengembalikan bagian yang perlu diperbaiki."),
        ),
        Guide(
            "pelindung-data",
            "pelindung_data",
            _("Panduan petugas pelindungan data"),
            _("Memenuhi permintaan seseorang tentang datanya, dan memeriksa siapa yang membuka data pribadi."),
        ),
    )
}

_OF_ROLE = {guide.role: guide for guide in GUIDES.values()}


def guide_for(step: Step) -> Guide | None:
    """The guide of the role that the step waits for; officials who only decide have none."""
    return _OF_ROLE.get(STEPS[step].holders[0])
