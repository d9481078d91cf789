"""Every address of the portal, in the order in which they are tried; Wagtail's page tree comes last."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from documents import history
from documents.views import jdihn_feed
from portal.accounts import admin_door
from portal.accounts.views.admin_account import AdminAccountView

#: In place of Wagtail's own screens; reversing goes on by Wagtail's names.
admin_urls = [path("account/", AdminAccountView.as_view()), *history.urlpatterns]

urlpatterns: list[URLPattern | URLResolver] = [
    path("tampilan/", include("themes.urls")),
    path("", include("workflows.urls")),
    path("", include("portal.pages.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("portal.persons.urls")),
    path("berkas/", include("documents.urls")),
    path("jdihn/document.json", jdihn_feed, name="jdihn"),
    path("", include("search.urls")),
    path("admin/", include(admin_door.guarded([*admin_door.own(admin_urls), *wagtailadmin_urls.urlpatterns]))),
    path("", include(wagtail_urls)),
]

handler400 = "portal.errors.bad_request"
handler500 = "portal.errors.server_error"
