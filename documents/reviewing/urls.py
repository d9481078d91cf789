"""Addresses below /admin/tinjauan/."""

from django.urls import path

from documents.reviewing import views

app_name = "reviewing"

urlpatterns = [
    path("status/", views.disputed_statuses, name="disputes"),
    path("hubungan/", views.suggested_relations, name="suggestions"),
]
