"""One demo account per role. Passwords are made on this machine and kept in VAR_DIR, readable by its owner only."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from portal.core import actions
from portal.core.models import Directorate, Unit, User
from portal.core.reference_data import load_reference_data
from portal.core.roles import ROLES, Scope

# Nobody can receive mail there (RFC 2606), and check --deploy refuses accounts of this domain.
DEMO_DOMAIN = "contoh.invalid"
UNIT = "sentra-terpadu-pangudi-luhur"
DIRECTORATE = "ts-kpo"
NAMES = {
    "operator_balai": ("Rina Operator (contoh)", "Pengelola data"),
    "kepala_balai": ("Budi Kepala Balai (contoh)", "Kepala Sentra"),
    "verifikator": ("Sari Verifikator (contoh)", "Verifikator"),
    "pekerja_sosial": ("Dewi Pekerja Sosial (contoh)", "Pekerja Sosial Ahli Muda"),
    "koordinator": ("Anton Koordinator (contoh)", "Koordinator"),
    "direktur": ("Hasan Direktur (contoh)", "Direktur"),
    "dirjen": ("Lestari Dirjen (contoh)", "Direktur Jenderal"),
    "ppk": ("Joko PPK (contoh)", "Pejabat Pembuat Komitmen"),
    "kpa": ("Maria KPA (contoh)", "Kuasa Pengguna Anggaran"),
    "auditor": ("Yusuf Auditor (contoh)", "Auditor Itjen"),
    "pelindung_data": ("Ratna Pelindung Data (contoh)", "Petugas pelindungan data pribadi"),
    "editor_dokumen": ("Nina Editor (contoh)", "Pengelola dokumen"),
    "penelaah_hukum": ("Wayan Penelaah (contoh)", "Analis hukum"),
    "penerbit": ("Tuti Penerbit (contoh)", "Pengelola JDIH"),
    "admin_portal": ("Agus Admin (contoh)", "Administrator portal"),
}
_CONSONANTS, _VOWELS = "bdfghjklmnprstw", "aeiou"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What the demo prints so that somebody can log in."""

    role: str
    label: str
    address: str
    password: str


@transaction.atomic
def make() -> list[DemoAccount]:
    """The accounts with their roles; run again, it changes nothing that is there."""
    load_reference_data()
    passwords = _read_passwords()
    for role in ROLES:
        _make_one(role, passwords)
    _write_passwords(passwords)
    return accounts()


def accounts() -> list[DemoAccount]:
    """The demo accounts of this installation that exist and are active, in the order of the roles."""
    passwords = _read_passwords()
    known = set(User.objects.active().filter(email__endswith=f"@{DEMO_DOMAIN}").values_list("email", flat=True))
    return [
        DemoAccount(code, str(role.label), address_of(code), passwords[code])
        for code, role in ROLES.items()
        if code in passwords and address_of(code) in known
    ]


def as_json() -> str:
    return json.dumps([asdict(account) for account in accounts()], ensure_ascii=False, indent=2)


def address_of(role: str) -> str:
    return f"{role.replace('_', '.')}@{DEMO_DOMAIN}"


def _make_one(role: str, passwords: dict[str, str]) -> None:
    name, office = NAMES[role]
    user = User.objects.filter(email=address_of(role)).first()
    if user is None:
        user = actions.create_user(by=None, email=address_of(role), name=name, office=office)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        passwords.pop(role, None)
    if role not in passwords:
        passwords[role] = _new_password()
        user.set_password(passwords[role])
        user.save(update_fields=("password",))
    scope = ROLES[role].scope
    actions.give_role(
        by=None,
        user=user,
        role=role,
        unit=Unit.objects.get(code=UNIT) if scope is Scope.UNIT else None,
        directorate=Directorate.objects.get(code=DIRECTORATE) if scope is Scope.DIRECTORATE else None,
    )


def _new_password() -> str:
    """Easy to type from a terminal: five made-up words, 67 bits."""
    words = ("".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(2)) for _ in range(5))
    return "-".join(words)


def _file() -> Path:
    return Path(settings.VAR_DIR) / "demo_accounts.json"


def _read_passwords() -> dict[str, str]:
    if not _file().exists():
        return {}
    stored: dict[str, str] = json.loads(_file().read_text())
    return stored


def _write_passwords(passwords: dict[str, str]) -> None:
    """Through a new file, so that a crash leaves the old one; never readable by others, not even for a moment."""
    _file().parent.mkdir(parents=True, exist_ok=True)
    fresh = _file().with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(passwords, file)
    fresh.replace(_file())
