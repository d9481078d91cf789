"""Addresses of documents that are no pages."""

from django.urls import path

from documents import views

app_name = "documents"

urlpatterns = [
    path("<int:pk>/", views.file, name="file"),
]
