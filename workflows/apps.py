"""Aid proposals: who decides what, in which order."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
    label = "workflows"
    verbose_name = "Usulan bantuan"
