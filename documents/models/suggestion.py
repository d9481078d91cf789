"""Relations that a text states and nobody has confirmed yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from documents.enums import RelationKind, SuggestionState
from documents.models.regulation import Regulation
from documents.models.relation import PointsAtArticle
from documents.querysets import SuggestionQuerySet


class RelationSuggestion(PointsAtArticle, models.Model):
    """What the words of a regulation say about another one. It becomes a relation when two people agree.

    Confirming writes it into a draft of the regulation (`revision`), approving publishes that draft; a rejected one stays,
    so that it is not suggested again.
    """

    source = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=20, choices=RelationKind.choices)
    target = models.ForeignKey(Regulation, null=True, on_delete=models.SET_NULL, related_name="+")
    citation = models.CharField(max_length=255)
    article = models.CharField(max_length=80, blank=True, default="")
    place = models.CharField(max_length=255, blank=True, default="")
    quote = models.CharField(max_length=400)
    state = models.CharField(max_length=10, choices=SuggestionState.choices, default=SuggestionState.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("usulan hubungan")
        verbose_name_plural = _("usulan hubungan")
        constraints = (
            models.UniqueConstraint(fields=("source", "kind", "citation", "article"), name="documents_suggestion_once"),
            models.CheckConstraint(
                condition=models.Q(state=SuggestionState.PROPOSED, decided_by=None, decided_at=None)
                | (
                    ~models.Q(state=SuggestionState.PROPOSED)
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="documents_suggestion_is_decided_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("state", "kind"), name="documents_suggestion_state"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.citation}"
