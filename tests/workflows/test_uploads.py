"""Uploads are hostile until their content shows otherwise."""

import hashlib
import io
import struct
import zipfile
import zlib

import pikepdf
import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image

from workflows import pictures, uploads


def pdf_bytes() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "green").save(written, kind, **options)
    return written.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few hundred bytes that promise a picture of any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def heic(size: tuple[int, int] = (320, 240), *, orientation: int = 1) -> bytes:
    """A photo as a phone takes it, with position and camera."""
    exif = Image.Exif()
    exif[0x010F] = "RAHASIA-KAMERA"
    exif[0x0112] = orientation
    exif[0x8825] = {1: "S", 2: (6.0, 14.0, 29.7096), 3: "E", 4: (106.0, 59.0, 32.6976)}
    written = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, "green")).save(written, exif=exif.tobytes())
    return written.getvalue()


def upload(content: bytes, name: str = "berkas.pdf", claims: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=claims)


def test_a_pdf_stays_bit_for_bit_because_it_may_be_signed() -> None:
    content = pdf_bytes()

    checked = uploads.check(upload(content, "proposal.pdf"))

    assert checked.content == content
    assert checked.content_type == "application/pdf"
    assert checked.sha256 == hashlib.sha256(content).hexdigest()


def test_a_picture_loses_position_comment_and_profile() -> None:
    exif = Image.Exif()
    exif[0x010F] = "RAHASIA-KAMERA"
    content = picture(exif=exif, comment=b"RAHASIA-CATATAN", icc_profile=b"RAHASIA-PROFIL" * 20)
    assert content.count(b"RAHASIA") >= 3

    checked = uploads.check(upload(content, "foto.jpg"))

    assert b"RAHASIA" not in checked.content
    assert Image.open(io.BytesIO(checked.content)).size == (40, 30)


def test_a_picture_taken_sideways_is_kept_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    checked = uploads.check(upload(picture(exif=exif), "foto.jpg"))

    assert Image.open(io.BytesIO(checked.content)).size == (30, 40)


def test_a_large_photo_is_made_smaller() -> None:
    checked = uploads.check(upload(picture(size=(6000, 3000)), "foto.jpg"))

    assert Image.open(io.BytesIO(checked.content)).size == (4000, 2000)


def test_a_heic_photo_becomes_a_jpeg_that_tells_nothing() -> None:
    checked = uploads.check(upload(heic(), "IMG_0001.HEIC"))

    assert (checked.name, checked.content_type) == ("IMG_0001.jpg", "image/jpeg")
    assert Image.open(io.BytesIO(checked.content)).size == (320, 240)
    assert b"RAHASIA" not in checked.content
    assert b"Exif" not in checked.content
    assert str(checked.point) == "-6.241586, 106.992416"


def test_a_phone_photo_is_made_smaller_than_a_scan() -> None:
    exif = Image.Exif()
    exif[0x0110] = "Kamera"

    checked = uploads.check(upload(picture(size=(4000, 3000), exif=exif), "foto.jpg"))

    assert Image.open(io.BytesIO(checked.content)).size == (2400, 1800)


def test_a_broken_or_enormous_heic_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = heic()
    for broken in (whole[:300], whole[:40] + b"\xff" * 400 + whole[440:]):
        with pytest.raises(uploads.UploadRefusedError, match="rusak atau terpotong"):
            uploads.check(upload(broken, "foto.heic"))
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1_000)
    with pytest.raises(uploads.UploadRefusedError, match="megapiksel"):
        uploads.check(upload(whole, "foto.heic"))


def test_what_hides_behind_a_picture_is_gone() -> None:
    checked = uploads.check(upload(picture() + archive(), "foto.jpg"))

    assert not zipfile.is_zipfile(io.BytesIO(checked.content))


def test_the_content_decides_not_the_name_or_the_browser() -> None:
    checked = uploads.check(upload(picture("PNG"), "surat.pdf", claims="application/pdf"))

    assert checked.content_type == "image/png"
    assert checked.name == "surat.pdf.png"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "kosong"),
        (b"<html><script>alert(1)</script></html>", "bukan PDF, JPG, PNG, atau HEIC"),
        (b"PK\x03\x04 dokumen kantor", "bukan PDF, JPG, PNG, atau HEIC"),
        (b"MZ" + b"\0" * 100, "bukan PDF, JPG, PNG, atau HEIC"),
        (b"GIF89a" + b"\0" * 100, "bukan PDF, JPG, PNG, atau HEIC"),
        (b"\n\n%PDF-1.7 tidak di awal", "bukan PDF, JPG, PNG, atau HEIC"),
        (b"%PDF-1.7\n" + b"x" * 500, "rusak atau terpotong"),
        (b"%PDF-1.7\n%%EOF", "rusak"),
        (picture()[:300], "rusak atau terpotong"),
        (b"\xff\xd8\xff" + b"\0" * 50, "rusak atau terpotong"),
        (png_that_claims(30_000, 30_000), "megapiksel"),
        (png_that_claims(8_000, 6_000), "megapiksel"),
        (b"\x89PNG\r\n\x1a\n", "rusak atau terpotong"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(uploads.UploadRefusedError, match=says):
        uploads.check(upload(content))


def archive(comment: bytes = b"") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        zipped.writestr("jahat.html", "<script>alert(1)</script>")
        zipped.comment = comment
    return written.getvalue()


@pytest.mark.parametrize(
    "hidden", [b"<script>" + b"a" * 2000 + b"</script>", b"x", archive(), archive(comment=b"%%EOF\n")]
)
def test_what_hides_behind_a_pdf_is_refused(hidden: bytes) -> None:
    with pytest.raises(uploads.UploadRefusedError, match="membawa data lain di belakang isinya"):
        uploads.check(upload(pdf_bytes() + hidden))


def test_blanks_behind_a_pdf_hide_nothing() -> None:
    assert uploads.check(upload(pdf_bytes() + b"\r\n" + b"\0" * 3000)).content_type == "application/pdf"


def test_a_pdf_with_a_script_is_refused_with_the_way_out() -> None:
    with pikepdf.open(io.BytesIO(pdf_bytes())) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        written = io.BytesIO()
        document.save(written)

    with pytest.raises(uploads.UploadRefusedError, match=r"“surat\.pdf”: .*pilih Cetak"):
        uploads.check(upload(written.getvalue(), "surat.pdf"))


def test_a_locked_pdf_is_refused_with_the_way_out() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    locked = io.BytesIO()
    document.save(locked, encryption=pikepdf.Encryption(user="rahasia", owner="rahasia"))

    with pytest.raises(uploads.UploadRefusedError, match="tanpa kata sandi"):
        uploads.check(upload(locked.getvalue()))


def test_a_pdf_that_swells_is_refused_in_a_process_of_its_own() -> None:
    squeezed = zlib.compressobj(9)
    zeros = b"".join(squeezed.compress(b"\0" * 10_000_000) for _part in range(60)) + squeezed.flush()
    page = pikepdf.new()
    page.add_blank_page()
    page.pages[0].Contents = pikepdf.Stream(page, zlib.compress(zeros, 9), Filter=[pikepdf.Name.FlateDecode] * 2)
    written = io.BytesIO()
    page.save(written, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(written.getvalue()) < 20_000

    with pytest.raises(uploads.UploadRefusedError, match="mengembang"):
        uploads.check(upload(written.getvalue()))


def test_a_file_above_the_limit_is_refused_without_being_read() -> None:
    class Unreadable(io.BytesIO):
        def read(self, *_size: object) -> bytes:
            pytest.fail("the file was read")

    huge = UploadedFile(Unreadable(), "besar.pdf", "application/pdf", 200 * uploads.MEGABYTE)

    with pytest.raises(uploads.UploadRefusedError, match="lebih dari 10 MB"):
        uploads.check(huge)


def test_a_pdf_is_no_photo() -> None:
    with pytest.raises(uploads.UploadRefusedError, match="bukan JPG, PNG, atau HEIC"):
        uploads.check(upload(pdf_bytes()), pictures_only=True)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\ani\\foto.png", "foto.png"),
        ("foto\u202egnp.exe", "foto gnp.exe.png"),
        ("a\x00b\n c.png", "a b c.png"),
        ("....", "berkas.png"),
        ("   .png", "png.png"),
        ("x" * 300 + ".png", "x" * 116 + ".png"),
        ("<script>.png", "<script>.png"),
    ],
)
def test_the_name_on_screen_is_harmless(given: str, shown: str) -> None:
    file = io.BytesIO(picture("PNG"))
    hostile = SimpleUploadedFile("x", file.getvalue())
    hostile._name = given

    assert uploads.check(hostile).name == shown
