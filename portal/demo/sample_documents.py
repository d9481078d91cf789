"""Documents of the demo: one real regulation as metadata only, the rest made up and labelled «contoh»."""

import datetime as dt

from wagtail.models import Page

from documents.enums import AgreementKind, StepSymbol, TextOrigin
from documents.importing.writing import text_digest
from documents.models import (
    Mou,
    MouIndex,
    MouParty,
    Regulation,
    RegulationIndex,
    RegulationText,
    RegulationType,
    Sop,
    SopIndex,
    SopStep,
)
from documents.text.stored import stored_form
from portal.core.models import Cluster
from portal.demo import sample_regulation

STEPS = (
    (StepSymbol.TERMINATOR, "Balai", "Mengirim usulan bantuan", "Usulan, lampiran", "1 hari kerja", "Usulan terkirim", None),
    (StepSymbol.PROCESS, "Verifikator", "Memeriksa setiap lampiran", "Daftar periksa", "2 hari kerja", "Catatan pemeriksaan", None),
    (StepSymbol.DECISION, "Verifikator", "Memutuskan kelengkapan usulan", "Catatan pemeriksaan", "1 hari kerja", "Keputusan", 1),
    (StepSymbol.PROCESS, "Koordinator", "Menelaah jumlah dan harga barang", "Tiga harga pembanding", "5 hari kerja", "Rekomendasi", None),
    (StepSymbol.TERMINATOR, "Direktur", "Memutuskan usulan", "Rekomendasi", "3 hari kerja", "Keputusan", None),
)  # fmt: skip


def make() -> list[Page]:
    """The documents that are not there yet."""
    return [
        page for page in (_atensi_regulation(), _sample_regulation(), _sample_mou(), _news_mou(), _sample_sop()) if page
    ]


def _atensi_regulation() -> Page | None:
    kind = RegulationType.objects.get(code="permensos")
    if Regulation.objects.filter(kind=kind, number="16", year=2020).exists():
        return None
    page = Regulation(
        kind=kind,
        number="16",
        year=2020,
        about="Asistensi Rehabilitasi Sosial",
        issuer="Menteri Sosial",
        enacted_on=dt.date(2020, 12, 4),
    )
    RegulationIndex.objects.get().add_child(instance=page)
    page.clusters.set(Cluster.objects.all())
    page.save()
    return page


def _sample_regulation() -> Page | None:
    kind, _kind_is_new = RegulationType.objects.get_or_create(
        code="contoh",
        defaults={"name": sample_regulation.KIND_NAME, "abbreviation": sample_regulation.KIND_ABBREVIATION},
    )
    if Regulation.objects.filter(kind=kind, number=sample_regulation.NUMBER, year=sample_regulation.YEAR).exists():
        return None
    text, _created = RegulationText.objects.get_or_create(
        sha256=text_digest(sample_regulation.TEXT),
        defaults={
            "text": sample_regulation.TEXT,
            "origin": TextOrigin.TYPED,
            **stored_form(sample_regulation.TEXT),
        },
    )
    page = Regulation(
        kind=kind,
        number=sample_regulation.NUMBER,
        year=sample_regulation.YEAR,
        about=sample_regulation.ABOUT,
        issuer=sample_regulation.ISSUER,
        text=text,
    )
    RegulationIndex.objects.get().add_child(instance=page)
    page.clusters.set(Cluster.objects.filter(code="ts-kpo"))
    page.save()
    return page


def _sample_mou() -> Page | None:
    if Mou.objects.filter(slug="contoh-kerja-sama-pendampingan").exists():
        return None
    page = Mou(
        title="Contoh: kerja sama pendampingan komunitas",
        slug="contoh-kerja-sama-pendampingan",
        kind=AgreementKind.COOPERATION,
        scope="Contoh untuk peragaan portal, bukan perjanjian yang sesungguhnya. Pendampingan usaha, pelatihan merawat "
        "alat, dan pertukaran data jumlah peserta.",
        place="Kota Contoh",
        signed_on=dt.date(2026, 1, 15),
        starts_on=dt.date(2026, 1, 15),
        ends_on=dt.date(2029, 1, 14),
    )
    page.parties = [
        MouParty(name="Direktorat contoh", number="CONTOH/1/2026", signatory="Penanda tangan contoh", sort_order=0),
        MouParty(name="Yayasan Contoh", number="YC-01/2026", signatory="Penanda tangan contoh", sort_order=1),
    ]
    MouIndex.objects.get().add_child(instance=page)
    return page


def _news_mou() -> Page | None:
    if Mou.objects.filter(slug="terapi-seni-2020").exists():
        return None
    page = Mou(
        title="Rehabilitasi penyandang disabilitas melalui terapi seni",
        slug="terapi-seni-2020",
        kind=AgreementKind.MOU,
        scope="Menurut pemberitaan, ditandatangani pada rapat nasional 10–12 Desember 2020. Tanggal pasti, nomor, penanda "
        "tangan, dan naskahnya belum tersedia di portal ini.",
    )
    page.parties = [
        MouParty(name="Direktorat Jenderal Rehabilitasi Sosial", sort_order=0),
        MouParty(name="Art Therapy Centre", sort_order=1),
    ]
    MouIndex.objects.get().add_child(instance=page)
    page.clusters.set(Cluster.objects.filter(code="disabilitas"))
    page.save()
    return page


def _sample_sop() -> Page | None:
    if Sop.objects.filter(slug="contoh-verifikasi-usulan").exists():
        return None
    page = Sop(
        title="Contoh: verifikasi usulan bantuan",
        slug="contoh-verifikasi-usulan",
        number="CONTOH/SOP/1",
        approver_office="Jabatan contoh",
        legal_basis="Contoh untuk peragaan portal; tidak ada dasar hukum.",
        qualifications="Memahami daftar periksa lampiran.",
        equipment="Komputer dan sambungan internet.",
        warnings="Usulan yang dikembalikan tanpa alasan membuat pengusul tidak tahu apa yang harus diperbaiki.",
    )
    page.steps = [
        SopStep(
            sort_order=order,
            symbol=symbol,
            actor=actor,
            activity=activity,
            requirements=requirements,
            duration=duration,
            output=output,
            back_to=back_to,
        )
        for order, (symbol, actor, activity, requirements, duration, output, back_to) in enumerate(STEPS)
    ]
    SopIndex.objects.get().add_child(instance=page)
    return page
