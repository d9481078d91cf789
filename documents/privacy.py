"""Which subtrees Wagtail's view restrictions close to an account: read once for a request, whatever it shows."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Value
from django.http import HttpRequest
from wagtail.models import PageViewRestriction
from wagtail.url_routing import RouteResult

from portal.core.permissions import Person


def restrictions(user: Person) -> list[Any]:
    """All view restrictions with their page and whether the account is in one of their groups (`is_member`).

    Kept with the account, which a request loads anew: a page closed now is closed for the next request.
    """
    known: list[Any] | None = getattr(user, "page_restrictions", None)
    if known is None:
        memberships = PageViewRestriction.groups.through.objects.filter(
            pageviewrestriction=OuterRef("pk"), group__user=user.pk
        )
        is_member = Exists(memberships) if user.is_authenticated and user.is_active else Value(False)
        known = list(PageViewRestriction.objects.select_related("page").annotate(is_member=is_member))
        user.page_restrictions = known  # type: ignore[union-attr]  # of any account, also of one that is not signed in
    return known


def closed_paths(user: Person) -> list[str]:
    """Paths of the pages below which all is closed to the account. A shared password opens nothing here."""
    return [each.page.path for each in restrictions(user) if not _opens(each, user)]


def _opens(restriction: Any, user: Person) -> bool:
    if not (user.is_authenticated and user.is_active):
        return False
    if restriction.restriction_type == PageViewRestriction.LOGIN:
        return True
    is_for_groups = restriction.restriction_type == PageViewRestriction.GROUPS
    return is_for_groups and bool(user.is_superuser or restriction.is_member)


class PrivacyMixin:
    """A page that tells Wagtail its restrictions from those the request has read: two queries less when it is served."""

    route_restrictions: list[Any] | None = None

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        self.read_privacy(request)
        result: RouteResult = super().route(request, path_components)  # type: ignore[misc]
        return result

    def read_privacy(self: Any, request: HttpRequest) -> None:
        """For the request that routes to this page. An alias has the restrictions of its source, which Wagtail looks up."""
        if self.alias_of_id is None:
            user = getattr(request, "user", None) or AnonymousUser()
            self.route_restrictions = [each for each in restrictions(user) if self.path.startswith(each.page.path)]

    def get_view_restrictions(self) -> Any:
        return self.route_restrictions if self.route_restrictions is not None else super().get_view_restrictions()  # type: ignore[misc]
