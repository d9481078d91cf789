"""A text in the form in which it is kept: parsed once, then only read."""

from typing import Any

from documents.text import nodes, structure
from documents.text.marks import marks

#: Raise it when the parser or the marks change; `manage.py reparse_regulations` brings stored texts up to it.
EDITION = 3
#: Letters of a text that is parsed: almost four times the longest law. What takes a text in refuses a longer one.
LONGEST_TEXT = 2_000_000


def stored_form(text: str) -> dict[str, Any]:
    """`tree`, `marks` and `edition`, as the columns of a stored text are called."""
    tree = structure.parse(text)
    return {"tree": nodes.to_data(tree), "marks": marks(tree), "edition": EDITION}
