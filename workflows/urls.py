"""Addresses of the desk (/kerja/) and of the public letter check (/periksa/)."""

from django.urls import path

from workflows.views import budget, drafting, handover, inbox, letters, papers, proposals, sections, tasks

app_name = "workflows"
urlpatterns = [
    path("kerja/tugas/", inbox.inbox, name="inbox"),
    path("kerja/tugas/<int:pk>/", tasks.task, name="task"),
    path("kerja/tugas/<int:pk>/ambil/", tasks.claim, name="task_claim"),
    path("kerja/tugas/<int:pk>/lepas/", tasks.release, name="task_release"),
    path("kerja/usulan/", proposals.proposals, name="proposals"),
    path("kerja/usulan/baru/", drafting.new_proposal, name="proposal_new"),
    path("kerja/usulan/<int:pk>/", proposals.proposal, name="proposal"),
    path("kerja/usulan/<int:pk>/tarik/", proposals.withdrawal, name="withdrawal"),
    path("kerja/usulan/<int:pk>/ubah/", drafting.draft, name="draft"),
    path("kerja/usulan/<int:pk>/ubah/uraian/", sections.GeneralPage.as_view(), name="edit_general"),
    path("kerja/usulan/<int:pk>/ubah/pemohon/", sections.ApplicantPage.as_view(), name="edit_applicant"),
    path("kerja/usulan/<int:pk>/ubah/komunitas/", sections.CommunitiesPage.as_view(), name="edit_communities"),
    path("kerja/usulan/<int:pk>/ubah/barang/", budget.BudgetPage.as_view(), name="edit_budget"),
    path("kerja/usulan/<int:pk>/ubah/barang/<int:item>/", budget.ItemPage.as_view(), name="edit_item"),
    path("kerja/usulan/<int:pk>/ubah/barang/baru/<int:community>/", budget.ItemPage.as_view(), name="add_item"),
    path("kerja/usulan/<int:pk>/ubah/berkas/", papers.PapersPage.as_view(), name="edit_papers"),
    path("kerja/usulan/<int:pk>/ubah/periksa/", drafting.review, name="review"),
    path("kerja/berkas/<int:pk>/", papers.paper, name="paper"),
    path("kerja/usulan/<int:pk>/surat/", letters.letter, name="letter"),
    path("kerja/usulan/<int:pk>/serah-terima/", handover.handovers, name="handover"),
    path("kerja/usulan/<int:pk>/serah-terima/<int:community_id>/", handover.record_handover, name="handover_new"),
    path("kerja/serah-terima/<int:pk>/berkas/", handover.handover_scan, name="handover_scan"),
    path("periksa/", letters.check_start, name="letter_check_start"),
    path("periksa/<str:code>/", letters.letter_check, name="letter_check"),
]
