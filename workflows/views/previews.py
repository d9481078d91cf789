"""One page of a paper as a picture drawn by the portal, for those who may download the paper itself."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from workflows import previews
from workflows.previews import Size
from workflows.views.access import signed_in
from workflows.views.papers import readable_paper


@login_required
@require_safe
def page_picture(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """WebP; 422 with a sentence where nothing can be drawn. Closed exactly as the download is."""
    user = signed_in(request)
    found = readable_paper(request, user, pk)
    if isinstance(found, HttpResponseBase):
        return found
    size = Size.LARGE if request.GET.get("ukuran") == Size.LARGE else Size.READING
    try:
        content = previews.draw(found, number, size, by=user)
    except previews.NoPreviewError as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=422)
    response = HttpResponse(content, content_type=previews.CONTENT_TYPE)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # A version of a paper never changes. What shows people is asked for each time, so that it is gone when the look is over.
    is_personal = found.kind.holds_personal_data
    response["Cache-Control"] = "private, no-store" if is_personal else "private, max-age=900"
    response["Vary"] = "Cookie"
    return response
