"""The contract other areas build on: icons, form fields, the summary of errors, components, error pages."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from portal import errors, navigation
from tests.factories import make_user
from themes import registry
from themes.templatetags import theme

ROOT = Path(settings.BASE_DIR)
USED_ICON = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']|icon_name=["']([\w-]+)["']""")


class SampleForm(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti di KTP")
    amount = forms.CharField(label="Nilai", required=False, widget=forms.TextInput(attrs={"data-prefix": "Rp"}))
    cluster = forms.ChoiceField(label="Klaster", choices=[("a", "Anak"), ("b", "Lansia")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Setuju")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load theme %}" + source).render(context)


def test_every_icon_a_template_asks_for_is_in_the_sprite() -> None:
    sprite = (registry.HOME / "dasar/static/icons.svg").read_text()
    drawn = set(re.findall(r'id="([\w-]+)"', sprite))
    folders = ("portal", "documents", "workflows", "search", "themes")
    texts = [path.read_text() for folder in folders for path in (ROOT / folder).rglob("*.html")]
    asked = {first or second for text in texts for first, second in USED_ICON.findall(text)}
    assert asked
    assert asked - drawn == set()


def test_no_template_carries_inline_style_or_script() -> None:
    folders = ("portal", "documents", "workflows", "search", "themes")
    offending = [
        str(path)
        for folder in folders
        for path in (ROOT / folder).rglob("*.html")
        if re.search(r"""\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=["']""", path.read_text())
    ]
    assert offending == []


def test_a_refused_field_shows_label_hint_and_error_tied_together() -> None:
    html = str(SampleForm({"name": ""})["name"].as_field_group())
    assert '<label for="id_name">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert "icons" in html


def test_a_field_without_error_claims_none() -> None:
    html = str(SampleForm()["name"].as_field_group())
    assert "fld--err" not in html
    assert "aria-invalid" not in html


def test_an_optional_field_says_so_and_an_amount_shows_its_currency() -> None:
    html = str(SampleForm()["amount"].as_field_group())
    assert "(opsional)" in html
    assert '<span aria-hidden="true">Rp</span>' in html


def test_choices_are_a_group_with_a_legend() -> None:
    html = str(SampleForm()["cluster"].as_field_group())
    assert "<fieldset" in html
    assert html.count('type="radio"') == 2


def test_a_hidden_field_has_no_label() -> None:
    assert "label" not in str(SampleForm()["hidden"].as_field_group())


def test_each_error_in_the_summary_leads_to_its_control() -> None:
    form = SampleForm({"name": ""})
    html = render_to_string("components/error_summary.html", {"form": form})
    fields = "".join(str(field.as_field_group()) for field in form)
    targets = re.findall(r'href="#([\w-]+)"', html)
    assert targets == ["id_name", "id_cluster_0", "id_agreed"]
    for bound in form:
        if bound.errors:
            assert f"{bound.label}: {bound.errors[0]}" in html
    assert all(f'id="{target}"' in fields for target in targets)


def test_a_form_without_errors_has_no_summary() -> None:
    assert "errsum" not in render_to_string("components/error_summary.html", {"form": SampleForm()})


def test_a_component_takes_the_block_as_its_slot() -> None:
    html = draw('{% component "note" kind="warn" title=t %}<p>{{ t }}</p>{% endcomponent %}', t="<b>")
    assert "note--warn" in html
    assert "<p>&lt;b&gt;</p>" in html
    assert "<b>" not in html


def test_pagination_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/cari/?q=anak+%26+lansia&halaman=2")
    page = Paginator(range(100), 10).page(2)
    html = render_to_string("components/pagination.html", {"page": page, "param": "halaman", "request": request})
    assert "?q=anak+%26+lansia&amp;halaman=3" in html
    assert html.count("aria-current") == 1


def test_a_file_a_theme_lacks_comes_from_the_theme_it_extends() -> None:
    with registry.use("kontras"):
        assert theme.theme_static("tokens.css").endswith("theme/kontras/tokens.css")
        assert theme.theme_static("site.css").endswith("theme/dasar/site.css")


def test_the_page_for_error_500_needs_neither_context_nor_database() -> None:
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Terjadi gangguan" in response.content.decode()


def test_error_500_has_words_even_if_its_page_cannot_be_drawn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(errors, "get_template", broken)
    assert "Terjadi gangguan" in errors.server_error(RequestFactory().get("/")).content.decode()
    assert "could not be drawn" in caplog.text


@pytest.mark.django_db
def test_a_form_without_its_token_gets_a_page_that_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/akun/masuk/", {"login": "a@contoh.invalid", "password": "x"})
    assert response.status_code == 403
    assert "Formulir ini sudah kedaluwarsa" in response.content.decode()


def test_the_source_code_is_linked_from_every_page() -> None:
    request = HttpRequest()
    request.path = "/"
    assert navigation.navigation(request)["source_code_url"] == settings.SOURCE_CODE_URL


def test_work_screens_have_the_menu_of_work() -> None:
    links = navigation.menu("/kerja/usulan/7/", AnonymousUser())
    assert [str(link.label) for link in links] == ["Tugas saya", "Usulan", "Panduan", "Situs publik"]
    assert [link.current for link in links] == ["", "true", "", ""]


@pytest.mark.django_db
def test_officials_find_what_their_role_opens_in_the_menu() -> None:
    def extra(*roles: str) -> list[str]:
        links = navigation.menu("/akun/", make_user(*roles))
        return [link.url for link in links[len(navigation.PUBLIC_MENU) :]]

    assert extra("verifikator") == ["/kerja/tugas/"]
    assert extra("admin_portal") == ["/kerja/tugas/", "/petugas/", "/admin/"]
    assert extra("editor_dokumen") == ["/kerja/tugas/", "/admin/"]
