"""One entry: public once listed, a tombstone once removed; the acts of due process."""

from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity import clock, i18n
from integrity.audit import service as audit
from integrity.audit.words import move_name
from integrity.db import db
from integrity.errors import NotAllowed, NotFound, Refused
from integrity.forms import WhyForm
from integrity.permissions import Permission, demand, public, requires
from integrity.sanctions import nominations, pushes, service
from integrity.sanctions.blueprint import bp
from integrity.sanctions.forms import (
    DecideForm,
    NominateForm,
    ReasonsForm,
    RemoveForm,
    StatementForm,
)
from integrity.sanctions.list_views import visible
from integrity.sanctions.models import (
    GROUND_NAMES,
    LIST_NAMES,
    OUTCOME_NAMES,
    PUSH_KIND_NAMES,
    PUSH_STATE_NAMES,
    STATE_NAMES,
    EntryState,
    Ground,
    ListEntry,
    ListKind,
    Push,
)
from integrity.sanctions.push_views import may_open
from integrity.sanctions.ways import remedies_of
from integrity.streams import Act, buttons, perform
from integrity.subjects import service as subjects
from integrity.subjects.models import SubjectKind

ACTS = {
    "notify": Act(
        _l("告知当事主体"),
        service.notify,
        warning=_l("告知后开始计算陈述申辩期限；当事主体将看到拟列入的名单、事由和依据。"),
    ),
    "defend": Act(_l("陈述申辩"), service.state_defence, StatementForm),
    "hear": Act(_l("结束听取意见"), service.hear, WhyForm),
    "decide": Act(
        _l("第一人认定"),
        service.decide_first,
        warning=_l("您将对认定负责；须由另一人复核后才会列入和公布。"),
    ),
    "confirm": Act(
        _l("第二人复核并列入"),
        service.decide_second,
        ReasonsForm,
        warning=_l("确认后立即列入、公布，并推送所有接收单位；当事主体可以提出异议或者申请修复。"),
        danger=True,
    ),
    "send_back": Act(_l("退回重新认定"), service.send_back, WhyForm),
    "reject": Act(_l("不予列入"), service.reject, WhyForm, danger=True),
    "remove": Act(
        _l("移出名单"),
        service.remove,
        RemoveForm,
        warning=_l("移出后立即停止公布，所有曾收到推送的单位须确认停止措施；再次列入须重新办理。"),
        danger=True,
    ),
}
MOVE_NAMES = {
    "nominate": _l("提名"),
    "notify": _l("告知"),
    "defend": _l("陈述申辩"),
    "hear": _l("结束听取意见"),
    "decide": _l("第一人认定"),
    "confirm": _l("第二人复核，列入名单"),
    "send_back": _l("退回重新认定"),
    "reject": _l("不予列入"),
    "remove": _l("移出名单"),
    "expire": _l("期限届满，移出名单"),
    "forfeit": _l("出现公开的失信记录，退出守信名单"),
}
TONES = {
    EntryState.LISTED: "late",
    EntryState.REMOVED: "closed",
    EntryState.REJECTED: "closed",
}


@bp.get("/lists/entries/<int:number>")
@public
def entry(number: int) -> ResponseReturnValue:
    """An entry for those who may see it; for everybody else what remains of a removed one."""
    found = _found(number)
    if not _inside(found):
        if found.subject.kind is SubjectKind.PERSON or not found.subject.public:
            raise NotFound
        if found.state is EntryState.REMOVED:
            return render_template("sanctions/tombstone.html", entry=found, facts=_grave(found))
        if found.state is not EntryState.LISTED:
            raise NotFound
    return render_template(
        "sanctions/entry.html",
        item=found,
        heading=found.subject.name,
        kicker=LIST_NAMES[found.kind],
        ref=found.subject.uscc,
        state=_state(found),
        facts=_facts(found),
        statement=found.statement if _inside(found) else "",
        measures=[attachment.measure for attachment in found.attachments],
        pushes=_pushes(found) if _inside(found) else [],
        may_open=may_open,
        push_kinds=PUSH_KIND_NAMES,
        push_states=PUSH_STATE_NAMES,
        progress=pushes.removal_progress(found),
        acts=[*buttons(ACTS, service.FLOW, found, partial(_act_url, found)), *_remedies(found)],
        timeline=_timeline(found),
        links=_links(found),
    )


@bp.route("/lists/entries/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def act(number: int, move: str) -> ResponseReturnValue:
    """The page of one act of due process."""
    found = _found(number)
    if not _inside(found) or move not in ACTS:
        raise NotFound
    demand(service.FLOW[move].permission or Permission.DESK, found)
    if not service.FLOW.allows(found, move):
        raise NotAllowed(_("当前状态是“%(state)s”。", state=STATE_NAMES[found.state]))
    chosen = ACTS[move]
    if move == "decide":
        chosen = replace(chosen, form=partial(DecideForm, found))  # type: ignore[arg-type]
    return perform(chosen, found, back=url_for("sanctions.entry", number=number))


@bp.route("/sanctions/new", methods=["GET", "POST"])
@requires(Permission.SANCTIONS_NOMINATE)
def new() -> ResponseReturnValue:
    """Nominate by hand; the nightly run nominates what confirmed records stand for."""
    form = NominateForm(code=request.args.get("code", ""))
    if form.validate_on_submit():
        try:
            made = _nominate(form)
        except Refused as refused:
            form.form_errors.append(refused.detail)
        else:
            db.session.flush()
            flash(_("已提名。"), "success")
            return redirect(url_for("sanctions.entry", number=made.id))
    return render_template(
        "streams/form.html",
        form=form,
        heading=_("提名列入名单"),
        submit=_("提名"),
        back=url_for("sanctions.index"),
    ), 422 if form.is_submitted() else 200


def _nominate(form: NominateForm) -> ListEntry:
    subject = subjects.by_code(form.code.data)
    if subject is None:
        raise subjects.WrongCode(_("没有登记该代码的主体，请核对。"))
    return nominations.nominate(
        None,
        subject,
        ListKind(form.kind.data),
        Ground(form.ground.data),
        form.reasons.data,
        legal_basis=form.legal_basis.data,
        by=current_user,
        at=clock.now(),
    )


def _found(number: int) -> ListEntry:
    found = db.session.get(ListEntry, number)
    if found is None:
        raise NotFound
    return found


def _inside(found: ListEntry) -> bool:
    """Whether the person logged in sees the whole procedure of this entry."""
    if not (current_user.is_authenticated and current_user.can(Permission.SANCTIONS_READ)):
        return False
    wanted = sa.exists().where(ListEntry.id == found.id, visible(current_user))
    return bool(db.session.scalar(sa.select(wanted)))


def _remedies(found: ListEntry) -> list[dict[str, Any]]:
    """The ways in which a listed subject may be heard, for itself and for who takes it in."""
    if found.state is not EntryState.LISTED:
        return []
    offered = remedies_of(found, "objections", entry=found.id)
    if found.kind is not ListKind.RED:
        offered += remedies_of(found, "repairs", entry=found.id)
    return [
        {"label": label, "url": url, "primary": False, "danger": False} for label, url in offered
    ]


def _act_url(found: ListEntry, move: str) -> str:
    return url_for("sanctions.act", number=found.id, move=move)


def _state(found: ListEntry) -> tuple[Any, str]:
    if found.state is EntryState.LISTED and found.kind is ListKind.RED:
        return STATE_NAMES[found.state], "good"
    return STATE_NAMES[found.state], TONES.get(found.state, "soon")


def _facts(found: ListEntry) -> list[tuple[Any, Any]]:
    pairs = [
        (_("列入事由"), GROUND_NAMES[found.ground]),
        (_("事实和理由"), found.reasons),
        (_("列入依据"), found.legal_basis),
        (_("提名人"), _(found.nominated_by)),
    ]
    if found.notified_on:
        pairs.append((_("告知日期"), i18n.day(found.notified_on)))
        pairs.append((_("陈述申辩截止"), i18n.day(found.statement_due)))
    for label, decider, reasons in (
        (_("第一认定人"), found.first_decider, found.first_reasons),
        (_("第二认定人"), found.second_decider, found.second_reasons),
    ):
        if decider:
            pairs.append((label, _("%(name)s：%(reasons)s", name=decider.name, reasons=reasons)))
    if found.listed_on:
        pairs.append((_("列入日期"), i18n.day(found.listed_on)))
        pairs.append((_("期限至"), i18n.day(found.until) or _("未定期限")))
        pairs.append((_("期限依据"), found.until_basis or _("无固定期限")))
    return pairs + _grave(found) if found.state is EntryState.REMOVED else pairs


def _grave(found: ListEntry) -> list[tuple[Any, Any]]:
    """What stays readable of a removed entry: why and when, not who and what for."""
    done, whole = pushes.removal_progress(found)
    return [
        (_("移出原因"), OUTCOME_NAMES[found.outcome] if found.outcome else ""),
        (_("移出日期"), i18n.day(found.removed_on)),
        (_("停止措施"), _("已清除 %(done)d/%(whole)d", done=done, whole=whole)),
    ]


def _pushes(found: ListEntry) -> list[Push]:
    wanted = sa.select(Push).where(Push.entry_id == found.id).order_by(Push.kind, Push.id)
    return list(db.session.scalars(wanted))


def _timeline(found: ListEntry) -> list[dict[str, Any]]:
    """Every event; what was said in the procedure is for those inside it."""
    inside = _inside(found)
    return [
        {
            "at": event.at,
            "what": MOVE_NAMES.get(event.move) or move_name(event.move),
            "who": event.who,
            "why": event.why if inside else None,
            "tone": "plain",
        }
        for event in audit.history(found)
    ]


def _links(found: ListEntry) -> list[tuple[Any, str]]:
    links = [(LIST_NAMES[found.kind], url_for("sanctions.listing", kind=found.kind))]
    if found.subject.slug:
        links.append((_("信用档案"), url_for("site.body", slug=found.subject.slug)))
    elif found.subject.uscc:
        links.append((_("信用档案"), url_for("site.subject", uscc=found.subject.uscc)))
    if found.record_id and _inside(found):
        links.append((_("查看信用记录"), url_for("records.item", number=found.record_id)))
    return links
