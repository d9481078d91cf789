"""Public pages: home, programme, units, news."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "portal.pages"
    label = "pages"
    verbose_name = "Halaman"

    def ready(self) -> None:
        """Let the pages be found."""
        from portal.pages import search_records  # models are not loaded when this module is imported

        search_records.register()
