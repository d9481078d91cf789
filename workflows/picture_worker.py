"""The process that draws one uploaded picture anew:

`python -I picture_worker.py PATH TYPE MEMORY_BYTES SECONDS MOST_PIXELS LONGEST_SIDE LONGEST_SIDE_OF_PHOTO MOST_BYTES`

On stdout one line of JSON, {"content_type": …, "gps": {tag: value}} or {"error": code}, then the new picture. Of the old file's
EXIF only two things are used, its orientation and its position: cameras write the rest as they please, and writing it
back fails on what they wrote. It imports nothing of the portal, so a crash in a decoder stays here; then stdout is empty.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

JPEG, PNG = "image/jpeg", "image/png"
QUALITIES = (88, 75, 60)
KEPT_MODES = ("1", "L", "P", "RGB")
"""Of a PNG: a scan of one bit per dot stays as light as it came."""
ORIENTATION, MAKE, MODEL, GPS = 0x0112, 0x010F, 0x0110, 0x8825
POSITION = (1, 2, 3, 4)


class TooManyPixels(Exception):
    pass


def main() -> None:
    path, kind, memory, seconds, *sizes = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:9])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    answer: dict[str, Any]
    try:
        answer, drawn = draw(path, kind, *sizes)
    except TooManyPixels:
        answer, drawn = {"error": "too_many_pixels"}, b""
    except Exception:
        # Decoders raise whatever a stranger's file makes them stumble over.
        answer, drawn = {"error": "broken"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + drawn)


def draw(
    path: str, kind: str, most_pixels: int, side: int, side_of_photo: int, most: int
) -> tuple[dict[str, Any], bytes]:
    with opened(path, kind) as picture:
        if picture.width * picture.height > most_pixels:
            raise TooManyPixels
        known = told_by(picture)
        from_phone = kind not in (JPEG, PNG)
        drawn = smaller(picture, side_of_photo if from_phone or known["is_photo"] else side, kind)
        if not from_phone:
            # libheif has turned the pixels upright already.
            drawn = upright(drawn, known["orientation"])
        content_type, content = encoded(drawn, PNG if kind == PNG else JPEG, most)
    return {"content_type": content_type, "gps": known["gps"]}, content


def opened(path: str, kind: str) -> Any:
    """Only what the type says, by its one decoder: a JPEG of several pictures is its first."""
    from PIL import Image, JpegImagePlugin, PngImagePlugin

    if kind == JPEG:
        return JpegImagePlugin.JpegImageFile(path)
    if kind == PNG:
        return PngImagePlugin.PngImageFile(path)
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    return Image.open(path, formats=("HEIF",))


def told_by(picture: Any) -> dict[str, Any]:
    """Orientation (1–8), whether a camera took it, and the position as plain numbers and letters; nothing of broken EXIF."""
    try:
        exif = picture.getexif()
        gps = exif.get_ifd(GPS)
        orientation = exif.get(ORIENTATION)
        is_photo = bool(gps) or MAKE in exif or MODEL in exif
    except Exception:
        return {"orientation": 1, "gps": {}, "is_photo": False}
    return {"orientation": orientation, "gps": position(gps), "is_photo": is_photo}


def position(gps: Any) -> dict[int, Any]:
    try:
        return {
            tag: gps[tag][:9] if isinstance(gps[tag], str) else [float(part) for part in gps[tag]] for tag in POSITION
        }
    except Exception:
        return {}


def smaller(picture: Any, side: int, kind: str) -> Any:
    """Of pixels only: a copy that knows no comment, profile or similar of the file, at most `side` long."""
    mode = mode_of(picture, kind)
    is_large = max(picture.size) > side
    if is_large:
        # A JPEG is decoded at a fraction of its size where that is enough.
        picture.draft(None, (side, side))
        mode = {"1": "L", "P": "RGB"}.get(mode, mode)
    pixels = eight_bits(picture).convert(mode)
    pixels.info.clear()
    if is_large:
        pixels.thumbnail((side, side))
    return pixels


def eight_bits(picture: Any) -> Any:
    """Of 65,536 greys 256, light as they were: converting alone would cut off all but the darkest."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")


def mode_of(picture: Any, kind: str) -> str:
    if kind != PNG:
        return "L" if picture.mode == "L" else "RGB"
    if picture.mode.startswith("I"):
        return "L"
    if picture.has_transparency_data:
        return "LA" if picture.mode == "LA" else "RGBA"
    return picture.mode if picture.mode in KEPT_MODES else "RGB"


def upright(picture: Any, orientation: Any) -> Any:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(orientation) if isinstance(orientation, int) else None
    return picture if turn is None else picture.transpose(turn)


def encoded(picture: Any, content_type: str, most: int) -> tuple[str, bytes]:
    """In at most so many bytes where that can be had: what is too heavy as PNG becomes a JPEG on white paper."""
    if content_type == PNG:
        drawn = saved(picture, "PNG")
        if len(drawn) <= most:
            return PNG, drawn
        picture = on_white(picture)
    for quality in QUALITIES:
        drawn = saved(picture, "JPEG", quality=quality)
        if len(drawn) <= most:
            break
    return JPEG, drawn


def on_white(picture: Any) -> Any:
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    shown = picture.convert("RGBA")
    paper = Image.new("RGB", shown.size, "white")
    paper.paste(shown, mask=shown)
    return paper


def saved(picture: Any, form: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


main()
