"""Addresses of documents that are no pages."""

from django.urls import path

from documents import views
from portal.core import addresses  # noqa: F401 - registers <key:…>

app_name = "documents"

urlpatterns = [
    path("<key:pk>/", views.file, name="file"),
    path("<key:pk>/<slug:name>.pdf", views.file, name="named_file"),
]
