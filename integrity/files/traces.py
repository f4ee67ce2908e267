"""Traces of natural persons in words that are to be published: where, and what to put instead.

It finds what has a form: whoever publishes reads the rest.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹章苏潘葛范彭鲁韦马方任袁柳鲍史唐"
    "费薛雷贺倪汤罗毕郝安常于傅齐康伍余顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪项祝董梁杜阮季贾江郭梅林钟徐邱"
    "高夏蔡田胡霍万卢丁邓洪左石崔吉龚程邢裴陆翁段侯武刘龙叶白温柴翟闫路牛樊曲"
)
ROLES = (
    "法定代表人|实际控制人|负责人|经营者|经办人|联系人|代理人|股东|职工|员工|居民|村民|申请人|投诉人|"
    "举报人|债权人|姓名"
)
NAME = rf"[{SURNAMES}](?!某)[\u4e00-\u9fff]{{1,2}}"


class TraceKind(enum.StrEnum):
    NUMBER = "number"
    PHONE = "phone"
    ACCOUNT = "account"
    MAIL = "mail"
    ADDRESS = "address"
    NAME = "name"


FORMS = {
    TraceKind.NUMBER: re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?![\dXx])"),
    TraceKind.PHONE: re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})(?!\d)"),
    TraceKind.ACCOUNT: re.compile(r"(?<!\d)\d{4}(?: ?\d{4}){3}(?: ?\d{1,3})?(?!\d)"),
    TraceKind.MAIL: re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    TraceKind.ADDRESS: re.compile(
        r"[\u4e00-\u9fff]{1,8}(?:路|街|巷|大道|小区|花园|村)\d+号?(?:\d+号楼|\d+单元|\d+室)*"
        r"|\d+号楼(?:\d+单元)?(?:\d+室)?"
    ),
    TraceKind.NAME: re.compile(
        rf"(?:{ROLES})(?:为|是|系)?[:： ]?(?P<called>{NAME})"
        r"(?=[，。、；：（）,;()\s]|先生|女士|同志|$)"
        rf"|(?P<polite>[{SURNAMES}](?:[\u4e00-\u9fff]{{1,2}})?)(?=先生|女士|同志)"
    ),
}
"""The more certain ones first: of two that overlap the first one counts."""


@dataclass(frozen=True)
class Trace:
    """What was found, from which character to which."""

    kind: TraceKind
    start: int
    end: int
    words: str


def traces(text: str) -> list[Trace]:
    """What may be of a natural person, in the order of the text; no place twice."""
    found: list[Trace] = []
    for kind, form in FORMS.items():
        for one in _places(kind, form, text):
            if all(one.end <= other.start or one.start >= other.end for other in found):
                found.append(one)
    return sorted(found, key=lambda trace: trace.start)


def masked(text: str) -> str:
    """The same without what was found: of a name the surname stays, of the rest that it was."""
    for trace in reversed(traces(text)):
        text = text[: trace.start] + _instead(trace) + text[trace.end :]
    return text


def _places(kind: TraceKind, form: re.Pattern[str], text: str) -> Iterator[Trace]:
    for match in form.finditer(text):
        group = match.lastgroup or 0
        yield Trace(kind, match.start(group), match.end(group), match.group(group))


def _instead(trace: Trace) -> str:
    return f"{trace.words[0]}某" if trace.kind is TraceKind.NAME else "（略）"
