"""Regulations, MoUs and SOPs."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = "Dokumen hukum"

    def ready(self) -> None:
        from documents import linking  # models exist only now
        from documents.editing import panels

        panels.install()
        pre_delete.connect(linking.keep_name, sender="documents.Regulation", dispatch_uid="documents-keep-name")
