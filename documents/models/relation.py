"""Typed relations between regulations."""

import re

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from documents.enums import Contradiction, RelationKind
from documents.models.regulation import Regulation


class PointsAtArticle:
    """What reads the field `article`: a place in the target, such as «4 ayat (3) huruf a», or nothing."""

    kind: str
    target_id: int | None
    citation: str
    article: str

    def is_same_as(self, other: "PointsAtArticle") -> bool:
        """Whether both, of one regulation, say the same: of this target, or of what is cited so, whoever is meant by it."""
        if (self.kind, self.article) != (other.kind, other.article):
            return False
        is_same_target = self.target_id is not None and self.target_id == other.target_id
        return is_same_target or (bool(self.citation) and self.citation == other.citation)

    @property
    def article_label(self) -> str:
        """«Pasal 4 ayat (3) huruf a», or nothing."""
        return gettext("Pasal %(article)s") % {"article": self.article} if self.article else ""

    @property
    def article_anchor(self) -> str:
        """Anchor of the article, or of its paragraph, in the target's page («pasal-4-ayat-3»), or nothing."""
        match = re.match(r"(\d+[A-Za-z]{0,2})(?:\s+ayat\s+\((\w+)\))?", self.article)
        if match is None:
            return ""
        number, paragraph = match.groups()
        return f"pasal-{number}" + (f"-ayat-{paragraph}" if paragraph else "")


class Relation(PointsAtArticle, Orderable):
    """One regulation acts on another, or on an article of it. An end that is not in the portal stays as a citation."""

    source = ParentalKey(Regulation, verbose_name=_("peraturan"), on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("hubungan"), max_length=20, choices=RelationKind.choices)
    target = models.ForeignKey(
        Regulation,
        verbose_name=_("peraturan yang dituju"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inverse_relations",
    )
    citation = models.CharField(
        _("kutipan"),
        max_length=255,
        blank=True,
        help_text=_("Isi bila peraturan yang dituju belum ada di portal, misalnya «UU 11/2009»."),
    )
    article = models.CharField(
        _("pasal"), max_length=80, blank=True, help_text=_("Misalnya: 50, atau 4 ayat (3) huruf a.")
    )
    contradiction = models.CharField(
        max_length=12, choices=Contradiction.choices, blank=True, default=Contradiction.NONE, editable=False
    )

    class Meta(Orderable.Meta):
        verbose_name = _("hubungan")
        verbose_name_plural = _("hubungan")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(target__isnull=False) | ~models.Q(citation=""),
                name="documents_relation_has_an_end",
                violation_error_message=_("Pilih peraturan yang dituju atau tulis kutipannya."),
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | ~models.Q(target=models.F("source")),
                name="documents_relation_not_to_itself",
                violation_error_message=_("Peraturan tidak dapat berhubungan dengan dirinya sendiri."),
            ),
        )
        indexes = (
            models.Index(fields=("citation",), name="documents_rel_citation"),
            models.Index(
                fields=("contradiction",), name="documents_rel_contradiction", condition=~models.Q(contradiction="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target or self.citation}"
