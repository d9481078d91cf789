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
# 422: the form came empty and says what is missing.
DOCUMENT_STAFF = ("editor_dokumen", "penelaah_hukum", "penerbit", SUPERUSER)
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
    Row("akun/isian/<uuid:pk>/berkas/<int:file>/", logged_in("404"), GET_ONLY),
    Row("petugas/", only(*PEOPLE_ADMINS), GET_ONLY),
    Row("petugas/undang/", only(*PEOPLE_ADMINS), only(*PEOPLE_ADMINS)),
    Row("petugas/<int:pk>/", only(*PEOPLE_ADMINS), GET_ONLY, {"pk": "person"}),
    Row("petugas/<int:pk>/ubah/", only(*PEOPLE_ADMINS), only(*PEOPLE_ADMINS), {"pk": "person"}),
    Row("petugas/<int:pk>/peran/", GET_ONLY, only(*PEOPLE_ADMINS, answer="422"), {"pk": "person"}),
    Row(
        "petugas/<int:pk>/nonaktifkan/",
        only(*PEOPLE_ADMINS),
        only(*PEOPLE_ADMINS, answer="go"),
        {"pk": "person"},
    ),
    Row("petugas/<int:pk>/*", GET_ONLY, only(*PEOPLE_ADMINS, answer="go"), {"pk": "person", "held": "held"}),
    Row("kelola/hari-libur/", only(*PEOPLE_ADMINS), only(*PEOPLE_ADMINS)),
    Row("kelola/hari-libur/impor/", GET_ONLY, only(*PEOPLE_ADMINS, answer="422")),
    Row("kelola/hari-libur/<int:pk>/hapus/", GET_ONLY, only(*PEOPLE_ADMINS, answer="go"), {"pk": "holiday"}),
)

TABLE: tuple[Row, ...] = (*ACCOUNT_ROWS,)


def row_for(route: str) -> Row | None:
    return next((row for row in TABLE if row.fits(route)), None)
