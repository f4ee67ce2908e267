"""Why a thing is due on its day (期限计算书), and a calculator for any limit."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from integrity.base import addresses, clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework import certificates
from integrity.casework import deadlines as due_days
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import COUNTING_NAMES, TOPICS, VERIFIED_NAMES, TimeLimit
from integrity.casework.streams import named
from integrity.casework.workdays import Counting, Span, Unit, calendar
from integrity.doors.site.blueprint import bp
from integrity.pages.forms import DayField, PostForm

UNIT_NAMES = {
    Unit.WORKING_DAY: _l("个工作日"),
    Unit.DAY: _l("日"),
    Unit.MONTH: _l("个月"),
    Unit.YEAR: _l("年"),
    Unit.ITEM: _l("件"),
}
MOST = {Unit.WORKING_DAY: 2000, Unit.DAY: 4000, Unit.MONTH: 240, Unit.YEAR: 20}
FIRST, LAST = date(2000, 1, 1), date(2079, 12, 31)


class DeadlineForm(PostForm):
    """A rule, or a term of one's own, and the day from which it runs; asked by GET."""

    class Meta:
        csrf = False

    family = SelectField(
        _l("期限规则"),
        description=_l("选择“自定期限”的，请填写下面的数值和单位。"),
        choices=lambda: _families(),
        validators=[Optional()],
    )
    amount = IntegerField(
        _l("数值"), validators=[Optional(), NumberRange(1, 4000, _l("请填写 1 到 4000 的整数。"))]
    )
    unit = SelectField(
        _l("时间单位"),
        choices=[(unit.value, name) for unit, name in UNIT_NAMES.items() if unit in MOST],
        validators=[Optional()],
        validate_choice=False,
    )
    start = DayField(
        _l("起算日"),
        description=_l("例如 2026-11-21。当日不计入，从次日开始计算。"),
        validators=[InputRequired(_l("请填写起算日。"))],
    )

    def validate_start(self, field: Any) -> None:
        if field.data and not FIRST <= field.data <= LAST:
            raise ValidationError(_("请填写 2000 年至 2079 年之间的日期。"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A term of one's own needs a number, and one that can be counted."""
        fine = super().validate(extra_validators)
        if not fine or self.family.data:
            return fine
        if not self.amount.data or self.unit.data not in list(Unit):
            self.amount.errors = [_("请选择期限规则，或者填写数值和单位。")]
        elif self.amount.data > MOST[Unit(self.unit.data)]:
            self.amount.errors = [_("期限过长，无法计算。")]
        return not self.amount.errors


@bp.get("/deadlines/<stream>-<int:item_id>")
@public
def deadline(stream: str, item_id: int) -> ResponseReturnValue:
    """The certificate of one item, for whoever may see the item; as JSON if asked."""
    found = named(stream)
    model = found.model
    wanted = sa.select(model).where(model.id == item_id, found.visible(current_user))
    item = db.session.scalars(wanted).first()
    reads = getattr(item, "may_be_read_by", None)
    if item is None or (reads and not reads(current_user)):
        raise NotFound
    explanation = certificates.explain(stream, item)
    if _wants_json():
        return jsonify(
            stream=stream,
            item=item.ref,
            url=addresses.absolute("site.deadline", stream=stream, item_id=item_id),
            **explanation.as_json(),
        )
    return render_template(
        "site/deadline.html",
        item=item,
        stream=found,
        url=found.url(item),
        explanation=explanation,
        lateness=due_days.lateness(stream, item, clock.today()),
        **_names(),
    )


@bp.get("/tools/deadline")
@public
def calculator() -> ResponseReturnValue:
    """The due day of a rule or of any limit, with every day that did not count."""
    asked = any(request.args.get(name) for name in ("family", "amount", "start"))
    form = DeadlineForm(request.args if asked else None)
    span, rule = _calculated(form) if asked and form.validate() else (None, None)
    status = 422 if asked and span is None else 200
    if _wants_json():
        return jsonify(_as_json(span, rule) if span else {"errors": form.errors}), status
    page = render_template("site/calculator.html", form=form, span=span, rule=rule, **_names())
    return page, status


def _calculated(form: DeadlineForm) -> tuple[Span | None, TimeLimit | None]:
    start = form.start.data
    try:
        rule = rules.time_limit(form.family.data, start) if form.family.data else None
        if rule and rule.amount is None:
            raise rules.NoRuleInForce(_("这条规则没有写明数值。"))
    except rules.NoRuleInForce as refused:
        form.family.errors = [refused.detail]
        return None, None
    if rule:
        return rules.count(rule, start), rule
    return calendar().due(start, form.amount.data, Unit(form.unit.data)), None


def _as_json(span: Span, rule: TimeLimit | None) -> dict[str, Any]:
    return {
        "start": span.start.isoformat(),
        "amount": span.amount,
        "unit": span.unit,
        "due_on": span.due_on.isoformat(),
        "provisional": span.provisional,
        "skipped": [{"day": day.day.isoformat(), "why": day.why} for day in span.skipped],
        "counting": rule.counting if rule else Counting.LIMIT,
        "rule": rule and {"code": rule.code, "legal_basis": rule.legal_basis},
    }


def _families() -> dict[Any, list[tuple[str, str]]]:
    """The choices: a term of one's own, and every limit once by its newest wording, by topic."""
    rows = db.session.execute(
        sa.select(TimeLimit.family, TimeLimit.what)
        .where(TimeLimit.amount.is_not(None))
        .order_by(TimeLimit.effective_from.is_(None).desc(), TimeLimit.effective_from, TimeLimit.id)
    )
    newest = {row.family: row.what for row in rows}
    found: dict[Any, list[tuple[str, str]]] = {_("自定"): [("", _("自定期限"))]}
    for topic, prefixes in TOPICS.items():
        those = [family for family in newest if family.startswith(prefixes)]
        if those:
            found[str(topic)] = [(family, newest.pop(family)) for family in those]
    return found


def _names() -> dict[str, Any]:
    return {
        "unit_names": UNIT_NAMES,
        "verified_names": VERIFIED_NAMES,
        "counting_names": COUNTING_NAMES,
    }


def _wants_json() -> bool:
    if request.args.get("format"):
        return request.args["format"] == "json"
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"
