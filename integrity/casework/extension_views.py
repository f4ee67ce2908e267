"""The pages of extensions, for every stream in which a later day may be proposed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.casework import extensions
from integrity.casework.acts import Act, is_outdated, perform
from integrity.casework.extensions import Extension, ExtensionState
from integrity.casework.steps import step_in
from integrity.casework.streams import Stream
from integrity.pages.forms import WhyForm
from integrity.pages.items import Button, Section

TONES = {
    ExtensionState.PROPOSED: "soon",
    ExtensionState.GRANTED: "good",
    ExtensionState.REFUSED: "closed",
    ExtensionState.ENDED: "closed",
}
GRANT = _l("批准延期")
REFUSE = _l("不批准延期")
Verb = Callable[..., None]
"""Called as verb(extension, item, why, by=user, at=moment)."""


def pages(bp: Blueprint, stream: Callable[[], Stream], grant: Verb = extensions.grant) -> None:
    """Give a blueprint the pages on which another person decides what was proposed."""
    verbs = {"grant": (GRANT, grant, False), "refuse": (REFUSE, extensions.refuse, True)}

    @bp.route("/<ref>/extensions/<int:number>/<move>", methods=["GET", "POST"])
    @requires(Permission.DEADLINES_EXTEND)
    def extension(ref: str, number: int, move: str) -> ResponseReturnValue:
        found = stream()
        item = found.by_ref(ref)
        wanted = sa.select(Extension).where(
            Extension.id == number, Extension.stream == found.name, Extension.item_id == item.id
        )
        asked = db.session.scalars(for_change(wanted, Extension)).first()
        if asked is None or move not in verbs:
            raise NotFound
        demand(Permission.DEADLINES_EXTEND, item)
        if not is_outdated(asked):
            extensions.FLOW.check(asked, move)
        label, verb, danger = verbs[move]
        act = Act(label, partial(_decide, verb, item), WhyForm, danger=danger)
        return perform(act, asked, back=found.url(item), intro=f"{item.title} · {words(asked)}")


def _decide(verb: Verb, item: Any, asked: Extension, why: str, *, by: Any, at: Any) -> None:
    verb(asked, item, why, by=by, at=at)


def words(asked: Extension) -> str:
    """From which day to which, by whom and why."""
    return _(
        "由%(old)s延至%(new)s。%(who)s提出：%(why)s",
        old=i18n.day(asked.old_due_on),
        new=i18n.day(asked.new_due_on),
        who=asked.proposed_by,
        why=asked.why,
    )


def address(stream: Stream, item: Any, asked: Extension, move: str) -> str:
    """The page on which it is decided."""
    return url_for(f"{stream.name}.extension", ref=item.ref, number=asked.id, move=move)


def may_decide(user: Any, item: Any, asked: Extension) -> bool:
    """Whether this person may: neither who proposed it, nor anybody of the body that owes."""
    other = user.is_authenticated and user.id != asked.proposed_by_id
    return bool(
        other and user.body_id != item.subject_id and user.can(Permission.DEADLINES_EXTEND, item)
    )


def buttons(stream: Stream, item: Any, proposed: Sequence[Extension]) -> list[Button]:
    """To decide what was proposed, for who may."""
    asked = extensions.waiting(proposed)
    if asked is None or not may_decide(current_user, item, asked):
        return []
    return [
        Button(label, address(stream, item, asked, move), danger=bad)
        for move, label, bad in (("grant", GRANT, False), ("refuse", REFUSE, True))
    ]


def sections(proposed: Sequence[Extension]) -> list[Section]:
    """Every extension that was proposed, for the page of the item; nothing if none was."""
    today = clock.today()
    rows = [
        {
            "words": words(asked),
            "state": (extensions.EXTENSION_NAMES[asked.state], TONES[asked.state]),
            "step": step_in(extensions.FLOW, asked, today),
            "who": asked.approved_by,
            "why": asked.decision,
            "at": asked.at,
        }
        for asked in proposed
    ]
    return [Section("streams/_extensions.html", {"extensions": rows})] if rows else []
