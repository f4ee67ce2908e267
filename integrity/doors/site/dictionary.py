"""What the columns of the open data sets are: name, meaning in Chinese and English, type."""

from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from integrity.base.publications.kinds import kinds
from integrity.casework.streams import registered

HEADER = ["set", "title", "column", "meaning", "meaning_en", "type"]
FIELDS, SAID = "fields.", "said."
MEANINGS: dict[str, Any] = {
    "address": _l("地址"),
    "index": _l("公开日志的序号"),
    "at": _l("登记公开日志的时间"),
    "ref": _l("编号"),
    "id": _l("编号"),
    "code": _l("编号"),
    "number": _l("决定文号"),
    "title": _l("名称"),
    "name": _l("名称"),
    "kind": _l("类别"),
    "class": _l("类别"),
    "category": _l("类别"),
    "layout": _l("信息类别"),
    "state": _l("状态"),
    "outcome": _l("结果"),
    "uscc": _l("统一社会信用代码"),
    "slug": _l("网址中的名称"),
    "subject.kind": _l("主体类别"),
    "subject.name": _l("主体名称"),
    "subject.uscc": _l("统一社会信用代码"),
    "subject.slug": _l("网址中的名称"),
    "due_on": _l("期限"),
    "first_due_on": _l("原期限"),
    "closed_on": _l("办结日期"),
    "stream": _l("事项类别"),
    "rule": _l("适用规则"),
    "grade": _l("失信等级"),
    "summary": _l("摘要"),
    "since": _l("开始日期"),
    "until": _l("截止日期"),
    "decided_on": _l("决定日期"),
    "listed_on": _l("列入日期"),
    "pending": _l("正在办理的救济"),
    "suspended": _l("是否暂停执行"),
    "disputed": _l("是否有异议"),
    "ground": _l("事由"),
    "reasons": _l("理由"),
    "list": _l("名单"),
    "legal_basis": _l("法律依据"),
    "basis_level": _l("依据的层级"),
    "content": _l("内容"),
    "applies_to": _l("适用对象"),
    "effective_from": _l("施行日期"),
    "effective_to": _l("失效日期"),
    "verified": _l("核验程度"),
    "version": _l("版本"),
    "source": _l("归集单位"),
    "cycle": _l("更新周期"),
    "sharing": _l("共享属性"),
    "publicity": _l("公开属性"),
    "period": _l("期限"),
    "sense": _l("性质"),
    "condition": _l("共享条件"),
    "person_ground": _l("处理个人信息的合法性基础"),
    "columns": _l("数据项"),
    "party_name": _l("行政相对人名称"),
    "body": _l("单位"),
    "on": _l("公示日期"),
    "item": _l("许可编号"),
    "corrects": _l("更正的是哪一条"),
    "product": _l("产品名称"),
    "shown_on": _l("公示开始"),
    "shown_until": _l("公示截止"),
    "honoured_on": _l("评定日期"),
    "sent_by": _l("报送单位"),
    "field": _l("领域"),
    "stage": _l("阶段"),
    "offered_by": _l("提供者"),
    "conditions": _l("条件"),
    "how": _l("怎样申请"),
    "contact": _l("不兑现时向谁反映"),
    "valid_from": _l("开始日期"),
    "valid_until": _l("截止日期"),
    "round": _l("评价轮次"),
    "total": _l("总分"),
    "band": _l("等级"),
    "rank": _l("名次"),
    "lists": _l("适用名单"),
    "grounds": _l("适用事由"),
    "offences": _l("适用行为"),
    "severity": _l("严重程度"),
    "sizes": _l("适用规模"),
    "organ": _l("认定机关"),
    "base_item": _l("国家清单项目"),
    "higher": _l("上级清单中的措施"),
    "inspections": _l("检查频次"),
    "executing_unit": _l("实施单位"),
    "matters": _l("适用事项"),
    "cited_as": _l("在依据中的写法"),
    "document_number": _l("文件文号"),
    "issued_by": _l("制定机关"),
    "url": _l("网址"),
    "replaced_by": _l("由哪份文件代替"),
    "lead": _l("牵头单位"),
    "support": _l("配合单位"),
    "term": _l("备忘录的有效期"),
    "document": _l("所在的文件"),
    "members": _l("会签单位"),
    "telephone": _l("联系方式"),
    "everybody": _l("是否所有办理单位都须核查"),
    "measures": _l("执行的措施"),
    "bodies": _l("必须核查的单位"),
    "ending": _l("是否移出清单"),
    "text": _l("正文"),
    "published_on": _l("公布日期"),
    "named": _l("点名的单位"),
    "record": _l("信用记录编号"),
    "medium": _l("公告媒体"),
    "web_address": _l("公告网址"),
    "clerk": _l("经办人怎样办理"),
}


def typed(name: str, value: Any) -> str:
    """The type of a column by its name, and by a value where the name does not say it."""
    if name == "at":
        return "moment"
    if name.endswith(("_on", "_from", "_until", "_to")) or name in ("on", "since", "until"):
        return "day"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float) or name == "index":
        return "number"
    return "" if value is None else "text"


def row(name: str, column: str, kind: str) -> list[str]:
    """The line of a column."""
    meaning = _meaning(name, column)
    with force_locale("zh"):
        words = [name, str(kinds()[name].title), column, str(meaning)]
    with force_locale("en"):
        return [*words, str(meaning), kind or "text"]


def _meaning(name: str, column: str) -> Any:
    stream = registered().get(name)
    if stream and column.startswith(FIELDS):
        labels = {field.name: field.label for field in stream.fields}
        first = column.removeprefix(FIELDS).split(".")[0]
        return labels.get(first, column)
    return MEANINGS.get(column, column)
