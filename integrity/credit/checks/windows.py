"""A window for clerks of systems that cannot call the interface: one matter, one clerk, one hour.

The system's server asks for it with its token and gives its address to the clerk's page, which
shows it in a frame. The address is all that a window asks for, and it never leaves that page.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model, changed, db
from integrity.base.errors import Forbidden
from integrity.credit.checks import service, trials
from integrity.credit.checks.models import Check
from integrity.people.accounts import tokens
from integrity.people.accounts.models import Token
from integrity.people.subjects.identifiers import normalised

OPEN_FOR = timedelta(hours=1)
CODE = re.compile(r"[0-9A-Za-z\-]{8,20}")


class ForeignSite(Forbidden):
    """The page that is to show the window is on no site that the token names."""


class CheckWindow(Model):
    """A window that a system asked for; only the digest of its address is stored.

    `site`: the one whose pages may show it. `officer`: the clerk, as the system names them.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    token_id: Mapped[int] = mapped_column(sa.ForeignKey("token.id"), index=True)
    site: Mapped[str]
    officer: Mapped[str]
    purpose: Mapped[str]
    matter: Mapped[str]
    case_no: Mapped[str] = mapped_column(default="", server_default="")
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)

    token: Mapped[Token] = relationship(lazy="joined")


@dataclass(frozen=True)
class Clerk:
    """Who asks in a window: a person whom the system vouches for."""

    name: str
    body_id: int
    id: int | None = None


def open_window(
    token: Token,
    *,
    site: str,
    officer: str,
    purpose: str,
    matter: str,
    case_no: str,
    at: datetime,
) -> tuple[CheckWindow, str]:
    """A window and the secret part of its address, told once; raises ForeignSite."""
    if site not in token.sites:
        raise ForeignSite(_("令牌没有登记网站 %(site)s。", site=site))
    key = secrets.token_urlsafe(32)
    made = CheckWindow(
        digest=_digest(key),
        token=token,
        site=site,
        officer=officer,
        purpose=purpose,
        matter=matter,
        case_no=case_no,
        made_at=at,
        ends_at=at + OPEN_FOR,
    )
    db.session.add(made)
    db.session.flush()
    return made, key


def of(key: str) -> CheckWindow | None:
    """The window with this address, open or not."""
    wanted = sa.select(CheckWindow).where(CheckWindow.digest == _digest(key))
    return db.session.scalars(wanted).first()


def is_open(window: CheckWindow, at: datetime) -> bool:
    """Whether it may still be asked in: its hour is not over, and its token works."""
    return at < window.ends_at and tokens.is_live(window.token, at)


def check(window: CheckWindow, queries: Mapping[str, Any], *, at: datetime) -> Check:
    """Ask in a window, for what it was opened; raises WrongBatch, PersonsNotAuthorised.

    Nothing is registered of what is asked with a token for tests.
    """
    said: dict[str, Any] = {
        "purpose": window.purpose,
        "matter": window.matter,
        "case_no": window.case_no,
    }
    body = window.token.body
    if window.token.test:
        made = trials.check(queries, **said, as_of=None, body_id=body.id, at=at)
        return _on_trial(window, made)
    by = Clerk(window.officer, body.id)
    return service.check(queries, **said, body=body, by=by, at=at)


def asked_in(window: CheckWindow, ref: str) -> Check | None:
    """A check that this clerk made since the window was opened, for the same body and case."""
    if window.token.test:
        tried = trials.of(ref, window.token.body_id)
        return _on_trial(window, tried) if tried and tried.at >= window.made_at else None
    made = service.by_ref(ref)
    if made is None or (made.body_id, made.officer) != (window.token.body_id, window.officer):
        return None
    return made if made.at >= window.made_at and made.case_no == window.case_no else None


def _on_trial(window: CheckWindow, made: Check) -> Check:
    """A check on trial as the window shows it: of these words nothing was kept with it."""
    made.officer, made.purpose = window.officer, window.purpose
    made.matter, made.case_no, made.body = window.matter, window.case_no, window.token.body
    return made


def queries_of(lines: str) -> dict[str, dict[str, str]]:
    """What a clerk typed, by the number of its line: a code, a code and a name, or a name alone."""
    typed = ((str(number), line.split()) for number, line in enumerate(lines.splitlines(), 1))
    return {number: _query(parts) for number, parts in typed if parts}


def sweep(*, at: datetime) -> int:
    """Forget windows that are closed. Returns how many."""
    return changed(sa.delete(CheckWindow).where(CheckWindow.ends_at <= at))


def _query(parts: list[str]) -> dict[str, str]:
    if CODE.fullmatch(normalised(parts[0])):
        return {"code": parts[0], "name": " ".join(parts[1:])}
    return {"name": " ".join(parts)}


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
