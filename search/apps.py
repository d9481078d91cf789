"""Find anything one may see; the engine is a detail."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = "Pencarian"

    def ready(self) -> None:
        from search import (  # models are not loaded when this module is imported
            builders,
            checks,  # noqa: F401 - registers itself
            documents,
            proposals,
            receivers,
        )

        builders.register_documents()
        documents.register_source(proposals.ProposalSource())
        receivers.connect()
