"""Made-up rows and relations as files, and the command that imports them."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

LAW = "BAB I KETENTUAN UMUM\nPasal 1\nDalam undang-undang ini contoh adalah contoh.\nPasal 2\nIsi.\n"


def row(number: str = "1", /, **values: Any) -> dict[str, Any]:
    return {
        "id": f"Permen_Sos_2014_{number}",
        "type": "Permen_Sos",
        "number": number,
        "year": 2014,
        "title": f"Peraturan Menteri Sosial Republik Indonesia Nomor {number} Tahun 2014",
        "about": f"Contoh {number}",
        "issuer": "Menteri Sosial Republik Indonesia",
        "status": "",
        "enacted": "05 Maret 2014",
        "promulgated": "2014-03-06",
        "relations": {},
        "text": LAW,
        **values,
    }


class Files:
    def __init__(self, folder: Path) -> None:
        self.rows = folder / "rows.jsonl"
        self.relations = folder / "relations.tsv"

    def write(self, *rows: dict[str, Any] | str, relations: str = "") -> None:
        lines = [each if isinstance(each, str) else json.dumps(each) for each in rows]
        self.rows.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.relations.write_text(f"source\trelation\ttarget\n{relations}", encoding="utf-8")

    def load(self, *options: str, path: Path | None = None) -> tuple[dict[str, int], dict[str, int], str]:
        """The last line of --json, the relation counters, and what was said of errors."""
        out, err = io.StringIO(), io.StringIO()
        arguments = [str(path or self.rows), "--relations", str(self.relations), "--json", *options]
        call_command("import_regulations", *arguments, stdout=out, stderr=err)
        *_others, relations, counts = out.getvalue().splitlines()
        return json.loads(counts), json.loads(relations)["relations"], err.getvalue()
