"""My sessions: where I am logged in, and how to end it there."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.people.accounts import security_log, sessions
from integrity.people.accounts.blueprint import bp
from integrity.people.accounts.security_log import What


@bp.get("/account/sessions")
@requires(Permission.DESK)
def session_page() -> ResponseReturnValue:
    """Every browser in which this person is logged in."""
    now = clock.now()
    return render_template(
        "accounts/sessions.html",
        sessions=sessions.of(current_user, now),
        here=sessions.current(now),
    )


@bp.post("/account/sessions/<int:number>/end")
@requires(Permission.DESK)
def end_session(number: int) -> ResponseReturnValue:
    """End one of one's own."""
    now = clock.now()
    if not sessions.end(current_user, at=now, number=number):
        raise NotFound
    security_log.tell(What.END, current_user, at=now)
    flash(_("已结束该处登录。"), "success")
    return redirect(url_for("accounts.session_page"))


@bp.post("/account/sessions/end-others")
@requires(Permission.DESK)
def end_other_sessions() -> ResponseReturnValue:
    """End all but this one."""
    now = clock.now()
    here = sessions.current(now)
    ended = sessions.end(current_user, at=now, but=here.id if here else None)
    security_log.tell(What.END, current_user, at=now, why=str(ended))
    flash(_("已结束其他 %(number)d 处登录。", number=ended), "success")
    return redirect(url_for("accounts.session_page"))
