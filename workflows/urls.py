"""Addresses of the desk (/kerja/) and of the public letter check (/periksa/)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from portal.core import addresses  # noqa: F401 - registers <key:…>
from workflows.views import (
    budget,
    changes,
    comments,
    content,
    drafting,
    guides,
    handover,
    inbox,
    letters,
    paper_checks,
    papers,
    personal_data,
    previews,
    printing,
    proposals,
    tasks,
    uploading,
    verification,
)


class LetterCodeConverter(StringConverter):
    """`<letter_code:code>`: letters and digits, as a person may type them; anything else is simply unknown (404)."""

    regex = "[0-9A-Za-z]{1,40}"


register_converter(LetterCodeConverter, "letter_code")

app_name = "workflows"
urlpatterns = [
    path("kerja/tugas/", inbox.inbox, name="inbox"),
    path("kerja/tugas/<key:pk>/", tasks.task, name="task"),
    path("kerja/tugas/<key:pk>/ambil/", tasks.claim, name="task_claim"),
    path("kerja/tugas/<key:pk>/lepas/", tasks.release, name="task_release"),
    path("kerja/panduan/", guides.index, name="guides"),
    path("kerja/panduan/<slug:slug>/", guides.guide, name="guide"),
    path("kerja/usulan/", proposals.proposals, name="proposals"),
    path("kerja/usulan/baru/", drafting.new_proposal, name="proposal_new"),
    path("kerja/usulan/<key:pk>/", proposals.proposal, name="proposal"),
    path("kerja/usulan/<key:pk>/data-pribadi/", personal_data.personal_data, name="personal_data"),
    path("kerja/usulan/<key:pk>/cetak/", printing.printed, name="proposal_pdf"),
    path("kerja/usulan/<key:pk>/pemeriksaan/", verification.verification, name="verification"),
    path("kerja/usulan/<key:pk>/pemeriksaan/berkas/<key:kind>/", paper_checks.check_paper, name="check_paper"),
    path("kerja/usulan/<key:pk>/pemeriksaan/catatan/", comments.pin, name="comment_new"),
    path("kerja/usulan/<key:pk>/pemeriksaan/catatan/<key:comment>/", comments.settle, name="comment"),
    path("kerja/usulan/<key:pk>/perubahan/", changes.changes, name="changes"),
    path("kerja/usulan/<key:pk>/tarik/", proposals.withdrawal, name="withdrawal"),
    path("kerja/usulan/<key:pk>/ubah/", drafting.draft, name="draft"),
    path("kerja/usulan/<key:pk>/ubah/uraian/", content.GeneralPage.as_view(), name="edit_general"),
    path("kerja/usulan/<key:pk>/ubah/pemohon/", content.ApplicantPage.as_view(), name="edit_applicant"),
    path("kerja/usulan/<key:pk>/ubah/komunitas/", content.CommunitiesPage.as_view(), name="edit_communities"),
    path("kerja/usulan/<key:pk>/ubah/penerima/", content.PeoplePage.as_view(), name="edit_people"),
    path(
        "kerja/usulan/<key:pk>/ubah/penerima/<key:community>/",
        content.CommunityPeoplePage.as_view(),
        name="edit_community_people",
    ),
    path("kerja/usulan/<key:pk>/ubah/barang/", budget.BudgetPage.as_view(), name="edit_budget"),
    path("kerja/usulan/<key:pk>/ubah/barang/<key:item>/", budget.ItemPage.as_view(), name="edit_item"),
    path("kerja/usulan/<key:pk>/ubah/barang/baru/<key:community>/", budget.ItemPage.as_view(), name="add_item"),
    path("kerja/usulan/<key:pk>/ubah/berkas/", papers.PapersPage.as_view(), name="edit_papers"),
    path("kerja/usulan/<key:pk>/ubah/berkas/unggah/", uploading.begin, name="upload_begin"),
    path("kerja/unggahan/<uuid:pk>/", uploading.chunk, name="upload"),
    path("kerja/usulan/<key:pk>/ubah/pernyataan/", content.StatementsPage.as_view(), name="edit_statements"),
    path("kerja/usulan/<key:pk>/ubah/periksa/", drafting.review, name="review"),
    path("kerja/berkas/<key:pk>/", papers.paper, name="paper"),
    path("kerja/berkas/<key:pk>/halaman/<key:number>/", previews.page_picture, name="paper_page"),
    path("kerja/usulan/<key:pk>/surat/", letters.letter, name="letter"),
    path("kerja/usulan/<key:pk>/serah-terima/", handover.handovers, name="handover"),
    path("kerja/usulan/<key:pk>/serah-terima/<key:community_id>/", handover.record_handover, name="handover_new"),
    path("kerja/serah-terima/<key:pk>/berkas/", handover.handover_scan, name="handover_scan"),
    path("periksa/", letters.check_start, name="letter_check_start"),
    path("periksa/<letter_code:code>/", letters.letter_check, name="letter_check"),
]
