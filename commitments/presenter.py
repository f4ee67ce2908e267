"""What the page of a commitment shows: its sentence, its state in words, its facts and events."""

from datetime import date
from operator import attrgetter
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from commitments import outcomes
from commitments.change.grounds import REASONS
from commitments.models import (
    OUTCOME_NAMES,
    OUTCOME_TONES,
    PUBLIC,
    STATE_NAMES,
    Commitment,
    CommitmentOutcome,
    CommitmentState,
)
from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.casework import deadlines, extensions
from integrity.casework.extensions import Extension
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.items import Event, Evidence, Link

MOVE_NAMES = {
    "draft": _l("起草"),
    "edit": _l("修改草稿"),
    "submit": _l("提交签署"),
    "sign": _l("主要负责人签署"),
    "decline": _l("退回起草人"),
    "publish": _l("向社会公开"),
    "import": _l("从来源文件导入"),
    "progress": _l("报告进展"),
    "report": _l("自报完成"),
    "verify": _l("核验"),
    "send_back": _l("退回继续履行"),
    "ask_extension": _l("提出延期"),
    "extend": _l("延期"),
    "refuse_extension": _l("不批准延期"),
    "attach": _l("提交证据"),
    "review": _l("公开前审查"),
    "request_change": _l("申请依法变更"),
    "change": _l("依法变更"),
    "refuse_change": _l("不予批准变更"),
    "compensate": _l("自报支付补偿"),
    "compensation_confirmed": _l("补偿已确认支付"),
    "compensation_denied": _l("补偿未支付"),
    "channel": _l("登记公开渠道"),
    "milestone": _l("登记阶段结果"),
    "survey": _l("抽样回访"),
    "survey_withdrawn": _l("撤回抽样回访"),
    "rectify": _l("责令限期整改"),
}
TONES = {"sign": "plain", "publish": "plain", "report": "soon", "verify": "good"}
PRIVATE = ("draft", "edit", "submit", "decline", "attach", "review", "channel")
"""Moves that are shown in the whole history only."""


def sentence(item: Commitment) -> str:
    """What it is in one sentence."""
    if item.due_on:
        return _(
            "%(body)s承诺在%(day)s前完成：%(title)s",
            body=item.subject.name,
            day=i18n.day(item.due_on),
            title=item.title,
        )
    return _("%(body)s承诺：%(title)s", body=item.subject.name, title=item.title)


def word(item: Commitment) -> tuple[Any, str]:
    """Where it stands, as a word and a tone: what was verified, or the state."""
    if item.outcome:
        return OUTCOME_NAMES[item.outcome], OUTCOME_TONES[item.outcome]
    tone = "soon" if item.state is CommitmentState.REPORTED else "plain"
    return STATE_NAMES[item.state], tone


def standing(item: Commitment, on: date) -> tuple[Any, str]:
    """The same for a list: what is still owed is said by its day (未到期、临期、逾期 12 天)."""
    if item.state is CommitmentState.PUBLISHED:
        found = deadlines.lateness("commitments", item, on)
        return found.word, found.tone
    return word(item)


def target(item: Commitment) -> list[tuple[Any, Any]]:
    """What was promised and what was reached, in words and in numbers."""
    pairs: list[tuple[Any, Any]] = [(_("目标"), item.target or item.title)]
    if item.quantity is not None and f"{item.quantity.normalize():f}" not in str(pairs[0][1]):
        pairs.append((_("目标值"), f"{item.quantity.normalize():,f} {item.unit}"))
    reported = item.state is CommitmentState.REPORTED
    pairs.append((_("实际完成值（自报，待核验）") if reported else _("实际完成值"), item.measured))
    if item.measured_quantity is not None:
        reached = f"{item.measured_quantity.normalize():,f} {item.unit}"
        if (percent := share(item)) is not None:
            reached = _("%(value)s（目标的 %(share)s%%）", value=reached, share=percent)
        pairs.append((_("完成数量（自报，待核验）") if reported else _("完成数量"), reached))
    if item.outcome:
        pairs.append((_("核验结果"), outcomes.words(item, item.outcome)))
    return pairs


def share(item: Commitment) -> int | None:
    """How much of the quantity promised was reached, in percent; None where nobody measured."""
    if not item.quantity or item.measured_quantity is None:
        return None
    return int(item.measured_quantity * 100 / item.quantity)


def timeline(item: Commitment, whole: bool = False) -> list[Event]:
    """Its events, newest first; `whole` with every draft and every extension."""
    extended = {e.at: e for e in extensions.granted("commitments", item)}
    events = [
        Event(
            MOVE_NAMES.get(event.move) or move_name(event.move),
            at=event.at,
            who=event.who,
            why=_why(item, event, extended.get(event.at)),
            tone=TONES.get(event.move),
        )
        for event in audit.history(item)
        if whole or event.move not in PRIVATE
    ]
    if item.published_at and any(e.what == MOVE_NAMES["import"] for e in events):
        events.append(
            Event(MOVE_NAMES["publish"], at=item.published_at, who=item.published_by_name)
        )
    return sorted(events, key=attrgetter("at"), reverse=True)


def evidence(item: Commitment) -> list[Evidence]:
    """Its files; of those that are not public only that they are there."""
    return shown_to(attached.of(Commitment.__tablename__, [item.id]), current_user)


def links(item: Commitment) -> list[Link]:
    """Follow it once it is public, and verify; what every item has is added by the page."""
    found = [Link(_("全部历史"), url_for("commitments.history", ref=item.ref))]
    if item.state in PUBLIC:
        found += [
            Link(_("关注（Atom 订阅）"), url_for("commitments.follow", ref=item.ref)),
            Link(_("把期限加入日历"), url_for("commitments.calendar", ref=item.ref)),
        ]
    if item.signed_text:
        found.append(Link(_("下载签署文本"), url_for("commitments.signed", ref=item.ref)))
    if item.signed_sha256:
        found += [
            Link(_("下载签署文件（PDF）"), url_for("commitments.signed_paper", ref=item.ref)),
            Link(
                _("下载可核验的签署文件（JSON）"),
                url_for("commitments.signed_document", ref=item.ref),
            ),
        ]
    return found


def signed(item: Commitment) -> str:
    """By whom and when, in words."""
    if not item.signed_at:
        return _("来源文件已公布，未在本系统签署") if item.published_at else _("尚未签署")
    return _("%(name)s，%(when)s", name=item.signed_by_name, when=i18n.moment(item.signed_at))


def _why(item: Commitment, event: Any, extension: Extension | None) -> str:
    said = event.facts or {}
    if event.move == "extend" and extension:
        return _(
            "%(reason)s：%(why)s（由%(old)s延至%(new)s）",
            reason=REASONS.get(extension.reason, _("依法变更")),
            why=event.why,
            old=i18n.day(extension.old_due_on),
            new=i18n.day(extension.new_due_on),
        )
    if event.move == "edit":
        return "\n".join(_("原为：%(old)s", old=old) for old in (said.get("old") or {}).values())
    if event.move == "progress" and said.get("percent") is not None:
        return _("完成 %(percent)s%%。%(text)s", percent=said["percent"], text=event.why)
    if event.move == "verify":
        outcome = outcomes.words(item, CommitmentOutcome(said["outcome"]))
        return _("%(outcome)s。%(why)s", outcome=outcome, why=event.why)
    if event.move == "sign":
        signer = said.get("signer")
        return _("%(signer)s在纸质件上签署，扫描件经核对一致", signer=signer) if signer else ""
    if event.move == "attach" and not said.get("public"):
        return _("一份未公开的证据")
    return event.why
