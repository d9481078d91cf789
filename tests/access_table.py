"""Who gets what at every address: the one table that tests/test_access.py compares the portal with.

How to add an address
    Write one row: the route as the resolver shows it (a failing run prints it), then what GET and POST answer.
    `*` stands for any characters. The first row that fits counts, so put the particular before the general.

What a rule says
    A rule maps accounts to answers. Accounts are those of access_world.ACCOUNTS (every role; «kepala_balai@elsewhere» is
    the head of another unit than the one that owns the samples); «*» is everybody the rule does not name.
    Answers, joined by «|» if several are right:
      page   200                         login  sent to the login page
      403    seen, but not allowed       404    may not know that it exists
      405    wrong method                go     sent to another page that is not the login
      home   sent to the admin's start page, as Wagtail refuses
      400, 409, 422 …                    the status itself
    `samples` names the keys put into the route: {"pk": "proposal"} takes access_world's sample «proposal».

What else is checked for every row: a refusal (login, 403, 404, home) and an anonymous GET write nothing, and no answer is a 5xx.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.access_world import ANONYMOUS, SUPERUSER

Rule = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    route: str
    get: Rule
    post: Rule
    samples: Mapping[str, str] = field(default_factory=dict)

    def fits(self, route: str) -> bool:
        # «[» has a meaning for fnmatch and never occurs in a route.
        return fnmatchcase(route, self.route)


def everybody(answer: str) -> Rule:
    return {"*": answer}


def only(*accounts: str, answer: str = "page", others: str = "403", anonymous: str = "login") -> Rule:
    """`answer` for the named accounts, `others` for everybody else who is logged in."""
    return dict.fromkeys(accounts, answer) | {"*": others, ANONYMOUS: anonymous}


def logged_in(answer: str = "page") -> Rule:
    return {"*": answer, ANONYMOUS: "login"}


GET_ONLY = everybody("405")
PEOPLE_ADMINS = ("admin_portal", SUPERUSER)
APPOINTERS = (*PEOPLE_ADMINS, "kepala_balai", "kepala_balai@elsewhere")
LOGIN_PAGE: Rule = {"*": "go", ANONYMOUS: "page"}

ACCOUNT_ROWS = (
    Row("admin/login/", everybody("login"), everybody("login")),
    Row("_util/login/", everybody("login"), everybody("login")),
    Row("admin/password_reset/*", everybody("go"), everybody("go")),
    Row("admin/users/*", everybody("404"), everybody("404")),
    Row("admin/groups/*", everybody("404"), everybody("404")),
    Row("admin/bulk/core/user/*", everybody("404"), everybody("404")),
    Row("akun/masuk/", LOGIN_PAGE, LOGIN_PAGE),
    Row("akun/keluar/", {"*": "page", ANONYMOUS: "go"}, everybody("go")),
    Row("akun/daftar/", LOGIN_PAGE, {"*": "go", ANONYMOUS: "403"}),
    Row("akun/nonaktif/", everybody("page"), GET_ONLY),
    Row("akun/periksa-sandi/", logged_in("page|go"), logged_in("page|go")),
    Row("akun/surel/", logged_in(), logged_in("go")),
    Row("akun/surel/terkirim/", everybody("page"), GET_ONLY),
    Row("akun/surel/konfirmasi/*", everybody("page"), everybody("404")),
    Row("akun/sandi/ubah/", logged_in(), logged_in()),
    Row("akun/sandi/buat/", logged_in("go"), logged_in("go")),
    Row("akun/lupa-sandi/<*", everybody("page"), everybody("page")),
    Row("akun/lupa-sandi/", everybody("page"), everybody("page")),
    Row("akun/lupa-sandi/*", everybody("page"), GET_ONLY),
    Row("akun/", logged_in(), {"*": "405", ANONYMOUS: "405"}),
    Row("akun/mulai/", logged_in("go"), GET_ONLY),
    Row("akun/undangan/<str:token>/", everybody("404"), everybody("404")),
    Row("akun/isian/<uuid:pk>/", logged_in("404"), logged_in("404")),
    Row("akun/isian/<uuid:pk>/berkas/<key:file>/", logged_in("404"), GET_ONLY),
    Row("petugas/", only(*PEOPLE_ADMINS), GET_ONLY),
    Row("petugas/undang/", only(*PEOPLE_ADMINS), only(*PEOPLE_ADMINS)),
    Row("petugas/pengganti/", only(*APPOINTERS), GET_ONLY),
    Row("petugas/pengganti/baru/", only(*APPOINTERS), only(*APPOINTERS)),
    Row(
        "petugas/pengganti/<key:pk>/akhiri/",
        only(*APPOINTERS) | {"kepala_balai@elsewhere": "404"},
        only(*APPOINTERS, answer="go") | {"kepala_balai@elsewhere": "404"},
        {"pk": "acting"},
    ),
    Row("petugas/<key:pk>/", only(*PEOPLE_ADMINS), GET_ONLY, {"pk": "person"}),
    Row("petugas/<key:pk>/ubah/", only(*PEOPLE_ADMINS), only(*PEOPLE_ADMINS), {"pk": "person"}),
    Row("petugas/<key:pk>/peran/", GET_ONLY, only(*PEOPLE_ADMINS, answer="422"), {"pk": "person"}),
    Row(
        "petugas/<key:pk>/nonaktifkan/",
        only(*PEOPLE_ADMINS),
        only(*PEOPLE_ADMINS, answer="go"),
        {"pk": "person"},
    ),
    Row("petugas/<key:pk>/*", GET_ONLY, only(*PEOPLE_ADMINS, answer="go"), {"pk": "person", "held": "held"}),
    Row("kelola/hari-libur/", only(*PEOPLE_ADMINS), only(*PEOPLE_ADMINS)),
    Row("kelola/hari-libur/impor/", GET_ONLY, only(*PEOPLE_ADMINS, answer="422")),
    Row("kelola/hari-libur/<key:pk>/hapus/", GET_ONLY, only(*PEOPLE_ADMINS, answer="go"), {"pk": "holiday"}),
)

DRAFTERS = ("operator_balai", "kepala_balai", "operator_balai@elsewhere", "kepala_balai@elsewhere")
# The sample proposal waits for a verifier.
SEES_PROPOSAL = (
    "operator_balai",
    "kepala_balai",
    "verifikator",
    "pekerja_sosial",
    "koordinator",
    "direktur",
    "dirjen",
    "ppk",
    "kpa",
    "auditor",
    SUPERUSER,
)


def on_proposal(**answers: str) -> Rule:
    """The named roles get their answer, others who see the proposal 403, everybody else 404."""
    return {"*": "404", ANONYMOUS: "login"} | dict.fromkeys(SEES_PROPOSAL, "403") | answers


OWN_UNIT = ("operator_balai", "kepala_balai")
MAY_UNMASK = (*OWN_UNIT, "verifikator", "pekerja_sosial", "ppk", "auditor")


def for_own_unit(answer: str) -> Rule:
    """Content is the unit's: its people get the answer, others who see the proposal 403, everybody else 404."""
    return on_proposal(**dict.fromkeys(OWN_UNIT, answer))


def for_recorders(answer: str) -> Rule:
    """The PPK and the unit's own people record handovers."""
    return on_proposal(ppk=answer, **dict.fromkeys(OWN_UNIT, answer))


NO_POST: Rule = {"*": "405", ANONYMOUS: "login"}
# The sample waits for a verifier, so its content is closed: a page sends back to the proposal, a POST of text shows it again.
CLOSED_FORM = (for_own_unit("go"), for_own_unit("409"), {"pk": "proposal"})
WORK_ROWS = (
    Row("kerja/tugas/", logged_in(), NO_POST),
    Row("kerja/usulan/", logged_in(), NO_POST),
    Row("kerja/panduan/", logged_in(), NO_POST),
    Row("kerja/panduan/<slug:slug>/", logged_in(), NO_POST, {"slug": "guide"}),
    Row("kerja/tugas/<key:pk>/", on_proposal(verifikator="page"), on_proposal(verifikator="page"), {"pk": "task"}),
    Row("kerja/tugas/<key:pk>/ambil/", NO_POST, on_proposal(verifikator="go"), {"pk": "task"}),
    # Nobody has taken the task: for whoever may take it, giving it back changes nothing.
    Row("kerja/tugas/<key:pk>/lepas/", NO_POST, on_proposal(verifikator="go"), {"pk": "task"}),
    Row(
        "kerja/usulan/<key:pk>/",
        only(*SEES_PROPOSAL, others="404"),
        NO_POST,
        {"pk": "proposal"},
    ),
    # Without a reason the form is shown again to those who may open the data.
    Row(
        "kerja/usulan/<key:pk>/data-pribadi/",
        only(*SEES_PROPOSAL, others="404"),
        on_proposal(**dict.fromkeys(MAY_UNMASK, "page")),
        {"pk": "proposal"},
    ),
    Row("kerja/usulan/<key:pk>/cetak/", only(*SEES_PROPOSAL, others="404"), NO_POST, {"pk": "proposal"}),
    Row(
        "kerja/usulan/<key:pk>/pemeriksaan/",
        only(*SEES_PROPOSAL, others="404"),
        on_proposal(verifikator="go"),
        {"pk": "proposal"},
    ),
    # The verifier alone writes; without an answer the page comes back with its sentence.
    Row(
        "kerja/usulan/<key:pk>/pemeriksaan/berkas/<key:kind>/",
        only(*SEES_PROPOSAL, answer="go", others="404"),
        on_proposal(verifikator="page"),
        {"pk": "proposal", "kind": "kind"},
    ),
    # Without an answer that it is about there is nothing to comment: what was typed is shown, to be copied.
    Row(
        "kerja/usulan/<key:pk>/pemeriksaan/catatan/",
        only(*SEES_PROPOSAL, answer="go", others="404"),
        on_proposal(verifikator="409"),
        {"pk": "proposal"},
    ),
    Row(
        "kerja/usulan/<key:pk>/pemeriksaan/catatan/<key:comment>/",
        NO_POST,
        on_proposal(verifikator="go"),
        {"pk": "proposal", "comment": "comment"},
    ),
    Row(
        "kerja/usulan/<key:pk>/perubahan/",
        only(*SEES_PROPOSAL, others="404"),
        NO_POST,
        {"pk": "corrected"},
    ),
    Row(
        "kerja/usulan/<key:pk>/tarik/",
        on_proposal(kepala_balai="page"),
        on_proposal(kepala_balai="page"),
        {"pk": "proposal"},
    ),
    Row(
        "kerja/usulan/baru/",
        only(*DRAFTERS),
        only(*DRAFTERS),
    ),
    Row("kerja/usulan/<key:pk>/ubah/", for_own_unit("go"), NO_POST, {"pk": "proposal"}),
    Row("kerja/usulan/<key:pk>/ubah/uraian/", *CLOSED_FORM),
    Row("kerja/usulan/<key:pk>/ubah/pemohon/", *CLOSED_FORM),
    Row("kerja/usulan/<key:pk>/ubah/komunitas/", *CLOSED_FORM),
    Row("kerja/usulan/<key:pk>/ubah/penerima/", for_own_unit("go"), for_own_unit("409"), {"pk": "proposal"}),
    Row(
        "kerja/usulan/<key:pk>/ubah/penerima/<key:community>/",
        for_own_unit("go"),
        for_own_unit("409"),
        {"pk": "proposal", "community": "receiving"},
    ),
    Row("kerja/usulan/<key:pk>/ubah/barang/*", *CLOSED_FORM),
    Row("kerja/usulan/<key:pk>/ubah/berkas/", *CLOSED_FORM),
    Row("kerja/usulan/<key:pk>/ubah/berkas/unggah/", NO_POST, for_own_unit("409"), {"pk": "proposal"}),
    # An upload under way belongs to one account; the sample's is the operator's.
    Row(
        "kerja/unggahan/<uuid:pk>/",
        only("operator_balai", others="404"),
        only("operator_balai", answer="409", others="404"),
        {"pk": "upload"},
    ),
    Row("kerja/usulan/<key:pk>/ubah/pernyataan/", *CLOSED_FORM),
    Row("kerja/usulan/<key:pk>/ubah/periksa/", *CLOSED_FORM),
    Row("kerja/usulan/<key:pk>/serah-terima/", only(*SEES_PROPOSAL, others="404"), NO_POST, {"pk": "decided"}),
    Row(
        "kerja/usulan/<key:pk>/serah-terima/<key:community_id>/",
        for_recorders("page"),
        for_recorders("page"),
        {"pk": "decided", "community_id": "community"},
    ),
    Row(
        "kerja/berkas/<key:pk>/",
        only(*SEES_PROPOSAL, others="404"),
        NO_POST,
        {"pk": "paper"},
    ),
    # The sample is no real PDF: whoever may download it is told that it cannot be drawn.
    Row(
        "kerja/berkas/<key:pk>/halaman/<key:number>/",
        only(*SEES_PROPOSAL, answer="422", others="404"),
        NO_POST,
        {"pk": "paper", "number": "first"},
    ),
    Row(
        "kerja/serah-terima/<key:pk>/berkas/",
        # It names the receiver: whoever does not record handovers is led to where personal data is opened.
        only(*SEES_PROPOSAL, answer="go", others="404") | dict.fromkeys((*OWN_UNIT, "ppk"), "page"),
        NO_POST,
        {"pk": "handover"},
    ),
    Row("kerja/usulan/<key:pk>/surat/", only(*SEES_PROPOSAL, others="404"), NO_POST, {"pk": "decided"}),
    Row("periksa/", everybody("page"), GET_ONLY),
    Row("periksa/<letter_code:code>/", everybody("go"), everybody("go")),
)

PERSONS_ROWS = (
    Row("kelola/data-pribadi/", only("pelindung_data"), {"*": "405", ANONYMOUS: "login"}),
    Row("kelola/data-pribadi/salinan/", only("pelindung_data"), only("pelindung_data")),
    Row(
        "kelola/data-pribadi/pembukaan/",
        only("pelindung_data", "auditor", *PEOPLE_ADMINS),
        {"*": "405", ANONYMOUS: "login"},
    ),
    Row(
        "kelola/data-pribadi/pembukaan/<key:pk>/",
        only("pelindung_data", "auditor", *PEOPLE_ADMINS),
        {"*": "405", ANONYMOUS: "login"},
        {"pk": "looked_at"},
    ),
)

PUBLIC_ROWS = (
    Row("tampilan/", GET_ONLY, everybody("go")),
    Row("robots.txt", everybody("page"), everybody("page|405")),
    Row("sitemap*", everybody("page|404"), everybody("page|404|405")),
    Row("berkas/<key:pk>/", everybody("404"), GET_ONLY, {"pk": "nothing"}),
    Row("berkas/<key:pk>/<slug:name>.pdf", everybody("404"), GET_ONLY, {"pk": "nothing"}),
    # Written by the worker; here it has not run.
    Row("jdihn/document.json", everybody("404"), GET_ONLY),
    Row("cari/", everybody("page"), GET_ONLY),
    Row("cari/atom/", everybody("page"), GET_ONLY),
    Row("cari/csv/", everybody("page"), GET_ONLY),
    Row("cari/saran/", everybody("page"), GET_ONLY),
    Row("_util/authenticate_with_password/*", everybody("404"), everybody("404")),
    # Wagtail serves pages whatever the method; here the home page.
    Row("<re:_0>", everybody("page"), everybody("page"), {"_0": "empty"}),
)

# Wagtail's admin. Which editor may do what to which page, through every door, is walked in tests/documents/; here: who
# enters at all, and what stays closed to everybody but the keeper of the system.
ANSWERED = "page|go|home|400|404|405"
REFUSED = "home|404|405"
EDITORS = ("editor_dokumen", "penelaah_hukum", "penerbit")
STAFF = (*EDITORS, "admin_portal")


def admin_staff(answer: str = ANSWERED, **particular: str) -> Rule:
    """Outsiders are refused before anything is looked up."""
    return only(*STAFF, answer=answer) | {SUPERUSER: ANSWERED} | particular


def admin_row(route: str, answer: str = ANSWERED, samples: Mapping[str, str] | None = None, **particular: str) -> Row:
    rule = admin_staff(answer, **particular)
    return Row(route, rule, rule, samples or {})


# Whoever keeps people and tables has nothing to do with pages, and learns of none.
NO_PAGES = {"admin_portal": "403"}
_PAGE = {"page_id": "regulations", "parent_page_id": "regulations", "page_to_move_id": "regulations"}
OPEN_TO_STRANGERS: Rule = {"*": "403", ANONYMOUS: "page|405"} | dict.fromkeys((*STAFF, SUPERUSER), "page|405")

ADMIN_ROWS = (
    Row("admin/failwhale/", everybody("404"), everybody("404")),
    Row("admin/test404/", everybody("404"), everybody("404")),
    Row("admin/sprite/", OPEN_TO_STRANGERS, OPEN_TO_STRANGERS),
    Row("admin/jsi18n/", OPEN_TO_STRANGERS, OPEN_TO_STRANGERS),
    Row(
        "admin//",
        only(*STAFF, SUPERUSER, answer="404", anonymous="go"),
        only(*STAFF, SUPERUSER, answer="404", anonymous="go"),
    ),
    # The tables of the administrator; what he may not add or delete sends him to the start page too.
    admin_row("admin/konfigurasi/*", REFUSED, admin_portal=ANSWERED),
    # Sites, redirects, collections, moderation workflows: set up once, by whoever keeps the system.
    admin_row("admin/sites/*", REFUSED),
    admin_row("admin/redirects/import/process/", REFUSED, superuser="500|go|405"),
    admin_row("admin/redirects/*", REFUSED),
    admin_row("admin/collections/*", REFUSED),
    admin_row("admin/workflows/task_chooser/*"),
    admin_row("admin/workflows/*", REFUSED),
    # The two-person rule: nobody deletes, moves, copies or closes index pages, editors do not unpublish.
    admin_row("admin/pages/<int:page_id>/delete/", "home", _PAGE, **NO_PAGES),
    admin_row("admin/pages/<int:page_id>/lock/", "home|405", _PAGE, **NO_PAGES),
    admin_row("admin/pages/<int:page_id>/unpublish/", "home", _PAGE, penerbit="page|go", **NO_PAGES),
    admin_row("admin/pages/<int:page_id>/privacy/", "home", _PAGE, superuser="home", **NO_PAGES),
    admin_row("admin/pages/<int:page_id>/copy/", "home", _PAGE, **NO_PAGES),
    admin_row("admin/pages/<int:page_to_move_id>/move/", "home", _PAGE, **NO_PAGES),
    admin_row("admin/pages/*", samples=_PAGE, **NO_PAGES),
    admin_row("admin/choose-page/*", **NO_PAGES),
    admin_row("admin/api/main/pages/*", **NO_PAGES),
    # Wagtail's choosers take any text for a key and fail on letters.
    admin_row("admin/*chosen/<str:pk>/", samples={"pk": "nothing"}),
    admin_row("admin/logout/", ANSWERED + "|login", superuser=ANSWERED + "|login"),
    # Known defects of Wagtail 7.4.4 on an empty POST, for staff only.
    admin_row("admin/choose-external-link/", ANSWERED + "|500", superuser=ANSWERED + "|500"),
    # Reviewers' lists: for those who correct documents; whoever only publishes sees what waits for a second person.
    admin_row("admin/tinjauan/status/", "page|405", penerbit="home|405", admin_portal="home|405"),
    admin_row("admin/tinjauan/hubungan/", "page|home"),
    admin_row("admin/*"),
)

TABLE: tuple[Row, ...] = (*ACCOUNT_ROWS, *WORK_ROWS, *PERSONS_ROWS, *PUBLIC_ROWS, *ADMIN_ROWS)


def row_for(route: str) -> Row | None:
    return next((row for row in TABLE if row.fits(route)), None)
