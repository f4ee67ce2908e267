"""Confirming records: the batches of a person's body, one batch, one record, and who finds what."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import BooleanField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.casework import acts, streams
from integrity.casework.publishing import ReleaseForm, releasing
from integrity.credit.records import confirmations, service
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.views import bp
from integrity.files.traces import traces
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.telling import places

PAGE = 100
"""Records of a batch that one page shows; the next ones follow when these are confirmed."""


class ConfirmForm(WhyForm, ReleaseForm):
    """Why it counts, and what everybody reads of it."""


def _confirm(record: CreditRecord, public_text: str, checked: bool, **said: Any) -> None:
    service.confirm(record, public_text, **said)


CONFIRM = acts.Act(
    _l("确认记录"),
    _confirm,
    warning=_l(
        "确认后记录生效，按现行规则确定等级和公示期；单位仍可提出异议，异议期间不停止执行。"
    ),
)


class BatchForm(PostForm):
    """Which records of the page, and on what grounds; whoever confirms them answers for them."""

    records = SelectMultipleField(_l("待确认的记录"), coerce=int)
    whole = BooleanField(_l("本页全部记录"))
    why = TextAreaField(
        _l("认定的事实和依据"),
        description=_l("写明核对了哪些材料，适用哪一条规定。对选中的每条记录都适用。"),
        validators=[InputRequired(_l("请写明认定的事实和依据。")), Length(max=2000)],
    )


@bp.get("/confirmations/")
@requires(Permission.RECORDS_CONFIRM)
def batches() -> ResponseReturnValue:
    """What waits for the word of this person's body, kind by kind."""
    today = clock.today()
    found = confirmations.batches(current_user, today)
    rows = [
        {
            "name": _kind(batch.stream, batch.rule),
            "number": batch.number,
            "told_until": batch.told_until,
            "due_on": batch.due_on,
            "late": max((today - batch.due_on).days, 0) if batch.due_on else 0,
            "url": url_for("records.batch", stream=batch.stream, rule=batch.rule),
        }
        for batch in found
    ]
    return render_template("records/confirmations.html", rows=rows)


@bp.route("/confirmations/<stream>/<rule>", methods=["GET", "POST"])
@requires(Permission.RECORDS_CONFIRM)
def batch(stream: str, rule: str) -> ResponseReturnValue:
    """One batch: choose records, say on what grounds, confirm them together."""
    wanted = confirmations.of_batch(current_user, stream, rule, clock.today())
    found = db.session.scalars(wanted.options(joinedload(CreditRecord.subject)).limit(PAGE)).all()
    form = BatchForm()
    alone = [record for record in found if traces(record.summary)]
    form.records.choices = [(r.id, _line(r)) for r in found if r not in alone]

    def confirm_chosen() -> None:
        chosen = [number for number, _words in form.records.choices]
        chosen = chosen if form.whole.data else form.records.data or []
        number = confirmations.confirm_all(
            stream, rule, chosen, form.why.data, by=current_user, at=clock.now()
        )
        flash(ngettext("已确认 %(num)d 条记录。", "已确认 %(num)d 条记录。", number), "success")

    return form_page(
        form,
        confirm_chosen,
        template="records/batch.html",
        found=found,
        alone=[(_line(record), places(record.summary), _address(record)) for record in alone],
        heading=_("确认记录：%(kind)s", kind=_kind(stream, rule)),
        intro=_("告知期已满，单位没有提出异议。确认的人对认定负责。"),
        warning=_("%(what)s事由按原文向社会公开。", what=CONFIRM.warning) if found else "",
        submit=_("确认选中的记录"),
        back=url_for("records.batches"),
    )


@bp.route("/<int:number>/confirm", methods=["GET", "POST"])
@requires(Permission.RECORDS_CONFIRM)
def confirm(number: int) -> ResponseReturnValue:
    """One record by itself."""
    record = to_move(CreditRecord, number)
    if not confirmations.may_confirm(current_user, record):
        raise Forbidden(_("只有该类失信行为的认定单位可以确认。"))
    release = releasing(_l("事由（原文）"), lambda found: found.summary, ConfirmForm)
    return release(CONFIRM, record, url_for("records.item", number=number))


def _address(record: CreditRecord) -> str:
    return url_for("records.confirm", number=record.id)


def _kind(stream: str, rule: str) -> Any:
    known = streams.registered().get(stream)
    if known is None or rule not in known.words.rules:
        raise NotFound
    return known.words.rules[rule]


def _line(record: CreditRecord) -> str:
    return _(
        "%(ref)s %(subject)s %(summary)s（发生日 %(day)s）",
        ref=record.ref,
        subject=record.subject.name,
        summary=record.summary,
        day=i18n.day(record.since),
    )
