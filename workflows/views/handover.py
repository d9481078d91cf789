"""Recording handovers (BAST), community by community, and their signed scans."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.files import private_download
from portal.core.models import User
from portal.core.permissions import RefusedError
from portal.core.typed_text import visible
from workflows import actions, uploads
from workflows.enums import Stage, Step
from workflows.execution import open_task
from workflows.failures import letter_failure
from workflows.forms.handover import HandoverForm, HandoverLineForm, repeats
from workflows.models import Community, DecisionLetter, Handover, HeldScan, Item, Proposal
from workflows.permissions import can_act, check_can_act, holds_right_of
from workflows.views.access import signed_in, visible_proposal
from workflows.views.conflicts import conflict_page
from workflows.views.requests import task_on_screen
from workflows.views.unmasking import running_access


@login_required
@require_safe
def handovers(request: HttpRequest, pk: int) -> HttpResponse:
    """What was handed over, and to which communities something is still due."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    may_record = proposal.stage == Stage.DISTRIBUTION and holds_right_of(user, proposal, Step.DISTRIBUTION)
    communities = list(proposal.communities.prefetch_related("items", "handovers__lines__serial_numbers"))
    due = {
        community.pk for community in communities if any(item.outstanding_quantity for item in community.items.all())
    }
    context = {
        "proposal": proposal,
        "communities": communities,
        "due": due if may_record else set(),
        "names_receivers": _may_read_receivers(request, proposal),
    }
    return render(request, "workflows/handovers.html", context)


def _may_read_receivers(request: HttpRequest, proposal: Proposal) -> bool:
    """Those who record handovers, and whoever has opened the proposal's personal data."""
    return (
        holds_right_of(signed_in(request), proposal, Step.DISTRIBUTION) or running_access(request, proposal) is not None
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_handover(request: HttpRequest, pk: int, community_id: int) -> HttpResponse:
    """One BAST for one community. The action refuses more than was approved and the same number twice."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    if not holds_right_of(user, proposal, Step.DISTRIBUTION):
        raise PermissionDenied
    community = get_object_or_404(proposal.communities, pk=community_id)
    items = [item for item in community.items.all() if item.outstanding_quantity]
    if request.method == "POST" and (done := _second_press(request, proposal, community)):
        return done
    refusal = _why_not_now(user, proposal, items)
    if refusal:
        return _not_now(request, proposal, community, refusal)
    held = HeldScan.objects.live().filter(owner=user, community=community).first()
    form, lines = _forms(request, proposal, items, held)
    # Each is asked, so that all errors show at once.
    if request.method == "POST" and all([form.is_valid(), *(line.is_valid() for line in lines)]):
        done = _record(request, user, proposal, community, form, lines, held)
        if done:
            return done
    scan = form.cleaned_data.get("scan") if form.is_bound else None
    if scan is not None and can_act(user, proposal, Step.DISTRIBUTION):
        form.show_held(actions.hold_scan(by=user, proposal=proposal, community=community, scan=scan))
    context = {"proposal": proposal, "community": community, "form": form, "lines": lines, "forms": [form, *lines]}
    context["task_id"] = task_on_screen(request) or open_task(proposal, Step.DISTRIBUTION).pk
    return render(request, "workflows/handover_form.html", context)


def _not_now(request: HttpRequest, proposal: Proposal, community: Community, refusal: str) -> HttpResponse:
    """What was sent is shown again to be copied: a redirect would let a form that is kept be taken for saved."""
    if request.method != "POST":
        messages.info(request, refusal)
        return redirect("workflows:handover", pk=proposal.pk)
    form = HandoverForm(request.POST, not_before=dt.date.min)
    lines = [HandoverLineForm(request.POST, item=item) for item in community.items.all()]
    return conflict_page(request, proposal, refusal, form, *lines)


def _second_press(request: HttpRequest, proposal: Proposal, community: Community) -> HttpResponse | None:
    """The same record by the same account again, a double click or the back button: it stands, and that is the answer."""
    own = proposal.handovers.filter(community=community, recorded_by=signed_in(request))
    number = visible(request.POST.get("number", "").strip())
    recorded = own.filter(number=number).prefetch_related("lines__serial_numbers").first()
    if recorded is None or not repeats(request.POST, recorded, community.items.all()):
        return None
    messages.success(request, _("BAST nomor %s sudah tercatat. Kiriman kedua tidak mengubah apa pun.") % number)
    return redirect("workflows:handover", pk=proposal.pk)


def _letter_of(proposal: Proposal) -> DecisionLetter | None:
    """Read along with the proposal."""
    return getattr(proposal, "decision_letter", None)


def _why_not_now(user: User, proposal: Proposal, items: list[Item]) -> str:
    if proposal.stage != Stage.DISTRIBUTION:
        return _("Usulan ini tidak pada tahap penyaluran.")
    letter = _letter_of(proposal)
    if letter is None or not letter.is_valid:
        failure = letter_failure(proposal)
        if failure:
            return f"{failure.sentence} {_('Serah terima dapat dicatat setelah suratnya terbit.')}"
        return _("Surat keputusan sedang dibuat. Serah terima dapat dicatat sebentar lagi.")
    if not items:
        return _("Semua barang untuk komunitas ini sudah diserahkan.")
    try:
        check_can_act(user, proposal, Step.DISTRIBUTION)
    except RefusedError as refused:
        return str(refused)
    return ""


def _forms(
    request: HttpRequest, proposal: Proposal, items: list[Item], held: HeldScan | None
) -> tuple[HandoverForm, list[HandoverLineForm]]:
    data = request.POST if request.method == "POST" else None
    files = request.FILES if request.method == "POST" else None
    form = HandoverForm(data, files, not_before=proposal.decision_letter.dated_on, held=held)
    return form, [HandoverLineForm(data, item=item) for item in items]


def _record(
    request: HttpRequest,
    by: User,
    proposal: Proposal,
    community: Community,
    form: HandoverForm,
    lines: list[HandoverLineForm],
    held: HeldScan | None,
) -> HttpResponse | None:
    """The way on, or None when the page is shown again with its error."""
    given = [line for line in (each.line() for each in lines) if line]
    if not given:
        form.add_error(None, _("Tulis jumlah yang diserahkan untuk sedikitnya satu barang."))
        return None
    values: dict[str, Any] = {key: value for key, value in form.cleaned_data.items() if key != "scan"}
    scan, name = _scan_of(form, held)
    try:
        actions.record_handover(
            by=by,
            proposal=proposal,
            community=community,
            lines=given,
            task_id=task_on_screen(request),
            file=ContentFile(scan),
            file_name=name,
            held=held,
            **values,
        )
    except actions.ConflictError as error:
        again = _second_press(request, proposal, community)
        if again is None:
            form.add_error(None, str(error))
        return again
    except (actions.HandoverDoesNotFitError, RefusedError) as error:
        form.add_error(None, str(error))
        return None
    except actions.FlowLockFailed:
        form.add_error(None, _("Usulan sedang diproses petugas lain. Coba lagi sebentar lagi."))
        return None
    messages.success(request, _("Serah terima kepada %s dicatat.") % community)
    return redirect("workflows:handover", pk=proposal.pk)


def _scan_of(form: HandoverForm, held: HeldScan | None) -> tuple[bytes, str]:
    """Content and name: of the file chosen now, or else of the one out of an earlier try; the form asks for one of them."""
    chosen: uploads.CheckedFile | None = form.cleaned_data["scan"]
    if chosen is not None or held is None:
        assert chosen is not None  # noqa: S101 - required while nothing is held
        return chosen.content, chosen.name
    with held.file.open("rb") as file:
        return file.read(), held.name


@login_required
@require_safe
def handover_scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed record, for those who may see the proposal; it names the receiver, so others open personal data first."""
    visible = Proposal.objects.visible_to(signed_in(request))
    records = Handover.objects.exclude(file="").select_related("proposal__unit", "proposal__leading_directorate")
    handover = get_object_or_404(records, pk=pk, proposal__in=visible)
    if not _may_read_receivers(request, handover.proposal):
        return redirect("workflows:personal_data", pk=handover.proposal_id)
    return private_download(handover.file, name=handover.name, content_type=uploads.type_by_name(handover.name))
