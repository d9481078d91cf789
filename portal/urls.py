"""Every address of the portal, in the order in which they are tried; Wagtail's page tree comes last."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from portal.accounts import admin_door

urlpatterns: list[URLPattern | URLResolver] = [
    path("tampilan/", include("themes.urls")),
    path("", include("workflows.urls")),
    path("", include("portal.pages.urls")),
    path("", include("portal.accounts.urls")),
    path("berkas/", include("documents.urls")),
    path("", include("search.urls")),
    path("admin/", include(admin_door.guarded(wagtailadmin_urls.urlpatterns))),
    path("", include(wagtail_urls)),
]

handler400 = "portal.errors.bad_request"
handler500 = "portal.errors.server_error"
