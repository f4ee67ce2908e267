"""Who is told what of records, entries of lists and pushes."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import ListEntry, Push
from integrity.people.messages.tells import Source, Whom, at_once, daily

P = Permission
PROPOSED = "proposed"
"""The event that a record was proposed: found by its moment, for many are made at once."""
OFFICE = Whom(P.RECORDS_DECIDE)
SUBJECT = Whom(P.OBJECTIONS_FILE, "subject_id")
PARTY = Whom(P.SANCTIONS_DEFEND, "subject_id")
DECIDING = Whom(P.SANCTIONS_DECIDE)
RECEIVING = Whom(P.PUSHES_ANSWER, "body_id")

RECORDS = Source(
    CreditRecord,
    {
        PROPOSED: at_once(_l("拟认定信用记录 %(ref)s，请登录查看提出异议的期限。"), SUBJECT),
        "dispute": daily(_l("信用记录 %(ref)s 被提出异议，待处理。"), OFFICE),
        "confirm": at_once(_l("信用记录 %(ref)s 已确认，请登录查看期限和救济途径。"), SUBJECT),
        "withdraw": at_once(_l("信用记录 %(ref)s 已撤销。"), SUBJECT),
        "readdress": at_once(_l("信用记录 %(ref)s 因更换责任单位已撤销。"), SUBJECT),
        "repair": at_once(_l("信用记录 %(ref)s 已修复。"), SUBJECT),
        "expire": daily(_l("信用记录 %(ref)s 已到期。"), SUBJECT),
    },
    "records.item",
    "number",
    "id",
    lambda ref: f"XY{int(ref):08d}",
)
ENTRIES = Source(
    ListEntry,
    {
        "nominate": daily(_l("列入建议 %(ref)s 待告知当事人。"), Whom(P.SANCTIONS_NOMINATE)),
        "notify": at_once(_l("拟列入名单（%(ref)s），请登录查看理由和陈述申辩的期限。"), PARTY),
        "defend": daily(_l("名单事项 %(ref)s 的当事人已陈述申辩。"), Whom(P.SANCTIONS_NOMINATE)),
        "hear": daily(_l("名单事项 %(ref)s 已听取意见，待作出决定。"), DECIDING),
        "decide": daily(_l("名单事项 %(ref)s 一人已认定，待另一人复核。"), DECIDING),
        "confirm": at_once(
            _l("已决定列入名单（%(ref)s），请登录查看依据、措施和救济途径。"), PARTY
        ),
        "reject": at_once(_l("名单事项 %(ref)s 不予列入。"), PARTY),
        "propose_removal": daily(_l("名单事项 %(ref)s 提请移出，待另一人决定。"), DECIDING),
        "remove": at_once(_l("名单事项 %(ref)s 已移出名单。"), PARTY),
        "lift": at_once(_l("名单事项 %(ref)s 已移出名单。"), PARTY),
        "expire": at_once(_l("名单事项 %(ref)s 期限届满，已移出名单。"), PARTY),
        "forfeit": at_once(_l("名单事项 %(ref)s 已退出守信名单，请登录查看理由。"), PARTY),
    },
    "sanctions.entry",
    "number",
    "id",
)
PUSHES = Source(
    Push,
    {
        "deliver": at_once(_l("联合奖惩任务 %(ref)s 已推送给本单位，请按期反馈。"), RECEIVING),
        "due_soon": daily(_l("联合奖惩任务 %(ref)s 临近反馈期限。"), RECEIVING),
        "overdue": at_once(_l("联合奖惩任务 %(ref)s 逾期没有反馈，请立即办理。"), RECEIVING)
        + daily(_l("联合奖惩任务 %(ref)s 逾期没有反馈。"), DECIDING),
        "answer": daily(_l("联合奖惩任务 %(ref)s 已反馈。"), DECIDING),
    },
    "sanctions.push",
    "number",
    "id",
)
SOURCES = (RECORDS, ENTRIES, PUSHES)
