"""News of 2020 in our own words. Every figure is from the press reports named in SOURCE; none was added."""

import datetime as dt
from dataclasses import dataclass

SOURCE = "pemberitaan tahun 2020 tentang program rehabilitasi sosial"
MEETING_NOTE = "rapat nasional 10–12 Desember 2020"


@dataclass(frozen=True)
class Item:
    """One piece of news: address, day, title, summary and body as an editor would type them."""

    slug: str
    date: dt.date
    date_note: str
    title: str
    summary: str
    body: str


NEWS = (
    Item(
        "realisasi-semester-pertama-2020",
        dt.date(2020, 7, 19),
        "keadaan 19 Juli 2020",
        "155.727 orang terlayani, anggaran terpakai 49,13 persen",
        "Sampai 19 Juli 2020 program rehabilitasi sosial melampaui target orang yang dilayani, sedangkan hampir separuh "
        "anggarannya telah terpakai.",
        """<p>Target tahun 2020 ialah 123.500 orang. Pada 19 Juli 2020 yang sudah terlayani 155.727 orang, atau 126,1
persen dari target.</p>
<p>Pada tanggal yang sama anggaran yang terpakai 49,13 persen. Menurut direktorat: lanjut usia 76,46 persen, tuna sosial
dan korban perdagangan orang 48,97 persen, anak 47,73 persen, penyandang disabilitas 44,40 persen, dan korban
penyalahgunaan Napza 41,07 persen.</p>""",
    ),
    Item(
        "paket-sembako-dan-warga-tanpa-rumah",
        dt.date(2020, 7, 20),
        "pemberitaan Juli 2020; tanggal tepatnya tidak tercatat",
        "Paket sembako melalui 41 unit hampir seluruhnya tersalurkan",
        "Dari 37.084 paket sembako yang disalurkan melalui 41 unit pelaksana teknis, 36.844 sudah sampai.",
        """<p>Penyaluran melalui 41 unit pelaksana teknis mencapai 36.844 dari 37.084 paket (99,35 persen). Penyaluran oleh
kantor pusat mencapai 21.256 dari 34.168 paket (62,21 persen).</p>
<p>Selama pandemi COVID-19, 5.709 orang tanpa tempat tinggal di Jakarta mendapat pelayanan: 2.530 orang di gelanggang
olahraga, 2.781 orang di komunitas bersama lembaga kesejahteraan sosial (LKS), dan 398 orang di balai.</p>""",
    ),
    Item(
        "atensi-lampaui-target-november-2020",
        dt.date(2020, 11, 30),
        "keadaan akhir November 2020",
        "212.000 orang terlayani sampai akhir November 2020",
        "Yang terlayani sampai akhir November 2020 berjumlah 212.000 orang, sedangkan targetnya disebut 125.000 orang.",
        """<p>Laporan pertengahan tahun menyebut target 123.500 orang; laporan akhir tahun menyebut 125.000. Kedua angka
ditulis di sini sebagaimana diberitakan.</p>""",
    ),
    Item(
        "rapat-nasional-desember-2020",
        dt.date(2020, 12, 10),
        MEETING_NOTE,
        "Dua nota kesepahaman pada rapat nasional rehabilitasi sosial",
        "Kerja sama terapi seni bagi penyandang disabilitas, dan kerja sama dengan lembaga kesejahteraan sosial bagi "
        "komunitas pemulung.",
        """<p>Pada rapat nasional 10–12 Desember 2020 ditandatangani nota kesepahaman dengan Art Therapy Centre tentang
rehabilitasi penyandang disabilitas melalui terapi seni.</p>
<p>Nota kesepahaman lain dibuat dengan lembaga kesejahteraan sosial tentang ATENSI bagi komunitas pemulung. Pemberitaan
menyebut lima lembaga, tetapi hanya menulis empat nama: Yayasan Kumala, Yayasan Suara Peduli Indonesia, Yayasan ERBE,
dan Yayasan Balarenik.</p>""",
    ),
    Item(
        "bantuan-lima-komunitas-pemulung",
        dt.date(2020, 12, 11),
        MEETING_NOTE,
        "Mesin pengolah plastik untuk lima komunitas pemulung",
        "Lima komunitas masing-masing menerima satu mesin press plastik dan dua mesin pemotong ring gelas plastik.",
        """<p>Nilai bantuan untuk kelima komunitas itu seluruhnya Rp325 juta.</p>""",
    ),
    Item(
        "permensos-16-2020-diserahkan",
        dt.date(2020, 12, 12),
        MEETING_NOTE,
        "Permensos 16/2020 diserahkan kepada lima balai",
        "Peraturan Menteri Sosial Nomor 16 Tahun 2020 tentang Asistensi Rehabilitasi Sosial diserahkan kepada lima balai.",
        """<p>Kelimanya ialah Balai Besar Vokasional Disabilitas «Inten Suweno» Cibinong, Balai Anak «Naibonat» Kupang, Balai
Residen «Panasea» Bambu Apus, Balai Lanjut Usia «Budhi Dharma» Bekasi, dan Balai Karya «Pangudi Luhur» Bekasi. Nama balai
ditulis menurut pemberitaan saat itu; nama sekarang ada di <a href="/unit/">direktori balai dan sentra</a>.</p>""",
    ),
)
