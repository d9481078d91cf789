"""The suite: a VAR_DIR of its own, cheap passwords, mail in memory. Loosens base, adds nothing."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-never-in-production")
os.environ.setdefault("HTTPS_ONLY", "0")
os.environ.setdefault("SOURCE_CODE_URL", "https://code.invalid/portal-rehsos")
if "VAR_DIR" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    # A process of a divided run inherits the folder of the one that divided it.
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from portal.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Static files straight from the apps and themes: no collectstatic before a test, and no warning about its folder.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
