"""Reads of documents, as adjectives. Nobody else filters by status or visibility."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.query import PageQuerySet

from documents.enums import STATUSES_IN_FORCE, LegalStatus, RegisterWord, RelationKind, SuggestionState
from documents.privacy import closed_paths
from portal.core.permissions import Person, unit_ids_with

RESTRICTED_RIGHT = "core.view_restricted_documents"


class DocumentQuerySet(PageQuerySet):
    """Pages of one kind of document."""

    def visible_to(self, user: Person) -> Self:
        """Live documents the account may open: Wagtail's privacy and the owner unit's restriction both hold."""
        open_to: Self = self.live().exclude(_closed_by_privacy(user)).filter(_open_or_own_unit(user))
        return open_to

    def public(self) -> Self:
        """Live documents that everybody may open."""
        return self.visible_to(AnonymousUser())


class RegulationQuerySet(DocumentQuerySet):
    """Regulations."""

    def in_force(self) -> Self:
        """Regulations of which the register says that they are in force, and which nothing has repealed as a whole."""
        in_force: Self = self.filter(status__in=STATUSES_IN_FORCE, register_word=RegisterWord.IN_FORCE)
        return in_force

    def disputed(self, by: str) -> Self:
        """Regulations about whose repeal two sources disagree: the register and no relation («register»), a relation and
        the register («hubungan»), or a relation and the imported data («data-asal»). Where one outweighs the other
        (`documents.statuses`), the status is verified and there is no dispute.
        """
        relations = self.model._meta.get_field("relations").related_model.objects
        repeals = Exists(
            relations.filter(target=OuterRef("pk"), kind=RelationKind.REPEALS, article="", source__live=True)
        )
        unverified = Q(status=LegalStatus.UNVERIFIED)
        sides = {
            "register": Q(register_word=RegisterWord.REPEALED) & ~repeals,
            "hubungan": unverified & Q(register_word=RegisterWord.IN_FORCE) & repeals,
            "data-asal": unverified
            & Q(stated_status__iexact="berlaku")
            & ~Q(register_word=RegisterWord.IN_FORCE)
            & repeals,
        }
        disputed: Self = self.filter(sides[by])
        return disputed

    def with_kind(self) -> Self:
        """With what a line of a list needs."""
        joined: Self = self.select_related("kind")
        return joined

    def with_text(self) -> Self:
        """With what the page of one regulation needs; the plain text stays behind, its tree says the same."""
        joined: Self = self.select_related("kind", "file", "text").defer("file__text", "text__text")
        return joined


class SuggestionQuerySet(models.QuerySet[Any]):
    """Suggested relations of live regulations."""

    def proposed(self) -> Self:
        """Nobody has decided."""
        return self.filter(state=SuggestionState.PROPOSED, source__live=True)

    def waiting(self) -> Self:
        """Confirmed, and in a draft that a second person has not published yet."""
        return self.confirmed().filter(source__live=True, source__has_unpublished_changes=True)

    def confirmed(self) -> Self:
        """By one person, and no relation yet. A draft that lets it go proposes it anew (`linking.propose_dropped`)."""
        return self.filter(~self._is_stored(), state=SuggestionState.CONFIRMED)

    def published(self) -> Self:
        """Confirmed, and the relation is there."""
        return self.filter(self._is_stored(), state=SuggestionState.CONFIRMED)

    def _is_stored(self) -> Exists:
        """Whether the relation that it would become is there (`PointsAtArticle.is_same_as`)."""
        relations = self.model._meta.get_field("source").related_model._meta.get_field("relations").related_model
        same = relations.objects.filter(source=OuterRef("source"), kind=OuterRef("kind"), article=OuterRef("article"))
        return Exists(same.filter(Q(target=OuterRef("target")) | Q(citation=OuterRef("citation"))))

    def unpublished(self) -> Self:
        """Not rejected, and not published yet: proposed, or waiting for the second person."""
        return self.proposed() | self.waiting()

    def rejected(self) -> Self:
        return self.filter(state=SuggestionState.REJECTED, source__live=True)


def _open_or_own_unit(user: Person) -> Q:
    if user.is_authenticated and user.is_active and user.has_perm(RESTRICTED_RIGHT):
        return Q()
    return Q(is_restricted=False) | Q(owner_unit_id__in=unit_ids_with(user, RESTRICTED_RIGHT))


def _closed_by_privacy(user: Person) -> Q:
    closed = Q(pk__in=())
    for path in closed_paths(user):
        closed |= Q(path__startswith=path)
    return closed
