"""The paper that tells a subject what was wrong in its record and what stands now: 更正告知书."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.casework import streams
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import day
from integrity.casework.rules.models import GRADE_NAMES
from integrity.credit.corrections.models import RecordCorrection
from integrity.credit.papers.usual import nothing, remedies, to_the_office
from integrity.credit.records.models import CreditRecord

LABELS = {"rule": "失信情形", "since": "发生日期", "ruled_on": "文书日期", "summary": "事由"}


def _made(correction: RecordCorrection) -> CreditRecord:
    assert correction.successor is not None  # it is made while its paper is written
    return correction.successor


def _what(correction: RecordCorrection) -> str:
    """Point by point: what was wrong, and what it should say."""
    return "".join(
        f"{label}：原为“{_word(correction.record, name)}”，"
        f"更正为“{_word(_made(correction), name)}”。"
        for name, label in LABELS.items()
        if getattr(correction.record, name) != getattr(_made(correction), name)
    )


def _word(record: CreditRecord, name: str) -> str:
    value: Any = getattr(record, name)
    if name == "rule":
        stream = streams.registered().get(record.stream)
        return str(stream.words.rules.get(value, value) if stream else value)
    return str(value) if name == "summary" else written_day(value)


def _stands(correction: RecordCorrection) -> str:
    """From when until when it counts, or that it is told and judged anew."""
    made = _made(correction)
    if made.decided_on is None:
        return "更正后的记录另行告知，告知和异议期满以前不生效。"
    shown = "依法公示" if made.public else "不公示，仅作为内部记录"
    until = f"，期限至{written_day(made.until)}" if made.until else ""
    repairable = (
        f"{written_day(made.repairable_on)}起可以申请信用修复"
        if made.repairable_on
        else "公示期满前不可修复"
    )
    return f"{shown}{until}；{repairable}。"


PAPERS = (
    PaperKind(
        name="record-correction",
        title=_l("信用记录更正告知书"),
        mark="GJ",
        model=RecordCorrection,
        url=lambda correction: url_for("corrections.item", number=correction.id),
        issuer=lambda correction: correction.deciding_id,
        fields=remedies(lambda correction: correction.decided_on or day())
        | {
            "单位名称": lambda correction: correction.subject.name,
            "本地依据": nothing,
            "原记录编号": lambda correction: correction.record.ref,
            "更正内容": _what,
            "更正依据": lambda correction: correction.document,
            "新记录编号": lambda correction: _made(correction).ref,
            "新事由": lambda correction: _made(correction).summary,
            "等级": lambda correction: GRADE_NAMES.get(
                _made(correction).grade or "", _made(correction).grade
            ),
            "新记录效力": _stands,
            "更正日期": lambda correction: correction.decided_on,
            "异议受理单位": to_the_office,
        },
        why="更正理由",
        load=(joinedload(RecordCorrection.record).joinedload(CreditRecord.subject),),
    ),
)
