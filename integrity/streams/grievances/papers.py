"""The papers of a breach complaint: 转办函, 认定告知书, 不属实答复, 整改结果认定函."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.terms import basis, lasting
from integrity.streams.grievances import findings
from integrity.streams.grievances.models import AREA_NAMES, CHANNEL_NAMES, Grievance

BY_ITSELF = "机构调整、人员变动不是不履行的理由，本身即为违约失信。"
REMEDIES = "不服认定的，可以要求复核一次；也可以依法提起诉讼或者申请仲裁。"


def _both(item: Grievance) -> Sequence[Addressee]:
    """Whoever complained and whoever was complained about."""
    return [
        Addressee(item.complainant.name, item.complainant_id),
        Addressee(item.subject.name, item.subject_id),
    ]


def _url(item: Grievance) -> str:
    return url_for("grievances.item", ref=item.ref)


def _result(item: Grievance) -> str:
    if item.outcome:
        return "认定整改到位。"
    return "认定没有整改到位，原整改期限不变，逾期的依照规定记入信用记录。"


ABOUT = {
    "投诉事项": lambda item: item.title,
    "投诉编号": lambda item: item.ref,
    "投诉企业": lambda item: item.complainant.name,
    "被投诉单位": lambda item: item.subject.name,
    "收到日期": lambda item: item.received_on,
    "本地依据": lambda item: None,
}
FOUND_TRUE = ABOUT | {
    "认定依据": lambda item: basis("LOCAL-GRV-FIND", item.received_on),
    "认定事实": lambda item: item.finding,
    "整改要求": lambda item: item.demand,
    "整改天数": lambda item: lasting("LOCAL-GRV-RIGHT", item.found_on),
    "本身违约": lambda item: item.because and BY_ITSELF,
}
"""Told to both on a paper each: the term runs from the service on the body alone."""
PAPERS = (
    PaperKind(
        name="grievance-transfer",
        title=_l("违约失信投诉转办函"),
        mark="WZ",
        model=Grievance,
        url=_url,
        why="转办理由",
        addressees=lambda item: [Addressee(item.finder.name, item.finder_id)],
        fields=ABOUT
        | {
            "核实单位": lambda item: item.finder.name,
            "转办依据": lambda item: basis("LOCAL-GRV-SEND", item.received_on),
            "投诉渠道": lambda item: str(CHANNEL_NAMES[item.channel]),
            "涉及领域": lambda item: str(AREA_NAMES[item.area]),
            "投诉内容": lambda item: item.text,
            "认定期限": lambda item: lasting("LOCAL-GRV-FIND", item.received_on),
        },
    ),
    PaperKind(
        name="grievance-true",
        title=_l("违约失信投诉认定告知书"),
        mark="WS",
        model=Grievance,
        url=_url,
        issuer=lambda item: item.finder_id,
        served=findings.begin,
        fields=FOUND_TRUE | {"主送单位": lambda item: item.subject.name},
    ),
    PaperKind(
        name="grievance-told",
        title=_l("违约失信投诉认定结果告知书"),
        mark="WG",
        text="grievance-true",
        model=Grievance,
        url=_url,
        addressees=lambda item: [Addressee(item.complainant.name, item.complainant_id)],
        issuer=lambda item: item.finder_id,
        fields=FOUND_TRUE | {"主送单位": lambda item: item.complainant.name},
    ),
    PaperKind(
        name="grievance-untrue",
        title=_l("违约失信投诉答复函"),
        mark="WD",
        text="reply",
        why="答复内容",
        model=Grievance,
        url=_url,
        addressees=lambda item: [Addressee(item.complainant.name, item.complainant_id)],
        issuer=lambda item: item.finder_id,
        fields={
            "事项简称": lambda item: "违约失信投诉",
            "单位名称": lambda item: item.complainant.name,
            "来函名称": lambda item: f"关于“{item.title}”的违约失信投诉",
            "来函文号": lambda item: item.ref,
            "答复依据": lambda item: basis("LOCAL-GRV-FIND", item.received_on),
            "办理安排": lambda item: REMEDIES,
            "本地依据": lambda item: None,
            "附件": lambda item: None,
        },
    ),
    PaperKind(
        name="grievance-result",
        title=_l("违约失信投诉整改认定函"),
        mark="WJ",
        model=Grievance,
        url=_url,
        addressees=_both,
        issuer=lambda item: item.finder_id,
        fields=ABOUT
        | {
            "认定依据": lambda item: basis("LOCAL-GRV-FIND", item.received_on),
            "单位报告": lambda item: item.report,
            "认定事实": lambda item: item.finding,
            "认定结果": _result,
        },
    ),
)
