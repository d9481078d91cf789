"""Whether a row of the JDIHN feed is as `data/jdihn.schema.json` says.

A reader of the national feed takes the whole array or nothing: a row that breaks the shape may cost all others.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

SCHEMA = Path(__file__).parent / "data" / "jdihn.schema.json"
LONGEST_SHOWN = 60

Row: TypeAlias = Mapping[str, Any]
#: Whether a value is one that a field may have.
Fits: TypeAlias = Callable[[Any], bool]


def breaches(row: Row) -> Iterator[str]:
    """A sentence for each field that is missing, unknown or not as the schema says; none for a row that may go out."""
    rules, required = _rules()
    yield from (_("Bidang %(name)s tidak ada.") % {"name": name} for name in sorted(required - row.keys()))
    for name, value in row.items():
        if name not in rules:
            yield _("Bidang %(name)s tidak dikenal.") % {"name": name}
        elif not rules[name](value):
            shown = json.dumps(value, ensure_ascii=False)[:LONGEST_SHOWN]
            yield _("Bidang %(name)s berisi %(value)s, yang tidak sesuai dengan bentuk umpan JDIHN.") % {
                "name": name,
                "value": shown,
            }


@cache
def _rules() -> tuple[dict[str, Fits], frozenset[str]]:
    """By field what fits, and the fields that must be there. Raises ValueError for a schema that says more than is read here."""
    items = json.loads(SCHEMA.read_text(encoding="utf-8"))["items"]
    if items["additionalProperties"] is not False:
        raise ValueError(f"{SCHEMA.name}: rows with unknown fields are expected to be refused")
    return {name: _fits(name, rule) for name, rule in items["properties"].items()}, frozenset(items["required"])


def _fits(name: str, rule: dict[str, Any]) -> Fits:
    if unknown := rule.keys() - {"type", "pattern", "enum"}:
        raise ValueError(f"{SCHEMA.name}: {name} has {', '.join(sorted(unknown))}, which nothing checks")
    if "enum" in rule:
        return lambda value: isinstance(value, str) and value in rule["enum"]
    types = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    if set(types) - {"string", "null"}:
        raise ValueError(f"{SCHEMA.name}: {name} is of a type that nothing checks")
    # A pattern of JSON Schema may match anywhere; its «$» is the very end, and its digits are ours.
    search = re.compile(rule.get("pattern", "").replace("$", r"\Z").replace(r"\d", "[0-9]")).search
    return lambda value: (value is None and "null" in types) or (isinstance(value, str) and bool(search(value)))
