"""The paper on what two people found: to the body, and to whose entry it was."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import lasting
from integrity.streams.remnants.models import Remnant, RemnantOutcome


def _both(item: Remnant) -> Sequence[Addressee]:
    return [
        Addressee(item.subject.name, item.subject_id),
        Addressee(item.claimant.name, item.claimant_id),
    ]


def _result(item: Remnant) -> str:
    if item.outcome is not RemnantOutcome.TRUE:
        return "经核实，没有证据证明确认停止措施后仍在使用，不作记录。"
    term = lasting("LOCAL-REMOVE", item.decided_on or item.seen_on)
    return (
        f"经核实，{item.subject.name}在确认停止措施后仍在使用。原确认不予采信，"
        f"应当自本认定作出之日起{term}内停止使用并重新逐项确认；此情况依照规定记入信用记录。"
    )


PAPERS = (
    PaperKind(
        name="remnant-finding",
        title=_l("移出后继续使用情况认定书"),
        mark="YR",
        model=Remnant,
        url=lambda item: url_for("remnants.item", ref=item.ref),
        addressees=_both,
        issuer=lambda item: item.finder_id,
        fields={
            "单位名称": lambda item: item.subject.name,
            "当事人": lambda item: item.claimant.name,
            "名单编号": lambda item: item.push.entry.ref,
            "报告编号": lambda item: item.ref,
            "发现日期": lambda item: written_day(item.seen_on),
            "报告情况": lambda item: item.text,
            "单位陈述": lambda item: item.statement or "在规定期限内没有陈述。",
            "认定事实": lambda item: item.finding,
            "认定结果": _result,
        },
    ),
)
