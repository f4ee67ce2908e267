"""Who is told what of contracts."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold
from integrity.streams.contracts.appraisal_models import Appraisal
from integrity.streams.contracts.change_models import ContractChange
from integrity.streams.contracts.models import Contract, ContractNode
from integrity.streams.contracts.permissions import ContractsPermission as P
from integrity.streams.contracts.service import counted

OFFICE = Whom(P.HANDLE)
BODY = Whom(P.REPORT, ContractNode.subject_id)
HEAD = Whom(P.LEAD, Contract.subject_id)
KEEPER = Whom(None, ContractNode.keeper_id)
FIRM = Whom(P.CONFIRM, ContractNode.counterparty_id)
NODES = {
    "register": daily(_l("对方主张合同损失或者登记了履约节点 %(ref)s，请登录查看。"), BODY),
    "report": at_once(_l("单位报告合同节点 %(ref)s 已履行，请确认是否属实。"), FIRM),
    "leave": daily(_l("合同节点 %(ref)s 需要取得相对方的书面意见。"), OFFICE),
    "confirm": daily(_l("相对方确认合同节点 %(ref)s 已履行。"), BODY),
    "confirm_for": daily(_l("合同节点 %(ref)s 凭相对方书面意见确认已履行。"), BODY),
    "deny": at_once(_l("相对方不认可合同节点 %(ref)s 已履行，请登录查看理由。"), BODY),
    "deny_for": at_once(_l("相对方书面表示合同节点 %(ref)s 没有履行，请登录查看。"), BODY),
    "rule_kept": at_once(_l("合同节点 %(ref)s 登记了裁判或者认定，请登录查看。"), FIRM)
    + daily(_l("合同节点 %(ref)s 登记了裁判或者认定，请登录查看。"), BODY),
    "entrust": at_once(_l("您是合同节点 %(ref)s 的具体负责人，请按期办理。"), KEEPER),
    "deliver": at_once(_l("相对方报告合同节点 %(ref)s 已履行，请按期验收、确认。"), BODY),
    "accept": daily(_l("单位确认合同节点 %(ref)s 已履行。"), FIRM),
    "refuse": at_once(_l("单位不认可合同节点 %(ref)s 已履行，请登录查看理由。"), FIRM),
    "conclude": untold("the word on the delivery says it"),
    "admit": at_once(_l("单位认可合同节点 %(ref)s 的损失，请登录查看支付期限。"), FIRM),
    "contest": at_once(_l("单位不认可合同节点 %(ref)s 的损失，请登录查看理由和救济途径。"), FIRM),
    "rule_owed": at_once(_l("合同节点 %(ref)s 登记了裁判或者认定，请登录查看。"), FIRM)
    + at_once(_l("合同节点 %(ref)s 登记了裁判或者认定，请按期履行。"), BODY),
    "rule_not_owed": at_once(_l("合同节点 %(ref)s 登记了裁判或者认定，请登录查看。"), FIRM)
    + daily(_l("合同节点 %(ref)s 登记了裁判或者认定，请登录查看。"), BODY),
    "hold": at_once(_l("合同节点 %(ref)s 缺少合法审查结论，不再执行，可以主张损失。"), FIRM)
    + at_once(_l("合同节点 %(ref)s 缺少合法审查结论，请依法变更并处理损失。"), BODY),
    "release": daily(_l("合同节点 %(ref)s 审查通过，按合同履行。"), FIRM)
    + at_once(_l("合同节点 %(ref)s 审查通过，请按期履行。"), BODY),
    "change": at_once(_l("合同节点 %(ref)s 依法变更，不再履行。"), FIRM)
    + daily(_l("合同节点 %(ref)s 依法变更，不再履行。"), BODY),
    "hand_over": at_once(_l("合同节点 %(ref)s 已登记为拖欠账款，请登录查看。"), BODY)
    + daily(_l("合同节点 %(ref)s 已登记为拖欠账款。"), FIRM),
    "settle": daily(_l("合同节点 %(ref)s 的拖欠账款已付清。"), BODY)
    + daily(_l("合同节点 %(ref)s 的拖欠账款已付清。"), FIRM),
    "drop": at_once(_l("合同节点 %(ref)s 的账款认定不应付。"), FIRM)
    + daily(_l("合同节点 %(ref)s 的账款认定不应付。"), BODY),
    "take_back": at_once(_l("合同节点 %(ref)s 的账款登记没有受理，按合同继续履行。"), FIRM)
    + at_once(_l("合同节点 %(ref)s 的账款登记没有受理，请按合同履行。"), BODY),
    "warn": at_once(_l("您负责的合同节点 %(ref)s 快要到期，请提前安排。"), KEEPER)
    + daily(_l("合同节点 %(ref)s 快要到期，请提前安排。"), BODY),
    "warn_head": daily(_l("本单位合同节点 %(ref)s 即将到期，请督促办理。"), HEAD),
    "due_soon": daily(_l("合同节点 %(ref)s 临近期限，请按期履行。"), BODY),
    "overdue": at_once(_l("合同节点 %(ref)s 已经逾期，请立即履行。"), BODY)
    + at_once(_l("合同节点 %(ref)s 已经逾期，请督促履行。"), HEAD)
    + daily(_l("合同节点 %(ref)s 已经逾期，您可以查看救济途径。"), FIRM)
    + daily(_l("合同节点 %(ref)s 已经逾期。"), OFFICE),
    **told_late(_l("合同节点 %(ref)s 的办理环节逾期，请立即办理。"), office=OFFICE, owing=BODY),
}
ALL_BODY = Whom(P.REPORT, Contract.subject_id)
ALL_FIRM = Whom(P.CONFIRM, Contract.counterparty_id)
CONTRACTS = {
    "register": daily(_l("新登记的政府合同 %(ref)s 待核对。"), OFFICE),
    "enter": daily(_l("政府合同 %(ref)s 已核对，节点开始提醒。"), ALL_BODY)
    + daily(_l("政府合同 %(ref)s 已核对，您可以对履约情况提出意见。"), ALL_FIRM),
    "review": at_once(_l("政府合同 %(ref)s 登记了审查结论，请登录查看。"), ALL_BODY)
    + at_once(_l("政府合同 %(ref)s 登记了审查结论，请登录查看。"), ALL_FIRM),
    "finish": daily(_l("政府合同 %(ref)s 履行完毕。"), ALL_BODY)
    + daily(_l("政府合同 %(ref)s 履行完毕，有异议的请登录提出。"), ALL_FIRM),
    "dissolve": untold("the change that dissolves it says so"),
    "break_off": at_once(_l("政府合同 %(ref)s 因违约终结，请登录查看。"), ALL_BODY)
    + at_once(_l("政府合同 %(ref)s 因违约终结，您可以主张损失。"), ALL_FIRM),
    **told_late(_l("政府合同 %(ref)s 逾期没有核对，请立即办理。"), office=OFFICE),
}
CHANGES = {
    "propose": at_once(_l("政府合同 %(ref)s 提出变更和补偿，请登录决定是否同意。"), ALL_FIRM),
    "agree": daily(_l("相对方同意变更政府合同 %(ref)s。"), ALL_BODY)
    + daily(_l("政府合同 %(ref)s 的变更双方已同意，请登记。"), OFFICE),
    "object": at_once(_l("相对方不同意变更政府合同 %(ref)s，请登录查看理由。"), ALL_BODY),
    "make": at_once(_l("政府合同 %(ref)s 已依法变更，请登录查看。"), ALL_FIRM)
    + at_once(_l("政府合同 %(ref)s 已依法变更，请按期支付补偿。"), ALL_BODY),
    "rule": at_once(_l("政府合同 %(ref)s 按裁判或者决定变更，请登录查看。"), ALL_FIRM)
    + at_once(_l("政府合同 %(ref)s 按裁判或者决定变更，请登录查看。"), ALL_BODY),
    "withdraw": daily(_l("政府合同 %(ref)s 的变更已撤回，合同继续履行。"), ALL_FIRM),
    **told_late(_l("政府合同 %(ref)s 的变更逾期没有登记，请立即办理。"), office=OFFICE),
}
AUTHOR = Whom(P.APPRAISE, Appraisal.author_id)
APPRAISED = Whom(P.APPRAISE, Appraisal.appraised_id)
FINDER = Whom(P.FIND, Appraisal.finder_id)
OBJECTED = (
    at_once(_l("履约评价 %(ref)s 有异议，请核实认定。"), FINDER)
    + daily(_l("被评价方对履约评价 %(ref)s 提出异议，认定以前不作为核查信息。"), AUTHOR)
    + daily(_l("履约评价 %(ref)s 有异议，没有认定单位的请指定。"), OFFICE)
)
APPRAISALS = {
    "write_appraisal": at_once(_l("您收到履约评价 %(ref)s，可以在期限内提出异议。"), APPRAISED),
    "accept": daily(_l("被评价方接受履约评价 %(ref)s。"), AUTHOR),
    "object": OBJECTED,
    "object_for": OBJECTED,
    "stand": daily(_l("履约评价 %(ref)s 没有异议，已经生效。"), AUTHOR)
    + daily(_l("履约评价 %(ref)s 没有异议，已经生效。"), APPRAISED),
    "assign": at_once(_l("履约评价 %(ref)s 有异议，请核实认定。"), FINDER),
    "uphold": at_once(_l("履约评价 %(ref)s 认定成立，请登录查看理由和救济途径。"), APPRAISED)
    + daily(_l("履约评价 %(ref)s 认定成立。"), AUTHOR),
    "set_aside": at_once(_l("履约评价 %(ref)s 认定不成立，已经撤销。"), APPRAISED)
    + at_once(_l("履约评价 %(ref)s 认定不成立，请登录查看理由和救济途径。"), AUTHOR),
    "overrule": at_once(_l("履约评价 %(ref)s 按复议决定或者裁判重新认定，请按期办理。"), FINDER)
    + daily(_l("履约评价 %(ref)s 将重新认定，认定以前不作为核查信息。"), APPRAISED)
    + daily(_l("履约评价 %(ref)s 将重新认定，认定以前不作为核查信息。"), AUTHOR),
    **told_late(_l("履约评价 %(ref)s 的异议逾期没有认定，请立即办理。"), finder=FINDER),
}
SOURCES = (
    Source(
        ContractNode,
        NODES,
        "contracts.item",
        joined=[(Contract, Contract.id == ContractNode.contract_id)],
        counted=counted,
    ),
    Source(Contract, CONTRACTS, "contracts.contract"),
    Source(Appraisal, APPRAISALS, "contracts.appraisal"),
    Source(
        ContractChange,
        CHANGES,
        "contracts.contract",
        ref=Contract.ref,
        joined=[(Contract, Contract.id == ContractChange.contract_id)],
    ),
)
