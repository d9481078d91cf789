"""The skeleton of the page tree: what must exist before anyone edits anything."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site

from documents import moderation
from documents.models import MouIndex, RegulationIndex, SopIndex
from documents.signals import documents_changed
from portal.core.models import Cluster, RoleGroup
from portal.core.role_groups import sync_role_groups
from portal.pages import starting_texts as texts
from portal.pages.models import (
    ClusterPage,
    HomePage,
    NewsIndexPage,
    ProgramIndexPage,
    PublicPage,
    StandardPage,
    UnitIndexPage,
)

PAGE_RIGHTS = {
    "editor_dokumen": ("add_page", "change_page"),
    "penelaah_hukum": ("change_page",),
    "penerbit": ("publish_page",),
}
"""What the editorial roles may do on every page. Who may approve which change is the two-person rule's to say."""

WELCOME_PATH = "00010001"
"""The greeting Wagtail's first migration puts below the root."""


@transaction.atomic
def ensure_structure() -> HomePage:
    """Home page, index pages, clusters, pages about the site, rights and moderation. Changes nothing that is there."""
    home = _ensure_home()
    made = [*_ensure_indexes(home), *_ensure_clusters(), *_ensure_about_pages(home)]
    _ensure_rights(home)
    moderation.ensure_workflow([home])
    documents_changed.send(sender=Page, page_ids=[page.pk for page in made])
    return home


def _ensure_home() -> HomePage:
    home: HomePage | None = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = HomePage(
            title="Beranda",
            slug="beranda",
            heading=texts.HOME_HEADING,
            lead=texts.HOME_LEAD,
            clusters_text=texts.HOME_CLUSTERS,
        )
        root.add_child(instance=home)
    address = urlsplit(settings.SITE_URL)
    facts = {
        "root_page": home,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "hostname": address.hostname,
        "port": address.port or (443 if address.scheme == "https" else 80),
    }
    Site.objects.update_or_create(is_default_site=True, defaults=facts)
    _remove_welcome_page()
    return home


def _remove_welcome_page() -> None:
    welcome = Page.objects.filter(path=WELCOME_PATH, slug="home", content_type__model="page").first()
    if welcome is not None and welcome.is_leaf():
        welcome.delete()


def _ensure_rights(home: HomePage) -> None:
    if not RoleGroup.objects.filter(role__in=PAGE_RIGHTS).exists():
        sync_role_groups()
    for role, rights in PAGE_RIGHTS.items():
        group = RoleGroup.objects.get(role=role).group
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights):
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def _ensure_indexes(home: HomePage) -> list[Page]:
    wanted: tuple[tuple[type[Page], str, str, dict[str, Any]], ...] = (
        (ProgramIndexPage, "program", "Program", {"intro": texts.PROGRAMMES_INTRO}),
        (RegulationIndex, "peraturan", "Peraturan", {"intro": texts.REGULATIONS_INTRO}),
        (SopIndex, "sop", "Prosedur operasional standar (SOP)", {"intro": texts.PROCEDURES_INTRO}),
        (MouIndex, "mou", "Nota kesepahaman (MoU)", {"intro": texts.AGREEMENTS_INTRO}),
        (
            UnitIndexPage,
            "unit",
            "Balai dan sentra",
            {"intro": texts.UNITS_INTRO, "completeness": texts.UNITS_COMPLETENESS},
        ),
        (NewsIndexPage, "berita", "Berita", {"intro": texts.NEWS_INTRO}),
    )
    return [
        _add(home, model(title=title, slug=slug, show_in_menus=True, **values))
        for model, slug, title, values in wanted
        if not model.objects.exists()
    ]


def _ensure_clusters() -> list[Page]:
    parent = ProgramIndexPage.objects.get()
    return [
        _add(
            parent,
            ClusterPage(
                title=cluster.name, slug=cluster.code, cluster=cluster, summary=texts.CLUSTERS.get(cluster.code, "")
            ),
        )
        for cluster in Cluster.objects.filter(page__isnull=True)
    ]


def _ensure_about_pages(home: HomePage) -> list[Page]:
    existing = set(StandardPage.objects.child_of(home).values_list("slug", flat=True))
    return [
        _add(home, StandardPage(title=text.title, slug=text.slug, intro=text.intro, body=[("text", text.body.strip())]))
        for text in texts.ABOUT_PAGES
        if text.slug not in existing
    ]


def _add(parent: Page, page: PublicPage | Page) -> Page:
    parent.add_child(instance=page)
    return page
