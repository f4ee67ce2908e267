"""The wrong body was named: the office gives the matter to the right one, with a trace.

Never the body itself: whoever owes cannot push its duty away. What it owes and by which day stays;
what ran against the wrong body alone starts anew, and that is the stream's to say.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Forbidden, Refused
from integrity.base.states import Flow
from integrity.casework import extensions
from integrity.casework.acts import Act
from integrity.credit.records import service as records
from integrity.pages.forms import PostForm
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import Subject

Settle = Callable[[Any, date], None]
MOVE = "readdress"


class SameBody(Refused):
    """It is that body's already."""


class ReaddressForm(PostForm):
    """Which body it is in truth, and what shows it."""

    body = SubjectField(_l("应为哪个单位"))
    why = TextAreaField(
        _l("理由和依据"),
        description=_l("各方都可以看到。写明依据哪份合同、文书或者职责规定。"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )


def act(stream: str, flow: Flow, settle: Settle, warning: Any) -> Act:
    """The act of a stream with the move MOVE; `settle(item, on)` starts what runs anew."""
    verb = partial(readdress, stream, flow, settle)
    return Act(_l("改正责任单位"), verb, ReaddressForm, warning, danger=True, primary=False)


def readdress(
    stream: str,
    flow: Flow,
    settle: Settle,
    item: Any,
    body: Subject,
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Give an item to the body that owes it; raises Forbidden, SameBody, records.Counted.

    The log names the old body and the new one. A record that was only proposed is withdrawn, and
    an extension that waits is ended.
    """
    old = item.subject
    if getattr(by, "body_id", None) == old.id:
        raise Forbidden(_("责任单位不能自行改由其他单位负责。"))
    if body.id == old.id:
        raise SameBody(_("该事项现在就由%(body)s负责。", body=old.name))
    said = _("由%(old)s改为%(new)s。%(why)s", old=old.name, new=body.name, why=why)
    flow.go(item, MOVE, by=by, at=at, why=said, old=old.id, new=body.id)
    records.readdress(stream, item.id, by=by, at=at, why=said)
    extensions.end(stream, item, said, by=by, at=at)
    item.subject = body
    settle(item, local_day(at))
