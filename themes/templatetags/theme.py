"""`{% load theme %}`: icons, files of the theme in use, components with a slot, form controls."""

import os.path
from functools import cache
from typing import NamedTuple

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.forms.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from themes import registry
from themes.finders import PREFIX

register = template.Library()


class Problem(NamedTuple):
    """One error of a form and the id of the control it concerns, "" for the form as a whole."""

    target: str
    message: str


@cache
def _theme_path(slug: str, name: str) -> str:
    for theme in registry.chain(slug):
        # os.path.join, not Path's slash: a name from a template is a SafeString, which Path refuses.
        if os.path.exists(os.path.join(theme.static, name)):
            return f"{PREFIX}/{theme.slug}/{name}"
    return f"{PREFIX}/{registry.COMPLETE_THEME}/{name}"


@register.simple_tag
def theme_static(name: str) -> str:
    """The address of a static file in the theme in use, or in the nearest theme it extends that has one."""
    return static(_theme_path(registry.active_slug(), str(name)))


@register.simple_tag
def theme_slug() -> str:
    """The slug of the theme in use."""
    return registry.active_slug()


@register.simple_tag
def color_scheme() -> str:
    """`light` or `dark`, for browsers that draw their own controls to match."""
    return registry.themes()[registry.active_slug()].color_scheme


@register.simple_tag
def selectable_themes() -> list[registry.Theme]:
    """The themes a visitor may choose between."""
    return [theme for theme in registry.themes().values() if theme.user_selectable]


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """A picture out of `icons.svg`, hidden from screen readers: the words beside it say what it means."""
    classes = f"ic {extra_class}".rstrip()
    markup = '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return format_html(markup, classes, theme_static("icons.svg"), name)


@register.simple_block_tag(takes_context=True)
def component(context: Context, content: str, name: str, **values: object) -> str:
    """`{% component "note" kind="warn" title=x %}…{% endcomponent %}`: `components/note.html` with the block as `slot`."""
    engine = context.template.engine  # type: ignore[union-attr]  # set while rendering, the only time a tag runs
    fragment = engine.get_template(f"components/{name}.html")
    return fragment.render(context.new({**values, "slot": content}))


@register.filter
def control_kind(field: BoundField) -> str:
    """How a form field is laid out: `checkbox`, `choices`, `group`, `file` or `line`."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "group" if widget.use_fieldset else "line"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The widget itself, with the class the style sheet knows beside those the form asked for."""
    asked = str(field.field.widget.attrs.get("class", ""))
    return field.as_widget(attrs={"class": f"inp {asked}".rstrip()})


@register.filter
def control_attr(field: BoundField, name: str) -> str:
    """An attribute the form gave its widget, "" if it gave none."""
    return str(field.field.widget.attrs.get(name, ""))


@register.simple_tag
def form_errors(form: object) -> list[Problem]:
    """Every error of a form, a formset or a list of them, with the name of its field and the id of the control it concerns.

    A form or field among like ones says in `row_label` which it is: «Pembanding 2, Penjual: Tulis nama penjual …».
    """
    if isinstance(form, BaseForm):
        problems = [Problem("", str(error)) for error in form.non_field_errors()]
        for field in form:
            target = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
            problems += [Problem(target, f"{_name_of(form, field)}: {error}") for error in field.errors]
        return problems
    if isinstance(form, BaseFormSet):
        own = [Problem("", str(error)) for error in form.non_form_errors()]
        return own + [problem for each in form.forms for problem in form_errors(each)]
    return [problem for each in form for problem in form_errors(each)] if isinstance(form, list | tuple) else []


def _name_of(form: BaseForm, field: BoundField) -> str:
    """The label, after the row it stands in unless the label says that itself; a sentence to be ticked is cut short."""
    label = str(field.label).rstrip(".:?")
    row = str(getattr(field.field, "row_label", "") or getattr(form, "row_label", ""))
    if row not in label:
        label = f"{row}, {label}"
    return Truncator(label).chars(60) if control_kind(field) == "checkbox" else label


@register.simple_tag
def page_numbers(page: Page[object]) -> list[int | str]:
    """The numbers a pagination shows: the ends, the neighbours, and dots between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.simple_tag(takes_context=True)
def page_query(context: Context, number: int, param: str = "page") -> str:
    """The query string of the current address with another page number."""
    query = context["request"].GET.copy()
    query[param] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def initials(name: str) -> str:
    """The first letters of the first two words of a name."""
    return "".join(word[0].upper() for word in str(name).split()[:2])
