"""How often somebody asked: the rows behind `portal.core.limits`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskCount(models.Model):
    """One kind of request of one asker since `began_at`; `key` holds a digest, no address."""

    key = models.CharField(_("kunci"), max_length=120, unique=True)
    began_at = models.DateTimeField(_("sejak"))
    last_at = models.DateTimeField(_("terakhir"), db_index=True)
    count = models.PositiveIntegerField(_("jumlah"), default=0)

    class Meta:
        verbose_name = _("hitungan permintaan")
        verbose_name_plural = _("hitungan permintaan")

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
