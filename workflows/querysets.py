"""Reads of proposals, as adjectives."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from portal.core.permissions import Person, directorate_ids_with, holds, unit_ids_with
from workflows.enums import OPEN_STAGES

if TYPE_CHECKING:
    from workflows.models import Proposal  # noqa: F401


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def registered(self) -> "ProposalQuerySet":
        """Proposals that officials outside the unit may know of: those with a registration number."""
        return self.filter(registration_number__isnull=False)

    def open(self) -> "ProposalQuerySet":
        """Somebody still has to act."""
        return self.filter(stage__in=sorted(OPEN_STAGES))

    def visible_to(self, user: Person) -> "ProposalQuerySet":
        """The wall between units: own units wholly; as an official of the leading directorate, or model-wide, the registered ones."""
        own = Q(unit__in=unit_ids_with(user, "core.view_proposals"))
        if holds(user, "core.view_proposals"):
            return self.filter(own | Q(registration_number__isnull=False))
        led = Q(leading_directorate__in=directorate_ids_with(user, "core.view_proposals_of_directorate"))
        return self.filter(own | (led & Q(registration_number__isnull=False)))
