"""What has to be indexed again, and how far each engine has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchChange(models.Model):
    """Something that may be found has changed. Written in the transaction of the change, applied by the worker.

    `transaction` is PostgreSQL's number of the writing transaction, 0 on SQLite, where writers follow one another.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=100)
    transaction = models.BigIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("perubahan untuk pencarian")
        verbose_name_plural = _("perubahan untuk pencarian")
        ordering = ("transaction", "id")
        indexes = (models.Index(fields=("transaction", "id"), name="search_change_order"),)

    def __str__(self) -> str:
        return f"{self.id}: {self.key}"


class EngineCursor(models.Model):
    """How far an engine has applied the changes.

    Everything up to (`transaction`, `change`) is applied and nothing can come before it any more; `ahead`
    lists the ids beyond it that are applied already, while older transactions may still commit. That is true of the
    `index` of this name only, and of its `successor` while a rebuild puts that in its place; and only if the index says
    of itself the `mark` that it was last given (`search.marks`).
    """

    engine = models.CharField(max_length=40, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    change = models.BigIntegerField(default=0)
    ahead = models.JSONField(default=list)
    day = models.DateField(null=True)
    index = models.CharField(max_length=200, default="")
    successor = models.CharField(max_length=200, default="")
    mark = models.CharField(max_length=60, default="")

    class Meta:
        verbose_name = _("posisi mesin pencari")
        verbose_name_plural = _("posisi mesin pencari")

    def __str__(self) -> str:
        return f"{self.engine}: {self.transaction}/{self.change}"


class RightsSeen(models.Model):
    """What the worker saw last of what readers follow from (`search.watching`); one row.

    `grants` and `privacy_digest` are digests of all of it; `privacy` says the privacy of each page that had any.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    grants = models.CharField(max_length=64, default="")
    privacy_digest = models.CharField(max_length=64, default="")
    privacy = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("hak yang terakhir terlihat")
        verbose_name_plural = _("hak yang terakhir terlihat")

    def __str__(self) -> str:
        return self.grants[:8]
