"""Uploads in pieces, for the script of the papers page: begin, send piece by piece, ask how far it is. Answers are JSON."""

import re
import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.models import User
from portal.core.permissions import RefusedError
from portal.core.typed_text import number_in
from workflows import actions
from workflows.actions.uploading import MOST_BYTES_OF_CHUNK
from workflows.enums import Section
from workflows.models import PaperRequirement, UploadSession
from workflows.permissions import can_create, check_can_edit_section
from workflows.uploads import UploadBusyError, UploadRefusedError
from workflows.views.access import signed_in, visible_proposal
from workflows.views.answers import refused
from workflows.views.papers import checklist_row

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@login_required
@never_cache
@require_POST
def begin(request: HttpRequest, pk: int) -> JsonResponse:
    """Fields: kind, name, size, sha256. Says where the pieces go and how much is there already."""
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    if not can_create(user, proposal.unit):
        raise PermissionDenied
    try:
        check_can_edit_section(user, proposal, Section.PAPERS)
        wanted = PaperRequirement.objects.filter(scheme=proposal.scheme, kind=number_in(request.POST.get("kind", "")))
        requirement = wanted.select_related("kind").first()
        sha256 = request.POST.get("sha256", "")
        if requirement is None or _SHA256.fullmatch(sha256) is None:
            return _unprocessable(_("Unggahan tidak dikenali. Muat ulang halaman ini, lalu pilih berkasnya lagi."))
        session = actions.begin_upload(
            by=user,
            proposal=proposal,
            kind=requirement.kind,
            name=request.POST.get("name", ""),
            size=number_in(request.POST.get("size", "")),
            sha256=sha256,
        )
    except RefusedError as closed:
        actions.record_refusal(by=user, proposal=proposal, section=Section.PAPERS)
        return refused(str(closed))
    except UploadRefusedError as error:
        return _unprocessable(str(error))
    return _standing(request, session)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def chunk(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    """POST: the bytes that follow offset `mulai` of the address, as the body; `berkas` is the paper that the page shows now.
    GET: how much is there.

    409 with `received` when the piece is not the next one; 422 when the whole file is refused; 503 when it is whole but has
    to wait for its look, which any further POST asks for again.
    """
    user = signed_in(request)
    session = _own(user, pk)
    try:
        if request.method == "POST" and not session.is_whole:
            session = actions.receive_chunk(
                by=user,
                session=session,
                offset=number_in(request.GET.get("mulai", "")),
                content=_body(request),
            )
        if request.method == "POST" and session.is_whole:
            actions.finish_upload(by=user, session=session, on_screen=_on_screen(request))
            session.refresh_from_db()
    except actions.PaperIsReplacedError as replaced:
        return refused(str(replaced))
    except actions.OffsetError as gap:
        return JsonResponse({"received": gap.received}, status=409)
    except RefusedError as closed:
        if request.method == "POST":
            actions.record_refusal(by=user, proposal=session.proposal, section=Section.PAPERS)
        return refused(str(closed))
    except UploadRefusedError as error:
        return _unprocessable(str(error))
    except UploadBusyError:
        words = _("Portal sedang memeriksa banyak berkas. Berkas ini menunggu gilirannya …")
        return JsonResponse({"words": words}, status=503, headers={"Retry-After": "5"})
    return _standing(request, session)


def _own(user: User, pk: uuid.UUID) -> UploadSession:
    """The account's own session in a proposal it still may write, or 404."""
    sessions = UploadSession.objects.filter(owner=user)
    session = get_object_or_404(sessions.select_related("proposal__unit", "kind", "paper"), pk=pk)
    visible_proposal(user, session.proposal_id)
    if not can_create(user, session.proposal.unit):
        raise Http404
    return session


def _on_screen(request: HttpRequest) -> int | None:
    return number_in(request.GET["berkas"]) if "berkas" in request.GET else None


def _body(request: HttpRequest) -> bytes:
    """At most one piece; what claims or brings more is refused before it is read."""
    promised = number_in(request.headers.get("Content-Length", ""))
    if not 0 < promised <= MOST_BYTES_OF_CHUNK:
        raise UploadRefusedError(_("Potongan berkas terlalu besar."))
    return request.read(promised)


def _standing(request: HttpRequest, session: UploadSession) -> JsonResponse:
    answer: dict[str, object] = {"url": reverse("workflows:upload", args=(session.pk,)), "received": session.received}
    if session.paper is not None:
        row = checklist_row(session.proposal, session.kind_id)
        answer |= {
            "done": True,
            "html": render_to_string("workflows/_partials/paper_files.html", {"row": row}, request),
            "remarks": render_to_string("components/field_remarks.html", {"field": row.file}, request),
            "tag": render_to_string("workflows/_partials/paper_tag.html", {"row": row}, request),
            "words": _("Berkas “%s” tersimpan.") % session.paper.name,
        }
    return JsonResponse(answer)


def _unprocessable(words: str) -> JsonResponse:
    return JsonResponse({"words": words}, status=422)
