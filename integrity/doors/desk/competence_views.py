"""Which body finds what (认定单位): the office keeps the table of the installation."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.doors.desk.blueprint import bp
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm
from integrity.people.subjects import competence as table
from integrity.people.subjects.choosing import SubjectField


class CompetentForm(PostForm):
    """Which body finds in a matter."""

    body = SubjectField(_l("认定单位"), description=_l("不填的，没有单位认定。"), validators=[])


@bp.get("/competence")
@requires(Permission.RECORDS_DECIDE)
def competence() -> ResponseReturnValue:
    """Every matter, and the body that finds in it."""
    known = {row.matter: row.body.name for row in table.competent()}
    rows = [(matter, name, known.get(matter)) for matter, name in streams.matters().items()]
    return render_template("desk/competence.html", rows=rows)


@bp.route("/competence/<path:matter>", methods=["GET", "POST"])
@requires(Permission.RECORDS_DECIDE)
def competent(matter: str) -> ResponseReturnValue:
    """Name the body that finds in a matter from now on."""
    title = _title(matter)
    known = {row.matter: row.body for row in table.competent()}
    form = CompetentForm(body=known.get(matter))

    def name() -> None:
        number = form.body.data and form.body.data.id
        table.register(matter, number, by=current_user, at=clock.now())

    return form_page(
        form,
        name,
        heading=_("登记认定单位：%(matter)s", matter=title),
        intro=_(
            "由哪个单位依法认定。领导小组办公室不作认定：没有登记的，"
            "只能由办公室确认信用记录，其他认定事项无人办理。"
        ),
        submit=_("保存"),
        back=url_for("desk.competence"),
        done=_("认定单位已登记。"),
    )


def _title(matter: str) -> Any:
    """The name of a matter; raises NotFound."""
    try:
        return streams.matters()[matter]
    except KeyError:
        raise NotFound from None
