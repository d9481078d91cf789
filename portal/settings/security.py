"""Sessions, cookies and headers: the security half of the production settings (the login itself: accounts.py)."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

from portal.env import env, env_bool, env_int

# Guardian: no anonymous row, no monkey patch; rights are granted to role groups only (portal/core/roles.py).
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

# Behind TLS everywhere but on a developer's or demo machine, which says so in its environment.
HTTPS_ONLY = env_bool("HTTPS_ONLY", True)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31_536_000) if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY
if env("TRUSTED_PROXY_TLS_HEADER", ""):
    SECURE_PROXY_SSL_HEADER = (env("TRUSTED_PROXY_TLS_HEADER"), "https")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Without a click for two hours, or after a working day of twelve, one logs in again; unsent forms are kept.
SESSION_COOKIE_AGE = env_int("SESSION_SECONDS", 2 * 3600)
SESSION_LONGEST_SECONDS = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"  # Wagtail opens its own previews to its own pages
# Text of a form, files aside: the editor offers a text of up to four million letters (documents/editing/forms.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Our pages hold no inline script or style and load nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "frame-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "upgrade-insecure-requests": HTTPS_ONLY,
    }
}
# Wagtail's admin writes inline scripts and styles without a nonce (7.4: seven on the page editor alone).
ADMIN_CONTENT_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "worker-src": [SELF],
}
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(self), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
