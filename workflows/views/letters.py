"""The decision letter for those who may see the proposal, and the public page behind its QR code."""

import hashlib
import io
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.files import private_download
from portal.core.limits import asks_too_often
from portal.core.visitors import client_address
from workflows import letters
from workflows.enums import LetterStatus
from workflows.failures import advice_for, letter_failure
from workflows.forms.letters import CodeForm, LetterCheckForm
from workflows.models import DecisionLetter
from workflows.uploads import MAX_BYTES
from workflows.views.access import signed_in, visible_proposal

CHECKS_PER_MINUTE = 30


@login_required
@require_safe
def letter(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """The letter's PDF; before the KPA's confirmation a draft, made for this one look and kept nowhere.

    Between the confirmation and the worker there is neither: a draft no more, and no file yet.
    """
    user = signed_in(request)
    proposal = visible_proposal(user, pk)
    letter = get_object_or_404(DecisionLetter.objects.select_related("proposal__unit"), proposal=proposal)
    if letter.sha256:
        return private_download(letter.file, name=f"SK-{letter.code}.pdf", content_type="application/pdf")
    if letter.status == LetterStatus.CONFIRMED:
        failure = letter_failure(proposal)
        context = {"letter": letter, "failure": failure, "failure_advice": failure and advice_for(user, proposal)}
        return render(request, "workflows/letter_in_the_making.html", context, status=202)
    response = HttpResponse(letters.render_letter(letter), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="RANCANGAN-{letter.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def check_start(request: HttpRequest) -> HttpResponse:
    """For those who read the code off the paper."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("workflows:letter_check", code=form.cleaned_data["kode"])
    return render(request, "workflows/letter_check_start.html", {"form": form})


# Nothing is changed or stored, so there is nothing to forge; and the token would make Django read the file first.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letter_check(request: HttpRequest, code: str) -> HttpResponse:
    """Number, date and hash of a valid letter, and whether a file is that letter. No name, no amount, no receiver."""
    if _asks_too_often(request):
        return render(request, "429.html", status=429)
    if code != code.upper():
        return redirect("workflows:letter_check", code=code.upper())
    letter = DecisionLetter.objects.valid().filter(code=code).first()
    if letter is None:
        return render(request, "workflows/letter_check_unknown.html", {"code": code}, status=404)
    form = LetterCheckForm()
    if request.method == "POST":
        request.upload_handlers = [DigestUploadHandler(request)]
        form = LetterCheckForm(request.POST, request.FILES)
    context: dict[str, Any] = {"letter": letter, "form": form, "is_checked": form.is_bound and form.is_valid()}
    if context["is_checked"]:
        context["is_same"] = form.cleaned_data["digest"] == letter.sha256
    return render(request, "workflows/letter_check.html", context)


class DigestUploadHandler(FileUploadHandler):
    """Hashes what passes and keeps nothing, neither in memory nor on disk."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.digest = hashlib.sha256()
        self.received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest, self.received = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > MAX_BYTES:
            # No letter is that large; the rest of the upload is read and thrown away.
            raise StopUpload(connection_reset=False)
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> "DigestedFile":
        return DigestedFile(self.digest.hexdigest(), file_size)


class DigestedFile(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """An upload of which only the hash is left."""

    def __init__(self, sha256: str, size: int) -> None:
        super().__init__(io.BytesIO(), "berkas", "application/octet-stream", size)
        self.sha256 = sha256


def _asks_too_often(request: HttpRequest) -> bool:
    """A gentle brake per address; guessing a code of 60 bits is hopeless anyway."""
    return asks_too_often("letter-check", client_address(request) or "", most=CHECKS_PER_MINUTE, seconds=60)
