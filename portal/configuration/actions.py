"""Changes of the tables that an administrator keeps, each in the audit chain with the old and the new values."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from documents.models import Regulation, RegulationType
from documents.signals import documents_changed
from portal.configuration.permissions import check_can
from portal.core import audit
from portal.core.models import Directorate, Unit, UnitFormerName, User
from portal.core.role_groups import rename_groups, sync_place
from portal.pages.models import UnitIndexPage

Row = TypeVar("Row", bound=models.Model)
FormerNames = Iterable[tuple[str, dt.date | None]]


class InUseError(Exception):
    """The row is referred to and stays; the message is a sentence for the user."""


class ChangedMeanwhileError(Exception):
    """Somebody saved the row after the form was opened; nothing was written. The message says what is stored now."""


def digest(obj: models.Model) -> str:
    """What a form was made from, so that an older one is told from a newer."""
    return hashlib.sha256(json.dumps(_state(obj), sort_keys=True).encode()).hexdigest()


@transaction.atomic
def keep(*, by: User, obj: Row, seen: str | None = None) -> Row:
    """Saves a new or altered row. What nobody changed is not written. Raises RefusedError, ChangedMeanwhileError.

    `seen` is the digest of the row that the form was made from, None when no form stands behind it.
    """
    is_new = obj.pk is None
    check_can(by, "add" if is_new else "change", type(obj))
    if is_new and hasattr(obj, "code") and not obj.code:
        obj.code = _free_code(obj)
    before = _values(_stored(obj, seen)) if not is_new else {}
    changes = {name: [before.get(name), value] for name, value in _values(obj).items() if before.get(name) != value}
    if is_new or changes:
        obj.save()
        _record(by, "configuration_added" if is_new else "configuration_changed", obj, changes)
        _settle(obj, is_new=is_new)
    return obj


@transaction.atomic
def keep_unit(*, by: User, unit: Unit, former_names: FormerNames, seen: str | None = None) -> Unit:
    """Saves a unit together with exactly these former names. Raises RefusedError, ChangedMeanwhileError."""
    keep(by=by, obj=unit, seen=seen)
    before = dict(unit.former_names.values_list("name", "until"))
    after = dict(former_names)
    if before == after:
        return unit
    unit.former_names.exclude(name__in=after).delete()
    for name, until in after.items():
        UnitFormerName.objects.update_or_create(unit=unit, name=name, defaults={"until": until})
    _record(by, "configuration_changed", unit, {"former_names": [_as_words(before), _as_words(after)]})
    _settle(unit, is_new=False)
    return unit


@transaction.atomic
def remove(*, by: User, obj: models.Model) -> None:
    """Takes a row out of its table. Raises RefusedError, and InUseError for one that something refers to."""
    check_can(by, "delete", type(obj))
    _record(by, "configuration_removed", obj, {name: [value, None] for name, value in _values(obj).items()})
    try:
        with transaction.atomic():
            obj.delete()
    except models.ProtectedError as error:
        raise InUseError(
            _("«%(name)s» masih dipakai, jadi tidak dihapus. Data yang merujuknya tetap utuh.") % {"name": obj}
        ) from error


def _stored(obj: Row, seen: str | None) -> Row:
    """The row as it is now, held until the end of the transaction."""
    stored = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
    if seen is None or seen == digest(stored):
        return stored
    fields = [field for field in obj._meta.concrete_fields if _shown(stored, field) != _shown(obj, field)]
    now = "; ".join(f"{field.verbose_name}: {_shown(stored, field) or '–'}" for field in fields)
    raise ChangedMeanwhileError(
        _("Data ini sudah diubah orang lain sejak formulir ini dibuka, jadi isian Anda belum disimpan.")
        + (" " + _("Yang sekarang tersimpan dan berbeda dari isian Anda: %s.") % now if now else "")
        + " "
        + _("Sesuaikan isian di bawah, lalu simpan lagi.")
    )


def _shown(obj: models.Model, field: "models.Field[Any, Any]") -> str:
    display = getattr(obj, f"get_{field.name}_display", None)
    value = display() if display else getattr(obj, field.name)
    return "" if value is None else str(value)


def _state(obj: models.Model) -> dict[str, Any]:
    names = _as_words(dict(obj.former_names.values_list("name", "until"))) if isinstance(obj, Unit) else []
    return _values(obj) | {"former_names": names}


def _values(obj: models.Model) -> dict[str, Any]:
    """The columns as the audit chain can hold them: whole numbers and truth as they are, everything else as text."""
    values = {field.attname: field.value_from_object(obj) for field in obj._meta.concrete_fields}
    values.pop("id", None)
    return {name: value if isinstance(value, int | None) else str(value) for name, value in values.items()}


def _as_words(names: dict[str, dt.date | None]) -> list[str]:
    return sorted(f"{name} ({until})" if until else name for name, until in names.items())


def _record(by: User, verb: str, obj: models.Model, changes: dict[str, list[Any]]) -> None:
    audit.record(by=by, verb=verb, obj=obj, unit=obj if isinstance(obj, Unit) else None, data={"changes": changes})


def _free_code(obj: models.Model) -> str:
    """A code from the name, which never changes afterwards: addresses and the search index hold it."""
    longest = getattr(obj._meta.get_field("code"), "max_length", 0) or 40
    name = getattr(obj, "abbreviation", "") or getattr(obj, "short_name", "") or str(obj)
    base = slugify(name)[: longest - 4] or obj._meta.model_name or ""
    taken = set(type(obj)._default_manager.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := _numbered(base, number)) not in taken)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def _settle(obj: models.Model, *, is_new: bool) -> None:
    """What follows elsewhere: the groups of a place, and the pages on which its name is found."""
    if isinstance(obj, Unit | Directorate):
        sync_place(obj) if is_new else rename_groups(obj)
    if isinstance(obj, Unit):
        _pages_changed(UnitIndexPage.objects.live())
    if isinstance(obj, RegulationType):
        _pages_changed(Regulation.objects.live().filter(kind=obj))


def _pages_changed(pages: "models.QuerySet[Any]") -> None:
    documents_changed.send(sender=pages.model, page_ids=list(pages.values_list("pk", flat=True)))
