"""Papers of a proposal: private files, known by their SHA-256; a newer one replaces, nothing is overwritten."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.files import private_storage
from portal.core.permissions import Person, unit_ids_with
from workflows.coordinates import Point
from workflows.models.configuration import PaperKind
from workflows.models.decisions import Decision
from workflows.models.proposals import Proposal


class PaperQuerySet(models.QuerySet["Paper"]):
    def current(self) -> "PaperQuerySet":
        """Papers that no newer one has replaced."""
        return self.filter(is_current=True)

    def with_handing_in(self) -> "PaperQuerySet":
        """Each with `is_handed_in`: the head of the unit has certified the proposal with it."""
        return self.annotate(is_handed_in=Exists(Decision.objects.certifying("uploaded_at")))

    def never_handed_in(self) -> "PaperQuerySet":
        """No official has received them."""
        return self.exclude(Exists(Decision.objects.certifying("uploaded_at")))

    def readable_by(self, user: Person) -> "PaperQuerySet":
        """Of proposals that the account sees: its unit's all, of others what was handed in."""
        own = Q(proposal__unit__in=unit_ids_with(user, "core.view_proposals"))
        return self.filter(own | Q(Exists(Decision.objects.certifying("uploaded_at"))))

    def findable(self) -> "PaperQuerySet":
        """By whose words a proposal is found: of one that officials know of, those that they have received."""
        is_unsent = Q(proposal__registration_number__isnull=True)
        return self.current().legible().filter(is_unsent | Exists(Decision.objects.certifying("uploaded_at")))

    def legible(self) -> "PaperQuerySet":
        """Papers whose words whoever sees the proposal may read: those of kinds that hold personal data open on request only."""
        return self.filter(kind__holds_personal_data=False)

    def unread(self) -> "PaperQuerySet":
        """Current papers of which nobody has tried to take the words yet. Where people were taken out by the schedule only those
        that gave words before: of them no more than the number of `unsearchable_pages` is kept.
        """
        kept = PaperPage.objects.filter(paper=OuterRef("pk"))
        return self.current().filter(Q(proposal__anonymised_at__isnull=True) | Q(Exists(kept)), read_at__isnull=True)

    def unsearchable(self) -> "PaperQuerySet":
        """Papers that may name people whom nobody can look for: photos, scans, older versions (whose words are not kept), and
        those with even one page of that sort. What is being read anew is judged by that reading.
        """
        kept = PaperPage.objects.filter(paper=OuterRef("pk"))
        return self.filter(~Q(Exists(kept)) | Q(read_at__isnull=False, unsearchable_pages__gt=0))


class Paper(models.Model):
    """One version of the file of one kind; the newest is current, and older ones that were handed in stay readable."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("usulan"), on_delete=models.CASCADE, related_name="papers")
    kind = models.ForeignKey(PaperKind, verbose_name=_("jenis berkas"), on_delete=models.PROTECT, related_name="papers")
    file = models.FileField(_("file"), storage=private_storage, upload_to="papers/%Y/%m/", max_length=250)
    name = models.CharField(_("nama file"), max_length=200)
    content_type = models.CharField(_("tipe"), max_length=100)
    size = models.PositiveBigIntegerField(_("ukuran (bita)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    # Where the photo was taken, only for kinds that show the place; the stored picture itself tells nothing.
    latitude = models.DecimalField(_("lintang"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    is_current = models.BooleanField(_("versi yang berlaku"), default=True)
    read_at = models.DateTimeField(_("teks dibaca pada"), null=True, blank=True)
    unsearchable_pages = models.PositiveIntegerField(_("halaman yang tidak terbaca"), default=0)
    is_ocr = models.BooleanField(_("teks dibaca mesin dari gambar"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("diunggah oleh"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("diunggah pada"), auto_now_add=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas usulan")
        verbose_name_plural = _("berkas usulan")
        ordering = ("kind__order", "kind", "-version")
        constraints = (
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="paper_hash_is_sha256"),
            models.CheckConstraint(condition=Q(size__gt=0), name="paper_is_not_empty"),
            models.UniqueConstraint(
                fields=("proposal", "kind"), condition=Q(is_current=True), name="one_current_paper_per_kind"
            ),
            models.UniqueConstraint(fields=("proposal", "kind", "version"), name="paper_versions_are_counted"),
        )
        indexes = (
            models.Index(
                fields=("id",), condition=Q(is_current=True, read_at__isnull=True), name="paper_waits_to_be_read"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point | None:
        """Where the photo was taken, if it may tell."""
        return (
            Point(self.latitude, self.longitude) if self.latitude is not None and self.longitude is not None else None
        )


class PaperPage(models.Model):
    """The words of a page that has some, so that whoever sees the proposal finds it by them. Kept of current papers only."""

    paper = models.ForeignKey(Paper, verbose_name=_("berkas"), on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(_("halaman"))
    text = models.TextField(_("teks"))

    class Meta:
        verbose_name = _("halaman berkas")
        verbose_name_plural = _("halaman berkas")
        ordering = ("paper", "number")
        constraints = (models.UniqueConstraint(fields=("paper", "number"), name="paper_pages_are_counted"),)

    def __str__(self) -> str:
        return gettext("%(paper)s, hlm. %(number)s") % {"paper": self.paper, "number": self.number}
