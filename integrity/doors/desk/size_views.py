"""How large enterprises are (企业规模): the office registers it, with its basis; nobody guesses."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.doors.desk.blueprint import bp
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import ChosenField, FilterForm, PostForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects import service
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import SIZE_NAMES, SIZED, Size, Subject


class SizeFilters(FilterForm):
    size = SelectField(_l("企业规模"), choices=lambda: choices(SIZE_NAMES), validators=[Optional()])


class SizeForm(PostForm):
    """How large which enterprise is, and who says so."""

    subject = SubjectField(_l("企业"), frozenset(SIZED))
    size = ChosenField(
        _l("企业规模"),
        coerce=lambda value: Size(value) if value else None,
        choices=[(size.value, SIZE_NAMES[size]) for size in Size],
    )
    why = TextAreaField(
        _l("依据"),
        description=_l(
            "工业和信息化部门的划型结果、企业声明或者认定文书的名称和编号"
            "（统计上大中小微型企业划分办法，国统字〔2017〕213号）。"
        ),
        validators=[InputRequired(_l("请写明依据。")), Length(max=2000)],
    )


@bp.get("/sizes")
@requires(Permission.IMPORT)
def sizes() -> ResponseReturnValue:
    """Every enterprise and what is registered of its size."""
    table = Table(
        title=_("企业规模"),
        rows=sa.select(Subject).where(Subject.kind.in_(SIZED), Subject.merged_into_id.is_(None)),
        columns=[
            Column("name", _("名称"), lambda s: s.name, sort=Subject.name),
            code_column(lambda s: s.uscc, "uscc", sort=Subject.uscc),
            Column("area", _("所在区域"), lambda s: s.area),
            Column("size", _("企业规模"), lambda s: SIZE_NAMES[s.size], sort=Subject.size),
        ],
        search=(Subject.name, Subject.uscc),
        filters=SizeFilters,
        narrow={"size": lambda size: Subject.size == Size(size)},
        order=(Subject.name, Subject.id),
        name="sizes",
        empty=_("没有符合条件的企业。"),
    )
    acts: list[Any] = [(_("登记企业规模"), url_for("desk.say_size"), True, False)]
    intro = _("拖欠账款只能登记给机关、事业单位和登记为大型企业的单位；惩戒措施按登记的规模适用。")
    return table.respond("desk/list.html", intro=intro, acts=acts)


@bp.route("/sizes/new", methods=["GET", "POST"])
@requires(Permission.IMPORT)
def say_size() -> ResponseReturnValue:
    """Register how large an enterprise is from now on."""
    form = SizeForm()

    def say() -> None:
        service.say_size(**answers(form), by=current_user, at=clock.now())

    return form_page(
        form,
        say,
        frame="desk/frame.html",
        heading=_("登记企业规模"),
        intro=_("领导小组办公室不自行划型；对规模有争议的，由县级以上中小企业主管部门认定。"),
        submit=_("保存"),
        done=_("已登记企业规模。"),
        back=url_for("desk.sizes"),
    )
