"""What a browser does with the admin's forms: read the fields of a page and send them back."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from portal.core.models import User


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="portal.core.backends.RoleBackend")
    return client


def form_data(response: HttpResponse) -> dict[str, Any]:
    """The fields of the editor's form as a browser would send them without a change."""
    soup = BeautifulSoup(response.content, "html.parser")
    form = soup.find("form", attrs={"data-edit-form": True}) or soup.find("form", id="w-editor-form")
    assert isinstance(form, Tag), soup.get_text()[:500]
    data: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if not name or field.get("type") in {"file", "submit", "button"} or "__prefix__" in name:
            continue
        if field.name == "select":
            chosen = [o.get("value", "") for o in field.find_all("option") if o.has_attr("selected")]
            data[name] = chosen[0] if chosen else ""
        elif field.name == "textarea":
            data[name] = field.get_text().removeprefix("\n")
        elif field.get("type") in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(name, []).append(field.get("value", "on"))
        else:
            data[name] = field.get("value", "")
    return data


def add_url(parent: Page, model: str = "regulation") -> str:
    return reverse("wagtailadmin_pages:add", args=["documents", model, parent.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def messages_of(response: HttpResponse) -> str:
    """The visible words of a page, on one line."""
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def pdf(content: bytes, name: str = "naskah.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")
