"""A developer's machine: DEBUG, plain HTTP, a throw-away key. Loosens base, adds nothing."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-development-never-in-production")
os.environ.setdefault("HTTPS_ONLY", "0")
os.environ.setdefault("SOURCE_CODE_URL", "https://code.invalid/portal-rehsos")

from portal.settings.base import *

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
