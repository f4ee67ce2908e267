"""One group of duties: all of it page by page, the next one after each act, and many at once."""

from typing import Any
from urllib.parse import quote

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.casework.acts import Act
from integrity.casework.streams import Stream, registered
from integrity.doors.desk import bulk, groups, tasks
from integrity.doors.desk.blueprint import bp
from integrity.doors.desk.groups import Narrowing
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm
from integrity.pages.tables import choices
from integrity.people.subjects.choosing import SubjectField

LAST = 10_000
"""The last page that anybody asks for."""


class TaskFilters(FilterForm):
    """Which duties are shown."""

    what = SelectField(_l("事项"), choices=lambda: choices(_kinds()), default="")
    body = SubjectField(_l("单位"))
    day = SelectField(_l("期限"), choices=lambda: choices(tasks.DAYS), default="")


def _kinds() -> dict[str, Any]:
    """The streams in which something may wait for the person."""
    found = registered().items()
    return {name: stream.title for name, stream in found if stream.is_read_by(current_user)}


def asked() -> tuple[TaskFilters, Narrowing]:
    """What the address asks for; who has one body only is not asked which."""
    form = TaskFilters(request.args)
    if current_user.role not in REACH_ALL:
        del form.body
    form.validate()
    said = {field.name: field.data for field in form if field.data and not field.errors}
    return form, Narrowing(**said)


def narrowed() -> dict[str, Any]:
    """The same as links carry it along."""
    names = ("what", "body", "day")
    return {name: value for name in names if (value := request.args.get(name))}


@bp.get("/todo/<key>")
@requires(Permission.DESK)
def group(key: str) -> ResponseReturnValue:
    """All duties of one group, the most urgent first."""
    page = min(max(request.args.get("page", 1, type=int), 1), LAST)
    form, narrowing = asked()
    del form.what
    skip = (page - 1) * groups.SIZE
    found = groups.one(current_user, key, narrowing, clock.today(), skip, groups.SIZE)
    if found is None:
        return _nothing_left()
    return render_template(
        "desk/group.html",
        group=found,
        filters=form,
        narrowed=narrowed(),
        skip=skip,
        page=page,
        pages=-(-found.number // groups.SIZE),
        on=clock.today(),
        home=current_user.body.name if current_user.body else "",
    )


@bp.get("/todo/<key>/next")
@requires(Permission.DESK)
def following(key: str) -> ResponseReturnValue:
    """On to the next duty of a group: what stands where the one before stood, or after it."""
    at, before = request.args.get("at", 0, type=int), request.args.get("after", "")
    for place in (min(max(at, 0), LAST * groups.SIZE), 0):
        found = groups.one(current_user, key, asked()[1], clock.today(), place, 2)
        left = [task for task in found.shown if task.key != before] if found else []
        if left:
            later = place + (1 if found and found.shown[0] is not left[0] else 0)
            return redirect(onward(left[0].act_url, key, later, left[0].key))
    return _nothing_left()


@bp.app_template_global()
def onward(address: str, key: str, at: int, after: str) -> str:
    """The address of an act from which one goes on to the next of its group."""
    then = url_for("desk.following", key=key, at=at, after=after, **narrowed())
    return f"{address}{'&' if '?' in address else '?'}then={quote(then, safe='')}"


@bp.route("/todo/<key>/all", methods=["GET", "POST"])
@requires(Permission.DESK)
def all_at_once(key: str) -> ResponseReturnValue:
    """What will be done to the chosen ones, and then what became of each."""
    stream, move, act = _bulk(key)
    form = act.form()
    seen = _chosen()
    items = bulk.chosen(stream, current_user, list(seen))
    back = url_for("desk.group", key=key, **narrowed())
    if not items:
        flash(_("请先选择要办理的事项。"), "warning")
        return redirect(back)

    def carry_out() -> ResponseReturnValue:
        said = answers(form)
        results = bulk.carry_out(stream, move, items, seen, said, by=current_user, at=clock.now())
        return render_template("desk/done.html", act=act, results=results, back=back), 200

    return form_page(
        form,
        carry_out,
        back=back,
        template="desk/all.html",
        heading=_("%(act)s：%(number)s 件", act=act.label, number=len(items)),
        intro=stream.title,
        items=[(item, stream.url(item), seen[item.id]) for item in items],
        warning=act.warning,
        submit=_("%(act)s（%(number)s 件）", act=act.label, number=len(items)),
        danger=act.danger,
    )


def _bulk(key: str) -> tuple[Stream, str, Act]:
    name, _dot, move = key.partition(".")
    stream = registered().get(name)
    act = stream.work.acts.get(move) if stream else None
    if stream is None or act is None or not act.bulk:
        raise NotFound
    return stream, move, act


def _chosen() -> dict[int, int]:
    """The numbers of the chosen things, and how often each had been moved: `12.3`."""
    found = {}
    every = "page" if request.args.get("every") else "item"
    posted = request.method == "POST"
    words = request.form.getlist("item") if posted else request.args.getlist(every)
    for word in words[: bulk.MOST]:
        number, _dot, moves = word.partition(".")
        if number.isdecimal() and moves.isdecimal() and len(word) < 20:
            found[int(number)] = int(moves)
    return found


def _nothing_left() -> ResponseReturnValue:
    flash(_("这一组已经办完。"), "success")
    return redirect(url_for("desk.today"))
