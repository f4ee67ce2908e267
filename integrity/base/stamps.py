"""What every view declares: who may see it. What declares nothing is refused to everybody.

And how a view gets the thing that its address names.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base.db import db, for_change
from integrity.base.errors import Forbidden, NotFound, Unauthorised
from integrity.base.permissions import AnyPermission

View = TypeVar("View", bound=Callable[..., Any])
Thing = TypeVar("Thing")


class Owned(Protocol):
    """A thing that says whose it is."""

    @property
    def parties(self) -> set[int]: ...


def public(view: View) -> View:
    """Anybody may see this, logged in or not."""
    view.stamp = "public"  # type: ignore[attr-defined]
    return view


def anonymous(view: View) -> View:
    """Anybody may see this, and nobody is asked who they are: it does not know a login."""
    view.anonymous = True  # type: ignore[attr-defined]
    return public(view)


def asks_nobody() -> bool:
    """Whether this request is for such a page."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "anonymous", False))


def is_called() -> bool:
    """Whether this request is of a program, which shows a token and has no login."""
    stamp = stamp_of(request.endpoint) if request.endpoint else None
    return str(stamp or "").startswith("scope:")


def requires(
    permission: AnyPermission, also: Callable[[Any], Any] = bool
) -> Callable[[View], View]:
    """Only somebody with this permission, and of whom `also` is true, may see this."""

    def stamp(view: View) -> View:
        view.stamp = permission  # type: ignore[attr-defined]
        view.also = also  # type: ignore[attr-defined]
        return view

    return stamp


def scope(name: str) -> Callable[[View], View]:
    """Only a bearer token with this scope may call this; see integrity.doors.api."""

    def stamp(view: View) -> View:
        view.stamp = f"scope:{name}"  # type: ignore[attr-defined]
        return view

    return stamp


def demand(permission: AnyPermission, item: Owned | None = None) -> None:
    """Raise Forbidden unless the person logged in may do this (to this item)."""
    if not (current_user.is_authenticated and current_user.can(permission, item)):
        raise Forbidden(_("您的角色或者单位不能办理此事项。"))


def stamp_of(endpoint: str) -> str | None:
    """What an endpoint was stamped with, None if it was forgotten."""
    view = current_app.view_functions[endpoint]
    return getattr(view, "stamp", None) or getattr(getattr(view, "view_class", None), "stamp", None)


def guard() -> ResponseReturnValue | None:
    """Before every request: fail closed. Raises Forbidden, Unauthorised."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    stamp = stamp_of(request.endpoint)
    if stamp == "public" or (stamp or "").startswith("scope:"):
        return None
    if stamp is None:
        raise Forbidden(_("您没有权限访问此页。"))
    if not current_user.is_authenticated:
        if request.path.startswith("/api/"):
            raise Unauthorised
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
    if not is_open(request.endpoint):
        raise Forbidden(_("您的角色或者单位不能办理此事项。"))
    return None


def is_open(endpoint: str) -> bool:
    """Whether the person logged in may see a page."""
    stamp: Any = stamp_of(endpoint)
    also = getattr(current_app.view_functions[endpoint], "also", bool)
    return stamp == "public" or bool(current_user.can(stamp) and also(current_user))


def init(app: Flask) -> None:
    app.before_request(guard)


def to_move(model: type[Thing], number: int, *which: sa.ColumnElement[bool]) -> Thing:
    """The thing with this number that meets `which`, read for change; raises NotFound."""
    wanted = sa.select(model).where(model.id == number, *which)  # type: ignore[attr-defined]
    found: Thing | None = db.session.scalars(for_change(wanted, model)).first()
    if found is None:
        raise NotFound
    return found
