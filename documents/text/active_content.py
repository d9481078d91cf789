"""Whether a PDF acts by itself, opens programs or other files, or carries files inside. A paper only needs to be read.

Actions are listed by what they may do, not by what they may not (ISO 32000-2, 12.6.4): an unknown one is refused. Run by
its path inside the reading process (`pdf_worker`), so it imports nothing of ours.
"""

from collections.abc import Iterator
from typing import Any

HARMLESS = frozenset({"/GoTo", "/Named", "/Thread", "/Hide", "/ResetForm", "/SetOCGState", "/Trans"})
CLICKED = HARMLESS | {"/URI"}
"""A link that the reader chooses may lead to an address; nothing opens one unasked."""
SAFE_SCHEMES = frozenset({"", "http", "https", "mailto"})
"""Of an address; one without a scheme («www.kemensos.go.id») is read as a web address."""
CARRIERS = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
"""Annotations that bring a file, or play what they bring."""
MOST_STEPS = 200_000


class TooIntricateError(Exception):
    """More actions, fields and bookmarks than any paper has, or a ring of them."""


class Walk:
    """One look through one document; `steps` bounds it, whatever refers to whatever."""

    def __init__(self) -> None:
        self.steps = 0

    def is_active(self, reader: Any) -> bool:
        """Raises TooIntricateError, and whatever pypdf raises for a broken file."""
        root = _of(reader.trailer, "/Root")
        return (
            self._carries(root)
            or self._acts_unasked(root)
            or self._does_more(_of(root, "/OpenAction"), HARMLESS)
            or any(self._page_is_active(page) for page in reader.pages)
            or any(self._control_is_active(each) for each in self._fields(_of(root, "/AcroForm")))
            or any(self._control_is_active(each) for each in _list(_of(root, "/AcroForm"), "/CO"))
            or any(self._does_more(_of(each, "/A"), CLICKED) for each in self._bookmarks(_of(root, "/Outlines")))
        )

    def _carries(self, root: Any) -> bool:
        """Files and scripts by name, associated files, and forms of the kind that is a program (XFA)."""
        names = _of(root, "/Names")
        trees = (_of(names, "/JavaScript"), _of(names, "/EmbeddedFiles"))
        has_names = any(_list(tree, "/Names") or _list(tree, "/Kids") for tree in trees)
        return has_names or _brings_files(root) or _of(_of(root, "/AcroForm"), "/XFA") is not None

    def _page_is_active(self, page: Any) -> bool:
        annotations = _list(page, "/Annots")
        controls = annotations + [_of(each, "/Popup") for each in annotations]
        return _brings_files(page) or self._acts_unasked(page) or any(map(self._control_is_active, controls))

    def _control_is_active(self, control: Any) -> bool:
        """An annotation or a field of a form."""
        self._step()
        return (
            _name(control, "/Subtype") in CARRIERS
            or _brings_files(control)
            or self._acts_unasked(control)
            or self._does_more(_of(control, "/A"), CLICKED)
            or self._does_more(_of(control, "/PA"), CLICKED)
        )

    def _acts_unasked(self, owner: Any) -> bool:
        """What happens on opening, closing, typing, or moving over it."""
        actions = _of(owner, "/AA")
        keys = actions if isinstance(actions, dict) else ()
        return any(self._does_more(_of(actions, key), HARMLESS) for key in keys)

    def _does_more(self, action: Any, allowed: frozenset[str]) -> bool:
        """The action and those that follow it; a bare destination is no action."""
        waiting = [action]
        while waiting:
            self._step()
            each = waiting.pop()
            if not isinstance(each, dict):
                continue
            kind = _name(each, "/S")
            if kind not in allowed or (kind == "/URI" and _scheme(_name(each, "/URI")) not in SAFE_SCHEMES):
                return True
            following = _of(each, "/Next")
            waiting += _list(each, "/Next") if isinstance(following, list) else [following]
        return False

    def _fields(self, form: Any) -> Iterator[Any]:
        waiting = _list(form, "/Fields")
        while waiting:
            self._step()
            field = waiting.pop()
            yield field
            waiting += _list(field, "/Kids")

    def _bookmarks(self, outline: Any) -> Iterator[Any]:
        waiting = [_of(outline, "/First")]
        while waiting:
            self._step()
            mark = waiting.pop()
            if isinstance(mark, dict):
                yield mark
                waiting += [_of(mark, "/First"), _of(mark, "/Next")]

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooIntricateError


def _brings_files(owner: Any) -> bool:
    """Files that are associated with the document, a page or an annotation (ISO 32000-2, 14.13)."""
    return _of(owner, "/AF") not in (None, [])


def _scheme(address: str) -> str:
    """What readers take for it: they pass over blanks and control characters («java\nscript:»)."""
    shown = "".join(each for each in address if each.isprintable() and not each.isspace())
    scheme, colon, _rest = shown.partition(":")
    return scheme.lower() if colon and not set("/?#") & set(scheme) else ""


def _of(owner: Any, key: str) -> Any:
    """The value behind the key, followed to where it stands; None of anything that is no dictionary."""
    value = owner.get(key) if isinstance(owner, dict) else None
    found = value.get_object() if value is not None else None
    return None if _is_null(found) else found


def _list(owner: Any, key: str) -> list[Any]:
    values = _of(owner, key)
    return [each.get_object() for each in values] if isinstance(values, list) else []


def _name(owner: Any, key: str) -> str:
    return str(_of(owner, key) or "")


def _is_null(value: Any) -> bool:
    return type(value).__name__ == "NullObject"
