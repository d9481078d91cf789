"""The environment of the demo: production settings on one machine, with a secret made on first use."""

import os
import secrets
from pathlib import Path

from portal.env import BASE_DIR, private_directory

# check --deploy knows a demo secret by this beginning and refuses it.
DEMO_SECRET_PREFIX = "demo-"  # noqa: S105 - the beginning of secrets, none itself


def demo_environment(port: int) -> dict[str, str]:
    """This process's environment with the demo's variables; what is already set stays as it is."""
    var_dir = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()
    demo = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        "VAR_DIR": str(var_dir),
        "SECRET_KEY": _secret(var_dir / "demo_secret"),
        "HTTPS_ONLY": "0",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SOURCE_CODE_URL": "https://code.invalid/portal-rehsos",
        "DEMO": "1",
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }
    given = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return demo | given


def _secret(path: Path) -> str:
    """Sessions outlive a restart, so the secret is made once; only its owner may read it."""
    if not path.exists():
        private_directory(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(DEMO_SECRET_PREFIX + secrets.token_urlsafe(50))
    return path.read_text()
