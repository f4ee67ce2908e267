"""Codes that break the rule (校验位不符、原注册号、原机构代码): looked at twice, kept, marked."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.doors.desk.blueprint import bp
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import ChosenField, FilterForm, PostForm, WhyForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects import code_keeping
from integrity.people.subjects.choosing import EVERYBODY, SubjectField
from integrity.people.subjects.kept_codes import CODE_NAMES, KeptCode
from integrity.people.subjects.models import KIND_NAMES, Subject, SubjectKind

P = Permission
NEEDED = InputRequired(_l("请填写。"))
KINDS = [(k.value, name) for k, name in KIND_NAMES.items() if k is not SubjectKind.PERSON]


class Filters(FilterForm):
    kind = SelectField(_l("代码种类"), choices=lambda: choices(CODE_NAMES), default="")


class KnownForm(PostForm):
    """Who has the code."""

    subject = SubjectField(_l("主体"), EVERYBODY)


class NewForm(PostForm):
    """Who has the code and is not registered."""

    kind = ChosenField(
        _l("主体类型"), coerce=lambda v: SubjectKind(v) if v else None, choices=KINDS
    )
    name = StringField(_l("名称"), validators=[NEEDED, Length(max=200)])
    area = StringField(_l("所在区域"), validators=[Length(max=100)])


class LookForm(PostForm):
    """A code, where it stands, why it is kept; that somebody has held it against the paper."""

    code = StringField(
        _l("代码"),
        description=_l("18 位校验不符的代码、15 位工商注册号或者 9 位组织机构代码。"),
        validators=[NEEDED, Length(max=30)],
    )
    source = StringField(
        _l("载于哪份文件"),
        description=_l("例如：营业执照、登记机关的查询结果或者裁判文书，写明名称和编号。"),
        validators=[NEEDED, Length(max=500)],
    )
    why = TextAreaField(_l("为什么予以登记"), validators=[NEEDED, Length(max=2000)])
    looked = BooleanField(
        _l("已与文件逐位核对，代码没有抄错"), validators=[InputRequired(_l("请先逐位核对。"))]
    )


class KeepForm(KnownForm, LookForm):
    """A further code of somebody who is registered."""


class RegisterForm(NewForm, LookForm):
    """Somebody new who is known by this code alone."""


class ReplaceForm(WhyForm):
    """The right code."""

    code = StringField(_l("现行统一社会信用代码"), validators=[NEEDED, Length(max=30)])


@bp.get("/codes/")
@requires(P.IMPORT)
def codes() -> ResponseReturnValue:
    """Every code that was kept, who looked at what."""
    rows = sa.select(KeptCode).join(KeptCode.subject)
    table = Table(
        title=_("核对后登记的代码"),
        name="kept-codes",
        rows=rows,
        options=(contains_eager(KeptCode.subject),),
        link=lambda row: url_for("desk.replace_code", number=row.id),
        columns=[
            Column("code", _("代码"), lambda row: row.code, sort=KeptCode.code),
            Column("kind", _("代码种类"), lambda row: CODE_NAMES[row.kind]),
            Column("subject", _("主体"), lambda row: row.subject.name, sort=Subject.name),
            Column("source", _("载于哪份文件"), lambda row: row.source),
            Column("why", _("理由"), lambda row: row.why),
            Column("by", _("核对人"), lambda row: row.by_name),
            Column("at", _("时间"), lambda row: clock.local_day(row.at), sort=KeptCode.at),
        ],
        search=(KeptCode.code, Subject.name),
        filters=Filters,
        narrow={"kind": lambda value: KeptCode.kind == value},
        order=(KeptCode.id.desc(),),
        empty=_("没有核对后登记的代码。"),
    )
    acts = [
        Button(_("登记新的主体"), url_for("desk.register_by_code"), primary=True),
        Button(_("登记已有主体的旧代码"), url_for("desk.keep_code")),
    ]
    return table.respond(
        acts=acts,
        intro=_("这些代码不合编码规则，经人工核对后登记，核查、导入时照常识别，各处均予标明。"),
    )


@bp.route("/codes/new", methods=["GET", "POST"])
@requires(P.IMPORT)
def keep_code() -> ResponseReturnValue:
    """A further code of somebody who is registered."""
    return _looked_at(KeepForm(), code_keeping.keep, _("登记已有主体的旧代码"))


@bp.route("/codes/register", methods=["GET", "POST"])
@requires(P.IMPORT)
def register_by_code() -> ResponseReturnValue:
    """Somebody new who is known by this code alone."""
    return _looked_at(RegisterForm(), code_keeping.register, _("以核对过的代码登记主体"))


@bp.route("/codes/<int:number>/replace", methods=["GET", "POST"])
@requires(P.IMPORT)
def replace_code(number: int) -> ResponseReturnValue:
    """Give its subject the code that it has now."""
    kept, form = _one(number), ReplaceForm()

    def replace() -> None:
        code_keeping.replace(kept, **answers(form), by=current_user, at=clock.now())

    return form_page(
        form, replace, heading=_("登记现行代码"), intro=_("旧代码仍能识别到该主体。"),
        brief=[(_("代码"), kept.code), (_("主体"), kept.subject.name)],
        acts=[Button(_("撤销登记"), url_for("desk.drop_code", number=number), danger=True)],
        submit=_("保存"), back=url_for("desk.codes"), done=_("已登记现行代码。"),
    )  # fmt: skip


@bp.route("/codes/<int:number>/drop", methods=["GET", "POST"])
@requires(P.IMPORT)
def drop_code(number: int) -> ResponseReturnValue:
    """A code that was kept by mistake."""
    kept, form = _one(number), WhyForm()

    def drop() -> None:
        code_keeping.drop(kept, form.why.data, by=current_user, at=clock.now())

    return form_page(
        form, drop, heading=_("撤销登记"), danger=True, submit=_("撤销登记"),
        brief=[(_("代码"), kept.code), (_("主体"), kept.subject.name)],
        back=url_for("desk.codes"), done=_("已撤销，这个代码不再识别为该主体。"),
    )  # fmt: skip


def _looked_at(form: LookForm, verb: object, heading: str) -> ResponseReturnValue:
    def keep() -> None:
        said = {name: value for name, value in answers(form).items() if name != "looked"}
        verb(**said, by=current_user, at=clock.now())  # type: ignore[operator]

    return form_page(
        form, keep, heading=heading, submit=_("保存"), back=url_for("desk.codes"),
        done=_("已登记，各处标明是核对后登记的代码。"),
    )  # fmt: skip


def _one(number: int) -> KeptCode:
    found = db.session.get(KeptCode, number)
    if found is None:
        raise NotFound
    return found
