"""Public content of the demo: home page, ATENSI, clusters, news and sample documents.

Facts come from press reports of 2020 and 2021 and say so on screen; what is made up is labelled «contoh».
"""

from decimal import Decimal
from typing import Any

from django.db import transaction
from wagtail.models import Page

from documents.signals import documents_changed
from portal.demo import news, sample_documents
from portal.pages.models import HomePage, NewsIndexPage, NewsPage, ProgramIndexPage, ProgramPage, ProgramRule
from portal.pages.structure import ensure_structure

FIGURES_SOURCE = "Keadaan 19 Juli 2020, kecuali bila disebut lain. Sumber: pemberitaan 2020."
CLUSTERS_TEXT = (
    "Menurut pemberitaan 2020, 75,04 juta pemerlu pelayanan kesejahteraan sosial (PPKS) terbagi dalam lima klaster. "
    "Setiap klaster dilayani melalui Asistensi Rehabilitasi Sosial (ATENSI)."
)
SEARCHES = "ATENSI\nPermensos 16/2020\npengasuhan anak"
BUDGET = (
    ("Anak", "47.73"),
    ("Penyandang Disabilitas", "44.40"),
    ("Lanjut Usia", "76.46"),
    ("Korban Penyalahgunaan Napza", "41.07"),
    ("Tuna Sosial dan Korban Perdagangan Orang", "48.97"),
)
FIGURES = (
    ("155.727", "orang terlayani program rehabilitasi sosial", "126,1% dari target 123.500 orang"),
    ("49,13%", "anggaran program terpakai", "tertinggi: Lanjut Usia, 76,46%"),
    ("36.844", "paket sembako tersalurkan melalui 41 unit", "99,35% dari 37.084 paket; tanggal tidak disebut"),
)
COMPONENTS = (
    ("Dukungan pemenuhan kebutuhan hidup layak", ""),
    ("Perawatan sosial dan/atau pengasuhan anak", ""),
    ("Dukungan keluarga", ""),
    ("Terapi", "Fisik, psikososial, dan mental spiritual."),
    ("Pelatihan vokasional dan/atau pembinaan kewirausahaan", ""),
    ("Bantuan dan asistensi sosial", ""),
    ("Dukungan aksesibilitas", ""),
)
ATENSI_SUMMARY = (
    "Asistensi Rehabilitasi Sosial (ATENSI) adalah layanan rehabilitasi sosial dengan pendekatan keluarga, komunitas, "
    "dan residensial."
)
ATENSI_AS_OF = (
    "Daftar tujuh komponen berasal dari berita Kementerian Sosial tanggal 1 Mei dan 21 Juni 2021. Daftar itu belum "
    "diperiksa ulang terhadap Peraturan Menteri Sosial Nomor 15 Tahun 2025, dan halaman ini bukan kutipan peraturan."
)
ATENSI_BODY = """<h2>Tiga pendekatan</h2>
<ul><li><b>Keluarga</b>: orang dilayani di rumah, bersama keluarganya.</li>
<li><b>Komunitas</b>: orang dilayani di lingkungannya, antara lain bersama lembaga kesejahteraan sosial (LKS).</li>
<li><b>Residensial</b>: orang dilayani di balai atau sentra.</li></ul>
<h2>Ke mana meminta layanan</h2>
<p>Layanan diberikan oleh balai dan sentra. <a href="/unit/">Cari balai atau sentra</a> menurut provinsi. Bantuan bagi
kelompok atau lembaga diusulkan oleh balai atau sentra melalui portal ini.</p>"""

RULES = (
    ("UU 11/2009", "Kesejahteraan sosial, dasar program ini."),
    ("PP 39/2012", "Penyelenggaraan kesejahteraan sosial; tahap rehabilitasi sosial di Pasal 7."),
    ("Permensos 16/2020", "Peraturan ATENSI yang pertama."),
    ("Permensos 15/2025", "Yang terbaru menurut pemberitaan. Isi halaman ini belum diperiksa terhadapnya."),
)
"""Domain facts §4.1: those of it that a source names; which of them repeals which is not verified and not said."""


@transaction.atomic
def make() -> None:
    """Fill the page tree. Pages that are already there stay as they are."""
    home = ensure_structure()
    if not home.figures:
        _fill_home(home)
    made = [*_make_atensi(), *_make_news(), *sample_documents.make()]
    documents_changed.send(sender=Page, page_ids=[home.pk, *(page.pk for page in made)])


def _fill_home(home: HomePage) -> None:
    rows = [{"name": name, "percent": Decimal(percent)} for name, percent in BUDGET]
    chart: dict[str, Any] = {
        "caption": "Realisasi anggaran per direktorat",
        "note": "Persen dari pagu, 19 Juli 2020",
        "name_heading": "Direktorat",
        "value_heading": "Realisasi",
        "reference": Decimal("49.13"),
        "reference_label": "Seluruh program: 49,13%",
        "rows": rows,
    }
    home.clusters_text = CLUSTERS_TEXT
    home.frequent_searches = SEARCHES
    home.figures_heading = "Capaian dan anggaran 2020"
    home.figures_source = FIGURES_SOURCE
    home.figures = [
        ("figures", [{"value": value, "label": label, "note": note} for value, label, note in FIGURES]),
        ("chart", chart),
    ]
    home.save()


def _make_atensi() -> list[Page]:
    if ProgramPage.objects.filter(slug="atensi").exists():
        return []
    page = ProgramPage(
        title="Asistensi Rehabilitasi Sosial (ATENSI)",
        slug="atensi",
        summary=ATENSI_SUMMARY,
        as_of=ATENSI_AS_OF,
        components_heading="Tujuh komponen layanan",
        components=[("component", {"name": name, "text": text}) for name, text in COMPONENTS],
        body=[("text", ATENSI_BODY)],
        source="berita Kementerian Sosial, 1 Mei 2021 dan 21 Juni 2021",
    )
    page.rules = [ProgramRule(citation=citation, note=note, sort_order=at) for at, (citation, note) in enumerate(RULES)]
    ProgramIndexPage.objects.get().add_child(instance=page)
    return [page]


def _make_news() -> list[Page]:
    parent = NewsIndexPage.objects.get()
    existing = set(NewsPage.objects.values_list("slug", flat=True))
    pages = [
        NewsPage(
            title=item.title,
            slug=item.slug,
            date=item.date,
            date_note=item.date_note,
            summary=item.summary,
            body=[("text", item.body)],
            source=news.SOURCE,
        )
        for item in news.NEWS
        if item.slug not in existing
    ]
    for page in pages:
        parent.add_child(instance=page)
    return list(pages)
