"""Addresses of personal data."""

from django.urls import path

from portal.persons import views

app_name = "persons"
urlpatterns = [
    path("kelola/data-pribadi/", views.person, name="person"),
    path("kelola/data-pribadi/pembukaan/", views.log, name="log"),
]
