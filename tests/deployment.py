"""`check --deploy` on the production settings with the environment of a real installation; part of `make check`."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def production_environment(var_dir: str) -> dict[str, str]:
    """The variables that README.md, «Production», asks for."""
    production = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "https://portal.contoh.go.id",
        "ALLOWED_HOSTS": "portal.contoh.go.id",
        "SOURCE_CODE_URL": "https://portal.contoh.go.id/kode-sumber",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "surel.contoh.go.id",
        "VAR_DIR": var_dir,
        "LOG_LEVEL": "ERROR",
    }
    return dict(os.environ) | production


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portal-deployment-") as var_dir:
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, cwd=ROOT, env=production_environment(var_dir)).returncode


if __name__ == "__main__":
    sys.exit(main())
