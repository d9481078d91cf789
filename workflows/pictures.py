"""A picture drawn anew: its own pixels, upright and not larger than needed, and nothing else of the file it came in.

That happens in a process with limits (`picture_worker`): decoders are large C libraries, and the file is a stranger's.
"""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portal.core import isolated
from workflows.coordinates import Point, point_of_photo

JPEG, PNG, HEIC = "image/jpeg", "image/png", "image/heic"
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 4_000
"""Pixels: an A4 page scanned at 300 dots per inch has 3,508."""
LONGEST_SIDE_OF_PHOTO = 2_400
"""What a camera took is smaller: a photographed page keeps 200 dots per inch, and travels in a quarter of the time."""

_WORKER = Path(__file__).with_name("picture_worker.py")
_MEMORY, _SECONDS = 1024 * 1024 * 1024, 20
_GRACE_SECONDS = 15
"""The seconds are of the processor; on a busy machine they take longer on the clock."""


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


def draw_anew(content: bytes, content_type: str, *, most_bytes: int) -> Drawn:
    """At most `most_bytes` where the picture can be had for that. Raises BrokenPictureError, TooManyPixelsError."""
    limits = (_MEMORY, _SECONDS, MAX_PIXELS, LONGEST_SIDE, LONGEST_SIDE_OF_PHOTO, most_bytes)
    with tempfile.NamedTemporaryFile(suffix=".picture", dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        copy.write(content)
        copy.flush()
        try:
            run = isolated.run(_WORKER, copy.name, content_type, *limits, seconds=_SECONDS + _GRACE_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise BrokenPictureError from error
    line, _newline, drawn = run.stdout.partition(b"\n")
    try:
        answer = json.loads(line)
    except ValueError as error:
        # The worker died without a word: by its limits, or by an abort inside a decoder.
        raise BrokenPictureError(run.stderr[-300:]) from error
    if answer.get("error") == "too_many_pixels":
        raise TooManyPixelsError
    if not drawn:
        raise BrokenPictureError
    return Drawn(drawn, answer["content_type"], point_of_photo(answer["gps"]))
