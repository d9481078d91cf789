"""`manage.py regulation_tree FILE --json`: what the parser makes of a text or PDF.

A node is `{kind, number, heading, anchor, text, children}`. Only leaves have text, and the leaves joined are the input exactly:
what a unit with children says itself (its heading, its first words) is its first child, of kind «teks».
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.text.extraction import UnreadableFile, inspect_pdf
from documents.text.nodes import Node
from documents.text.structure import parse

STANDARD_INPUT = Path("-")
PDF_MAGIC = b"%PDF-"
TEXT = "teks"


class Command(BaseCommand):
    help = "Menguraikan naskah peraturan (teks atau PDF) menjadi pohon BAB, Pasal, dan ayat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="BERKAS", help="Berkas teks UTF-8 atau PDF; - membaca masukan standar."
        )
        parser.add_argument("--json", action="store_true", help="Satu objek JSON, bukan garis besar untuk dibaca.")

    def handle(self, *args: Any, **options: Any) -> None:
        tree = parse(_text_of(options["file"]))
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(tree), ensure_ascii=False))
            return
        self._outline(tree, depth=0)

    def _outline(self, node: Node, *, depth: int) -> None:
        for child in node.children:
            words = (child.label or child.kind.value, child.heading, child.prose[:80])
            self.stdout.write("  " * depth + " — ".join(word for word in words if word))
            self._outline(child, depth=depth + 1)


def _text_of(file: Path) -> str:
    """The text of a file, of a PDF, or of standard input; CommandError with a sentence for anything that is neither."""
    try:
        content = sys.stdin.buffer.read() if file == STANDARD_INPUT else file.read_bytes()
    except OSError as error:
        raise CommandError(f"Berkas {file} tidak dapat dibuka: {error.strerror}.") from None
    if content.startswith(PDF_MAGIC):
        return _text_of_pdf(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(
            f"Berkas {file} bukan teks UTF-8 (bita ke-{error.start + 1}). Simpan sebagai teks UTF-8 atau PDF, lalu coba lagi."
        ) from None
    if "\x00" in text:
        raise CommandError(f"Berkas {file} bukan teks. Simpan sebagai teks UTF-8 atau PDF, lalu coba lagi.")
    if not text.strip():
        raise CommandError(f"Berkas {file} kosong.")
    return text


def _text_of_pdf(content: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf", dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        file.write(content)
        file.flush()
        try:
            report = inspect_pdf(file.name)
        except UnreadableFile as error:
            raise CommandError(str(error)) from None
    if not report.has_text:
        raise CommandError(report.note)
    return report.text


def _as_data(node: Node) -> dict[str, Any]:
    own = node.lead + node.text
    children = [_as_data(child) for child in node.children]
    if children and own:
        children.insert(0, _data(TEXT, text=own))
    return _data(
        node.kind.value,
        number=node.number,
        heading=node.heading,
        anchor=node.anchor,
        text="" if children else own,
        children=children,
    )


def _data(
    kind: str, *, number: str = "", heading: str = "", anchor: str = "", text: str = "", children: Sequence[Any] = ()
) -> dict[str, Any]:
    return {
        "kind": kind,
        "number": number,
        "heading": heading,
        "anchor": anchor,
        "text": text,
        "children": list(children),
    }
