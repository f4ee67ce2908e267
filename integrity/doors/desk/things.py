"""What the log and the jobs speak of: things by their public number and link, acts and states."""

import enum
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import MANYTOONE, selectinload

from integrity.base import states
from integrity.base.audit.models import AuditEvent
from integrity.base.audit.words import move_name
from integrity.base.db import Base, db, in_batches
from integrity.casework.streams import Stream, registered
from integrity.files.attached import Attachment

TITLES = {
    "alias": _l("单位简称"),
    "kept_code": _l("核对后登记的代码"),
    "acceptance": _l("新任负责人承接"),
    "arrears_sheet": _l("三方对账单"),
    "arrears_striking": _l("账款销号"),
    "arrears_transfer": _l("转办件"),
    "approval": _l("办件"),
    "appraisal": _l("履约评价"),
    "attachment": _l("附件"),
    "assignment": _l("评分任务"),
    "change_request": _l("承诺变更申请"),
    "commitment_review": _l("承诺审查"),
    "compensation": _l("补偿"),
    "contact_request": _l("查看身份信息的申请"),
    "contract": _l("政府合同"),
    "contract_change": _l("合同变更"),
    "credit_check": _l("信用核查"),
    "check_file": _l("代码文件核查"),
    "check_outcome": _l("核查结果的使用情况"),
    "coverage_gap": _l("没有核查的说明"),
    "check_duty": _l("核查结果的使用情况"),
    "credit_record": _l("信用记录"),
    "made_decision": _l("应当公示的决定"),
    "publicity_bulletin": _l("双公示通报"),
    "activity": _l("宣传、教育和曝光登记"),
    "periodical": _l("报告和通报"),
    "assessment": _l("考核数据"),
    "assessment_line": _l("考核数据"),
    "posting": _l("公示信息"),
    "posting_file": _l("双公示报送"),
    "dispute": _l("账款分歧"),
    "enrolment": _l("企业和社会组织登记申请"),
    "extension": _l("延期"),
    "target_reading": _l("监测值"),
    "delivery": _l("文书送达"),
    "document": _l("文书"),
    "document_template": _l("文书模板"),
    "evaluation_round": _l("评价"),
    "scheme_draft": _l("指标体系修订"),
    "commission_paper": _l("委托评价材料"),
    "questionnaire": _l("问卷调查"),
    "score_objection": _l("评分异议"),
    "evaluation_agency": _l("评价机构"),
    "evaluation_interest": _l("利害关系"),
    "evaluator_objection": _l("对评价机构的异议"),
    "evaluation_correction": _l("评价结果更正"),
    "evaluation_material": _l("评价材料"),
    "evaluation_settlement": _l("评分一致性"),
    "file": _l("文件"),
    "site_text": _l("本站说明"),
    "inspection_finding": _l("检查发现"),
    "handed_down": _l("上级下发名单"),
    "heartbeat": _l("法院数据通道"),
    "case_body": _l("案件相关单位"),
    "list_entry": _l("名单"),
    "listing": _l("失信被执行人"),
    "loan_prime_rate": _l("贷款市场报价利率"),
    "inspection_rule": _l("检查频次"),
    "matter": _l("应用清单事项"),
    "measure": _l("措施"),
    "milestone": _l("履约节点"),
    "objection": _l("异议"),
    "petition": _l("不登录提出的异议"),
    "pairing": _l("名称核对登记"),
    "appeal": _l("申诉"),
    "record_correction": _l("信用记录更正"),
    "rule_set": _l("认定标准"),
    "push_answer": _l("推送的反馈"),
    "receiver": _l("接收单位"),
    "person_inquiry": _l("自然人查询"),
    "file_reading": _l("信用档案查阅"),
    "receivable": _l("应收账款确权"),
    "office_term": _l("任期"),
    "payment": _l("单位自报的付款"),
    "proceeding": _l("复议和诉讼标注"),
    "push": _l("联合奖惩推送"),
    "relation": _l("关联关系"),
    "push_hook": _l("接收单位回调"),
    "reaching": _l("对关联人适用"),
    "reach_order": _l("关联人措施执行"),
    "repair": _l("信用修复"),
    "rules_briefing": _l("修复规则的确认"),
    "shielding": _l("重整屏蔽"),
    "site_check": _l("现场核查"),
    "stamped_scan": _l("盖章件和送达回证"),
    "stream": _l("事项种类"),
    "subject": _l("单位和企业"),
    "substitute": _l("消息代理人"),
    "tip_contact_request": _l("查看举报人身份的申请"),
    "token": _l("接口令牌"),
    "upload": _l("导入文件"),
    "early_warning": _l("预警"),
    "urging": _l("督办"),
    "campaign": _l("专项治理"),
    "hearing": _l("听证"),
    "recommendation": _l("守信主体推荐"),
    "membership": _l("行业协会会员"),
    "tax_list": _l("纳税信用等级名单"),
    "review_objection": _l("公示异议"),
    "detachment": _l("失去依据的措施"),
    "offer": _l("守信优惠"),
    "memorandum": _l("联合奖惩备忘录"),
    "policy_document": _l("信用政策文件"),
    "ledger_row": _l("台账事项"),
    "measure_draft": _l("措施清单事项"),
    "catalogue_item": _l("信息目录事项"),
    "catalogue_draft": _l("目录修订"),
    "gathering": _l("信息归集"),
    "exchange_platform": _l("交换平台"),
    "exchange_row": _l("交换的信息"),
    "exchange_batch": _l("交换批次"),
    "grading_scheme": _l("分级监管标准"),
    "subject_grade": _l("分级监管等级"),
    "grade_objection": _l("等级异议"),
    "evaluation": _l("信用评价结果"),
    "supervised": _l("分级监管对象"),
    "source_duty": _l("归集责任"),
    "offence": _l("严重失信行为代码"),
    "star_candidate": _l("评选候选"),
    "star_objection": _l("评选公示异议"),
    "star_round": _l("诚信之星评选"),
    "typical_case": _l("典型案例"),
    "case_bulletin": _l("典型案例通报"),
    "referral": _l("问题线索移送"),
    "inquiry": _l("任用征求意见"),
    "self_report": _l("单位自查报告"),
    "finding": _l("专项治理问题"),
    "user": _l("账号"),
    "yearly_statement": _l("年度公开"),
}
"""What things are called that are no stream's, by table."""


WORDS = ("ref", "code", "name", "title")
"""What a thing may be called by, the best first."""


def gather(events: Iterable[AuditEvent]) -> None:
    """Look up together what these acts are of, for the words below; what else is, one by one."""
    named_by = {(event.thing, event.thing_id) for event in events}
    known = _found(named_by)
    files = [file for (thing, _id), file in known.items() if thing == "attachment" and file]
    g.things = known | _found({(file.thing, file.thing_id) for file in files})
    g.seen = {}


def titles() -> dict[str, Any]:
    """Every kind of thing in the log, by its table."""
    return {s.model.__tablename__: s.title for s in registered().values()} | TITLES


def title(thing: str) -> Any:
    return titles().get(thing) or _("其他事项")


def named(thing: str, number: Any) -> str:
    """A thing by its kind and its public number."""
    if thing == "stream":
        return str(registered()[number].title)
    if thing == "attachment":
        return _file(number)
    return f"{title(thing)} {_ref(_item(thing, number), number)}"


def _file(number: int) -> str:
    """A file by its number and by what it belongs to; what it is called may say who sent it."""
    said = _("附件 %(number)s", number=number)
    file = _item(Attachment.__tablename__, number)
    return said + _("（%(thing)s）", thing=named(file.thing, file.thing_id)) if file else said


def told(thing: str, number: Any) -> str:
    """The same with its address, where this person may open it."""
    words, stream = named(thing, number), _stream(thing)
    item = _item(thing, number) if stream else None
    if stream is None or item is None or not _may_see(stream, item):
        return words
    return Markup('<a href="{}">{}</a>').format(stream.url(item), words)


def move_of(event: AuditEvent) -> str:
    """What was done, as the page of the thing calls it."""
    stream = _stream(event.thing)
    act = stream.work.acts.get(event.move) if stream else None
    return str(act.label if act else move_name(event.move))


def state_of(event: AuditEvent, state: str | None) -> str:
    """What a state of the thing is called; nothing where there was none."""
    if not state:
        return ""
    kind = _states(event.thing)
    if kind is None or state not in list(kind):
        return _("其他状态")
    return str(states.word(kind(state)))


def _stream(thing: str) -> Stream | None:
    found = (s for s in registered().values() if s.model.__tablename__ == thing)
    return next(found, None)


@cache
def _model(thing: str) -> Any:
    mappers = Base.registry.mappers
    return next((m.class_ for m in mappers if m.class_.__tablename__ == thing), None)


def _states(thing: str) -> type[enum.StrEnum] | None:
    model = _model(thing)
    column = model.__table__.columns.get("state") if model else None
    return getattr(column.type, "enum_class", None) if column is not None else None


def _item(thing: str, number: Any) -> Any:
    """The thing itself; None for one that is gone, or that is no row."""
    known = g.get("things", {})
    if (thing, number) in known:
        return known[thing, number]
    model = _model(thing)
    return db.session.get(model, number) if model and isinstance(number, int) else None


def _found(named_by: set[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """Every one of these things, None for those that are gone or no rows."""
    found: dict[tuple[str, int], Any] = dict.fromkeys(named_by)
    for thing in {thing for thing, _id in named_by}:
        if (model := _model(thing)) is None:
            continue
        numbers = (number for kind, number in named_by if kind == thing)
        for some in in_batches(numbers):
            wanted = sa.select(model).where(model.id.in_(some)).options(*_owners(model))
            found |= {(thing, item.id): item for item in db.session.scalars(wanted)}
    return found


def _owners(model: Any) -> Iterator[Any]:
    """What brings along those by whom a thing is called that has only a title, made of theirs."""
    if any(hasattr(model, word) for word in WORDS[:-1]) or not hasattr(model, WORDS[-1]):
        return
    for link in sa.inspect(model).relationships:
        if link.direction is MANYTOONE:
            yield selectinload(getattr(model, link.key)).options(*_owners(link.mapper.class_))


def _ref(item: Any, number: Any) -> str:
    """Its public number or its name; else the number of its row."""
    found = (getattr(item, name, None) for name in WORDS)
    said = next((str(word) for word in found if word), None)
    return said or (_("第 %(number)s 号", number=number) if isinstance(number, int) else number)


def _may_see(stream: Stream, item: Any) -> bool:
    """Whether this person may open it; of what was gathered, asked once for all of a stream."""
    known = g.get("things", {})
    if (item.__tablename__, item.id) not in known:
        return bool(_visible(stream, [item.id]))
    if stream.name not in g.seen:
        asked = (number for thing, number in known if thing == item.__tablename__)
        g.seen[stream.name] = set(_visible(stream, asked))
    return item.id in g.seen[stream.name]


def _visible(stream: Stream, numbers: Iterable[int]) -> list[int]:
    """Those of a stream's things that this person may open."""
    number = stream.model.id
    seen = sa.select(number).where(stream.visible(current_user))
    batches = in_batches(numbers)
    return [one for some in batches for one in db.session.scalars(seen.where(number.in_(some)))]
