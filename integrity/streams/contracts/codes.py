"""The words of contracts and their nodes: kinds, who owes, states, how they ended."""

import enum

from flask_babel import lazy_gettext as _l


class ContractKind(enum.StrEnum):
    INVESTMENT = "investment"
    PROCUREMENT = "procurement"
    CONSTRUCTION = "construction"
    PPP = "ppp"
    FRANCHISE = "franchise"
    LAND = "land"
    COMPENSATION = "compensation"
    AGENCY = "agency"
    OTHER = "other"


PUBLISHED = (ContractKind.PROCUREMENT,)
"""Kinds whose text the law has published (政府采购法实施条例 第五十条); no other is ever public."""


APPRAISED = (ContractKind.PROCUREMENT, ContractKind.AGENCY)
"""Kinds under which each side appraises the other when something was performed."""


class Matter(enum.StrEnum):
    """What is delivered under it."""

    GOODS = "goods"
    WORKS = "works"
    SERVICES = "services"


class Size(enum.StrEnum):
    """What the counterparty declared itself to be when it was signed (条例 第三条)."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Legality(enum.StrEnum):
    """What the examination of the contract's legality came to (合法性审查)."""

    NONE = "none"
    LAWFUL = "lawful"
    UNLAWFUL = "unlawful"


class Fairness(enum.StrEnum):
    """What the fair-competition review of promised favours came to (公平竞争审查)."""

    NONE = "none"
    PASSED = "passed"
    FAILED = "failed"


class ContractState(enum.StrEnum):
    REGISTERED = "registered"  # entered by one side; the office has not looked at it
    IN_FORCE = "in_force"
    ENDED = "ended"


class ContractOutcome(enum.StrEnum):
    PERFORMED = "performed"
    CHANGED = "changed"
    BROKEN = "broken"


class Owing(enum.StrEnum):
    """Which side owes a node."""

    BODY = "body"
    COUNTERPARTY = "counterparty"


class NodeKind(enum.StrEnum):
    DELIVER = "deliver"
    ACCEPT = "accept"
    SETTLE = "settle"
    PAY = "pay"
    GRANT = "grant"  # a promised favour or policy
    COMPENSATE = "compensate"  # what a lawful change owes to whom it harms
    LOSS = "loss"  # what a promise that must not be kept owes to who relied on it
    OTHER = "other"


AGREED = tuple(kind for kind in NodeKind if kind not in (NodeKind.COMPENSATE, NodeKind.LOSS))
"""Kinds that the parties agree on; the others come of a change or a loss."""


class NodeState(enum.StrEnum):
    OPEN = "open"  # the body owes it
    REPORTED = "reported"  # the body says it is done
    LEFT = "left"  # nobody speaks here for the counterparty, or nobody answered in time
    KEPT = "kept"
    AWAITED = "awaited"  # the counterparty owes it
    DELIVERED = "delivered"  # the counterparty says it is done
    HELD = "held"  # a favour without a lawful review: not carried out, not urged
    ASKED = "asked"  # a loss that the counterparty claims
    CONTESTED = "contested"  # the body contests it; a court or the competent department finds
    IN_ARREARS = "in_arrears"  # registered as a claim for payment, which has its own days
    CHANGED = "changed"  # lawfully changed: no longer owed
    DROPPED = "dropped"  # found not to be owed


class NodeOutcome(enum.StrEnum):
    KEPT = "kept"
    CHANGED = "changed"
    NOT_OWED = "not_owed"


KIND_NAMES = {
    ContractKind.INVESTMENT: _l("招商引资"),
    ContractKind.PROCUREMENT: _l("政府采购"),
    ContractKind.CONSTRUCTION: _l("建设工程"),
    ContractKind.PPP: _l("PPP（政府和社会资本合作）"),
    ContractKind.FRANCHISE: _l("特许经营"),
    ContractKind.LAND: _l("土地出让"),
    ContractKind.COMPENSATION: _l("征收补偿"),
    ContractKind.AGENCY: _l("招标、采购代理"),
    ContractKind.OTHER: _l("其他"),
}
MATTER_NAMES = {Matter.GOODS: _l("货物"), Matter.WORKS: _l("工程"), Matter.SERVICES: _l("服务")}
SIZE_NAMES = {
    Size.MICRO: _l("微型企业"),
    Size.SMALL: _l("小型企业"),
    Size.MEDIUM: _l("中型企业"),
    Size.LARGE: _l("大型企业，或者订立合同时没有声明是中小企业"),
}
LEGALITY_NAMES = {
    Legality.NONE: _l("没有合法性审查意见"),
    Legality.LAWFUL: _l("合法性审查通过"),
    Legality.UNLAWFUL: _l("合法性审查不通过"),
}
FAIRNESS_NAMES = {
    Fairness.NONE: _l("没有公平竞争审查结论"),
    Fairness.PASSED: _l("公平竞争审查通过"),
    Fairness.FAILED: _l("公平竞争审查不通过"),
}
CONTRACT_STATES = {
    ContractState.REGISTERED: _l("已登记，待核对"),
    ContractState.IN_FORCE: _l("履行中"),
    ContractState.ENDED: _l("已终结"),
}
CONTRACT_TONES = {ContractState.REGISTERED: "soon", ContractState.ENDED: "closed"}
CONTRACT_OUTCOMES = {
    ContractOutcome.PERFORMED: _l("履行完毕"),
    ContractOutcome.CHANGED: _l("依法变更、解除"),
    ContractOutcome.BROKEN: _l("违约终结"),
}
OWING_NAMES = {Owing.BODY: _l("政府方"), Owing.COUNTERPARTY: _l("相对方")}
NODE_KINDS = {
    NodeKind.DELIVER: _l("交付"),
    NodeKind.ACCEPT: _l("验收"),
    NodeKind.SETTLE: _l("结算"),
    NodeKind.PAY: _l("付款"),
    NodeKind.GRANT: _l("兑现政策、优惠承诺"),
    NodeKind.COMPENSATE: _l("变更补偿"),
    NodeKind.LOSS: _l("赔偿损失"),
    NodeKind.OTHER: _l("其他约定义务"),
}
S = NodeState
NODE_STATES = {
    S.OPEN: _l("待履行"),
    S.REPORTED: _l("单位自报已履行，待对方确认"),
    S.LEFT: _l("对方没有账号或者到期未答复，待取得书面意见"),
    S.KEPT: _l("已履行"),
    S.AWAITED: _l("待对方履行"),
    S.DELIVERED: _l("对方报告已履行，待单位确认"),
    S.HELD: _l("缺少合法审查结论，待依法变更和处理损失"),
    S.ASKED: _l("对方主张损失，待单位答复"),
    S.CONTESTED: _l("单位不认可，待裁判或者认定"),
    S.IN_ARREARS: _l("已登记为拖欠账款"),
    S.CHANGED: _l("依法变更，不再履行"),
    S.DROPPED: _l("认定不应承担"),
}
NODE_TONES = {S.KEPT: "good", S.HELD: "late", S.CHANGED: "closed", S.DROPPED: "closed"}
NODE_OUTCOMES = {
    NodeOutcome.KEPT: _l("已履行"),
    NodeOutcome.CHANGED: _l("依法变更，不再履行"),
    NodeOutcome.NOT_OWED: _l("认定不应承担"),
}
