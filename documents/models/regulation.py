"""Regulations: their identity, metadata and derived status."""

import re
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageManager, Revision
from wagtail.search import index

from documents import (
    linking,
    reading_page,
    rebasing,
    relation_graph,
    renaming,
    serving,
    status_then,
    structured_data,
    timeline,
)
from documents.enums import STATUSES_IN_FORCE, LegalStatus, Provenance, RegisterWord, StatusSource
from documents.models.base import Document
from documents.naming import address_slug, citation_key, designation, number_key, short_citation
from documents.querysets import RegulationQuerySet
from portal.core.typed_text import VisibleTextMixin

SHOWN_OF_SUBJECT = 140  # letters, as in the description of its page


class RegulationType(VisibleTextMixin, models.Model):
    """A kind of regulation of one issuing office («Peraturan Menteri Sosial»). Imports add the kinds they meet."""

    code = models.SlugField(_("kode"), max_length=120, unique=True, help_text=_("Dipakai dalam alamat halaman."))
    name = models.CharField(_("nama jenis"), max_length=255)
    abbreviation = models.CharField(_("singkatan"), max_length=120)
    form = models.CharField(_("bentuk"), max_length=100, blank=True, help_text=_("Misalnya: Peraturan Menteri."))
    form_abbreviation = models.CharField(_("singkatan bentuk"), max_length=40, blank=True)
    citation_prefix = models.CharField(_("awalan kunci kutipan"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("jenis peraturan")
        verbose_name_plural = _("jenis peraturan")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Regulation(Document):
    """One regulation. Unique by kind, number, year and issuer; its title follows from them."""

    title: str  # Wagtail's own columns, of which mypy knows nothing
    slug: str
    kind = models.ForeignKey(RegulationType, verbose_name=_("jenis"), on_delete=models.PROTECT, related_name="+")
    number = models.CharField(
        _("nomor"), max_length=120, help_text=_("Seperti tertulis, misalnya 16 atau 103/HUK/2025.")
    )
    number_key = models.CharField(max_length=120, editable=False)
    year = models.PositiveSmallIntegerField(_("tahun"))
    about = models.TextField(_("tentang"))
    issuer = models.CharField(_("penetap"), max_length=400, blank=True, help_text=_("Misalnya: Menteri Sosial."))
    place = models.CharField(_("tempat penetapan"), max_length=120, blank=True)
    enacted_on = models.DateField(_("ditetapkan"), null=True, blank=True)
    promulgated_on = models.DateField(_("diundangkan"), null=True, blank=True)
    in_force_on = models.DateField(_("mulai berlaku"), null=True, blank=True)
    gazette = models.CharField(
        _("lembaran resmi"), max_length=200, blank=True, help_text=_("LN, TLN atau BN, misalnya BN 2021 No. 1007.")
    )
    subjects = models.CharField(_("subjek"), max_length=400, blank=True, help_text=_("Pisahkan dengan titik koma."))
    field_of_law = models.CharField(_("bidang hukum"), max_length=120, blank=True)
    register_word = models.CharField(
        _("menurut register nasional"),
        max_length=10,
        choices=RegisterWord.choices,
        blank=True,
        default=RegisterWord.UNKNOWN,
    )
    register_checked_on = models.DateField(_("register diperiksa pada"), null=True, blank=True)
    register_text = models.TextField(editable=False, blank=True, default="")
    register_url = models.CharField(max_length=400, editable=False, blank=True, default="")

    citation_key = models.CharField(max_length=255, unique=True, null=True, editable=False)  # noqa: DJ001 (unique if set)
    #: By which an import finds its row again, whatever an editor corrects.
    import_key = models.CharField(max_length=255, unique=True, null=True, editable=False)  # noqa: DJ001 (unique if set)
    stated_status = models.TextField(editable=False, blank=True, default="")
    suggested_text_id = models.BigIntegerField(null=True, editable=False)
    import_digest = models.CharField(max_length=64, editable=False, blank=True, default="")
    status = models.CharField(
        max_length=20, choices=LegalStatus.choices, default=LegalStatus.UNVERIFIED, editable=False, db_index=True
    )
    status_source = models.CharField(
        max_length=10, choices=StatusSource.choices, blank=True, default=StatusSource.NONE, editable=False
    )
    status_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    status_note = models.CharField(max_length=300, blank=True, default="", editable=False)

    objects: ClassVar[Any] = PageManager.from_queryset(RegulationQuerySet)()

    #: For the page lists and choosers of the admin, where people know a regulation by its subject.
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("about"),
        index.AutocompleteField("about"),
    ]
    kept_columns = (
        *Document.kept_columns,
        "citation_key",
        "stated_status",
        "import_digest",
        "import_key",
        "suggested_text_id",
        "register_text",
        "register_url",
        "status",
        "status_source",
        "status_by_id",
        "status_note",
    )
    #: What both a draft and a later import change; set when a draft is read (`documents.rebasing`).
    import_conflicts: tuple[str, ...] = ()
    parent_page_types: ClassVar[list[str]] = ["documents.RegulationIndex"]
    template = "documents/regulation_page.html"

    class Meta:
        verbose_name = _("peraturan")
        verbose_name_plural = _("peraturan")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "number_key", "year", "issuer"),
                name="documents_regulation_once",
                violation_error_message=_("Peraturan dengan jenis, nomor, tahun dan penetap ini sudah ada di portal."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status=LegalStatus.UNVERIFIED) | models.Q(status_source=StatusSource.NONE),
                name="documents_unverified_has_no_source",
            ),
            models.CheckConstraint(
                condition=models.Q(status=LegalStatus.UNVERIFIED) | ~models.Q(status_source=StatusSource.NONE),
                name="documents_status_has_a_source",
            ),
            models.CheckConstraint(
                condition=models.Q(is_restricted=False) | models.Q(owner_unit__isnull=False),
                name="documents_restricted_regulation_has_owner",
            ),
        )
        indexes = (models.Index(fields=("year", "kind"), name="documents_reg_year_kind"),)

    def __str__(self) -> str:
        return str(self.title)

    def with_content_json(self, content: dict[str, Any]) -> "Regulation":
        """A draft does not carry back what is older than what the page has: a look into the register, the row of an import,
        a name of another.
        """
        obj: Regulation = super().with_content_json(content)
        looked, drafted = self.register_checked_on, obj.register_checked_on
        if self.register_word and (not obj.register_word or (looked and (drafted is None or drafted < looked))):
            obj.register_word, obj.register_checked_on = self.register_word, looked
        if self.source == Provenance.IMPORTED:
            rebasing.rebase(self, obj, content.get("import_digest", ""))
        renaming.settle(obj)
        return obj

    def hindrance(self) -> str:
        """A relation of the draft may have lost its end: what it pointed at was deleted since. An import may have changed
        what the draft changes too.
        """
        draft = self.get_latest_revision_as_object()
        if draft.import_conflicts:
            return gettext(
                "Impor memperbarui peraturan ini sesudah draf ditulis, dan draf mengubah hal yang sama: %(columns)s. Buka "
                "drafnya, bandingkan dengan halaman yang terbit, simpan lagi dengan isi yang benar, lalu kirim lagi."
            ) % {"columns": ", ".join(draft.import_conflicts)}
        lost = [
            each.get_kind_display() for each in draft.relations.all() if each.target_id is None and not each.citation
        ]
        if not lost:
            return ""
        return gettext(
            "Hubungan “%(kind)s” di draf ini menunjuk peraturan yang sudah dihapus dari portal. Sunting drafnya: pilih "
            "peraturan lain, tulis kutipannya, atau hapus hubungan itu, lalu kirim lagi."
        ) % {"kind": lost[0]}

    def get_admin_display_title(self) -> str:
        """The title with the subject, by which people know a regulation. A list that has not read subjects asks for none."""
        title: str = super().get_admin_display_title()
        if "about" in self.get_deferred_fields() or not self.about:
            return title
        about = Truncator(self.about).chars(SHOWN_OF_SUBJECT)
        return gettext("%(title)s tentang %(about)s") % {"title": title, "about": about}

    @property
    def is_in_force(self) -> bool:
        """Wholly or in part, on somebody's word: what was amended once may have been repealed since."""
        return self.status in STATUSES_IN_FORCE and self.register_word == RegisterWord.IN_FORCE

    @property
    def number_in_address(self) -> str:
        """Last part of the address: the number, with a suffix only if another issuer has the same number."""
        return str(self.slug).removeprefix(f"{self.kind.code}-{self.year}-")

    @property
    def short_citation(self) -> str:
        """As it is cited in passing: «UU 11/2009»."""
        return short_citation(self.kind, self.number, self.year)

    def set_identity(self) -> None:
        """Derive title, slug, comparable number and citation key; asked before every save that is validated."""
        self.number = " ".join(self.number.split())
        self.issuer = " ".join(self.issuer.split())
        self.number_key = number_key(self.number)
        if self.kind_id is None or self.year is None:
            return
        if self.source != Provenance.IMPORTED or not self.title:
            self.title = designation(self.kind, self.number, self.year)
        base = address_slug(self.kind, self.year, self.number_key)
        if not re.fullmatch(re.escape(base) + r"(-\d+)?", self.slug):
            self.slug = self._get_autogenerated_slug(base)
        if self.citation_key is None and self.number:
            self.citation_key = self._free_citation_key()

    def _free_citation_key(self) -> str | None:
        key = citation_key(self.kind, self.number, self.year)
        return None if key is None or Regulation.objects.filter(citation_key=key).exists() else key

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.set_identity()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.set_identity()
        super().minimal_clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also settles what follows for other regulations, unless only some columns are written."""
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            touched = linking.targets_of(Regulation, [self.pk]) if self.pk else set()
            before, held = renaming.called(Regulation, self.pk), linking.held_by(Regulation, self.pk)
            self._take_new_key(before)
            super().save(*args, **kwargs)
            meant: set[int] = set()
            if before != (now := renaming.called(Regulation, self.pk)):
                linking.look_again(Regulation, [self.pk])
                if before is not None and now is not None:
                    meant = renaming.leave_name(Regulation, self.pk, before, now)
            linking.resolve_citations(Regulation, [self.pk])
            touched |= linking.targets_of(Regulation, [self.pk]) | meant
            touched |= linking.flag_contradictions(Regulation, {self.pk, *meant})
            linking.refresh_statuses(Regulation, {*touched, self.pk})
            if held - linking.held_by(Regulation, self.pk):
                linking.look_through(Regulation, [self.pk])
            linking.propose_dropped(self)

    def _take_new_key(self, before: "renaming.Called | None") -> None:
        """The key of another number goes with it."""
        self.set_identity()
        if before is not None and before.names != (self.kind_id, self.number_key, self.year):
            self.citation_key = self._free_citation_key()

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        revision = super().save_revision(*args, **kwargs)
        linking.propose_dropped(self)
        return revision

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            touched = linking.targets_of(Regulation, [self.pk])
            result = super().delete(*args, **kwargs)
            touched |= linking.flag_contradictions(Regulation, touched)
            linking.refresh_statuses(Regulation, touched)
        return result

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if context["trail"]:
            _label, address = context["trail"][0]
            context["trail"].append((self.kind.name, f"{address}{self.kind.code}/"))
        surroundings = reading_page.surroundings_of(self, request)
        context["related"] = surroundings.links()
        context["timeline"] = timeline.timeline(self, surroundings)
        context["graph"] = relation_graph.graph(self, surroundings)
        context["successors"] = reading_page.successors(self, request)
        context["suspected"] = reading_page.suspected(self, request)
        context["json_ld"] = structured_data.legislation(self, request, surroundings)
        context["then"] = status_then.status_then(self, request)
        context["text"] = serving.beginning(self, request)
        context["clusters"] = list(self.clusters.all())
        context["unknown"] = reading_page.unknown(self, context["clusters"])
        return context

    def answer(self, request: HttpRequest, place: str = "", **kwargs: Any) -> HttpResponse:
        """The regulation with the beginning of its text, or what stands at a place below it."""
        if place:
            return serving.below(self, request, place)
        return serving.elsewhere(self, request) or super().answer(request, **kwargs)

    def set_url_path(self, parent: Page | None) -> str:
        """/peraturan/<kind>/<year>/<number>/ although the page is a direct child: the slug itself stays flat."""
        if parent is None:
            path: str = super().set_url_path(parent)
            return path
        self.url_path = f"{parent.url_path}{self.kind.code}/{self.year}/{self.number_in_address}/"
        return str(self.url_path)
