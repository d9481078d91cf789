"""`manage.py setup_site`: the reference data, the page tree and the words of a new installation."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.catalogues import compile_catalogues
from portal.core.reference_data import load_reference_data
from portal.pages.structure import ensure_structure


class Command(BaseCommand):
    """Makes what is missing and leaves everything else alone, however often it runs."""

    help = "Menyiapkan data acuan dan susunan halaman. Aman dijalankan berulang kali."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, build, say so."""
        compile_catalogues()
        load_reference_data()
        home = ensure_structure()
        self.stdout.write(f"Susunan halaman siap; beranda: {home.full_url}")
