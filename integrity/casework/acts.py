"""An act is a move as a page: what it asks, the verb it calls, and how it is carried out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.attributes import set_committed_value

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotAllowed, NotFound, Refused
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.base.states import Flow, HasMoves, Outrun
from integrity.pages.forms import PostForm
from integrity.pages.items import Button


@dataclass(frozen=True)
class Act:
    """A move as a page: what it is called, what it asks, the verb it calls, what it will do.

    primary: whether a page may offer it before all others; more time for who owes never is.

    The verb is called as `verb(item, **form data, by=user, at=moment)`.
    """

    label: Any
    verb: Callable[..., Any]
    form: Callable[[], PostForm] = PostForm
    warning: Any = ""
    danger: bool = False
    primary: bool = True


def buttons(
    acts: Mapping[str, Act], flow: Flow, item: Any, address: Callable[[str], str]
) -> list[Button]:
    """The acts open to the person logged in; the first one is primary."""
    names = [name for name in flow.open_to(current_user, item) if name in acts]
    return [
        Button(
            acts[name].label,
            address(name),
            primary=place == 0 and acts[name].primary,
            danger=acts[name].danger,
        )
        for place, name in enumerate(names)
    ]


def pages(bp: Blueprint, stream: Callable[[], Any]) -> None:
    """Give a blueprint the page of every move: load, permission, form, one verb, redirect."""

    @bp.route("/<ref>/do/<move>", methods=["GET", "POST"], endpoint="act")
    @requires(Permission.DESK)
    def act(ref: str, move: str) -> ResponseReturnValue:
        found = stream()
        item = found.by_ref(ref)
        if move not in found.work.acts:
            raise NotFound
        permission = found.work.flow[move].permission
        if permission is None:
            raise NotFound
        demand(permission, item)
        if not found.work.flow.allows(item, move):
            raise NotAllowed(
                _("当前状态是“%(state)s”。", state=found.words.state_names[item.state])
            )
        return perform(found.work.acts[move], item, back=found.url(item))


def perform(
    act: Act,
    item: Any,
    back: str,
    template: str = "streams/form.html",
    intro: Any = None,
    **context: Any,
) -> ResponseReturnValue:
    """The page of one act on one thing: show the form, or call the verb and go back.

    The form carries how often the thing had been moved when the page was made: who acts on what
    has changed since is told, and keeps what was typed.
    """
    form = act.form()
    status = _carry_out(act, item, form) if form.is_submitted() else 200
    if status == 302:
        return redirect(back)
    page = render_template(
        template,
        form=form,
        item=item,
        heading=act.label,
        intro=getattr(item, "title", "") if intro is None else intro,
        warning=act.warning,
        submit=act.label,
        danger=act.danger,
        back=back,
        **context,
    )
    return page, status


def _carry_out(act: Act, item: Any, form: PostForm) -> int:
    """Call the verb with what was typed: 302 when it is done, else the status of the form."""
    if not form.validate():
        return 422
    try:
        as_seen(item)
        act.verb(item, **answers(form), by=current_user, at=clock.now())
    except Refused as refused:
        if refused.status != 422 and not isinstance(refused, Outrun):
            raise
        db.session.rollback()
        form.form_errors.append(refused.detail or refused.title)
        return refused.status
    db.session.flush()
    flash(_("已办理：%(act)s", act=act.label), "success")
    return 302


def as_seen(item: Any) -> None:
    """Let the next move of a thing be made as of the page that the person has read."""
    seen = request.form.get("moves", "")
    if isinstance(item, HasMoves) and seen.isdecimal():
        set_committed_value(item, "moves", int(seen[:9]))


PROTECTING = ("csrf_token", "submit", "password")
"""Fields that protect an act and say nothing about the thing."""


def answers(form: PostForm) -> dict[str, Any]:
    """What a form was told, without the fields that only protect it."""
    return {name: value for name, value in form.data.items() if name not in PROTECTING}
