"""A picture drawn anew: its own pixels, upright and not larger than needed, and nothing else of the file it came in."""

import io
import subprocess
import sys
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from workflows.coordinates import Point, point_of_photo

JPEG, PNG, HEIC = "image/jpeg", "image/png", "image/heic"
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 4_000
"""Pixels: an A4 page scanned at 300 dots per inch has 3,508."""
LONGEST_SIDE_OF_PHOTO = 2_400
"""What a camera took is smaller: a photographed page keeps 200 dots per inch, and travels in a quarter of the time."""

_PIL_FORMAT = {JPEG: "JPEG", PNG: "PNG"}
_MAKE, _MODEL = 0x010F, 0x0110
_HEIC_WORKER = Path(__file__).with_name("heic_worker.py")
_HEIC_MEMORY, _HEIC_SECONDS, _GRACE_SECONDS = 1024 * 1024 * 1024, 20, 5


class BrokenPictureError(Exception):
    """The file cannot be drawn."""


class TooManyPixelsError(Exception):
    """It claims more than MAX_PIXELS."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The new file, and where the old one said it was taken."""

    content: bytes
    content_type: str
    point: Point | None


def draw_anew(content: bytes, content_type: str) -> Drawn:
    """Raises BrokenPictureError, TooManyPixelsError."""
    from_phone = content_type == HEIC
    if from_phone:
        content, content_type = _jpeg_of_heic(content), JPEG
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=(_PIL_FORMAT[content_type],))
            if picture.width * picture.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            exif = picture.getexif()
            point = point_of_photo(exif)
            is_photo = from_phone or point is not None or _MAKE in exif or _MODEL in exif
            upright = ImageOps.exif_transpose(picture)
            side = LONGEST_SIDE_OF_PHOTO if is_photo else LONGEST_SIDE
            upright.thumbnail((side, side))
            return Drawn(_pixels_only(upright, content_type), content_type, point)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooManyPixelsError from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise BrokenPictureError from error


def _pixels_only(upright: Image.Image, content_type: str) -> bytes:
    mode = "RGBA" if content_type == PNG and upright.has_transparency_data else "RGB"
    pixels = upright.convert(mode)
    # Pillow writes the comment, profile and similar of the old file into the new one unless they are dropped.
    pixels.info.clear()
    drawn = io.BytesIO()
    pixels.save(drawn, _PIL_FORMAT[content_type], quality=88)
    return drawn.getvalue()


def _jpeg_of_heic(content: bytes) -> bytes:
    """Decoded in a process of its own with limits: the decoder is a large C++ library, the file a stranger's."""
    with tempfile.NamedTemporaryFile(suffix=".heic", dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        copy.write(content)
        copy.flush()
        limits = [str(_HEIC_MEMORY), str(_HEIC_SECONDS), str(MAX_PIXELS)]
        try:
            run = subprocess.run(  # noqa: S603 - our own worker, no shell, the path is one argument
                [sys.executable, "-I", str(_HEIC_WORKER), copy.name, *limits],
                capture_output=True,
                timeout=_HEIC_SECONDS + _GRACE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise BrokenPictureError from error
    if run.stdout == b"too many pixels":
        raise TooManyPixelsError
    if not run.stdout:
        raise BrokenPictureError(run.stderr[-300:])
    return run.stdout
