"""What all published documents share, and the rule that two people publish them."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, PageManager, Revision

from documents.enums import InformationClass, Provenance
from documents.models.files import DocumentFile, RegulationText
from documents.privacy import PrivacyMixin
from documents.querysets import DocumentQuerySet
from documents.reading.html import html
from documents.two_people import TwoPersonMixin
from portal.core.models import Cluster, Unit
from portal.core.typed_text import VisibleTextMixin


class Document(VisibleTextMixin, PrivacyMixin, TwoPersonMixin, Page):
    """A document of the portal: who owns it, who may see it, its file and its text."""

    owner_unit = models.ForeignKey(
        Unit, verbose_name=_("unit pemilik"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_restricted = models.BooleanField(
        _("terbatas untuk unit pemilik"),
        default=False,
        help_text=_("Hanya petugas unit pemilik yang dapat membuka dan menemukan dokumen ini."),
    )
    information_class = models.CharField(
        _("klasifikasi informasi"),
        max_length=10,
        choices=InformationClass.choices,
        default=InformationClass.ALWAYS,
        help_text=_("Menurut UU 14/2008: berkala, serta-merta, setiap saat, atau dikecualikan."),
    )
    clusters = ParentalManyToManyField(
        Cluster,
        verbose_name=_("klaster"),
        blank=True,
        related_name="+",
        help_text=_("Diisi oleh penyunting."),
    )
    file = models.ForeignKey(
        DocumentFile,
        verbose_name=_("berkas"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    text = models.ForeignKey(
        RegulationText,
        verbose_name=_("naskah"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField(
        _("asal data"), max_length=10, choices=Provenance.choices, default=Provenance.EDITED, editable=False
    )

    objects: ClassVar[Any] = PageManager.from_queryset(DocumentQuerySet)()

    #: Columns that belong to the page and not to a revision: a draft must not carry old values back.
    kept_columns: ClassVar[tuple[str, ...]] = ("source",)

    subpage_types: ClassVar[list[str]] = []
    promote_panels: ClassVar[list[Any]] = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> "Document":
        obj: Document = super().with_content_json(content)
        for name in self.kept_columns:
            setattr(obj, name, getattr(self, name))
        return obj

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What went live through a revision was edited here, wherever it once came from: no import may touch it."""
        if self.live_revision_id is not None and kwargs.get("update_fields") is None:
            self.source = Provenance.EDITED
        super().save(*args, **kwargs)

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        """A live page without a live revision came by an import: Wagtail would take it from the public until the hour comes
        that its approved draft names.
        """
        hour = revision.as_object().go_live_at if self.live and self.live_revision_id is None else None
        if hour is None or hour <= timezone.now():
            super().publish(revision, user=user, **kwargs)
            return
        action = PublishPageRevisionAction(revision, user=user)
        action.check(skip_permission_checks=kwargs.get("skip_permission_checks", False))
        self.revisions.update(approved_go_live_at=None)
        revision.approved_go_live_at = hour
        revision.save(update_fields=["approved_go_live_at"])
        action.log_scheduling_action()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        index = self.get_parent()
        context["trail"] = [(index.title, index.get_url(request))] if index else []
        return context

    @property
    def text_html(self) -> str:
        """The whole text for reading."""
        return html(self.text.tree) if self.text and self.text.tree else ""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or 404 for whoever may not know that it exists."""
        if not type(self).objects.filter(pk=self.pk).visible_to(request.user).exists():
            raise Http404
        return self.answer(request, **kwargs)

    def answer(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What somebody gets who may see the document."""
        response: HttpResponse = super().serve(request, **kwargs)
        return response


class DocumentIndex(PrivacyMixin, TwoPersonMixin, Page):
    """A list of documents; there is one of each kind."""

    intro = models.TextField(_("pengantar"), blank=True)

    promote_panels: ClassVar[list[Any]] = []
    show_in_menus_default = True
    max_count = 1

    class Meta:
        abstract = True
