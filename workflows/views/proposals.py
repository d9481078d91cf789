"""The page of one proposal."""

from django.http import HttpRequest, HttpResponse


def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    raise NotImplementedError
