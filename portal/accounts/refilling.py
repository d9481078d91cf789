"""Writing kept values back into the form of a freshly rendered page. Works on any form, so no view has to know of it."""

from collections import defaultdict, deque
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.template.loader import render_to_string

from portal.accounts.keeping import KEPT_FIELD, is_typed
from portal.accounts.models import KeptForm


def fill(response: HttpResponse, kept: KeptForm) -> bool:
    """Fills the page's matching form and says so above it; False if the page has no such form, or one that cannot be filled."""
    soup = BeautifulSoup(response.content, "html.parser")
    form = _matching_form(soup, kept)
    if form is None:
        return False
    left = _fill_controls(form, kept)
    if left and form.select_one("[data-controller=w-block]"):
        # Wagtail's blocks are drawn by a script, which would send their saved text beside the kept one, and win.
        return False
    _announce(soup, form, kept, left)
    response.content = str(soup).encode()
    return True


def attach(response: HttpResponse, kept: KeptForm) -> None:
    """Adds only the reference to the kept files, for a page that already shows the values (and their errors)."""
    soup = BeautifulSoup(response.content, "html.parser")
    form = _matching_form(soup, kept)
    if form is not None:
        _announce(soup, form, kept, [])
        response.content = str(soup).encode()


def _matching_form(soup: BeautifulSoup, kept: KeptForm) -> Tag | None:
    """Of the forms that post to the same address, the one that shares most names."""
    names = {name for name, _ in kept.fields} | {stored.field for stored in kept.files.all()}
    here, target = urlsplit(kept.page).path, urlsplit(kept.path).path
    best: tuple[int, Tag | None] = (0, None)
    for form in soup.find_all("form"):
        own = urlsplit(str(form.get("action") or "")).path or here
        # A button of it may send the same fields elsewhere.
        actions = {own, *(str(button["formaction"]) for button in form.find_all("button", formaction=True))}
        shared = len(names & {str(control.get("name")) for control in form.find_all(True, attrs={"name": True})})
        if str(form.get("method", "get")).lower() == "post" and target in actions and shared > best[0]:
            best = (shared, form)
    return best[1]


def _fill_controls(form: Tag, kept: KeptForm) -> list[tuple[str, str]]:
    """Puts values into their controls and returns those that found none."""
    values: dict[str, deque[str]] = defaultdict(deque)
    for name, value in kept.fields:
        values[name].append(value)
    seen: set[str] = set()
    for control in form.find_all(["input", "textarea", "select", "button"]):
        name = str(control.get("name") or "")
        if not name:
            continue
        seen.add(name)
        _fill_one(control, values[name])
    return [(name, value) for name, value in kept.fields if name not in seen]


def _fill_one(control: Tag, values: deque[str]) -> None:
    kind = str(control.get("type") or "text").lower() if control.name == "input" else control.name
    if kind in {"checkbox", "radio"}:
        _mark(control, "checked", str(control.get("value", "on")) in values)
    elif kind == "select":
        for option in control.find_all("option"):
            _mark(option, "selected", str(option.get("value", option.get_text())) in values)
    elif kind == "textarea":
        if values:
            # The first newline after the tag is not part of the value.
            control.string = "\n" + values.popleft()
    elif kind == "hidden":
        _fill_hidden(control, values)
    elif kind not in {"file", "submit", "button", "image", "reset", "password"} and values:
        control["value"] = values.popleft()


def _fill_hidden(control: Tag, values: deque[str]) -> None:
    """Tokens of the fresh page stay; what is empty, the number of rows, and what says so (`data-kept`) come from the kept form.

    A version must: written over the newest one, the form would silently undo what somebody saved meanwhile.
    """
    is_kept = (
        not control.get("value") or str(control.get("name")).endswith("-TOTAL_FORMS") or "data-kept" in control.attrs
    )
    if values and is_kept:
        control["value"] = values.popleft()


def _mark(tag: Tag, attribute: str, is_on: bool) -> None:
    if is_on:
        tag[attribute] = ""
    elif attribute in tag.attrs:
        del tag[attribute]


def _announce(soup: BeautifulSoup, form: Tag, kept: KeptForm, left: list[tuple[str, str]]) -> None:
    files = [(_label_of(form, stored.field), stored.name) for stored in kept.files.all()]
    context = {"kept": kept, "files": files, "left": left, "kept_field": KEPT_FIELD}
    context["told"] = [(name, value) for name, value in left if value and is_typed(name)]
    note = render_to_string("accounts/_partials/kept_note.html", context)
    form.insert(0, BeautifulSoup(note, "html.parser"))


def _label_of(form: Tag, name: str) -> str:
    """What the page calls the field, "" if it does not say."""
    control = form.find(True, attrs={"name": name})
    label = form.find("label", attrs={"for": str(control.get("id"))}) if control else None
    if label is None:
        return ""
    words = [text for text in label.strings if not (text.parent and "opt" in text.parent.get_attribute_list("class"))]
    return " ".join(" ".join(words).split())
