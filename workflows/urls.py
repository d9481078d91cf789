"""Addresses of the desk (/kerja/) and of the public letter check (/periksa/)."""

from django.urls import path

from workflows.views import letters, proposals

app_name = "workflows"
urlpatterns = [
    path("kerja/usulan/<int:pk>/", proposals.proposal, name="proposal"),
    path("kerja/usulan/<int:pk>/surat/", letters.letter, name="letter"),
    path("periksa/", letters.check_start, name="letter_check_start"),
    path("periksa/<str:code>/", letters.letter_check, name="letter_check"),
]
