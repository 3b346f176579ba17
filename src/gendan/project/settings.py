"""Django's settings. What differs between installations comes from the environment; docs/operators.md lists it."""

from __future__ import annotations

import os
from pathlib import Path

from gendan.project.database import django_database
from gendan.project.folders import anchors_folder, archive_folder, attachments_folder, data_folder
from gendan.project.providers import providers
from gendan.project.secret import secret_key


def _list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


SECRET_KEY = secret_key()
DEBUG = os.environ.get("GENDAN_DEBUG") == "1"
ALLOWED_HOSTS = _list("GENDAN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("GENDAN_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "gendan.people",
    "gendan.cases",
    "gendan.parties",
    "gendan.notices",
    "gendan.catalogue",
    "gendan.money",
    "gendan.stock",
    "gendan.orders",
    "gendan.measures",
    "gendan.web",
    "gendan.api",
]
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["gendan.people.backends.PersonBackend"]
# The cookie carries a signed id; the session's row, which can be ended, is the people room's.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"

MIDDLEWARE = [
    "gendan.project.moment.MomentMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gendan.project.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gendan.people.middleware.SignInMiddleware",
    "gendan.web.trying.TryMiddleware",
    "gendan.web.middleware.LanguageMiddleware",
    "gendan.web.middleware.PlainTextMiddleware",
    "gendan.web.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "gendan.project.urls"
WSGI_APPLICATION = "gendan.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gendan.web.context.frame",
            ],
        },
    },
]

DATABASES = {"default": django_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGIN_URL = "web:sign_in"
# Of whom a second factor is required at sign-in: `administrators`, `everybody`, or nobody.
GENDAN_SECOND_FACTOR = os.environ.get("GENDAN_SECOND_FACTOR", "")
# Providers of sign-in besides the password, as far as the site has set them up.
GENDAN_PROVIDERS = providers()
# Who may try the demo company, told by the room that makes it: the sign-in page stands below.
GENDAN_WAYS_IN = "gendan.project.demo.ways_in"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "gendan.web.views.common.out_of_date"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("GENDAN_TIME_ZONE", "Asia/Shanghai")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

STATIC_URL = "/static/"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": data_folder() / "files"},
    },
    "staticfiles": {"BACKEND": "gendan.project.assets.VersionedStaticFilesStorage"},
}
# Straight from the packages that hold them: nothing to collect, nothing to forget.
# The text of a manual looks alike on its page and in its file.
STATICFILES_DIRS = [("gendan/manual", Path(__file__).parents[1] / "packs" / "manual" / "styles")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# Everything a page needs comes from Gendan itself; no script or style stands in a page.
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# A cookie that nobody has used for so long is read no more; one that is used is signed anew. No session outlives its
# row.
SESSION_COOKIE_AGE = int(float(os.environ.get("GENDAN_SESSION_IDLE_HOURS", "4")) * 3600)
GENDAN_SESSION_HOURS = float(os.environ.get("GENDAN_SESSION_HOURS", "12"))
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# Behind a proxy that speaks TLS to the world; without one, cookies marked secure would lock everybody out.
if os.environ.get("GENDAN_BEHIND_TLS") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # Browsers take a cookie of such a name only from this very host, by TLS, for all of it.
    SESSION_COOKIE_NAME = "__Host-gendan"
    CSRF_COOKIE_NAME = "__Host-gendan-forms"

# One file of an import may hold a million rows; it is streamed to disk, and its size is judged where it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Where people reach this installation, for links in messages; without it a link is a path.
GENDAN_ADDRESS = os.environ.get("GENDAN_ADDRESS", "").rstrip("/")

# Mail leaves by the site's own server; without one there is no mail, and messages take their next channel.
GENDAN_MAIL = bool(os.environ.get("GENDAN_SMTP_HOST"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("GENDAN_SMTP_HOST", "")
_IMPLICIT_TLS = os.environ.get("GENDAN_SMTP_TLS") == "implicit"
EMAIL_PORT = int(os.environ.get("GENDAN_SMTP_PORT", "465" if _IMPLICIT_TLS else "587"))
EMAIL_HOST_USER = os.environ.get("GENDAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GENDAN_SMTP_PASSWORD", "")
EMAIL_USE_SSL = _IMPLICIT_TLS
EMAIL_USE_TLS = os.environ.get("GENDAN_SMTP_TLS", "starttls") == "starttls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("GENDAN_MAIL_FROM", "gendan@localhost")

# SMS leave by the site's gateway: see gendan.notices.channels.sms.
GENDAN_SMS_URL = os.environ.get("GENDAN_SMS_URL", "")
GENDAN_SMS_TOKEN = os.environ.get("GENDAN_SMS_TOKEN", "")

# A group's robot, in DingTalk, Feishu or WeCom: see gendan.notices.channels.robot.
GENDAN_ROBOT_URL = os.environ.get("GENDAN_ROBOT_URL", "")
GENDAN_ROBOT_SECRET = os.environ.get("GENDAN_ROBOT_SECRET", "")

# Webhooks lead to the open internet only, but for networks of the site's own that are named here.
GENDAN_WEBHOOK_NETWORKS = _list("GENDAN_WEBHOOK_NETWORKS")

GENDAN_DATA = data_folder()
GENDAN_ATTACHMENTS = attachments_folder()
GENDAN_ANCHORS = anchors_folder()
GENDAN_ARCHIVE = archive_folder()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("GENDAN_LOG_LEVEL", "WARNING")},
    "loggers": {"gendan": {"level": os.environ.get("GENDAN_LOG_LEVEL", "INFO")}},
}
