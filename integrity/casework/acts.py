"""An act is a move as a page: what it asks, the verb it calls, and how it is carried out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm.attributes import set_committed_value

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.errors import NotAllowed, NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.base.states import Flow, HasMoves, outrun
from integrity.casework.briefs import brief
from integrity.files import attached
from integrity.pages.evidence import EvidenceField
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import PostForm
from integrity.pages.items import Button, Event
from integrity.pages.telling import telling


@dataclass(frozen=True)
class Act:
    """A move as a page: what it is called, what it asks, the verb it calls, what it will do.

    primary: whether a page may offer it before all others; more time for who owes never is.
    evidence: whether it takes a file, which stays with the thing; the thing says who reads it.
    bulk: whether it may be done to many at once: it asks nothing that is another for each of them.
    page: what answers in place of `perform`, and like it, where a form needs more than usual.

    The verb is called as `verb(item, **form data, by=user, at=moment)`.
    """

    label: Any
    verb: Callable[..., Any]
    form: Callable[[], PostForm] = PostForm
    warning: Any = ""
    danger: bool = False
    primary: bool = True
    evidence: bool = False
    bulk: bool = False
    page: Callable[..., ResponseReturnValue] | None = None


def timeline(thing: Any) -> list[Event]:
    """What was done with a thing, by whom and why, newest first."""
    return [Event(move_name(e.move), at=e.at, who=e.who, why=e.why) for e in audit.history(thing)]


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
    """Give a blueprint the page of every move of its stream."""

    @bp.route("/<ref>/do/<move>", methods=["GET", "POST"], endpoint="act")
    @requires(Permission.DESK)
    def act(ref: str, move: str) -> ResponseReturnValue:
        found = stream()
        item = found.by_ref(ref)
        return move_page(found.work.acts, found.work.flow, item, move, found.url(item))


def move_page(
    acts: Mapping[str, Act], flow: Flow, item: Any, move: str, back: str, **page: Any
) -> ResponseReturnValue:
    """The page of a move of a thing, for who may make it; raises NotFound, Forbidden, NotAllowed.

    Who had the page before somebody else moved the thing gets it again with what was typed.
    """
    permission = flow[move].permission if item is not None and move in acts else None
    if permission is None:
        raise NotFound
    demand(permission, item)
    if not is_outdated(item):
        flow.check(item, move)
    return (acts[move].page or perform)(acts[move], item, back, **page)


def perform(
    act: Act,
    item: Any,
    back: str,
    template: str = "streams/form.html",
    intro: Any = None,
    said: Any = None,
    **context: Any,
) -> ResponseReturnValue:
    """The page of one act on one thing: show the form, or call the verb and go back.

    said: what to know of it before, where it is not who owes whom by when. Of a thing that is
    `told` everybody reads what is typed here.

    The form carries how often the thing had been moved when the page was made: who acts on what
    has changed since is told, and keeps what was typed.
    """
    asked: Any = act.form
    if getattr(item, "told", False) and isinstance(asked, type):
        asked = telling(asked)
    form = _asking_for_a_file(asked) if act.evidence else asked()

    return form_page(
        form,
        lambda: _carry_out(act, item, form),
        back=back,
        done=_("已办理：%(act)s", act=act.label),
        template=template,
        item=item,
        heading=act.label,
        intro=getattr(item, "title", "") if intro is None else intro,
        warning=act.warning,
        brief=said or brief(item),
        submit=act.label,
        danger=act.danger,
        **context,
    )


def _carry_out(act: Act, item: Any, form: PostForm) -> None:
    """Call the verb with what was typed, as of the page that the person has read."""
    outdated, at, said = is_outdated(item), clock.now(), answers(form)
    upload = said.pop("evidence") if act.evidence else None
    as_seen(item)
    try:
        act.verb(item, **said, by=current_user, at=at)
    except NotAllowed:
        if outdated:
            raise outrun(item) from None
        raise
    if upload:
        body = item.subject_id
        attached.save(upload, item, public=False, by=current_user, at=at, body_id=body)


def _asking_for_a_file(form: Any) -> PostForm:
    class WithFile(form):  # type: ignore[misc]
        evidence = EvidenceField(_l("证据文件"))

    return WithFile()


def as_seen(item: Any) -> None:
    """Let the next move of a thing be made as of the page that the person has read."""
    if is_outdated(item):
        set_committed_value(item, "moves", _seen())


def is_outdated(item: Any) -> bool:
    """Whether the thing was moved after the page was made that is posted now."""
    return isinstance(item, HasMoves) and _seen() not in (None, item.moves)


def _seen() -> int | None:
    """How often it had been moved by then, if the page says so."""
    said = request.form.get("moves", "")
    return int(said[:9]) if said.isdecimal() else None
