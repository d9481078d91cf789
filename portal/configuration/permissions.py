"""Who may keep which table: the rights on models that `portal.core.roles` grants, and nothing beside them."""

from django.contrib.auth import get_permission_codename
from django.db import models
from django.utils.translation import gettext as _

from portal.core.models import User
from portal.core.permissions import RefusedError


def check_can(user: User, verb: str, model: type[models.Model]) -> None:
    """Raises RefusedError unless the account may `add`, `change` or `delete` rows of the table."""
    if not user.has_perm(f"{model._meta.app_label}.{get_permission_codename(verb, model._meta)}"):
        raise RefusedError(_("Konfigurasi ini hanya diubah oleh administrator portal."))
