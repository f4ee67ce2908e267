"""The papers of the two remedies: the answer to an objection, the decision about a repair."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.terms import basis, day, lasting
from integrity.credit.objections.appeals import begin
from integrity.credit.objections.models import (
    APPEAL_STATE_NAMES,
    Appeal,
    AppealState,
    Objection,
    ObjectionState,
)
from integrity.credit.objections.models import STATE_NAMES as OBJECTION_NAMES
from integrity.credit.papers.usual import nothing, remedies, to_the_office
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs.models import STATE_NAMES as REPAIR_NAMES
from integrity.credit.repairs.models import Repair, RepairState
from integrity.credit.sanctions.treatments import TREATMENT_NAMES
from integrity.credit.shieldings.models import STATE_NAMES as SHIELDING_NAMES
from integrity.credit.shieldings.models import Shielding, ShieldingState

ORDER = "《信用修复管理办法》（国家发展和改革委员会令第36号）"
"""On what a repair is refused; one that is granted names the rule of its kind."""


def _day(filed: Any) -> date:
    """Of the decision; it is being made while its paper is written."""
    return filed.closed_on or day()


def _against(filed: Any) -> str:
    thing = filed.against
    number = f"（{thing.ref}）" if isinstance(thing, CreditRecord) else ""
    return f"“{thing.title}”{number}"


def _to(filed: Any) -> list[Addressee]:
    return [Addressee(filed.subject.name, filed.subject.id)]


def _put_right(filed: Objection | Appeal) -> str | None:
    if filed.correction and filed.correction.successor:
        number = filed.correction.successor.ref
        stops = "原记录停止公示、共享和使用，另行送达更正告知书"
        return f"更正有关信用记录（更正后的记录编号{number}），{stops}"
    if filed.state not in (ObjectionState.UPHELD, AppealState.UPHELD):
        return None
    return "撤销有关认定，停止公示、共享和使用，通知所有接收过该信息的单位停止措施"


def _shielded(shielding: Shielding) -> date | None:
    """From when it is shielded, said when it begins."""
    return _day(shielding) if shielding.state is ShieldingState.SHIELDED else None


def _unshielded(shielding: Shielding) -> date | None:
    return _day(shielding) if shielding.state is ShieldingState.ENDED else None


def _ended_by(shielding: Shielding) -> str | None:
    """What ends it: the document of the court, or that it was contested and not covered."""
    if shielding.state is not ShieldingState.ENDED:
        return None
    return shielding.end_document or "对权利人意见的审查"


def _is_granted(repair: Repair) -> bool:
    return repair.state is RepairState.GRANTED


PAPERS = (
    PaperKind(
        name="objection-answer",
        title=_l("信用信息异议处理答复书"),
        mark="YY",
        model=Objection,
        url=lambda objection: url_for("objections.item", number=objection.id),
        addressees=_to,
        issuer=lambda objection: objection.deciding_id,
        fields=remedies(_day)
        | {
            "单位名称": lambda objection: objection.subject.name,
            "本地依据": nothing,
            "提出日期": lambda objection: objection.received_on,
            "异议对象": _against,
            "异议编号": lambda objection: f"YY{objection.id:08d}",
            "异议内容": lambda objection: objection.statement,
            "核查情况": lambda objection: objection.first_reasons,
            "处理结果": lambda objection: OBJECTION_NAMES[objection.state],
            "更正措施": _put_right,
            "申诉受理单位": to_the_office,
            "申诉期限": lambda objection: lasting("LOCAL-APPEAL-FILE", _day(objection)),
        },
        why="处理理由",
        served=begin,
    ),
    PaperKind(
        name="appeal-answer",
        title=_l("信用信息申诉处理答复书"),
        mark="SX",
        model=Appeal,
        url=lambda appeal: url_for("appeals.item", number=appeal.id),
        addressees=_to,
        fields=remedies(_day)
        | {
            "单位名称": lambda appeal: appeal.subject.name,
            "本地依据": nothing,
            "申诉依据": lambda appeal: basis("LOCAL-APPEAL", appeal.received_on),
            "提出日期": lambda appeal: appeal.received_on,
            "申诉对象": _against,
            "申诉编号": lambda appeal: f"SX{appeal.id:08d}",
            "原异议内容": lambda appeal: appeal.objection.statement,
            "原答复": lambda appeal: appeal.objection.reasons,
            "申诉内容": lambda appeal: appeal.statement,
            "审查情况": lambda appeal: appeal.first_reasons,
            "处理结果": lambda appeal: APPEAL_STATE_NAMES[appeal.state],
            "更正措施": _put_right,
        },
        why="处理理由",
    ),
    PaperKind(
        name="repair-decision",
        title=_l("信用修复决定书"),
        mark="FX",
        model=Repair,
        url=lambda repair: url_for("repairs.item", number=repair.id),
        addressees=_to,
        issuer=lambda repair: repair.deciding_id,
        fields=remedies(_day)
        | {
            "单位名称": lambda repair: repair.subject.name,
            "本地依据": nothing,
            "修复依据": lambda repair: repair.treated_under or ORDER,
            "申请日期": lambda repair: repair.received_on,
            "修复对象": _against,
            "申请编号": lambda repair: f"XF{repair.id:08d}",
            "审查情况": lambda repair: repair.first_reasons,
            "信用承诺": lambda repair: repair.promise,
            "修复决定": lambda repair: REPAIR_NAMES[repair.state],
            "处理方式": lambda repair: repair.treatment and str(TREATMENT_NAMES[repair.treatment]),
            "修复日期": lambda repair: _day(repair) if _is_granted(repair) else None,
            "补正事项": lambda repair: None if _is_granted(repair) else "决定理由中指出的事项",
            "异议受理单位": to_the_office,
        },
        why="决定理由",
    ),
    PaperKind(
        name="shielding-decision",
        title=_l("重整企业失信信息屏蔽决定书"),
        mark="CZ",
        model=Shielding,
        url=lambda shielding: url_for("shieldings.item", number=shielding.id),
        addressees=_to,
        issuer=lambda shielding: shielding.deciding_id,
        fields=remedies(_day)
        | {
            "单位名称": lambda shielding: shielding.subject.name,
            "本地依据": nothing,
            "屏蔽依据": lambda shielding: ORDER,
            "提出日期": lambda shielding: shielding.received_on,
            "裁定法院": lambda shielding: shielding.court,
            "裁定案号": lambda shielding: shielding.number,
            "屏蔽对象": _against,
            "申请编号": lambda shielding: f"PB{shielding.id:08d}",
            "处理结果": lambda shielding: SHIELDING_NAMES[shielding.state],
            "屏蔽日期": _shielded,
            "终止文书": _ended_by,
            "解除日期": _unshielded,
            "异议受理单位": to_the_office,
        },
        why="决定理由",
    ),
)
