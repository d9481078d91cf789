"""How it looks: a theme is a folder of templates, static files and values."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "themes"
    label = "themes"
    verbose_name = "Tema"

    def ready(self) -> None:
        """Load the checks of the theme folders."""
        from themes import checks  # noqa: F401 - importing registers them
