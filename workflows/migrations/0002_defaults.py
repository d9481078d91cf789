"""The defaults of product.md and the checklist of domain.md §5.5: configuration, not a published rule."""

from django.db import migrations

DEADLINES = {
    "submission": 1,
    "verification": 3,
    "revision": 10,
    "director": 3,
    "director_general": 3,
    "decision_set": 5,
    "decision_confirm": 5,
    "distribution": 5,
}

# code, name, holds personal data, required (the same for both schemes until the directorate says otherwise)
PAPERS = (
    ("surat-permohonan", "Surat permohonan", False, True),
    ("surat-pengantar", "Surat pengantar Kepala Balai", False, False),
    ("proposal", "Proposal", False, True),
    ("pembanding-harga", "Bukti pembanding harga", False, False),
    ("profil", "Profil kelompok atau LKS", False, True),
    ("akta", "Akta pendirian dan pengesahan", False, False),
    ("tanda-daftar", "Tanda daftar atau izin operasional LKS", False, False),
    ("akreditasi", "Sertifikat akreditasi", False, False),
    ("struktur-pengurus", "SK atau susunan pengurus", True, False),
    ("ktp-pengurus", "KTP pengurus", True, False),
    ("npwp", "NPWP", True, False),
    ("rekening", "Rekening atas nama lembaga", True, False),
    ("domisili", "Surat keterangan domisili", False, False),
    ("daftar-penerima", "Daftar calon penerima manfaat", True, True),
    ("foto-lokasi", "Foto lokasi", False, False),
    ("izin-tempat", "Bukti hak atau izin pakai tempat", False, False),
    ("berita-acara", "Berita acara musyawarah", False, False),
    ("rekomendasi-dinsos", "Rekomendasi Dinas Sosial", False, False),
    ("tanggung-jawab", "Surat pernyataan tanggung jawab bermeterai", False, True),
    ("tidak-tumpang-tindih", "Pernyataan tidak menerima bantuan sejenis", False, False),
    ("kesanggupan-merawat", "Pernyataan kesanggupan merawat alat", False, False),
)
SCHEMES = ("government_aid", "social_aid")


def load(apps, schema_editor):
    deadline = apps.get_model("workflows", "StepDeadline")
    for step, days in DEADLINES.items():
        deadline.objects.get_or_create(step=step, defaults={"working_days": days})
    apps.get_model("workflows", "Policy").objects.get_or_create(pk=1)
    kinds, requirements = apps.get_model("workflows", "PaperKind"), apps.get_model("workflows", "PaperRequirement")
    for order, (code, name, personal, required) in enumerate(PAPERS, start=1):
        kind, _ = kinds.objects.get_or_create(
            code=code, defaults={"name": name, "order": order, "holds_personal_data": personal}
        )
        for scheme in SCHEMES:
            requirements.objects.get_or_create(scheme=scheme, kind=kind, defaults={"is_required": required})


def unload(apps, schema_editor):
    for model in ("PaperRequirement", "PaperKind", "Policy", "StepDeadline"):
        apps.get_model("workflows", model).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
