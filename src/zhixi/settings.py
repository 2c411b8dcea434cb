"""Settings, all from the environment; every default runs embedded, on one machine, with nothing installed beside it.

ZHIXI_HOME           where data, weights and indexes lie             ./var
ZHIXI_DATABASE       postgresql://user:password@host:port/name       SQLite in ZHIXI_HOME
ZHIXI_REDIS          redis://host:port/0, pushes between processes    in memory, and the feed table
ZHIXI_SECRET_KEY     signs sessions                                  made once and kept in ZHIXI_HOME
ZHIXI_SEAL_KEY       seals personal data                             made once and kept in ZHIXI_HOME
ZHIXI_HOSTS          host names, parted by commas                    localhost,127.0.0.1
ZHIXI_HTTPS          1 behind TLS: cookies are sent over it alone     0
ZHIXI_GATEWAY_…      tokens, networks and limits of the doors for live sound: docs/telephony.md
ZHIXI_DEMO           1 shows the demonstration's calls and logins    0
ZHIXI_EXTENSION_TOTAL, ZHIXI_EXTENSION_BY_UNIT, _BY_DISPATCHER, _BY_SUPERVISOR, _BY_LEADER, ZHIXI_SUPPLEMENT_ASKS
                     30, 3, 5, 15, 30, 2: more of the city's rules of time
ZHIXI_REOPEN_LIMIT, ZHIXI_EXTENSION_DAYS, ZHIXI_CALLBACK_ATTEMPTS    3, 15, 3: the city's own rules
ZHIXI_RETURN_DAYS, ZHIXI_RETURNS_A_UNIT, ZHIXI_RETURN_LIMIT          1, 2, 2
ZHIXI_ASSIST_DAYS, ZHIXI_ASSISTS_FIRST, ZHIXI_SPLIT_MOST             3, 0, 9
ZHIXI_REPEAT_DAYS, ZHIXI_CLUSTER_HOURS, ZHIXI_CLUSTER_LEAST          90, 24, 3
ZHIXI_ATTACHMENTS, ZHIXI_ATTACHMENT_MB, ZHIXI_ATTACHMENTS_MB, ZHIXI_ATTACHMENT_MEGAPIXELS    30, 50, 300, 64
ZHIXI_LEARN_MINUTES, ZHIXI_LEARN_MB    120, 6144: how long and how large learning to dispatch may become
ZHIXI_DOCUMENT_MB, ZHIXI_DOCUMENT_SECONDS, ZHIXI_DOCUMENT_MEMORY_MB    50, 60, 1536: of a document that is imported
ZHIXI_PORTAL_RATE    30: how often one address may search the public knowledge base in a minute
ZHIXI_LIST_COUNT, ZHIXI_BOX_COUNT, ZHIXI_SEARCH_HITS, ZHIXI_EXPORT_ROWS, ZHIXI_EXPORT_HOURS    1000, 999, 1000, 100000, 24
"""

import contextlib
import os
import pathlib
import secrets
import urllib.parse

from zhixi.errors import BadInput

PACKAGE = pathlib.Path(__file__).parent
HOME = pathlib.Path(os.environ.get("ZHIXI_HOME", "var")).absolute()
DEMO = os.environ.get("ZHIXI_DEMO", "0") == "1"
# Sentence vectors beside words, to tell when no article answers a talk: some 110 MB a process that follows or searches.
MEANING = os.environ.get("ZHIXI_MEANING", "1") == "1"
HTTPS = os.environ.get("ZHIXI_HTTPS", "0") == "1"


def kept_secret(name: str) -> str:
    """A secret from the environment, or one made on the first start and kept in a file that only the owner reads."""
    if value := os.environ.get(f"ZHIXI_{name.upper()}"):
        return value
    path = HOME / f"{name}.txt"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # the first of two processes wins, both read the same
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


def whole_number(name: str, default: int) -> int:
    """A number from the environment, from 0 up."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal():
        raise BadInput(f"{name} is {text!r}", cure="write a whole number, such as 3")
    return int(text)


def database(url: str) -> dict:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "zhixi.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # 8 MB of pages a connection: more only doubles what the system keeps of the file, and grows with it.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise BadInput(
            "ZHIXI_DATABASE is not a PostgreSQL address",
            cure="write postgresql://user:password@host:5432/name",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": urllib.parse.unquote(parts.username or ""),
        "PASSWORD": urllib.parse.unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        # A page of a list is small work that the planner takes for large: compiling it, or sending for other
        # processes to share it, costs more than doing it.
        "OPTIONS": {"options": "-c jit=off -c max_parallel_workers_per_gather=0"},
    }


SECRET_KEY = kept_secret("secret_key")
SEAL_KEY = kept_secret("seal_key")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ZHIXI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "channels",
    *(
        f"zhixi.hotline.{app}"
        for app in (
            "accounts",
            "units",
            "audit",
            "privacy",
            "deadlines",
            "orders",
            "callbacks",
            "supervision",
            "notifications",
            "archive",
            "articles",
            "gaps",
            "confirmations",
            "documents",
            "commissions",
            "portal",
            "candidates",
            "calls",
            "filling",
            "queues",
            "attachments",
            "recordings",
            "directives",
            "dispatching",
        )
    ),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "zhixi.urls"
WSGI_APPLICATION = "zhixi.wsgi.application"
ASGI_APPLICATION = "zhixi.asgi.application"

DATABASES = {"default": database(os.environ.get("ZHIXI_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [os.environ["ZHIXI_REDIS"]]},
    }
    if os.environ.get("ZHIXI_REDIS")
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# 等保2.0 三级 8.1.4.1: failed logins lock the account for a time, idle sessions end.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "zhixi.hotline.http.locked_out"
SESSION_COOKIE_AGE = 9 * 3600  # one shift
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The city's own rules (local): how often an order may be reopened, how many working days a unit may ask for at
# once, and how often a citizen is rung before an order may be concluded without having reached them.
ORDER_REOPEN_LIMIT = whole_number("ZHIXI_REOPEN_LIMIT", 3)
ORDER_EXTENSION_DAYS = whole_number("ZHIXI_EXTENSION_DAYS", 15)
ORDER_EXTENSION_TOTAL = whole_number(
    "ZHIXI_EXTENSION_TOTAL", 30
)  # of one unit's one round, all grants together
ORDER_EXTENSION_GRANTS = {  # how many working days at once each may grant; a unit's lead once in a round
    "unit_lead": whole_number("ZHIXI_EXTENSION_BY_UNIT", 3),
    "dispatcher": whole_number("ZHIXI_EXTENSION_BY_DISPATCHER", 5),
    "supervisor": whole_number("ZHIXI_EXTENSION_BY_SUPERVISOR", 15),
    "leader": whole_number("ZHIXI_EXTENSION_BY_LEADER", 30),
}
ORDER_SUPPLEMENT_ASKS = whole_number("ZHIXI_SUPPLEMENT_ASKS", 2)  # how often a unit may wait for the citizen
ORDER_CALLBACK_ATTEMPTS = whole_number("ZHIXI_CALLBACK_ATTEMPTS", 3)

# Callbacks (local): the hours at which one may ring a citizen, how long a link for the answer holds, where citizens
# reach its page, how often one address may ask for it, and how many orders make the same reply a copied one.
CALLBACK_PARTS = ((9, 12), (14, 17), (18, 20))
CALLBACK_LINK_HOURS = whole_number("ZHIXI_CALLBACK_LINK_HOURS", 72)
CITIZEN_URL = os.environ.get("ZHIXI_CITIZEN_URL", "http://localhost:8000").rstrip("/")
CITIZEN_RATE = f"{whole_number('ZHIXI_CITIZEN_RATE', 60)}/m"
PORTAL_RATE = f"{whole_number('ZHIXI_PORTAL_RATE', 30)}/m"  # searches of the public, an address
NINJA_NUM_PROXIES = whole_number(
    "ZHIXI_PROXIES", 0
)  # how many stand before us: whose X-Forwarded-For is believed
REPLY_SAME_FROM = whole_number("ZHIXI_REPLY_SAME_FROM", 8)

# Messages (local): text messages wait from the first hour to the last; a gateway that is down is tried again after
# so many seconds, twice as long each time, so often, and so many messages leave at one tick.
NOTIFY_QUIET_HOURS = (whole_number("ZHIXI_QUIET_FROM", 21), whole_number("ZHIXI_QUIET_TO", 8))
NOTIFY_FIRST_WAIT = whole_number("ZHIXI_NOTIFY_WAIT", 60)
NOTIFY_ATTEMPTS = whole_number("ZHIXI_NOTIFY_ATTEMPTS", 6)
NOTIFY_BATCH = whole_number("ZHIXI_NOTIFY_BATCH", 200)
NOTIFY_TIMEOUT = whole_number("ZHIXI_NOTIFY_TIMEOUT", 10)
# Returns: within how many working days of getting an order a unit may return it, how often one unit may, and from
# how many returns on the dispatcher no longer rules alone (疑难会商). Helpers: their working days, and whether the
# lead must wait for them. One call is split into at most so many further orders. Repeats: how many days back.
ORDER_RETURN_DAYS = whole_number("ZHIXI_RETURN_DAYS", 1)
ORDER_RETURNS_A_UNIT = whole_number("ZHIXI_RETURNS_A_UNIT", 2)
ORDER_RETURN_LIMIT = whole_number("ZHIXI_RETURN_LIMIT", 2)
ORDER_ASSIST_DAYS = whole_number("ZHIXI_ASSIST_DAYS", 3)
ORDER_ASSISTS_FIRST = whole_number("ZHIXI_ASSISTS_FIRST", 0)
ORDER_SPLIT_MOST = whole_number("ZHIXI_SPLIT_MOST", 9)
ORDER_REPEAT_DAYS = whole_number("ZHIXI_REPEAT_DAYS", 90)
ORDER_CLUSTER_HOURS = whole_number("ZHIXI_CLUSTER_HOURS", 24)
ORDER_CLUSTER_LEAST = whole_number("ZHIXI_CLUSTER_LEAST", 3)

# Lists: how far a total is counted, how far the number on a box; the newest hits of a search; how many changed
# events a search takes into the index itself, and up to how many orders it makes an absent index; up to how many
# orders beside its own a unit's list names by key.
LIST_COUNT_CAP = whole_number("ZHIXI_LIST_COUNT", 1000)
BOX_COUNT_CAP = whole_number("ZHIXI_BOX_COUNT", 999)
SEARCH_HOME = HOME / "orders" / "search"
SEARCH_HITS = whole_number("ZHIXI_SEARCH_HITS", 1000)
SEARCH_FOLLOW = whole_number("ZHIXI_SEARCH_FOLLOW", 2000)
SEARCH_BUILD_AT_ONCE = whole_number("ZHIXI_SEARCH_BUILD_AT_ONCE", 20_000)
# Exports: rows at once, hours that a file lies here, minutes after which one that was begun is begun again. Saved
# views a person. Lists of destruction: the hour of the night, orders at most, days until a refused one comes again.
EXPORT_HOME = HOME / "exports"
EXPORT_ROWS = whole_number("ZHIXI_EXPORT_ROWS", 100_000)
EXPORT_HOURS = whole_number("ZHIXI_EXPORT_HOURS", 24)
EXPORT_MINUTES = whole_number("ZHIXI_EXPORT_MINUTES", 30)
VIEWS_MOST = whole_number("ZHIXI_VIEWS_MOST", 50)
DESTRUCTION_HOUR = whole_number("ZHIXI_DESTRUCTION_HOUR", 3)
DESTRUCTION_MOST = whole_number("ZHIXI_DESTRUCTION_MOST", 5000)
DESTRUCTION_AGAIN_DAYS = whole_number("ZHIXI_DESTRUCTION_AGAIN_DAYS", 365)
# Attachments: files and bytes of an order, bytes and picture points of a file, hours that one waits to be added.
ATTACHMENT_HOME = HOME / "attachments"
ATTACHMENTS_MOST = whole_number("ZHIXI_ATTACHMENTS", 30)
ATTACHMENTS_BYTES = whole_number("ZHIXI_ATTACHMENTS_MB", 300) << 20
ATTACHMENT_BYTES = whole_number("ZHIXI_ATTACHMENT_MB", 50) << 20
ATTACHMENT_PIXELS = whole_number("ZHIXI_ATTACHMENT_MEGAPIXELS", 64) * 1_000_000
ATTACHMENT_WAIT_HOURS = whole_number("ZHIXI_ATTACHMENT_WAIT_HOURS", 24)
FILE_UPLOAD_HANDLERS = [
    "zhixi.hotline.attachments.uploading.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "zhixi.hotline.attachments.uploading.OnDisk",
]
# Documents that become articles: bytes of a file, seconds of the processor and bytes of memory to read it.
DOCUMENT_BYTES = whole_number("ZHIXI_DOCUMENT_MB", 50) << 20
DOCUMENT_SECONDS = whole_number("ZHIXI_DOCUMENT_SECONDS", 60)
DOCUMENT_MEMORY = whole_number("ZHIXI_DOCUMENT_MEMORY_MB", 1536) << 20
# Recordings (local): where they lie, as what (opus, flac, off), and how many days they are kept (0: for ever).
RECORDING_HOME = pathlib.Path(os.environ.get("ZHIXI_RECORDING_HOME", HOME / "recordings"))
RECORDING_KIND = os.environ.get("ZHIXI_RECORDING", "opus")
if RECORDING_KIND not in ("opus", "flac", "off"):
    raise BadInput(f"ZHIXI_RECORDING is {RECORDING_KIND!r}", cure="write opus, flac or off")
RECORDING_DAYS = whole_number("ZHIXI_RECORDING_DAYS", 1095)
# Learning to dispatch: minutes and megabytes after which its process is ended.
LEARN_MINUTES = whole_number("ZHIXI_LEARN_MINUTES", 120)
LEARN_MB = whole_number("ZHIXI_LEARN_MB", 6144)
VISIBLE_BY_KEY = whole_number("ZHIXI_VISIBLE_BY_KEY", 5000)

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = None
WEB_ROOT = PACKAGE / "web"  # the built pages; made from frontend/ when the package is built
# Served from where they lie: nothing has to be collected. A build's assets have its hash in their names.
STATICFILES_DIRS = [WEB_ROOT] if WEB_ROOT.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/desk/assets/"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
