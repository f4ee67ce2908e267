"""Settings, all from the environment, all with a default that works on a laptop."""

import base64
import hashlib
import logging
import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict
from redis.backoff import NoBackoff
from redis.retry import Retry

OTHERS = 0o077
HASTY: dict[str, object] = {
    "socket_connect_timeout": 0.5,
    "socket_timeout": 0.5,
    "retry": Retry(NoBackoff(), 0),
}
"""How the limits ask Redis: on every page, so a Redis that hangs must not keep anybody waiting."""
WORKED_OUT = {"secret_key", "contact_key", "database_url", "base_url", "trusted_hosts", "locale"}
"""Settings that Flask gets under another name or in another form; the rest it gets as they are."""
log = logging.getLogger(__name__)
ROOT = Path(__file__).parents[2]


class MissingSecret(RuntimeError):
    """SECRET_KEY must be set unless the demonstration runs."""


class NotADemonstration(RuntimeError):
    """What `make demo` left behind must not make a demonstration of a real system."""


class Settings(BaseSettings):
    """What an installation may choose; `.env` in the project folder is read too."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    database_url: str = ""
    redis_url: str = ""
    secret_key: str = ""
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: str = ""
    locale: str = "zh"
    site_name: str = "政务诚信"
    demo: bool = False
    instance: Path = ROOT / "instance"
    upload_limit: int = 20_000_000
    import_limit: int = 20_000_000
    unclaimed_limit: int = 2_000_000_000
    free_space: int = 1_000_000_000
    idle_minutes: int = 30
    session_hours: int = 12
    sessions: int = 5
    device_days: int = 180
    login_tries: int = 5
    strangers_tries: int = 50
    token_days: int = 366
    token_overlap_days: int = 7
    token_per_minute: int = 600
    proxies: int = 0
    visitor_seconds: float = 5
    statement_seconds: float = 60
    lock_seconds: float = 10
    database_connections: int = 5
    office_name: str = "政务诚信建设工作领导小组办公室"
    office_contact: str = ""
    icp_number: str = ""
    review_organ: str = "本级人民政府"
    lawsuit_court: str = "有管辖权的人民法院"
    visits: str = "1200 per minute"
    complaints: str = "60 per hour"
    follows: str = "20 per day"
    enrolments: str = "10 per day"
    enrolment_codes: str = "30 per hour"
    paper_checks: str = "60 per hour"
    credit_reports: str = "60 per hour"
    complaint_words: str = "120 per hour"
    wrong_receipts: str = "20 per hour"
    contact_key: str = ""
    clamd: str = ""
    clamd_seconds: float = 30
    mail_server: str = ""
    mail_port: int = 587
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_user: str = ""
    mail_password: str = ""
    mail_from: str = ""
    mail_folder: str = ""
    gateway_url: str = ""
    gateway_token: str = ""
    gateway_body: str = '{"to": "{to}", "text": "{text}", "id": "{id}"}'
    webhook_url: str = ""
    webhook_secret: str = ""
    robot_url: str = ""
    message_seconds: float = 10
    embed_sites: str = ""
    column_folder: str = ""
    metrics_token: str = ""

    def flask(self) -> dict[str, object]:
        """The same as Flask's configuration keys."""
        self._refuse_what_demo_left()
        self.instance.mkdir(parents=True, exist_ok=True)
        keep_private(ROOT / ".env", self.instance, *self._sqlite_files())
        secret = self.secret_key or self._demonstration_secret()
        plain = self.model_dump(exclude=WORKED_OUT)
        return {
            **{name.upper(): value for name, value in plain.items()},
            "SQLALCHEMY_DATABASE_URI": self._database(),
            "BASE_URL": self.base_url.rstrip("/"),
            "OTHER_HOSTS": self.trusted_hosts,
            "MAX_CONTENT_LENGTH": self.upload_limit + 1_000_000,
            "MAX_FORM_MEMORY_SIZE": 2_000_000,
            "BABEL_DEFAULT_LOCALE": self.locale,
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "integrity" / "translations"),
            "RATELIMIT_STORAGE_URI": self.redis_url or "memory://",
            "RATELIMIT_HEADERS_ENABLED": True,
            "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
            "RATELIMIT_STORAGE_OPTIONS": HASTY if self.redis_url else {},
            "RATELIMIT_SWALLOW_ERRORS": True,
            **self._keys(secret),
            **self._cookies(),
            **self._mails(),
        }

    def _keys(self, secret: str) -> dict[str, object]:
        return {
            "SECRET_KEY": secret,
            "IDENTIFIER_KEY": derived_key(secret, "identifier"),
            "RECEIPT_KEY": derived_key(secret, "receipt"),
            "CONTACT_KEY": derived_key(self.contact_key or secret, "contact"),
            "FOLLOW_KEY": derived_key(self.contact_key or secret, "follow"),
        }

    def _cookies(self) -> dict[str, object]:
        return {
            "WTF_CSRF_TIME_LIMIT": 12 * 3600,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.base_url.startswith("https://"),
            "SESSION_COOKIE_NAME": self._cookie("session"),
            "DEVICE_COOKIE_NAME": self._cookie("device"),
        }

    def _mails(self) -> dict[str, object]:
        """The demonstration writes its mails to a folder, and to nobody."""
        if not self.demo or self.mail_server:
            return {}
        folder = self.mail_folder or str(self.instance / "mails")
        return {"MAIL_FOLDER": folder, "MAIL_FROM": self.mail_from or "demo@example.invalid"}

    def _refuse_what_demo_left(self) -> None:
        """DEMO=1 in `.env` holds for the demonstration's own settings, and for no others."""
        said = {name.lower() for name, value in os.environ.items() if value}
        if self.demo and "demo" not in said and (self.secret_key or "database_url" in said):
            raise NotADemonstration(
                f"{ROOT / '.env'} says DEMO=1, as `make demo` writes it, but SECRET_KEY or "
                "DATABASE_URL of another system is set. Delete DEMO=1 and what else belongs to "
                "the demonstration from that file; or, if you mean the demonstration, set DEMO=1 "
                "in the environment too."
            )

    def _cookie(self, name: str) -> str:
        """With https a name that browsers take from this very host only, over https only."""
        return f"__Host-{name}" if self.base_url.startswith("https://") else name

    def _sqlite_files(self) -> list[Path]:
        """The database and what SQLite keeps beside it, if it is one."""
        _kind, is_sqlite, path = self._database().partition("sqlite:///")
        database = Path(path)
        return list(database.parent.glob(f"{database.name}*")) if is_sqlite and path else []

    def _database(self) -> str:
        url = self.database_url or f"sqlite:///{self.instance / 'integrity.sqlite'}"
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url

    def _demonstration_secret(self) -> str:
        """The demonstration keeps a secret of its own beside its data; a real one never does."""
        if not self.demo:
            raise MissingSecret(
                "SECRET_KEY is not set. For a new installation `flask setup` makes one, or "
                "`python3 -c 'import secrets; print(secrets.token_hex(32))'`; keep it safe."
            )
        file = self.instance / "demo-secret"
        if not file.exists():
            file.write_text(secrets.token_hex(32))
            file.chmod(0o600)
        return file.read_text()


def make_secret() -> None:
    """Give a new installation a secret in `.env`; one that is there, or was said, stays."""
    if Settings().secret_key or Settings().demo:
        return
    file = ROOT / ".env"
    with file.open("a", encoding="utf-8") as kept:
        kept.write(f"SECRET_KEY={secrets.token_hex(32)}\n")
    keep_private(file)


def keep_private(*paths: Path) -> None:
    """Take these from everybody else on this machine; tell of what we may not."""
    for path in paths:
        if path.exists() and path.stat().st_mode & OTHERS:
            try:
                path.chmod(path.stat().st_mode & ~OTHERS & 0o777)
            except PermissionError:
                log.warning("%s can be read by others on this machine", path)


def derived_key(secret: str, purpose: str) -> str:
    """A key of 32 bytes (base64) for one purpose, so that no key serves two."""
    material = hashlib.scrypt(secret.encode(), salt=purpose.encode(), n=2**14, r=8, p=1, dklen=32)
    return base64.b64encode(material).decode()
