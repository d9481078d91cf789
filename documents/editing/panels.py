"""Which fields stand where in the admin."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel

from documents.editing.forms import DocumentForm, MouForm, RegulationForm, SopForm
from documents.models import Document, DocumentIndex, Mou, MouIndex, Regulation, RegulationIndex, Sop, SopIndex


def _group(heading: str | Promise, *names: str) -> MultiFieldPanel:
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=heading)


FILE = _group(_("Berkas dan naskah"), "upload", "typed_text")
ACCESS = _group(_("Kepemilikan dan akses"), "owner_unit", "is_restricted", "information_class")
CLUSTERS = FieldPanel("clusters", widget=forms.CheckboxSelectMultiple)
RELATIONS = InlinePanel(
    "relations",
    heading=_("Hubungan dengan peraturan lain"),
    label=_("Hubungan"),
    panels=[FieldPanel(name) for name in ("kind", "target", "citation", "article")],
)
PARTIES = InlinePanel(
    "parties",
    heading=_("Para pihak"),
    label=_("Pihak"),
    panels=[FieldPanel(name) for name in ("name", "number", "signatory", "office")],
)
STEPS = InlinePanel(
    "steps",
    heading=_("Langkah"),
    label=_("Langkah"),
    panels=[
        FieldPanel(name)
        for name in ("activity", "actor", "symbol", "requirements", "duration", "output", "back_to", "note")
    ],
)

_LAYOUTS: dict[type[Document], tuple[type[DocumentForm], list[Panel]]] = {
    Regulation: (
        RegulationForm,
        [
            MultiFieldPanel(
                [
                    FieldPanel("kind", widget=forms.Select),
                    FieldPanel("number", required_on_save=True),
                    FieldPanel("year"),
                    FieldPanel("issuer"),
                    FieldPanel("about"),
                ],
                heading=_("Identitas"),
            ),
            FILE,
            _group(_("Penetapan"), "place", "enacted_on", "promulgated_on", "in_force_on", "gazette"),
            RELATIONS,
            _group(_("Isi"), "subjects", "field_of_law"),
            CLUSTERS,
            _group(_("Register nasional"), "register_word", "register_checked_on"),
            ACCESS,
        ],
    ),
    Mou: (
        MouForm,
        [
            _group(_("Identitas"), "title", "kind", "scope"),
            PARTIES,
            FILE,
            _group(_("Masa berlaku"), "place", "signed_on", "starts_on", "ends_on", "terminated_on"),
            CLUSTERS,
            ACCESS,
        ],
    ),
    Sop: (
        SopForm,
        [
            _group(_("Identitas"), "title", "number", "made_on", "revised_on", "effective_on"),
            _group(_("Pengesahan"), "approver_office", "approver_name", "approver_staff_number"),
            _group(
                _("Isi blok identitas"),
                "legal_basis",
                "qualifications",
                "related_procedures",
                "equipment",
                "warnings",
                "records",
            ),
            STEPS,
            FILE,
            CLUSTERS,
            ACCESS,
        ],
    ),
}


def install() -> None:
    """Give the models their forms. Called once, when the app is ready: forms need actions, and actions need models."""
    for model, (form, panels) in _LAYOUTS.items():
        model.base_form_class = form
        model.content_panels = panels
    indexes: tuple[type[DocumentIndex], ...] = (RegulationIndex, MouIndex, SopIndex)
    for index in indexes:
        index.content_panels = [*DocumentIndex.content_panels, FieldPanel("intro")]
