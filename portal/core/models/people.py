"""People and the groups through which they hold roles."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from portal.core.models.organisation import Directorate, Unit
from portal.core.roles import ROLE_CHOICES


class PersonIsKeptError(Exception):
    """A person is deactivated, never deleted: decisions keep their decider."""


class UserQuerySet(models.QuerySet["User"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        raise PersonIsKeptError(_("Akun tidak dihapus, tetapi dinonaktifkan, agar riwayat keputusan tetap utuh."))

    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # the base is made at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; the address is kept in lower case, so that it is unique whatever its spelling."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(email=(username or "").strip().lower())
        return user


class User(GuardianUserMixin, AbstractBaseUser, PermissionsMixin):
    """An official with an account. The name and the office are copied into every record of what they do."""

    email = models.EmailField(_("surel"), unique=True)
    name = models.CharField(_("nama"), max_length=150)
    office = models.CharField(_("jabatan"), max_length=150, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    joined_at = models.DateTimeField(_("terdaftar sejak"), default=timezone.now, editable=False)
    deactivated_at = models.DateTimeField(_("dinonaktifkan pada"), null=True, blank=True, editable=False)

    # Read once per loaded account by portal.core.permissions, as Django does with its own permissions.
    role_rights: dict[str, set[tuple[str, int]]] | None = None
    is_acting: bool = False

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("akun")
        verbose_name_plural = _("akun")
        ordering = ("name", "pk")
        constraints = (models.CheckConstraint(condition=~Q(email=""), name="user_has_an_address"),)

    def __str__(self) -> str:
        return self.name or self.email

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise PersonIsKeptError(_("Akun tidak dihapus, tetapi dinonaktifkan, agar riwayat keputusan tetap utuh."))

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """Wagtail's templates ask for it; names here are one field, because many Indonesians have one name."""
        return self.name

    @property
    def last_name(self) -> str:
        return ""


class RoleGroup(models.Model):
    """The group whose members hold one role: everywhere, in one unit, or in one directorate (portal/core/roles.py)."""

    group = models.OneToOneField(Group, verbose_name=_("grup"), on_delete=models.CASCADE, related_name="role_group")
    role = models.CharField(_("peran"), max_length=40, choices=ROLE_CHOICES)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="role_groups"
    )
    directorate = models.ForeignKey(
        Directorate,
        verbose_name=_("direktorat"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="role_groups",
    )

    class Meta:
        verbose_name = _("kelompok peran")
        verbose_name_plural = _("kelompok peran")
        ordering = ("role", "unit__name", "directorate__name")
        constraints = (
            models.UniqueConstraint(
                fields=("role", "unit", "directorate"), nulls_distinct=False, name="one_group_per_role_and_place"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(directorate__isnull=True), name="role_group_has_one_place_at_most"
            ),
        )

    def __str__(self) -> str:
        return self.group.name
