"""One settings file, driven by the environment.

ENVIRONMENT is "demo" (the default: everything works at once, nothing is secret), "dev" or "production".
Production refuses to start when something unsafe is left at its default.
"""

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from hhtclinic.environment import FLAGS, listed, refusals
from hhtclinic.permissions import framed_by_nobody

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))


def env_flag(name, default=False):
    """Whether the environment variable `name` says yes; `default` when it is not set. A word that is neither yes nor
    no raises `ImproperlyConfigured`: read as no it would quietly switch off what somebody wanted on."""
    word = os.environ.get(name, "1" if default else "0")
    if word.lower() not in FLAGS:
        raise ImproperlyConfigured(f"{name} is {word!r}. It must be 1 or 0 (true, yes, on; false, no, off).")
    return FLAGS[word.lower()]


def env_number(name, default):
    """The environment variable `name` as a whole number. Raises `ImproperlyConfigured` for anything else."""
    word = os.environ.get(name) or str(default)
    if not (word.isascii() and word.isdigit()):
        raise ImproperlyConfigured(f"{name} is {word!r}. It must be a whole number, such as {default}.")
    return int(word)


def env_list(name):
    return listed(os.environ, name)


def content_languages(codes):
    """{code: name} of languages beside English that Django knows by name. Raises `ImproperlyConfigured` for others."""
    if unknown := [code for code in codes if code not in LANG_INFO or code.startswith("en")]:
        raise ImproperlyConfigured(f"CONTENT_LANGUAGES has {', '.join(unknown)}. It takes codes such as de or pt-br.")
    return {code: LANG_INFO[code].get("name") or code for code in codes}


ENVIRONMENT = os.environ.get("ENVIRONMENT", "demo")
if ENVIRONMENT not in ("demo", "dev", "production"):  # a typing error must not serve patients from the demonstration
    raise ImproperlyConfigured(f"ENVIRONMENT is {ENVIRONMENT!r}. It must be demo, dev or production, in small letters.")
PRODUCTION = ENVIRONMENT == "production"
if PRODUCTION and (found := refusals(os.environ)):
    raise ImproperlyConfigured("\n".join(found))
DEBUG = ENVIRONMENT == "dev"

SECRET_KEY = os.environ.get("SECRET_KEY", "" if PRODUCTION else "demo-only-not-a-secret")
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")  # whoever shows it may read /metrics; without one nobody may
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")  # the keys before it: sessions, and letters that wait
# What seals the secrets of second factors: the first key seals, the ones before it still open.
MFA_KEYS = env_list("MFA_KEYS") or ([] if PRODUCTION else ["demo-only-not-a-secret-of-second-factors"])
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

# Database: SQLite is embedded, PostgreSQL is what a clinic runs ---------------------------------------------------

EMBEDDED = f"sqlite:///{VAR_DIR / 'clinic.sqlite3'}"
# Connections are kept, and asked whether they still hold: a database that was restarted costs nobody an error.
DATABASE = dj_database_url.parse(
    os.environ.get("DATABASE_URL") or EMBEDDED,
    conn_max_age=env_number("CONN_MAX_AGE", 60),
    conn_health_checks=True,
    # A pooler gives each transaction another connection: what outlives one, cursor or plan, would be gone.
    disable_server_side_cursors=env_flag("PGBOUNCER"),
)
DATABASES = {"default": DATABASE}
LONGEST_WAIT = 5  # seconds for one answer of the database to a request; a phone keeps its entry after four
if DATABASE["ENGINE"].endswith("postgresql"):
    DATABASE["ENGINE"] = "hhtclinic.postgresql"
    # A machine that is gone says nothing: found out after 3 seconds where we connect, after 15 where we are connected.
    whose = {"connect_timeout": 3, "tcp_user_timeout": 15_000, "keepalives_idle": 15, "keepalives_interval": 5}
    plans = {"prepare_threshold": None if env_flag("PGBOUNCER") else 0}  # of `rows_of_prepared`, at the first time
    DATABASE["OPTIONS"] = whose | plans | {"application_name": "hhtclinic"} | DATABASE.get("OPTIONS", {})
else:
    # Immediate transactions, or two writers would deadlock on upgrade; recursive triggers, or INSERT OR REPLACE
    # would walk past the append-only trigger. synchronous=FULL: an acknowledged log survives a power cut.
    DATABASE.setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Applications -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "hhtclinic",
    "patients",
    "programs",
    "hhtclinic.admin_config.ClinicAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # a page of allauth.mfa needs its filters
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "simple_history",
]

MIDDLEWARE = [
    "hhtclinic.front.ProbesMiddleware",
    "hhtclinic.front.RequestMiddleware",
    "hhtclinic.front.DurableMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "hhtclinic.middleware.MethodsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads each answer at random; the CSRF token is masked anew in each page
    "csp.middleware.CSPMiddleware",
    "hhtclinic.permissions.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hhtclinic.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "hhtclinic.middleware.SessionLifeMiddleware",
    "hhtclinic.middleware.SecondFactorMiddleware",
    "hhtclinic.middleware.KnownDeviceMiddleware",
    "hhtclinic.middleware.PrivatePagesMiddleware",
    "hhtclinic.middleware.NoProgrammeMiddleware",
]

ROOT_URLCONF = "hhtclinic.urls"
WSGI_APPLICATION = "hhtclinic.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "patients.access.navigation",
                "patients.views.answers.post",
                "patients.views.desk.start.to_finish",
                "programs.clock.in_templates",
            ],
        },
    },
]

# Who comes in -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "hhtclinic.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "hhtclinic.passwords.GuessedValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # as long as the letter that brings the link is tried
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "hhtclinic.adapter.ClinicAccountAdapter"
ACCOUNT_FORMS = {
    "login": "hhtclinic.doors.LoginForm",
    "change_password": "hhtclinic.doors.ChangePasswordForm",
    "set_password": "hhtclinic.doors.SetPasswordForm",
    "reset_password": "hhtclinic.doors.ResetForm",
    "reset_password_from_key": "hhtclinic.doors.NewPasswordForm",
    "reauthenticate": "hhtclinic.doors.PasswordAgainForm",
    "request_login_code": "hhtclinic.doors.CodeForm",
    "confirm_login_code": "hhtclinic.doors.ConfirmCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # a mail server that asks to come again in a minute or two is everyday
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# A clinic signs in from one address on Monday. `guesses.py` counts its wrong passwords; codes of second factors count
# against their account alone, and so first does what is asked for an account: who attacks one uses up little of what
# the address may. A passkey cannot be guessed.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/300s/key",
    "request_login_code": "3/m/key,60/m/ip",
    "reset_password": "5/m/key,20/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": None}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "hhtclinic.sealed.ClinicMFAAdapter"
MFA_FORMS = {
    "authenticate": "hhtclinic.doors.FactorForm",
    "reauthenticate": "hhtclinic.doors.FactorAgainForm",
    "activate_totp": "hhtclinic.doors.AppForm",
    "add_webauthn": "hhtclinic.doors.PasskeyForm",
    "edit_webauthn": "hhtclinic.doors.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "HHT Clinic"

STAFF_SECOND_FACTOR = env_flag("STAFF_SECOND_FACTOR", default=PRODUCTION)
STAFF_IDLE_SECONDS = 30 * 60
STAFF_SESSION_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
MESSAGE_STORAGE = "hhtclinic.storage.SessionMessages"  # sentences name people: never in a cookie
CSRF_FAILURE_VIEW = "hhtclinic.resend.csrf_failure"
# __Host-: browsers keep such a cookie to this one host and to TLS, whatever another host of its domain would set.
HOST_ALONE = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{HOST_ALONE}sessionid", f"{HOST_ALONE}csrftoken"
DEVICE_COOKIE_NAME = f"{HOST_ALONE}device"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # scripts take the token from the form

# Throttle state is shared: with one cache a worker, a limit of 5 lets 5 through on each of them. It also holds the used
# codes of second factors. Django keeps 300 entries and then drops a third of those in force: whoever made 300 would
# reset every count. What has expired goes first, and a flood of more than these costs one in a hundred.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000, "CULL_FREQUENCY": 100},
    }
}

# What leaves the house ------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
WHITENOISE_ADD_HEADERS_FUNCTION = framed_by_nobody
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env_flag("SECURE_SSL_REDIRECT", default=True)
    BEHIND_PROXY = env_flag("BEHIND_PROXY")
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
    ALLAUTH_TRUSTED_PROXY_COUNT = env_number("PROXY_COUNT", 0)
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env_flag("HSTS_SUBDOMAINS")
    # Not of this site to decide: what else the clinic serves below its domain, and a browser maker's list.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    "patients.notices.smtp.Backend" if PRODUCTION else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = VAR_DIR / "outbox"
# EMAIL_URL=smtp://user:password@mail.example.org:587 (with STARTTLS), smtps://… (TLS from the start), smtp+plain://…
EMAIL_SERVER = urlsplit(os.environ.get("EMAIL_URL", "smtp+plain://localhost:25"))
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SERVER.scheme == "smtp", EMAIL_SERVER.scheme == "smtps"
EMAIL_HOST = EMAIL_SERVER.hostname
EMAIL_PORT = EMAIL_SERVER.port or {"smtp": 587, "smtps": 465}.get(EMAIL_SERVER.scheme, 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(EMAIL_SERVER.username or ""), unquote(EMAIL_SERVER.password or "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "no-reply@example.org")

# Where the links of an e-mail lead: they are written where there is no request.
SITE_URL = os.environ.get("SITE_URL", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://localhost:8000")

# Web push: `manage.py make_push_keys` prints the key; without one push is off. The demonstration's is no secret.
DEMO_PUSH_KEY = "" if PRODUCTION else "ZGVtby1vbmx5LW5vdC1hLXNlY3JldC1wdXNoLWtleS4"
PUSH_PRIVATE_KEY = os.environ.get("PUSH_PRIVATE_KEY", DEMO_PUSH_KEY)
# Whom a push service may ask about what it is sent (RFC 8292).
PUSH_SUBJECT = os.environ.get("PUSH_SUBJECT", SITE_URL if PRODUCTION else "mailto:demonstration@example.org")
if PUSH_PRIVATE_KEY and not PUSH_SUBJECT.startswith(("mailto:", "https://")):
    raise ImproperlyConfigured("PUSH_SUBJECT, else SITE_URL, must begin with mailto: or https:// for web push.")
PUSH_HOSTS = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "web.push.apple.com",
    "*.notify.windows.com",
)

# Language, time, files ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
CONTENT_LANGUAGES = content_languages(env_list("CONTENT_LANGUAGES"))  # of exercises, programmes and answers
USE_I18N = False  # there is one: to look for each text in the catalogue of every app takes 2 ms a page
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "Europe/London")

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/picture/"  # the view that answers them, whatever storage holds them
STORAGES = {
    "default": {"BACKEND": "programs.storage.DatabaseStorage"},
    "staticfiles": {"BACKEND": "hhtclinic.storage.HashedStorage"},
}
# In place of the database any storage of Django's kind: its dotted name, and its options as JSON.
if MEDIA_STORAGE := os.environ.get("MEDIA_STORAGE"):
    MEDIA_OPTIONS = json.loads(os.environ.get("MEDIA_STORAGE_OPTIONS", "{}"))
    STORAGES["default"] = {"BACKEND": MEDIA_STORAGE, "OPTIONS": MEDIA_OPTIONS}
FILE_UPLOAD_HANDLERS = ["hhtclinic.uploads.BoundedUpload"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# What is logged names a route and a status. Ids in paths are opaque; no form value and no name is ever logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "hhtclinic.logs.Masking", "fmt": "%(asctime)sZ %(levelname)s %(name)s %(message)s"},
        "json": {"()": "hhtclinic.logs.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if PRODUCTION else "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "hhtclinic.requests": {"level": "INFO" if PRODUCTION else "WARNING"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # machines that try every door, a traceback each
    },
}
