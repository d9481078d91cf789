"""`manage.py regulation_tree FILE --json`: what the parser makes of a text or PDF."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.text.extraction import UnreadableFile, inspect_pdf
from documents.text.nodes import Node
from documents.text.structure import parse


class Command(BaseCommand):
    help = "Menguraikan naskah peraturan (teks atau PDF) menjadi pohon BAB, Pasal, dan ayat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="BERKAS", help="Berkas teks UTF-8 atau PDF.")
        parser.add_argument("--title", default="", help="Judul peraturan, bila tidak tercantum dalam teksnya.")
        parser.add_argument("--json", action="store_true", help="Satu objek JSON, bukan garis besar untuk dibaca.")

    def handle(self, *args: Any, **options: Any) -> None:
        tree = parse(_text_of(options["file"]), title=options["title"])
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
    try:
        if file.suffix.lower() == ".pdf":
            report = inspect_pdf(file)
            if not report.has_text:
                raise CommandError(report.note)
            return report.text
        return file.read_text(encoding="utf-8")
    except UnreadableFile as error:
        raise CommandError(str(error)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Berkas {file} tidak dapat dibaca: {error}") from None


def _as_data(node: Node) -> dict[str, Any]:
    return {
        "kind": node.kind.value,
        "number": node.number,
        "heading": node.heading,
        "text": node.prose,
        "anchor": node.anchor,
        "children": [_as_data(child) for child in node.children],
    }
