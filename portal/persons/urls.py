"""Addresses of personal data."""

from django.urls import path

from portal.persons import desk, views

app_name = "persons"
urlpatterns = [
    path("kelola/data-pribadi/", desk.desk, name="desk"),
    path("kelola/data-pribadi/salinan/", views.person, name="person"),
    path("kelola/data-pribadi/pembukaan/", desk.log, name="log"),
    path("kelola/data-pribadi/pembukaan/<key:pk>/", desk.case, name="case"),
]
