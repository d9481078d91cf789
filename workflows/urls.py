"""Addresses under /kerja/."""

from django.urls import path

from workflows.views import proposals

app_name = "workflows"
urlpatterns = [path("usulan/<int:pk>/", proposals.proposal, name="proposal")]
