"""Regulations, MoUs and SOPs."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete

from documents import linking


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = "Dokumen hukum"

    def ready(self) -> None:
        from documents.editing import panels  # models exist only now

        panels.install()
        pre_delete.connect(linking.keep_name, sender="documents.Regulation", dispatch_uid="documents-keep-name")
