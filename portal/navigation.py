"""The portal's main menus: which addresses stand in the head and the foot of every page.

The public sections are fixed by `portal.pages.structure`, the work screens by `workflows.urls`.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.permissions import Person, holds_by_role, holds_only
from portal.core.roles import EXPORT

Words = str | Promise

WORK_PREFIX = "/kerja/"
APPOINTMENTS_PREFIX = "/petugas/pengganti/"
PROTECTION_PREFIX = "/kelola/data-pribadi/"


@dataclass(frozen=True)
class Link:
    """One entry of a menu; `current` is what aria-current says, "" elsewhere."""

    label: Words
    url: str
    current: str = ""


@dataclass(frozen=True)
class Column:
    """A heading of the foot with the links under it."""

    heading: Words
    links: tuple[Link, ...]


PUBLIC_MENU = (
    Link(_("Beranda"), "/"),
    Link(_("Program"), "/program/"),
    Link(_("Peraturan"), "/peraturan/"),
    Link(_("SOP"), "/sop/"),
    Link(_("MoU"), "/mou/"),
    Link(_("Balai dan sentra"), "/unit/"),
    Link(_("Berita"), "/berita/"),
)
WORK_MENU = (
    Link(_("Tugas saya"), "/kerja/tugas/"),
    Link(_("Usulan"), "/kerja/usulan/"),
    Link(_("Panduan"), "/kerja/panduan/"),
)
PROTECTION_MENU = (
    Link(_("Data pribadi"), "/kelola/data-pribadi/"),
    Link(_("Salinan data"), "/kelola/data-pribadi/salinan/"),
    Link(_("Pembukaan data pribadi"), "/kelola/data-pribadi/pembukaan/"),
    Link(_("Panduan"), "/kerja/panduan/"),
)
"""Of the officer for personal data, to whom no task ever comes."""
BACK_TO_SITE = Link(_("Situs publik"), "/")
TO_WORK = Link(_("Ruang kerja"), "/kerja/tugas/")
MANAGE_PEOPLE = "core.manage_people"
FOR_HOLDERS = (
    (MANAGE_PEOPLE, Link(_("Petugas"), "/petugas/")),
    (EXPORT, Link(_("Data pribadi"), "/kelola/data-pribadi/")),
    ("core.view_audit", Link(_("Pembukaan data pribadi"), "/kelola/data-pribadi/pembukaan/")),
    ("wagtailadmin.access_admin", Link(_("Kelola situs"), "/admin/")),
)

FOOTER = (
    Column(
        _("Informasi"),
        (
            Link(_("Program ATENSI"), "/program/atensi/"),
            Link(_("Peraturan"), "/peraturan/"),
            Link(_("SOP"), "/sop/"),
            Link(_("Nota kesepahaman (MoU)"), "/mou/"),
        ),
    ),
    Column(
        _("Layanan"),
        (
            Link(_("Cari di portal"), "/cari/"),
            Link(_("Ajukan atau lacak usulan"), "/kerja/usulan/"),
            Link(_("Direktori balai dan sentra"), "/unit/"),
            Link(_("Berita"), "/berita/"),
        ),
    ),
    Column(
        _("Tentang situs"),
        (
            Link(_("Pernyataan aksesibilitas"), "/aksesibilitas/"),
            Link(_("Pelindungan data pribadi"), "/privasi/"),
            Link(_("Hubungi kami"), "/kontak/"),
        ),
    ),
)


def menu(path: str, user: Person) -> list[Link]:
    """The main menu for a page, its own entry marked `page`, the section it lies under marked `true`.

    Work screens have the menu of work, which asks for nothing but the rights that these screens read anyway: their queries
    are counted.
    """
    links = _links(path, user)
    best = max((link.url for link in links if _current(link.url, path)), key=len, default="")
    return [Link(link.label, link.url, _current(link.url, path) if link.url == best else "") for link in links]


def _links(path: str, user: Person) -> tuple[Link, ...]:
    if path.startswith(APPOINTMENTS_PREFIX) and not holds_by_role(user, MANAGE_PEOPLE):
        # Heads of units come from their desk; administrators from the list of people in the public menu.
        return (*WORK_MENU, BACK_TO_SITE)
    if not path.startswith((WORK_PREFIX, PROTECTION_PREFIX)):
        return (*PUBLIC_MENU, *_for_officials(user))
    if holds_only(user, EXPORT):
        return (*PROTECTION_MENU, BACK_TO_SITE)
    if holds_by_role(user, EXPORT):
        return (*WORK_MENU, PROTECTION_MENU[0], BACK_TO_SITE)
    # Administrators and inspectors come to the log from the public menu, and go back by it.
    return (*WORK_MENU, BACK_TO_SITE) if path.startswith(WORK_PREFIX) else (*PUBLIC_MENU, *_for_officials(user))


def _for_officials(user: Person) -> tuple[Link, ...]:
    if not user.is_authenticated:
        return ()
    return (TO_WORK, *(link for permission, link in FOR_HOLDERS if user.has_perm(permission)))


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: `navigation`, `footer` and `source_code_url` for `base.html`."""
    user = getattr(request, "user", None) or AnonymousUser()
    return {
        "navigation": menu(request.path, user),
        "footer": FOOTER,
        "source_code_url": settings.SOURCE_CODE_URL,
    }
