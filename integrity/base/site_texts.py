"""What this installation says of itself: its name, who runs it, how to reach them; kept whole.

What was never said here is what the setting of that name says. Every word ever said stays a row.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.audit import service as audit
from integrity.base.config import Settings
from integrity.base.db import Model, db
from integrity.base.errors import Refused

TEXT_NAMES = {
    "SITE_NAME": _l("本站名称"),
    "OFFICE_NAME": _l("主办单位"),
    "OFFICE_CONTACT": _l("联系方式"),
    "ICP_NUMBER": _l("备案号"),
    "REVIEW_ORGAN": _l("行政复议机关"),
    "LAWSUIT_COURT": _l("管辖法院"),
}
"""Each is a setting too, by the same name."""


class SiteText(Model):
    """What was said under a name from a moment on, until it was said anew."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40), index=True)
    words: Mapped[str]
    at: Mapped[datetime]
    by_name: Mapped[str]


class NothingNew(Refused):
    """Every word is already so."""

    title = _l("没有改动")


def said(name: str) -> str:
    """What holds now; what was never said here, as it is set."""
    return _now().get(name, str(current_app.config[name]))


def site_name() -> str:
    """The name of the installation; the one it has by default is a message."""
    name = said("SITE_NAME")
    return _("政务诚信") if name == Settings.model_fields["site_name"].default else name


def say(words: Mapping[str, str], *, by: audit.Actor, at: datetime) -> None:
    """Say what differs from now; what was said before stays. Raises NothingNew."""
    fresh = {name: text.strip() for name, text in words.items() if text.strip() != said(name)}
    if not fresh:
        raise NothingNew(_("没有改动，未作保存。"))
    for name, text in fresh.items():
        row = SiteText(name=name, words=text, at=at, by_name=str(by.name))
        db.session.add(row)
        audit.write(row, "reword", by=by, at=at, old=said(name), new=text)
    g.pop("site_texts", None)


def _now() -> Mapping[str, str]:
    """The newest of each name, once a request; the settings alone while the database is away."""
    if "site_texts" not in g:
        newest = sa.select(sa.func.max(SiteText.id)).group_by(SiteText.name)
        wanted = sa.select(SiteText.name, SiteText.words).where(SiteText.id.in_(newest))
        try:
            g.site_texts = dict(db.session.execute(wanted).tuples().all())
        except SQLAlchemyError:
            return {}
    return g.site_texts  # type: ignore[no-any-return]


def init(app: Flask) -> None:
    app.add_template_global(said, "site_text")

    @app.context_processor
    def named() -> dict[str, Any]:
        return {"site_name": site_name()}
