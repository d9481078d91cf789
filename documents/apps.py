"""Regulations, MoUs and SOPs."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = "Dokumen hukum"

    def ready(self) -> None:
        from documents.editing import panels  # models exist only now

        panels.install()
