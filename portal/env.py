"""The one door to the process environment: a missing or malformed variable explains itself."""

import os
import stat
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None, *, purpose: str = "") -> str:
    """Value of the variable, or `default`; without a default a missing one raises ImproperlyConfigured that says what to do."""
    value = os.environ.get(name, "")
    if value != "":
        return value
    if default is not None:
        return default
    reason = f" ({purpose})" if purpose else ""
    raise ImproperlyConfigured(f"Set the environment variable {name}{reason}; README.md, «Production», lists them all.")


def private_directory(path: Path) -> Path:
    """The directory, made if it is not there, that only its owner may enter; what this process writes from now on, wherever,
    is its owner's alone too (umask).

    One that exists is closed as well, unless it is another account's or a shared one like /tmp: `check --deploy` tells of that.
    """
    os.umask(0o077)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.stat()
    if found.st_uid == os.geteuid() and found.st_mode & 0o077 and not found.st_mode & stat.S_ISVTX:
        path.chmod(0o700)
    return path


def env_bool(name: str, default: bool) -> bool:
    """A yes/no variable: 1, true, yes, on or 0, false, no, off; anything else raises ImproperlyConfigured."""
    value = env(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def env_int(name: str, default: int) -> int:
    """A whole number; anything else raises ImproperlyConfigured."""
    value = env(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated values without blanks."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]
