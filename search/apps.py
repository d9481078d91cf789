"""Find anything one may see; the engine is a detail."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = "Pencarian"
