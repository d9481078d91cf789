"""Production settings. dev.py and test.py only loosen them. Every variable comes through portal.env."""

from pathlib import Path

from portal.env import BASE_DIR, env, env_bool, env_int, env_list, private_directory
from portal.settings.accounts import *
from portal.settings.apps import FORM_RENDERER, INSTALLED_APPS, MIDDLEWARE, TEMPLATES
from portal.settings.databases import database
from portal.settings.security import *

DEBUG = False
SECRET_KEY = env("SECRET_KEY", purpose="signs sessions and links; 50 random characters")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost")
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SOURCE_CODE_URL = env("SOURCE_CODE_URL", "")
# A demonstration: what it issues is marked «CONTOH», so that no letter of it passes for a decision.
DEMO = env_bool("DEMO", False)
PORTAL_CORPUS = Path(env("PORTAL_CORPUS", str(BASE_DIR.parent / "shared" / "corpus")))

# Everything the portal writes lies under one directory: one thing to back up, one thing to mount. Web server, worker and
# commands read these settings first, so this line also closes whatever they write to other accounts of the machine.
VAR_DIR = private_directory(Path(env("VAR_DIR", str(BASE_DIR / "var"))))
PRIVATE_FILES_DIR = VAR_DIR / "files"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
SEARCH_DIR = VAR_DIR / "search"
# Where a large upload lies while it comes in: with everything else of the portal, and swept (portal/core/coming_in.py).
FILE_UPLOAD_TEMP_DIR = private_directory(VAR_DIR / "coming-in")
FILE_UPLOAD_HANDLERS = [
    "portal.accounts.strangers.StrangersUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600  # Django's own default gives uploads to everybody, whatever the umask

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DATABASES = {"default": database(VAR_DIR)}
# Only what one process may forget (Wagtail's addresses of sites); what counts for all of them: portal/core/limits.py.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATICFILES_FINDERS = [
    "themes.finders.ThemeFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]

# The theme of visitors who chose none: the name of a folder in themes/.
THEME = env("THEME", "dasar")

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
# Compiled from locale/ by `manage.py setup_site` (portal/catalogues.py).
COMPILED_LOCALE_DIR = VAR_DIR / "locale"
LOCALE_PATHS = [COMPILED_LOCALE_DIR]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Portal Rehsos <portal@localhost>")
EMAIL_BACKEND = env("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
# STARTTLS (mostly port 587), or TLS from the first byte (465): one of the two.
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env_bool("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Elasticsearch is used when its address is set; the embedded index always exists as the answer of last resort.
ELASTICSEARCH_URL = env("ELASTICSEARCH_URL", "")
ELASTICSEARCH_USER = env("ELASTICSEARCH_USER", "")
ELASTICSEARCH_PASSWORD = env("ELASTICSEARCH_PASSWORD", "")
ELASTICSEARCH_API_KEY = env("ELASTICSEARCH_API_KEY", "")
ELASTICSEARCH_CA_FILE = env("ELASTICSEARCH_CA_FILE", "")
ELASTICSEARCH_PREFIX = env("ELASTICSEARCH_PREFIX", "portal")

WAGTAIL_SITE_NAME = "Portal Rehsos"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
# One language and one clock for everybody's records: nothing to choose in the admin's account screen.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id", "Bahasa Indonesia")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_MODERATION_ENABLED = True
# Wagtail's autosave sends the whole form half a second after each key, an uploaded PDF of many megabytes with it.
WAGTAIL_AUTOSAVE_INTERVAL = 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "portal.logs.RedactingFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"quiet": {"()": "portal.logs.QuietFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["quiet"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {"elastic_transport": {"level": "WARNING"}},  # a line for each search would drown the others
}
