"""What officials asked of the unit, on paper: the sections of each return with their reasons, and comments at their answers."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.core import pdf
from portal.core.formats import date_long
from portal.core.masking import masked_text
from portal.core.models import User
from workflows import pinning
from workflows.enums import Section
from workflows.handed_in import requests_for
from workflows.models import PinnedComment, Proposal, ReturnRequest
from workflows.pinning import Remark, State


def sections(proposal: Proposal, by: User, *, clear: bool) -> tuple[pdf.Section, ...]:
    """What the reader may know of it; no section where nothing was asked. `by` reads."""
    requests = requests_for(by, proposal)
    remarks = pinning.readable_remarks(proposal, by, clear=clear)
    rows = tuple(row for each in requests for row in _marked(each, remarks))
    columns = (_("Dikembalikan"), _("Bagian"), _("Yang diminta"), _("Jawaban unit"))
    noted = tuple(map(_noted, remarks))
    heads = (_("Isian"), _("Catatan"), _("Keadaan"), _("Jawaban unit"))
    found = []
    if rows:
        found.append(pdf.Section(_("Bagian yang diminta diperbaiki"), columns=columns, widths=(3, 3, 4, 4), rows=rows))
    if noted:
        found.append(pdf.Section(_("Catatan pada isian"), columns=heads, widths=(3, 4, 4, 3), rows=noted))
    return tuple(found)


def _marked(request: ReturnRequest, remarks: list[Remark]) -> Iterator[tuple[str, ...]]:
    comments: list[PinnedComment] = [each.comment for each in remarks if each.comment.request_id == request.pk]
    for marked in sorted(request.sections.all(), key=lambda each: Section.values.index(each.section)):
        pinned = sum(each.section == marked.section for each in comments)
        asked = (marked.comment, _("%s catatan pada isian, di bawah.") % pinned if pinned else "")
        why = pinning.explanation_of(marked, comments)
        answers = (
            _("Diubah.") if marked.is_changed else "",
            _("Tidak diubah, karena %s") % why if why else "",
        )
        yield (
            f"{date_long(request.decision.at)}, {request.decision.who}",
            str(marked.get_section_display()),
            masked_text("\n".join(filter(None, asked))) or "–",
            masked_text(" ".join(filter(None, answers))) or "–",
        )


def _noted(remark: Remark) -> tuple[str, ...]:
    comment, state = remark.comment, str(remark.state.label)
    if remark.state in {State.CHANGED, State.GONE}:
        state = _("%(state)s. Sebelum: %(before)s. Sekarang: %(now)s") % {
            "state": state,
            "before": remark.before or "–",
            "now": remark.now or "–",
        }
    words = _("%(text)s (%(who)s, %(on)s)") % {
        "text": comment.text,
        "who": comment.by_name,
        "on": date_long(comment.at),
    }
    return masked_text(remark.where), masked_text(words), masked_text(state), masked_text(comment.reply) or "–"
