"""The pages of rule sets, for the office: drafts, what a set would change, putting it in force."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.rules.models import GRADE_NAMES, RULE_SET_NAMES, Grade, RuleSet
from integrity.casework.rules.models import RuleSetState as S
from integrity.casework.steps import badges
from integrity.credit.records.models import CreditRecord
from integrity.credit.rulesets import service
from integrity.credit.rulesets.comparing import (
    Comparison,
    Grading,
    compare,
    conditions,
    counted,
    outcome,
    told,
    verdict_on,
)
from integrity.credit.rulesets.models import Outcome
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import DayField, FilterForm, PostForm, WhyForm
from integrity.pages.items import Badge, Button, Fact, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

bp = Blueprint("rulesets", __name__, url_prefix="/rule-sets")
P = Permission.RECORDS_DECIDE
VERDICTS = {
    "lighter": _l("较轻"),
    "heavier": _l("较重"),
    "mixed": _l("互有轻重"),
    "same": _l("相同"),
}
ACTS = {
    "put_forward": Act(
        _l("提请启用"), service.put_forward, WhyForm, _l("须由另一人决定后才会启用。")
    ),
    "enact": Act(
        _l("决定启用"),
        service.enact,
        WhyForm,
        _l("自施行之日起的认定适用这套标准；前一套标准到前一日为止。请先核对启用后的变化。"),
        danger=True,
    ),
    "send_back": Act(_l("退回修改"), service.send_back, WhyForm),
    "abandon": Act(_l("放弃起草"), service.abandon, WhyForm, danger=True, primary=False),
}


class SetForm(PostForm):
    code = StringField(
        _l("编号"),
        description=_l("例如施行年份 2027；不能与已有的重复。"),
        validators=[
            InputRequired(_l("请填写编号。")),
            Length(max=40),
            Regexp(r"^[\w-]+$", message=_l("只能用文字、数字、下划线和连字符。")),
        ],
    )
    document = StringField(
        _l("依据文件"),
        description=_l("文件名称和文号。"),
        validators=[InputRequired(_l("请填写依据文件。")), Length(max=300)],
    )
    effective_from = DayField(_l("施行日期"), validators=[InputRequired(_l("请填写施行日期。"))])
    lenient = BooleanField(
        _l("对已有记录从旧兼从轻"),
        description=_l(
            "施行以前作出的认定适用原标准；勾选的，新标准对当事人各方面都不更重的，"
            "自施行之日起适用新标准（立法法第一百零四条）。"
        ),
    )


class Filters(FilterForm):
    old = SelectField(_l("现在适用的标准"), choices=lambda: choices(_others()), default="")
    lighter = BooleanField(_l("只看较轻的"))


@bp.get("/")
@requires(P)
def index() -> ResponseReturnValue:
    """Every rule set, in force or not."""
    table = Table(
        title=_("认定标准"),
        name="rule-sets",
        rows=sa.select(RuleSet),
        link=lambda row: url_for("rulesets.item", number=row.id),
        columns=[
            Column("code", _("编号"), lambda row: row.code, sort=RuleSet.code),
            Column("document", _("依据文件"), lambda row: row.document),
            Column("from", _("施行"), lambda row: row.effective_from, sort=RuleSet.effective_from),
            Column("to", _("失效"), lambda row: row.effective_to),
            Column("state", _("状态"), lambda row: RULE_SET_NAMES[row.state]),
        ],
        search=(RuleSet.code, RuleSet.document),
        order=(RuleSet.effective_from.desc(), RuleSet.id),
        empty=_("还没有载入认定标准。"),
    )
    return table.respond(
        acts=[Button(_("起草认定标准"), url_for("rulesets.new"), primary=True)],
        intro=_("每项认定适用认定当日施行的标准；新标准由两人决定启用，启用以前可以逐条核对变化。"),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(P)
def new() -> ResponseReturnValue:
    """Begin a draft; its grades follow by a table."""
    form = SetForm()

    def draft() -> str:
        made = service.draft(**answers(form), by=current_user, at=clock.now())
        return url_for("rulesets.item", number=made.id)

    return form_page(
        form,
        draft,
        frame="desk/frame.html",
        heading=_("起草认定标准"),
        submit=_("保存"),
        done=_("已建立草稿，请导入各类失信行为的等级。"),
        back=url_for("rulesets.index"),
    )


@bp.get("/<int:number>")
@requires(P)
def item(number: int) -> ResponseReturnValue:
    """One set: its days, its grades, and what it would change in numbers."""
    found = _one(number)

    def address(move: str) -> str:
        return url_for("rulesets.act", number=found.id, move=move)

    links = [
        Link(_("启用后的变化"), url_for("rulesets.changes", number=found.id)),
        Link(_("返回列表"), url_for("rulesets.index")),
    ]
    if found.state is S.DRAFTED:
        links.insert(0, Link(_("导入失信等级"), url_for("importing.new", kind="grades")))
    page = Item(
        heading=found.document,
        kicker=_("认定标准"),
        ref=found.ref,
        badges=[
            Badge(RULE_SET_NAMES[found.state], "good" if found.state is S.IN_FORCE else "plain"),
            *badges(service.FLOW, found, clock.today()),
        ],
        facts=_facts(found),
        acts=buttons(ACTS, service.FLOW, found, address),
        timeline=timeline(found),
        links=links,
    )
    return render_template("streams/item.html", page=page)


@bp.get("/<int:number>/changes")
@requires(P)
def changes(number: int) -> ResponseReturnValue:
    """Record by record, what is so now and what this set would make of it."""
    grading = Grading(_one(number))
    old = request.args.get("old", "")
    found = compare(grading, old or None)
    rows = counted().where(CreditRecord.scale != grading.set.code).join(CreditRecord.subject)
    table = Table(
        title=_("启用后的变化"),
        name=f"rule-set-{grading.set.code}",
        rows=rows,
        options=(contains_eager(CreditRecord.subject),),
        link=lambda record: url_for("records.item", number=record.id),
        columns=_columns(grading),
        search=(CreditRecord.summary, Subject.name),
        filters=Filters,
        narrow={
            "old": lambda value: CreditRecord.scale == value,
            "lighter": lambda _yes: sa.or_(sa.false(), *(c for c, _w in conditions(found))),
        },
        order=(CreditRecord.id,),
        empty=_("没有适用其他标准的有效记录，启用后没有变化。"),
    )
    return table.respond(intro=_sums(found))


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P)
def act(number: int, move: str) -> ResponseReturnValue:
    """Propose it, put it in force, send it back."""
    back = url_for("rulesets.item", number=number)
    return acts.move_page(ACTS, service.FLOW, _one(number), move, back)


def _columns(grading: Grading) -> list[Column]:
    def would(record: CreditRecord) -> Outcome:
        assert record.graded_on is not None  # only what was decided is compared
        return grading.of(record.stream, record.rule, record.graded_on) or outcome(record)

    return [
        Column("ref", _("编号"), lambda r: r.ref, sort=CreditRecord.id),
        Column("subject", _("单位"), lambda r: r.subject.name, sort=Subject.name),
        Column("decided_on", _("认定日期"), lambda r: r.decided_on, sort=CreditRecord.decided_on),
        Column("scale", _("现在适用的标准"), lambda r: r.scale, sort=CreditRecord.scale),
        Column("change", _("变化"), lambda r: VERDICTS[verdict_on(outcome(r), would(r))]),
        Column("grade", _("现在的等级"), lambda r: GRADE_NAMES.get(r.grade or "")),
        Column("new_grade", _("新的等级"), lambda r: GRADE_NAMES.get(would(r).grade or "")),
        Column("public", _("现在公示"), lambda r: _yes(r.public)),
        Column("new_public", _("今后公示"), lambda r: _yes(would(r).public)),
        Column("repairable", _("现在可修复日"), lambda r: r.repairable_on),
        Column("new_repairable", _("新的可修复日"), lambda r: would(r).repairable_on),
        Column("until", _("现在到期日"), lambda r: r.until, sort=CreditRecord.until),
        Column("new_until", _("新的到期日"), lambda r: would(r).until),
    ]


def _sums(found: Comparison) -> str:
    subjects, bodies = told(found)
    return _(
        "新标准较轻的 %(lighter)d 条，较重的 %(heavier)d 条，互有轻重的 %(mixed)d 条，"
        "相同的 %(same)d 条。只有较轻的可以适用于已有记录，须告知 %(subjects)d 个主体、"
        "%(bodies)d 个收到过有关名单的单位。",
        lighter=found.lighter,
        heavier=found.heavier,
        mixed=found.mixed,
        same=found.same,
        subjects=subjects,
        bodies=len(bodies),
    )


def _facts(found: RuleSet) -> list[Fact]:
    wanted = sa.select(sa.func.count()).select_from(Grade).where(Grade.scale == found.code)
    return known(
        (_("编号"), found.code),
        (_("依据文件"), found.document),
        (_("施行日期"), i18n.day(found.effective_from)),
        (_("失效日期"), i18n.day(found.effective_to) if found.effective_to else None),
        (_("列明的失信行为"), db.session.scalar(wanted)),
        (_("对已有记录"), _("从旧兼从轻") if found.lenient else _("适用原标准")),
        (_("已适用于较轻的记录"), i18n.day(found.applied_on) if found.applied_on else None),
    )


def _yes(value: bool) -> str:
    return _("公示") if value else _("不公示")


def _others() -> dict[str, str]:
    codes = db.session.scalars(sa.select(RuleSet.code).order_by(RuleSet.effective_from))
    return {code: code for code in codes}


def _one(number: int) -> Any:
    return to_move(RuleSet, number)
