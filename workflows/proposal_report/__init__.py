"""A proposal on paper: what was asked, by whom, and what was decided. People are masked unless they were opened."""

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from portal.core.formats import moment_long
from portal.core.models import User
from portal.core.pdf import Report, render_report
from workflows.handed_in import current_papers_for
from workflows.models import Proposal
from workflows.proposal_report import asked, case, recipients
from workflows.proposal_report.shown import Shown


def render(proposal: Proposal, *, by: User, at: dt.datetime, clear: bool) -> bytes:
    """PDF/UA-1 in Indonesian, whatever the reader's language; `clear` shows people as they are written."""
    with translation.override("id"):
        return render_report(proposal_report(proposal, by=by, at=at, clear=clear), made_at=at)


def proposal_report(proposal: Proposal, *, by: User, at: dt.datetime, clear: bool) -> Report:
    """What the paper says; the same for everybody, but for people, and for what the unit has not been asked yet."""
    if clear:
        note = _("Memuat data pribadi. Simpan terkunci, jangan disebarkan, dan musnahkan bila tidak diperlukan lagi.")
    else:
        note = _("Data pribadi disamarkan.")
    number, shown = proposal.registration_number or _("belum bernomor"), Shown(clear)
    communities = list(proposal.communities.select_related("cluster").prefetch_related("beneficiaries"))
    return Report(
        issuer=proposal.unit.name,
        title=_("Usulan bantuan"),
        subject=shown.text(proposal.title),
        note=note,
        mark="" if proposal.is_registered else _("DRAF"),
        sections=(
            case.general(proposal, shown),
            case.background(proposal, shown),
            recipients.communities(communities, shown),
            recipients.goods(proposal),
            recipients.people(proposal, communities, shown),
            case.papers(current_papers_for(by, proposal)),
            case.statements(proposal),
            case.decisions(proposal),
            *asked.sections(proposal, by, clear=clear),
        ),
        foot=_("%(number)s · dicetak %(name)s, %(at)s") % {"number": number, "name": by.name, "at": moment_long(at)},
        page_word=_("Halaman"),
    )
