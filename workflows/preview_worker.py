"""The process that draws one page of a stored paper:

`python -I preview_worker.py PATH MEMORY_BYTES SECONDS PAGE LONGEST_SIDE MOST_BYTES`

On stdout one line of JSON, {"pages": n} or {"error": code}, then the picture as WebP; with PAGE 0 only the line. A picture
is a paper of one page. It imports nothing of the portal, so a crash or a leak in a decoder stays here.
"""

import io
import json
import math
import resource
import sys
from typing import Any

QUALITIES = (72, 40)
SMALLEST = 400
"""Pixels; a picture that still weighs too much is sent all the same."""


def main() -> None:
    path, memory, seconds, page, side, most = sys.argv[1], *map(int, sys.argv[2:7])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open(path, "rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    try:
        pages, picture = (of_pdf if is_pdf else of_picture)(path, page, side)
        drawn = light(picture, most) if picture is not None else b""
        answer: dict[str, object] = {"pages": pages}
    except MemoryError:
        answer, drawn = {"error": "too_heavy"}, b""
    except PermissionError:
        answer, drawn = {"error": "locked"}, b""
    except (OSError, ValueError, SyntaxError, IndexError):
        answer, drawn = {"error": "broken"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + drawn)


def of_pdf(path: str, page: int, side: int) -> tuple[int, Any]:
    """How many pages, and the asked one with its longest side; PermissionError for a locked file."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise (PermissionError if "password" in str(error).lower() else ValueError) from error
    if not page:
        return len(document), None
    if page > len(document):
        raise IndexError
    sheet = document[page - 1]
    # A sheet of any size becomes as many dots as the screen needs, and no more.
    scale = side / max(*sheet.get_size(), 1)
    return len(document), sheet.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def of_picture(path: str, page: int, side: int) -> tuple[int, Any]:
    """The same of a photo or a scan: one page."""
    from PIL import Image

    if page > 1:
        raise IndexError
    with Image.open(path, formats=("JPEG", "PNG")) as picture:
        if not page:
            return 1, None
        # A JPEG is decoded at a fraction of its size where that is enough.
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side))
        shown = picture.convert("RGBA") if picture.has_transparency_data else picture.convert("RGB")
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(shown, mask=shown if shown.mode == "RGBA" else None)
        return 1, paper


def light(picture: Any, most: int) -> bytes:
    """The picture in at most so many bytes, if quality and, after that, size can be given up for it."""
    for quality in QUALITIES:
        drawn = encoded(picture, quality)
        if len(drawn) <= most:
            return drawn
    while len(drawn) > most and max(picture.size) > SMALLEST:
        # Bytes go with the area: the next try is about right, and each one takes its time.
        factor = min(0.9, 0.95 * math.sqrt(most / len(drawn)))
        picture = picture.resize([max(1, round(length * factor)) for length in picture.size])
        drawn = encoded(picture, QUALITIES[-1])
    return drawn


def encoded(picture: Any, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=3)
    return out.getvalue()


main()
