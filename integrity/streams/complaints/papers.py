"""What a complainant may keep on paper: 投诉举报回执 and 答复书; who complained is on neither."""

from datetime import date

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base.clock import local_day
from integrity.casework.documents.giving import given
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.paper import Shown
from integrity.casework.documents.terms import basis, lasting
from integrity.streams.complaints.models import (
    OUTCOME_NAMES,
    Complaint,
    ComplaintKind,
    ComplaintMessage,
    ComplaintState,
    Side,
)

KINDS = {
    ComplaintKind.COMPLAINT: "投诉",
    ComplaintKind.REPORT: "举报",
    ComplaintKind.RETALIATION: "打击报复举报",
}


def receipt(complaint: Complaint) -> Shown:
    """That it was received, without its secret."""
    return given("complaint-receipt", complaint, _received(complaint))


def answer(complaint: Complaint) -> Shown | None:
    """The last answer of the body; nothing while there is none, or any more."""
    said = answered(complaint)
    return given("complaint-answer", complaint, local_day(said.at)) if said else None


def transfer(complaint: Complaint) -> Shown | None:
    """The letter that goes with a lead; what was reported, and by whom, is not in it."""
    if complaint.state is not ComplaintState.PASSED_ON or not complaint.closed_on:
        return None
    return given("lead-transfer", complaint, complaint.closed_on, draft=True)


def answered(complaint: Complaint) -> ComplaintMessage | None:
    """What the body said last that is no question."""
    if complaint.erased_on or not complaint.answered_on:
        return None
    said = [m for m in complaint.messages if m.side is Side.BODY and not m.question]
    return said[-1] if said else None


def _received(complaint: Complaint) -> date:
    return local_day(complaint.received_at)


def _text(complaint: Complaint) -> str | None:
    said = answered(complaint)
    return said.text if said else None


def _finding(complaint: Complaint) -> str | None:
    found = complaint.finding or complaint.outcome
    return str(OUTCOME_NAMES[found]) if found else None


def _remedy(family: str, complaint: Complaint) -> str:
    said = answered(complaint)
    return lasting(family, local_day(said.at)) if said else ""


PAPERS = (
    PaperKind(
        name="lead-transfer",
        title=_l("问题线索移送函"),
        mark="YX",
        model=Complaint,
        url=lambda complaint: url_for("complaints.item", ref=complaint.ref),
        addressees=lambda complaint: (),
        fields={
            "接收机关": lambda complaint: complaint.passed_to,
            "线索来源": lambda complaint: f"{KINDS[complaint.kind]}（编号：{complaint.ref}）。",
            "反映对象": lambda complaint: complaint.subject.name,
            "线索内容": lambda complaint: "见密封移送的材料。",
            "移送材料": lambda complaint: None,
            "移送依据": lambda complaint: None,
            "本地依据": lambda complaint: None,
        },
    ),
    PaperKind(
        name="complaint-receipt",
        title=_l("投诉举报回执"),
        mark="TS",
        model=Complaint,
        url=lambda complaint: url_for("complaints.item", ref=complaint.ref),
        addressees=lambda complaint: (),
        fields={
            "受理编号": lambda complaint: complaint.ref,
            "收到日期": _received,
            "反映对象": lambda complaint: complaint.subject.name,
            "类型": lambda complaint: KINDS[complaint.kind],
            "办理期限": lambda complaint: lasting("CMP-BIZ", _received(complaint)),
            "办理依据": lambda complaint: basis("CMP-BIZ", _received(complaint)),
            "本地依据": lambda complaint: None,
        },
    ),
    PaperKind(
        name="complaint-answer",
        title=_l("投诉举报答复书"),
        mark="TD",
        model=Complaint,
        url=lambda complaint: url_for("complaints.item", ref=complaint.ref),
        addressees=lambda complaint: (),
        issuer=lambda complaint: complaint.subject_id,
        fields={
            "受理编号": lambda complaint: complaint.ref,
            "收到日期": _received,
            "受理日期": lambda complaint: complaint.accepted_on,
            "反映对象": lambda complaint: complaint.subject.name,
            "答复内容": _text,
            "办理结果": _finding,
            "认定说明": lambda complaint: None,
            "表示意见期限": lambda complaint: complaint.silent_on,
            "复议期限": lambda complaint: _remedy("REVIEW-APPLY", complaint),
            "诉讼期限": lambda complaint: _remedy("LAWSUIT", complaint),
            "办理依据": lambda complaint: basis("CMP-BIZ", _received(complaint)),
            "本地依据": lambda complaint: None,
        },
    ),
)
