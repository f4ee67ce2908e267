"""Every kind of problem that the interface can answer: its code, status and title, in one place.

Programs compare the code; the title says the same to people, in the language they ask for. A rule
without a line here is answered under the general code of its status.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from integrity.base.errors import CODES, Refused


@dataclass(frozen=True)
class Kind:
    """One kind of problem: the status it is usually answered with, and its title."""

    status: int
    title: Any


GENERAL = {
    "bad-request": Kind(400, _l("请求有误")),
    "bad-json": Kind(400, _l("请求不是正确的 JSON")),
    "wrong-filter": Kind(400, _l("查询参数有误")),
    "wrong-cursor": Kind(400, _l("after 不是本接口给出的")),
    "wrong-host": Kind(400, _l("地址不属于本站")),
    "unauthorised": Kind(401, _l("需要访问令牌")),
    "forbidden": Kind(403, _l("没有权限")),
    "wrong-scope": Kind(403, _l("令牌没有这项接口权限")),
    "test-token": Kind(403, _l("测试令牌不能这样调用")),
    "wrong-address": Kind(403, _l("令牌不能从这个地址使用")),
    "not-found": Kind(404, _l("没有找到")),
    "not-allowed-here": Kind(405, _l("不支持的操作")),
    "conflict": Kind(409, _l("与先前的内容冲突")),
    "not-allowed": Kind(409, _l("当前状态不能这样办理")),
    "outrun": Kind(409, _l("已由他人先行办理")),
    "key-used": Kind(409, _l("同一个 Idempotency-Key 已用于其他内容")),
    "too-large": Kind(413, _l("请求太大")),
    "not-json": Kind(415, _l("不支持的格式")),
    "invalid": Kind(422, _l("请求内容不正确")),
    "wrong-key": Kind(422, _l("Idempotency-Key 不正确")),
    "wrong-sent-at": Kind(422, _l("发送时间的写法不正确")),
    "clock-skew": Kind(422, _l("请求已过时")),
    "too-often": Kind(429, _l("调用太频繁")),
    "error": Kind(500, _l("系统出错")),
    "busy": Kind(503, _l("系统繁忙")),
}
"""What can happen to any call."""
RULES = {
    "already-entered": Kind(409, _l("已经登记过，内容不同")),
    "batch-too-large": Kind(413, _l("一次查询的主体太多")),
    "foreign-site": Kind(403, _l("令牌没有登记这个网站")),
    "infected": Kind(422, _l("文件没有通过病毒检查")),
    "missing": Kind(422, _l("缺少必填的内容")),
    "no-reason": Kind(422, _l("没有写明理由，或者理由不成立")),
    "no-room": Kind(422, _l("暂时不能接收文件")),
    "not-answered": Kind(409, _l("还没有答复")),
    "not-known": Kind(422, _l("不能查询这一天")),
    "not-open": Kind(409, _l("这份名单已有人核对，不能再增加")),
    "not-readable": Kind(422, _l("文件不能读取")),
    "nothing-to-note": Kind(422, _l("没有需要知悉的变动")),
    "number-in-words": Kind(422, _l("文字中有身份证号码")),
    "persons-not-authorised": Kind(403, _l("没有核查自然人的依据")),
    "scanner-silent": Kind(422, _l("暂时不能检查文件")),
    "several-sheets": Kind(422, _l("有几张工作表，不能确定读哪一张")),
    "still-owed": Kind(422, _l("义务尚未消灭")),
    "unfit-header": Kind(422, _l("没有需要的列")),
    "unknown-column": Kind(422, _l("表格没有这一列")),
    "unknown-key": Kind(422, _l("本次核查没有这一项")),
    "unknown-subject": Kind(422, _l("没有登记该代码的主体")),
    "wrong-answer": Kind(422, _l("反馈内容不正确")),
    "wrong-batch": Kind(422, _l("核查请求不正确")),
    "wrong-case": Kind(422, _l("案件内容不正确")),
    "wrong-day": Kind(422, _l("日期不正确")),
    "wrong-decision": Kind(422, _l("决定信息有误")),
    "wrong-evidence": Kind(422, _l("文件不能上传")),
    "wrong-file": Kind(422, _l("文件不能导入")),
    "wrong-number": Kind(422, _l("案号不正确")),
    "wrong-outcome": Kind(422, _l("反馈的使用情况不正确")),
    "wrong-query": Kind(422, _l("查询不正确")),
}
"""What a rule of one matter refuses."""
PROBLEMS = GENERAL | RULES


def code_of(refused: Refused) -> str:
    """The code of a refusal: its own if it is in the table, else that of its status."""
    code = refused.code
    return code if code in PROBLEMS else CODES.get(refused.status, "error")
