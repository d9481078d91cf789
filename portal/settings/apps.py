"""What is installed, in which order. Our apps come first so that their templates win."""

from typing import Any

INSTALLED_APPS = [
    "portal.core",
    "portal.accounts",
    "portal.pages",
    "portal",
    "documents",
    "workflows",
    "search",
    "themes",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "viewflow.workflow",
    "guardian",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages by gzip, with random padding against BREACH; WhiteNoise above sends files it compressed beforehand.
    "django.middleware.gzip.GZipMiddleware",
    "portal.accounts.headers.BrowserFeaturesMiddleware",
    "portal.accounts.headers.ContentPolicyMiddleware",
    "themes.middleware.ThemeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.sessions.SessionClockMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "documents.redirects.DiscreetRedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.accounts.late_forms.LateFormMiddleware",
    # Last: it calls the view itself, inside a transaction.
    "documents.middleware.AdminTransactionMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.navigation.navigation",
            ],
            # The theme in use comes first; the cache has a compartment per theme.
            "loaders": [
                (
                    "themes.loaders.CachedLoader",
                    ["themes.loaders.ThemeLoader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    },
]

# Form fields are drawn by our own templates (themes/…/django/forms/field.html), not by Django's defaults.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
