"""The process that reads one PDF: `python -I pdf_worker.py PATH MEMORY_BYTES SECONDS`, answer as JSON on stdout.

It imports nothing of the portal but `cleaning` and `active_content`, which need nothing, so a crash or a leak in a PDF
library stays here.
"""

import json
import logging
import resource
import runpy
import sys
from pathlib import Path
from typing import Any

MAX_TEXT = 64 * 1024 * 1024


def main() -> None:
    path, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = json.dumps(cleaned(read(path)))
    except MemoryError:
        answer = json.dumps({"error": "bomb"})
    sys.stdout.write(answer)


def cleaned(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with "text", all pages as one text. Pages are hostile to the cleaning as files are to the reading."""
    if "pages" in answer:
        answer["text"] = _ours("cleaning.py")["clean_pages"](answer["pages"])
    return answer


def _ours(name: str) -> dict[str, Any]:
    """By its path: isolated, this process finds no package of ours."""
    return runpy.run_path(str(Path(__file__).with_name(name)))


def read(path: str) -> dict[str, Any]:
    """{"pages": [text, …], "pictures": [share of the page that its largest picture covers, …], "blank": [whether nothing at all
    is on the page, …]} or {"error": code}.
    """
    if error := gate(path):
        return {"error": error}
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if "password" in str(error).lower() else "broken"}
    pages: list[str] = []
    pictures: list[float] = []
    blank: list[bool] = []
    size = 0
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        text = words.get_text_range().replace("\r\n", "\n").replace("\x00", "")
        words.close()
        pictures.append(largest_picture(page))
        blank.append(is_blank(page))
        page.close()
        # pdfium marks a hyphen at a line end as U+FFFE; lone surrogates cannot be stored.
        text = text.replace("\ufffe", "-\n").encode("utf-8", "replace").decode("utf-8")
        size += len(text)
        if size > MAX_TEXT:
            return {"error": "bomb"}
        pages.append(text)
    return {"pages": pages, "pictures": pictures, "blank": blank} if pages else {"error": "no_pages"}


def largest_picture(page) -> float:  # type: ignore[no-untyped-def]  # pypdfium2 comes without types
    """The share of the page that its largest picture covers; 0 without one, more than 1 of one that goes beyond the page."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    width, height = page.get_size()
    area = max(width * height, 1)
    bounds = (item.get_bounds() for item in page.get_objects(filter=(FPDF_PAGEOBJ_IMAGE,), max_depth=3))
    return max(((right - left) * (top - bottom) / area for left, bottom, right, top in bounds), default=0)


def is_blank(page) -> bool:  # type: ignore[no-untyped-def]  # as above
    """Whether nothing is drawn, written or pinned on the page."""
    from pypdfium2.raw import FPDFPage_GetAnnotCount

    return not FPDFPage_GetAnnotCount(page) and next(page.get_objects(max_depth=1), None) is None


def gate(path: str) -> str | None:
    """The error of a file that must not reach pdfium. pypdf is slow but stops at a limit where pdfium aborts."""
    logging.disable(logging.CRITICAL)
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return "encrypted"
        if not len(reader.pages):
            return "no_pages"
        for page in reader.pages:
            _unpack(page.get("/Contents"))
            _unpack_fonts(page)
        return "active" if _is_active(reader) else None
    except DependencyError:
        # AES without the cryptography package: the file is locked, whatever its password may be.
        return "encrypted"
    except (LimitReachedError, RecursionError):
        return "bomb"
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, AssertionError):
        return "broken"


def _is_active(reader) -> bool:  # type: ignore[no-untyped-def]  # pypdf is imported where its crash costs nothing
    active_content = _ours("active_content.py")
    try:
        return bool(active_content["Walk"]().is_active(reader))
    except active_content["TooIntricateError"] as error:
        raise RecursionError from error


def _unpack_fonts(page) -> None:  # type: ignore[no-untyped-def]  # pypdf's dictionaries have no useful type
    resources = page.get("/Resources")
    fonts = resources.get_object().get("/Font") if resources is not None else None
    if fonts is None:
        return
    for font in fonts.get_object().values():
        _unpack(font.get_object().get("/ToUnicode"))


def _unpack(value) -> None:  # type: ignore[no-untyped-def]  # as above
    if value is None:
        return
    item = value.get_object()
    if isinstance(item, list):
        for part in item:
            _unpack(part)
    elif hasattr(item, "get_data"):
        item.get_data()


if __name__ == "__main__":
    main()
