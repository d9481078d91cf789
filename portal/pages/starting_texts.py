"""The words a new installation starts with. Editors change them in the admin; nothing here is read again after that."""

from dataclasses import dataclass

HOME_HEADING = "Rehabilitasi sosial dekat dengan keluarga, komunitas, dan balai"
HOME_LEAD = (
    "Cari program, peraturan, dan prosedur layanan. Balai dan sentra menyusun serta melacak usulan bantuan di sini."
)
HOME_CLUSTERS = "Layanan rehabilitasi sosial dibagi menurut klaster, yaitu kelompok orang yang dilayani."

PROGRAMMES_INTRO = "Apa yang ditawarkan Direktorat Jenderal Rehabilitasi Sosial, dan bagi siapa."
NEWS_INTRO = "Kegiatan dan capaian program rehabilitasi sosial."
REGULATIONS_INTRO = "Peraturan tentang rehabilitasi sosial dan yang berkaitan, dapat dibaca dan dicari sampai pasal."
AGREEMENTS_INTRO = "Nota kesepahaman dan perjanjian kerja sama dengan lembaga lain."
PROCEDURES_INTRO = "Prosedur operasional standar: langkah, pelaksana, waktu, dan hasilnya."
UNITS_INTRO = "Unit pelaksana teknis (balai, loka, dan sentra) yang melayani langsung, dengan nama lamanya."
UNITS_COMPLETENESS = (
    "Daftar ini belum lengkap. Baru 36 nama unit yang diketahui dari sumber terbuka, termasuk dua yang sudah digabung "
    "ke unit lain; daftar resmi yang lengkap belum ditemukan. Nama yang belum terverifikasi diberi tanda."
)

CLUSTERS = {
    "anak": "Anak yang memerlukan pelindungan dan pengasuhan, beserta keluarganya.",
    "disabilitas": "Penyandang disabilitas, keluarga, dan lingkungan yang mendukung kemandiriannya.",
    "lanjut-usia": "Orang lanjut usia yang memerlukan perawatan dan dukungan, di rumah, di komunitas, atau di balai.",
    "napza": "Korban penyalahgunaan narkotika, psikotropika, dan zat adiktif lainnya.",
    "ts-kpo": "Tuna sosial, antara lain gelandangan, pengemis, dan pemulung, serta korban perdagangan orang.",
}


@dataclass(frozen=True)
class Text:
    """A page about the site: address, title, what it is about, and the text as HTML an editor could have typed."""

    slug: str
    title: str
    intro: str
    body: str


CONTACT = Text(
    "kontak",
    "Hubungi kami",
    "Ke mana bertanya, dan apa yang belum dapat kami cantumkan.",
    """
<h2>Alamat, telepon, dan surel</h2>
<p>Alamat, nomor telepon, dan surel resmi direktorat jenderal <b>belum diverifikasi untuk portal ini</b>, sehingga
tidak ditulis di sini. Pengelola portal mengisinya setelah diperiksa. Sampai saat itu, gunakan kanal resmi
Kementerian Sosial.</p>
<h2>Bertanya tentang layanan</h2>
<p>Layanan diberikan oleh balai dan sentra. <a href="/unit/">Direktori balai dan sentra</a> memuat kota dan
provinsinya; nomor kontaknya juga belum diverifikasi.</p>
<h2>Usulan bantuan</h2>
<p>Usulan disusun oleh petugas balai atau sentra setelah <a href="/kerja/tugas/">masuk</a>. Pemohon menanyakan
kemajuan usulannya kepada balai atau sentra yang mengusulkan.</p>
<h2>Surat keputusan</h2>
<p>Keaslian surat keputusan yang terbit dari portal ini dapat diperiksa dengan kode QR pada surat itu.</p>
<h2>Waspada penipuan</h2>
<p>Portal ini tidak meminta pembayaran, kata sandi, atau kode rahasia melalui telepon atau pesan.</p>
""",
)
ACCESSIBILITY = Text(
    "aksesibilitas",
    "Pernyataan aksesibilitas",
    "Situs ini ingin dapat dipakai oleh setiap orang, dengan alat apa pun.",
    """
<h2>Yang kami tuju</h2>
<p>Sasaran kami adalah WCAG 2.2 tingkat AA. Setiap halaman dapat dipakai dengan papan ketik, tanpa JavaScript, pada
layar selebar 320 piksel, dan pada sambungan yang lambat. Status selalu ditulis dengan kata dan ikon, tidak hanya
dengan warna. Tombol «Tampilan» di atas setiap halaman menyediakan kontras tinggi dengan huruf lebih besar.</p>
<h2>Yang sudah diperiksa</h2>
<ul><li>Pemeriksa otomatis (axe) pada peramban Chromium, sebagai bagian dari pengujian perangkat lunak ini.</li>
<li>Papan ketik, tautan lompat, dan lebar layar 1280, 390, dan 320 piksel pada peramban yang sama.</li></ul>
<h2>Yang belum diperiksa</h2>
<ul><li>Pembaca layar sungguhan (NVDA, TalkBack) dan peramban selain Chromium.</li>
<li>Pemakaian oleh penyandang disabilitas dan orang lanjut usia.</li>
<li>Berkas PDF lama, terutama hasil pindai: banyak yang tidak dapat dibaca pembaca layar. Bila naskahnya tersedia,
bacalah sebagai halaman web.</li></ul>
<p>Karena itu situs ini belum menyatakan diri sesuai sepenuhnya dengan WCAG.</p>
<h2>Menemukan hambatan?</h2>
<p>Sampaikan halaman dan alat yang Anda pakai melalui <a href="/kontak/">halaman kontak</a>.</p>
""",
)
PRIVACY = Text(
    "privasi",
    "Pelindungan data pribadi",
    "Data apa yang disimpan portal ini, dan untuk apa.",
    """
<h2>Pengunjung</h2>
<p>Membaca dan mencari tidak memerlukan akun. Tidak ada skrip, huruf, gambar, atau penghitung pengunjung dari pihak
ketiga. Kuki yang dapat dipasang:</p>
<ul><li><b>tema</b>: pilihan tampilan Anda, disimpan satu tahun bila Anda mengubahnya;</li>
<li><b>sessionid</b> dan <b>csrftoken</b>: hanya untuk masuk dan mengirim formulir dengan aman.</li></ul>
<h2>Petugas</h2>
<p>Nama, jabatan, dan surel petugas disimpan untuk menjalankan tugasnya. Setiap tindakan pada usulan dicatat dengan
nama dan jabatan saat itu, dan catatan itu tidak dihapus. Percobaan masuk dicatat bersama alamat jaringannya untuk
mencegah penyalahgunaan.</p>
<h2>Penerima bantuan</h2>
<p>Data penerima disamarkan. Hanya petugas yang memerlukannya untuk tugasnya dapat membukanya, dengan alasan, untuk
waktu singkat; setiap pembukaan tercatat. Data itu dihapus menurut masa simpan yang ditetapkan. Jejak audit memuatnya sebagai nomor dan
sidik data, bukan nama. Halaman pemeriksa surat keputusan tidak memuat data pribadi.</p>
<h2>Hak Anda</h2>
<p>Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi memberi Anda hak atas data Anda. Nama dan
alamat petugas pelindungan data belum diverifikasi untuk portal ini; lihat <a href="/kontak/">halaman kontak</a>.</p>
""",
)
ABOUT_PAGES = (CONTACT, ACCESSIBILITY, PRIVACY)
