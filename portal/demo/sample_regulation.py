"""A made-up regulation, so that articles, anchors and tables of contents show without the corpus. It is no law."""

KIND_NAME = "Peraturan contoh"
KIND_ABBREVIATION = "Contoh"
NUMBER = "1"
YEAR = 2020
ABOUT = "Penyaluran Alat Produksi bagi Komunitas (contoh untuk peragaan portal, bukan peraturan resmi)"
ISSUER = "Penyusun contoh"

TEXT = """PERATURAN CONTOH
NOMOR 1 TAHUN 2020
TENTANG
PENYALURAN ALAT PRODUKSI BAGI KOMUNITAS

Naskah ini dibuat untuk memperagakan portal. Naskah ini bukan peraturan resmi dan tidak mengikat siapa pun.

Menimbang:
a. bahwa portal perlu diperagakan tanpa memakai naskah peraturan yang sesungguhnya;
b. bahwa contoh yang baik memuat bab, pasal, ayat, dan rincian;

MEMUTUSKAN:

Menetapkan: PERATURAN CONTOH TENTANG PENYALURAN ALAT PRODUKSI BAGI KOMUNITAS.

BAB I
KETENTUAN UMUM

Pasal 1
Dalam Peraturan contoh ini yang dimaksud dengan:
1. Alat Produksi adalah barang yang dipakai komunitas untuk mengolah atau membuat sesuatu yang dapat dijual.
2. Komunitas adalah sekelompok orang yang tinggal atau bekerja di tempat yang sama dan didampingi oleh balai.
3. Balai adalah unit yang mendampingi Komunitas dan mengajukan usulan.

Pasal 2
Penyaluran Alat Produksi bertujuan untuk:
a. menambah penghasilan anggota Komunitas;
b. menjaga keselamatan kerja anggota Komunitas; dan
c. memastikan barang dirawat bersama.

BAB II
USULAN

Pasal 3
(1) Usulan disusun oleh Balai bersama Komunitas.
(2) Usulan sebagaimana dimaksud pada ayat (1) memuat:
a. nama Komunitas dan jumlah anggotanya;
b. jenis, jumlah, dan harga barang;
c. paling sedikit tiga harga pembanding; dan
d. tempat barang akan dipakai.
(3) Usulan yang belum lengkap dikembalikan kepada Balai disertai alasan.

Pasal 4
(1) Kepala Balai memeriksa kebenaran usulan sebelum mengirimkannya.
(2) Orang yang menyusun usulan tidak boleh memeriksa usulannya sendiri.

BAB III
PEMERIKSAAN DAN KEPUTUSAN

Bagian Kesatu
Pemeriksaan

Pasal 5
(1) Kelengkapan usulan diperiksa oleh petugas yang bukan berasal dari Balai pengusul.
(2) Pemeriksaan lapangan memuat keadaan Komunitas, listrik, air, dan tempat menyimpan barang.

Bagian Kedua
Keputusan

Pasal 6
(1) Keputusan atas usulan berupa:
a. disetujui;
b. disetujui sebagian;
c. dikembalikan; atau
d. ditolak.
(2) Keputusan sebagaimana dimaksud pada ayat (1) huruf c dan huruf d disertai alasan tertulis.

BAB IV
PENYALURAN

Pasal 7
(1) Barang diserahkan kepada Komunitas setelah diuji dan berfungsi.
(2) Penyerahan dicatat dalam berita acara yang memuat nomor seri setiap barang.

Pasal 8
Komunitas merawat barang dan melaporkan penggunaannya kepada Balai pada bulan ketiga, keenam, dan kedua belas.

BAB V
KETENTUAN PENUTUP

Pasal 9
Peraturan contoh ini tidak pernah ditetapkan dan tidak berlaku.
"""
"""Written for the portal; no sentence is taken from a regulation."""
