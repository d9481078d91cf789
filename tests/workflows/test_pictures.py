"""Pictures drawn anew, in a process of their own: whatever their cameras wrote, as light as they came."""

import io
import os
import struct

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.core.isolated import BusyError
from workflows import pictures, uploads
from workflows.pictures import HEIC, JPEG, PNG

UNTIDY = [(0x011A, 1), (0xA005, 1), (0x010F, 5), (0x8825, 11), (0x02BC, 3)]
"""EXIF tags and types that a reader takes and Pillow cannot write back: resolution, interoperability, maker, position, XMP."""


def exif_with(tag: int, kind: int, *, orientation: int = 6) -> bytes:
    """A directory of two tags: the orientation, and one of a type that it does not have."""
    # A fraction stands elsewhere in the file; any other value here.
    value = b"\0" * 4 if kind == 5 else b"\xff" * 4
    entries = sorted([(0x0112, 3, struct.pack("<HH", orientation, 0)), (tag, kind, value)])
    rows = b"".join(struct.pack("<HHL", tag, kind, 1) + value for tag, kind, value in entries)
    return b"Exif\0\0II*\0" + struct.pack("<LH", 8, len(entries)) + rows + struct.pack("<L", 0)


def encoded(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()


def drawn(content: bytes, kind: str = PNG, *, most: int = uploads.MAX_BYTES) -> Image.Image:
    return Image.open(io.BytesIO(pictures.draw_anew(content, kind, most_bytes=most).content))


@pytest.mark.parametrize(("tag", "kind"), UNTIDY)
def test_a_photo_with_untidy_exif_is_kept_upright(tag: int, kind: int) -> None:
    content = encoded(Image.new("RGB", (40, 30), "green"), "JPEG", exif=exif_with(tag, kind))

    kept = drawn(content, JPEG)

    assert kept.size == (30, 40)
    assert dict(kept.getexif()) == {}


@pytest.mark.parametrize(("tag", "kind"), UNTIDY)
def test_a_good_heic_with_untidy_exif_is_not_called_broken(tag: int, kind: int) -> None:
    written = io.BytesIO()
    heic = pillow_heif.from_pillow(Image.new("RGB", (320, 240), "green"))
    heic.save(written, exif=exif_with(tag, kind, orientation=1))

    assert drawn(written.getvalue(), HEIC).size == (320, 240)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_to_hold_a_camera_ends_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = Image.new("RGB", (40, 30), "green")
    upright.paste("red", (0, 0, 20, 15))
    turned_back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    held = upright.transpose(Image.Transpose(turned_back[orientation])) if orientation > 1 else upright

    assert drawn(encoded(held, exif=exif)).tobytes() == upright.tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "LA", "RGBA"])
def test_a_png_keeps_its_kind_of_pixels(mode: str) -> None:
    assert drawn(encoded(Image.new(mode, (40, 30)))).mode == mode


def test_a_scan_of_sixteen_bits_keeps_its_greys() -> None:
    ramp = Image.frombytes("I;16", (256, 1), b"".join(struct.pack("<H", grey * 256) for grey in range(256)))

    kept = drawn(encoded(ramp))

    assert kept.mode == "L"
    assert list(kept.tobytes()) == list(range(256))


def test_a_scan_of_one_bit_per_dot_stays_as_light_as_it_came() -> None:
    content = encoded(Image.frombytes("1", (3_200, 2_400), os.urandom(3_200 * 2_400 // 8)))

    checked = uploads.check(SimpleUploadedFile("pindai.png", content))

    assert checked.size < 1.1 * len(content)


def test_what_is_transparent_stays_so() -> None:
    assert drawn(encoded(Image.new("P", (40, 30)), transparency=0)).mode == "RGBA"


def test_a_png_that_would_grow_too_heavy_becomes_a_jpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    content = encoded(Image.effect_noise((800, 600), 90).convert("RGB"))
    monkeypatch.setattr(uploads, "MAX_BYTES", len(content) - 1)
    file = SimpleUploadedFile("pindai.png", content)
    file.size = 1_000  # as if it had come lighter than it is drawn

    checked = uploads.check(file)

    assert (checked.name, checked.content_type) == ("pindai.jpg", JPEG)
    assert checked.size < len(content)


def test_a_picture_that_stays_too_heavy_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 5_000)
    file = SimpleUploadedFile("foto.jpg", encoded(Image.effect_noise((800, 600), 90), "JPEG"))
    file.size = 1_000

    with pytest.raises(uploads.UploadRefusedError, match="Perkecil ukurannya"):
        uploads.check(file)


def test_the_largest_picture_fits_into_the_memory_of_its_process() -> None:
    content = encoded(Image.new("RGBA", (6_320, 6_320), (1, 2, 3, 128)), compress_level=1)

    assert drawn(content).size == (4_000, 4_000)


def test_the_decoder_has_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_MEMORY", 100 * 1024 * 1024)

    with pytest.raises(pictures.BrokenPictureError):
        drawn(encoded(Image.new("RGB", (6_000, 6_000)), compress_level=1))


def test_one_account_looks_into_one_file_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads._TURNS, "patience", 0.01)
    content = encoded(Image.new("RGB", (40, 30)))

    with uploads._TURNS.turn(1):
        with pytest.raises(uploads.UploadBusyError, match="sebentar lagi") as busy:
            uploads.check(SimpleUploadedFile("a.png", content), account=1)
        assert isinstance(busy.value.__cause__, BusyError)
        assert uploads.check(SimpleUploadedFile("a.png", content), account=2).content_type == PNG
