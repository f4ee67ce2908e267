"""A contract and a node of it, described once, in the order of their pages.

Public is what the law has published of a procurement contract: parties, name, amount, days.
"""

from dataclasses import replace
from functools import partial

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from integrity.casework import fields as usual
from integrity.pages.fields import (
    API,
    DAY,
    FACTS,
    FILE,
    FORM,
    LIST,
    MONEY,
    Field,
    Kind,
    PublicField,
    choice,
    text,
)
from integrity.people.subjects.choosing import FIRMS, SubjectField
from integrity.people.subjects.fields import BODY, PARTY
from integrity.people.subjects.models import Subject
from integrity.streams.contracts.codes import (
    AGREED,
    CONTRACT_OUTCOMES,
    CONTRACT_STATES,
    CONTRACT_TONES,
    FAIRNESS_NAMES,
    KIND_NAMES,
    LEGALITY_NAMES,
    MATTER_NAMES,
    NODE_KINDS,
    NODE_OUTCOMES,
    NODE_STATES,
    NODE_TONES,
    OWING_NAMES,
    SIZE_NAMES,
    ContractKind,
    ContractOutcome,
    Fairness,
    Legality,
    Matter,
    NodeKind,
    NodeOutcome,
    Owing,
    Size,
)
from integrity.streams.contracts.models import Contract, ContractNode

Firm = aliased(Subject)
"""The counterparty in a list; `Subject` is the body there."""
TOLD = FACTS | API
YES = Kind(
    lambda row, column: row.flag(column) if row[column] else False,
    lambda said: "true" if said else "false",
    _l("是或者否；不填为否。"),
)
FIRM = replace(PARTY, control=partial(SubjectField, kinds=FIRMS))
AT_FIRST = [Legality.NONE, Legality.LAWFUL]
FAIR_AT_FIRST = [Fairness.NONE, Fairness.PASSED]

# fmt: off
LEGALITY = Field(
    "legality", _l("合法性审查"), choice(Legality, LEGALITY_NAMES, AT_FIRST), FORM | FACTS | LIST,
    help=_l("审查不通过的，由领导小组办公室凭审查单位的文书登记。"), required=FORM,
    filter=lambda value, on: Contract.legality == value,
)
LEGALITY_WORDS = (
    Field("legality_no", _l("合法性审查意见文号"), text(100), FORM | FACTS),
    Field("legality_on", _l("合法性审查日期"), DAY, FORM | FACTS),
    Field("legality_by", _l("合法性审查单位"), text(100), FORM | FACTS),
)
FAIRNESS = Field(
    "fairness", _l("公平竞争审查"), choice(Fairness, FAIRNESS_NAMES, FAIR_AT_FIRST), FORM | FACTS,
    help=_l("承诺优惠政策的必须审查；没有审查或者不通过的承诺不执行，依法变更并处理损失。"),
    required=FORM, filter=lambda value, on: Contract.fairness == value,
)
FAIRNESS_WORDS = (
    Field("fairness_no", _l("公平竞争审查文号"), text(100), FORM | FACTS),
    Field("fairness_on", _l("公平竞争审查日期"), DAY, FORM | FACTS),
    Field("fairness_by", _l("公平竞争审查单位"), text(100), FORM | FACTS),
)
NEEDED = FORM | FILE
PARTY_BODY = PublicField(
    "subject", _l("政府方"), BODY, NEEDED | LIST | TOLD, required=NEEDED, sort=Subject.name,
    also=("采购人", "甲方", "单位"),
)
PARTY_FIRM = PublicField(
    "counterparty", _l("相对方"), FIRM, NEEDED | LIST | TOLD, required=NEEDED, sort=Firm.name,
    also=("供应商", "中标单位", "乙方"),
    help=_l("企业或者社会组织；自然人的合同不在此登记。"),
)
CONTENT = (
    PublicField(
        "name", _l("合同名称"), text(200), NEEDED | LIST | API, required=NEEDED,
        sort=Contract.name, also=("项目名称",),
    ),
    PublicField(
        "number", _l("合同编号"), text(80), NEEDED | LIST | TOLD, help=_l("没有编号的不填。"),
        sort=Contract.number,
    ),
    PublicField(
        "kind", _l("合同类别"), choice(ContractKind, KIND_NAMES), NEEDED | LIST | TOLD,
        required=NEEDED, also=("类别",), sort=Contract.kind,
        filter=lambda value, on: Contract.kind == value,
    ),
    PublicField(
        "matter", _l("标的"), choice(Matter, MATTER_NAMES), NEEDED | TOLD,
        help=_l("货物、工程或者服务；其他的不选。"),
    ),
    PublicField(
        "amount", _l("合同金额"), MONEY, NEEDED | LIST | TOLD, help=_l("没有约定金额的不填。"),
        sort=Contract.amount,
    ),
    PublicField(
        "signed_on", _l("签订日期"), DAY, NEEDED | LIST | TOLD, required=NEEDED,
        sort=Contract.signed_on,
    ),
    Field(
        "signed_by", _l("政府方签订人职务"), text(100), NEEDED | FACTS,
        help=_l("写职务，不写姓名，例如：局长（第2任）。"),
    ),
    Field(
        "size", _l("订立合同时相对方的企业规模"), choice(Size, SIZE_NAMES), NEEDED | FACTS,
        help=_l("以订立合同时的声明为准（保障中小企业款项支付条例第三条）。"),
    ),
    LEGALITY, *LEGALITY_WORDS, FAIRNESS, *FAIRNESS_WORDS,
)
REF = PublicField("ref", _l("编号"), on=LIST, sort=Contract.ref)
ROW = (
    *CONTENT[:8],
    PARTY_BODY,
    PARTY_FIRM,
    Field(
        "counterparty_name", _l("相对方名称"), text(200), FILE,
        help=_l("代码尚未登记的必须填写，将登记为企业。"),
        of=lambda contract: contract.counterparty.name,
    ),
    Field("public", _l("依法公开"), YES, FILE, help=_l("只有政府采购合同可以填是。")),
    Field(
        "external_id", _l("来源编号"), text(80), FILE, required=FILE,
        help=_l("来源系统或者台账中的编号，同一来源内不重复；再次导入时据此识别。"),
        of=lambda contract: contract.external_id or contract.ref,
    ),
    Field("source", _l("来源系统"), text(40), FILE, help=_l("来源系统的名称；不填为 file。")),
)
"""A contract as a row of a list of the procurement or finance department."""
CONTRACT_FIELDS = (
    CONTENT[0],
    REF,
    PARTY_BODY,
    PARTY_FIRM,
    *CONTENT[1:],
    usual.state(Contract, CONTRACT_STATES, CONTRACT_TONES),
    PublicField(
        "body", PARTY_BODY.label, BODY, filter=lambda body, on: Contract.subject_id == body.id
    ),
    PublicField("outcome", _l("结果"), choice(ContractOutcome, CONTRACT_OUTCOMES), TOLD),
    PublicField("ended_on", _l("终结日期"), DAY, TOLD),
    Field("registered_on", _l("登记日期"), DAY, FACTS),
    Field(
        "registered_by", _l("登记单位"), on=FACTS,
        show=lambda contract, on: contract.registered_by and contract.registered_by.name,
    ),
)
WHAT = PublicField(
    "what", _l("要做什么"), text(200), NEEDED | API, required=NEEDED,
    help=_l("例如：支付首付款；交付厂房；兑现设备补贴。"),
)
NODE_CONTENT = (
    PublicField(
        "owing", _l("由谁履行"), choice(Owing, OWING_NAMES), NEEDED | LIST | TOLD, required=NEEDED,
        filter=lambda value, on: ContractNode.owing == value,
    ),
    PublicField(
        "kind", _l("节点类别"), choice(NodeKind, NODE_KINDS, AGREED), NEEDED | LIST | TOLD,
        required=NEEDED, sort=ContractNode.kind,
        filter=lambda value, on: ContractNode.kind == value,
    ),
    WHAT,
    PublicField("planned_on", _l("合同约定的日期"), DAY, NEEDED | TOLD, required=NEEDED),
    PublicField(
        "amount", _l("节点金额"), MONEY, NEEDED | LIST | TOLD,
        help=_l("付款的必须填写；其他的不填。"), sort=ContractNode.amount,
    ),
)
NODE_ROW = (
    Field(
        "contract", _l("合同登记编号或者来源编号"), text(80), FILE, required=FILE,
        of=lambda node: node.contract.ref,
    ),
    *NODE_CONTENT,
)
"""A node as a row of a list."""
FIELDS = (
    PublicField("title", _l("节点"), on=LIST, sort=ContractNode.title),
    replace(REF, sort=ContractNode.ref),
    replace(PARTY_BODY, on=LIST | TOLD),
    replace(PARTY_FIRM, on=LIST | TOLD),
    *NODE_CONTENT,
    PublicField("due_on", _l("履行期限"), DAY, LIST | TOLD, sort=ContractNode.due_on),
    usual.lateness("contracts", ContractNode),
    usual.state(ContractNode, NODE_STATES, NODE_TONES),
    Field(
        "body", PARTY_BODY.label, BODY, filter=lambda body, on: ContractNode.subject_id == body.id
    ),
    usual.key_field(ContractNode),
    Field(
        "keeper", _l("具体负责人"), on=FACTS,
        show=lambda node, on: node.keeper and node.keeper.name,
    ),
    Field("report", _l("履行方自报"), on=FACTS),
    Field("claim_received_on", _l("收到报告之日"), DAY, FACTS),
    Field("answer", _l("对方意见"), on=FACTS),
    PublicField("closed_on", _l("确认的完成日期"), DAY, TOLD),
    PublicField("outcome", _l("结果"), choice(NodeOutcome, NODE_OUTCOMES), TOLD),
)
# fmt: on
