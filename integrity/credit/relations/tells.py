"""Who leads a listing hears whom it reaches and what was answered; who executes, what to do."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.relations.reaching_models import Reaching, ReachOrder
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

P = Permission
LEADS = Whom(P.SANCTIONS_FIND, Reaching.issuer_id)
OFFICE = Whom(P.SANCTIONS_DECIDE)
EXECUTES = Whom(P.PUSHES_ANSWER, ReachOrder.body_id)
HANDED = "the person hears by a paper"
REACHINGS = Source(
    Reaching,
    {
        "notify": untold(HANDED),
        "defend": daily(_l("关联人事项 %(ref)s 本人已陈述，请办理。"), LEADS)
        + daily(_l("关联人事项 %(ref)s 本人已陈述，请办理。"), OFFICE),
        "apply_related": untold(HANDED),
        "reject": untold(HANDED),
        "object_related": at_once(_l("关联人事项 %(ref)s 本人提出异议，请按期答复。"), LEADS)
        + at_once(_l("关联人事项 %(ref)s 本人提出异议，请按期答复。"), OFFICE),
        "uphold_related": daily(_l("关联人事项 %(ref)s 异议成立，已停止适用。"), OFFICE),
        "maintain": untold(HANDED),
        "appeal_related": at_once(_l("关联人事项 %(ref)s 本人提出申诉，请按期答复。"), OFFICE),
        "allow_appeal": daily(_l("关联人事项 %(ref)s 申诉成立，已停止适用。"), LEADS),
        "dismiss_appeal": untold(HANDED),
        "lapse_reach": untold("nothing had begun"),
        "end_reach": daily(_l("关联人事项 %(ref)s 已不再具备条件，已停止适用。"), LEADS),
        **told_late(
            _l("关联人事项 %(ref)s 逾期没有办理，请立即办理。"), issuer=LEADS, office=OFFICE
        ),
    },
    "relations.reaching",
    "number",
    Reaching.id,
    lambda number: f"GL{int(number):06d}",
)
ORDERS = Source(
    ReachOrder,
    {
        "send_order": at_once(_l("新的关联人措施 %(ref)s 须由本单位执行，请按期反馈。"), EXECUTES),
        "answer": untold("it is on the page"),
        "recall_order": at_once(_l("关联人措施 %(ref)s 已停止，请清除并按期确认。"), EXECUTES),
        "drop_order": untold("it is on the page"),
        **told_late(_l("关联人措施 %(ref)s 逾期没有办理，请立即办理。"), receiver=EXECUTES),
    },
    "relations.order",
    "number",
    ReachOrder.id,
    lambda number: f"GT{int(number):06d}",
)
SOURCES = (REACHINGS, ORDERS)
