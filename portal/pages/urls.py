"""Addresses for search engines; the pages themselves are Wagtail's."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from portal.pages.sitemaps import SITEMAPS
from portal.pages.views import robots

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}, name="sitemaps"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
