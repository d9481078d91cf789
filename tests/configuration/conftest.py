"""People and pages as in tests/documents."""

from tests.documents.conftest import editor, permensos, publisher, regulation_index

__all__ = ["editor", "permensos", "publisher", "regulation_index"]
