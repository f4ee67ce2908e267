"""The acts of due process as pages, what they are called in the log, and when they fit."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from integrity.base import clock
from integrity.casework.acts import Act, perform
from integrity.casework.publishing import ReleaseForm, releasing
from integrity.credit.measures.lists import ListKind
from integrity.credit.sanctions import removals, reviews, service
from integrity.credit.sanctions.forms import ConfirmForm, DecideForm, RemovalForm, StatementForm
from integrity.credit.sanctions.models import ListEntry
from integrity.pages.forms import WhyForm


def _decide(act: Act, found: ListEntry, back: str) -> ResponseReturnValue:
    """The form offers only the measures that fit this entry."""
    return perform(replace(act, form=partial(DecideForm, found)), found, back)


def _confirm(entry: ListEntry, reasons: str, public_text: str, checked: bool, **who: Any) -> None:
    service.decide_second(entry, reasons, public_text, **who)


def _publicise(entry: ListEntry, public_text: str, checked: bool, **who: Any) -> None:
    reviews.publicise(entry, public_text, **who)


def _release(form: type[ReleaseForm]) -> Any:
    return releasing(_l("事实和理由（原文）"), lambda found: found.reasons, form)


ACTS = {
    "notify": Act(
        _l("告知当事人"),
        service.notify,
        warning=_l("告知后开始计算陈述申辩期限；当事人将看到拟列入的名单、事由和依据。"),
    ),
    "defend": Act(_l("陈述申辩"), service.state_defence, StatementForm),
    "hear": Act(_l("陈述申辩程序终结"), service.hear, WhyForm),
    "publicise": Act(
        _l("公示候选主体"),
        _publicise,
        page=_release(ReleaseForm),
        warning=_l("公示期间任何人都可以提出异议；公示期满、异议都已答复，才能认定。"),
    ),
    "decide": Act(
        _l("第一人认定"),
        service.decide_first,
        warning=_l("您将对认定负责；须由另一人复核后才会列入和公布。"),
        page=_decide,
    ),
    "confirm": Act(
        _l("第二人复核并列入"),
        _confirm,
        page=_release(ConfirmForm),
        warning=_l("确认后立即列入、公布，并推送所有接收单位；当事人可以提出异议或者申请修复。"),
        danger=True,
    ),
    "send_back": Act(_l("退回重新认定"), service.send_back, WhyForm),
    "reject": Act(_l("不予列入"), service.reject, WhyForm, danger=True),
    "propose_removal": Act(
        _l("提出移出名单"),
        removals.propose_removal,
        RemovalForm,
        warning=_l("须由另一人复核后才会移出；在此之前仍列在名单上。"),
    ),
    "remove": Act(
        _l("复核并移出名单"),
        removals.remove,
        WhyForm,
        warning=_l("移出后立即停止公布，所有曾收到推送的单位须确认停止措施；再次列入须重新办理。"),
        danger=True,
    ),
    "keep": Act(_l("不同意移出"), removals.keep, WhyForm),
}
REMOVING = {"propose_removal": False, "remove": True, "keep": True}
"""Acts that need that somebody has proposed to remove the entry, or that nobody has."""
MOVE_NAMES = {
    "nominate": _l("提出列入建议"),
    "notify": _l("告知"),
    "defend": _l("陈述申辩"),
    "hear": _l("陈述申辩程序终结"),
    "publicise": _l("公示候选主体"),
    "decide": _l("第一人认定"),
    "confirm": _l("第二人复核，列入名单"),
    "adopt": _l("采用纳税信用等级名单，列入名单"),
    "renew": _l("新的年度名单仍然列入，延续"),
    "lose": _l("纳税信用等级名单不再列入，移出名单"),
    "send_back": _l("退回重新认定"),
    "reject": _l("不予列入"),
    "lapse": _l("依据的记录已经结束，不再列入"),
    "propose_removal": _l("提出移出名单"),
    "keep": _l("不同意移出"),
    "remove": _l("复核，移出名单"),
    "lift": _l("移出名单"),
    "end_measure": _l("一项措施期限届满"),
    "expire": _l("期限届满，移出名单"),
    "forfeit": _l("出现公开的失信记录，退出守信激励对象"),
}


def open_acts(found: ListEntry) -> dict[str, Act]:
    """The acts that fit an entry besides its state."""
    proposed = found.removal_ground is not None
    fit = {n: act for n, act in ACTS.items() if REMOVING.get(n, proposed) is proposed}
    until = found.shown_until
    if found.kind is not ListKind.RED or until:
        del fit["publicise"]
    if found.kind is ListKind.RED and (until is None or clock.today() <= until):
        del fit["decide"]
    return fit
