"""The page of a form: shown, carried out, or shown again with what was typed and why not."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField

from integrity.base.db import db, undo
from integrity.base.errors import Refused
from integrity.base.security import safe_next
from integrity.pages.forms import PostForm

WORDS = (StringField, TextAreaField)
PROTECTING = ("csrf_token", "submit", "password")
"""Fields that protect an act and say nothing about the thing."""


def answers(form: PostForm) -> dict[str, Any]:
    """What a form was told, without the fields that only protect it; words not sent are none."""
    return {
        field.name: "" if field.data is None and type(field) in WORDS else field.data
        for field in form
        if field.name not in PROTECTING
    }


def form_page(
    form: PostForm,
    do: Callable[[], ResponseReturnValue | None],
    *,
    back: str = "",
    done: Any = "",
    more: Callable[[], Mapping[str, Any]] = dict,
    **page: Any,
) -> ResponseReturnValue:
    """Show a form; when it is posted do what it asks, and go on.

    `do` returns where to go (an address), a page to show instead (with its status), or nothing: to
    go back; who works through a list goes on as the address says. What it refuses is said above the
    form, which keeps what was typed, and nothing of it stays in the database; what no other words
    could change (403, 404, a state without such a move) is raised. `more` is asked for what only
    the form's page needs, whenever that is shown.
    """
    if not form.is_submitted():
        return shown(form, back=back, **page, **more())
    if not form.validate():
        return shown(form, 422, back=back, **page, **more())
    try:
        led = do()
        db.session.flush()
    except Refused as refused:
        if not refused.correctable:
            raise
        undo()
        said = refused.detail or refused.title
        return shown(form, refused.status, said=said, back=back, **page, **more())
    if done:
        flash(done, "success")
    on = onward()
    return redirect(on or led or back) if led is None or isinstance(led, str) else led


def onward() -> str:
    """Where the person goes on to after the act, if the address says so."""
    return safe_next(request.args.get("then"), "")


def shown(
    form: PostForm,
    status: int = 200,
    *,
    template: str = "streams/form.html",
    said: Any = "",
    **page: Any,
) -> tuple[str, int]:
    """A form's page, with what is said above it."""
    form.form_errors += [said] if said else []
    return render_template(template, form=form, then=onward(), **page), status
