"""PDF/UA-1 by typst. The same content made at the same moment gives the same bytes."""

import datetime as dt
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst

from portal.core.typed_text import visible

REPORT = Path(__file__).with_name("pdf_templates") / "report.typ"

# The letters of the font inside typst; PDF/UA refuses a page with a sign it cannot draw, and no name may stop a paper.
_UNDRAWABLE = re.compile("[^\u0020-\u007e\u00a0-\u036f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20a0-\u20c0]")
_BOX = "\u25a1"


@dataclass(frozen=True, slots=True)
class Total:
    """A line under a table: what was added up, the sum, and the sum in words."""

    label: str
    figure: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with facts (label and value), then paragraphs, then a table; whatever is empty is left out.

    Columns from `numbers_from` on are set to the right and as wide as they must be; those before it share the rest of the
    width as `widths` says, else equally. `nothing` is said where there is no paragraph and no row.
    """

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers_from: int = 99
    totals: tuple[Total, ...] = ()
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that pdf_templates/report.typ prints; `mark` stands large behind the text, `foot` on every page."""

    issuer: str
    title: str
    subject: str
    note: str
    mark: str
    sections: tuple[Section, ...]
    foot: str
    page_word: str


def render_report(report: Report, *, made_at: dt.datetime) -> bytes:
    return compile_pdf(REPORT, asdict(report), made_at=made_at)


def compile_pdf(template: Path, content: dict[str, Any], *, made_at: dt.datetime) -> bytes:
    """The template gets `content` as JSON through `sys.inputs.content`."""
    pdf = typst.compile(
        str(template),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        # typst takes whole seconds and fixed offsets only; WIB is one.
        timestamp=made_at.astimezone(dt.timezone(dt.timedelta(hours=7))).replace(microsecond=0),
        sys_inputs={"content": json.dumps(_drawable(content), ensure_ascii=False)},
    )
    assert isinstance(pdf, bytes)  # noqa: S101 - the type says bytes or pages; a PDF is always one
    return pdf


def _drawable(value: Any) -> Any:
    """The same structure; what nobody would see is gone, signs without a shape in the letter's font become an empty box."""
    if isinstance(value, str):
        return _UNDRAWABLE.sub(_BOX, visible(value))
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(part) for part in value]
    return value
