"""Private files that are to go: written in the transaction that lets go of them, so that none outlives a crash."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DiscardedFile(models.Model):
    """The name, in private storage, of a file that no row names any more. Gone with the file."""

    name = models.CharField(_("nama berkas"), max_length=250, unique=True)
    discarded_at = models.DateTimeField(_("dilepas pada"), auto_now_add=True)

    class Meta:
        verbose_name = _("berkas yang akan dihapus")
        verbose_name_plural = _("berkas yang akan dihapus")

    def __str__(self) -> str:
        return self.name
