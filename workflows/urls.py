"""Addresses of the desk (/kerja/) and of the public letter check (/periksa/)."""

from django.urls import path

from workflows.views import inbox, letters, proposals, tasks

app_name = "workflows"
urlpatterns = [
    path("kerja/tugas/", inbox.inbox, name="inbox"),
    path("kerja/tugas/<int:pk>/", tasks.task, name="task"),
    path("kerja/tugas/<int:pk>/ambil/", tasks.claim, name="task_claim"),
    path("kerja/tugas/<int:pk>/lepas/", tasks.release, name="task_release"),
    path("kerja/usulan/", proposals.proposals, name="proposals"),
    path("kerja/usulan/<int:pk>/", proposals.proposal, name="proposal"),
    path("kerja/usulan/<int:pk>/tarik/", proposals.withdrawal, name="withdrawal"),
    path("kerja/usulan/<int:pk>/surat/", letters.letter, name="letter"),
    path("periksa/", letters.check_start, name="letter_check_start"),
    path("periksa/<str:code>/", letters.letter_check, name="letter_check"),
]
