"""Addresses of the themes, mounted at /tampilan/."""

from django.urls import path

from themes import views

app_name = "themes"
urlpatterns = [path("", views.choose, name="choose")]
