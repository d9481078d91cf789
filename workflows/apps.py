"""Aid proposals: who decides what, in which order."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
    label = "workflows"
    verbose_name = "Usulan bantuan"

    def ready(self) -> None:
        # Models are loaded by now. The flow is imported in every entry point, so that its nodes and signals are registered.
        from workflows import audit, checks, flows  # noqa: F401

        audit.install()
