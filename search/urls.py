"""Addresses under /cari/."""

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("cari/", views.results, name="results"),
    path("cari/atom/", views.exported, {"form": "atom"}, name="atom"),
    path("cari/csv/", views.exported, {"form": "csv"}, name="csv"),
    path("cari/saran/", views.suggestions, name="suggestions"),
]
