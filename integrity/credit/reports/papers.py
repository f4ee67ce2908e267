"""A report and a certificate on paper, with the code of the page that verifies them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from integrity.base import addresses, i18n
from integrity.base.clock import local_day
from integrity.casework.documents.giving import MAKERS, given
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.paper import Shown, Table
from integrity.credit.reports.models import KIND_NAMES, CreditReport, ReportKind

SCOPE = {
    ReportKind.PUBLIC: "只含任何人都可以查看的信息；已修复、已撤销和已到期的失信信息不列入。",
    ReportKind.OWN: "含本系统记录的全部信息，仅供本单位使用；拟记入、异议处理中的逐条注明。",
}
NONE = "没有。"
SOURCES = {ReportKind.CERTIFICATE: "no-bad-record"}
"""The kind of paper of a kind of report, where it is not the usual one."""


def as_paper(report: CreditReport) -> Shown:
    """What a report says, as a paper of its day; its digest is that of the report."""
    kind = SOURCES.get(report.kind, "credit-report")
    shown = given(kind, report, local_day(report.at))
    address = addresses.under(url_for("reports.item", number=report.number))
    return replace(shown, address=address, sha256=report.digest)


def as_pdf(report: CreditReport) -> bytes:
    """The same as a file."""
    return bytes(MAKERS["pdf"](as_paper(report)))


def _scope(report: CreditReport) -> str:
    return SCOPE.get(report.kind, SCOPE[ReportKind.OWN])


def _said(report: CreditReport, name: str) -> Any:
    return report.content["subject"][name] or None


def _former(report: CreditReport) -> str | None:
    names = report.content["subject"]["former_names"]
    return "、".join(former["name"] for former in names) or None


def _figures(report: CreditReport) -> Table:
    figures = report.content["figures"]
    head = ("计入的信用记录", "失信名单", "守信名单", "异议处理中", "按期办结", "逾期未办结")
    names = ("records", "bad_lists", "honours", "disputed", "kept", "overdue")
    return Table(head, (tuple(f"{figures[name]:,}" for name in names),))


def _records(report: CreditReport) -> Table | str:
    head = ("编号和发生日期", "事项和事由", "认定单位、等级和期限", "状态")
    return _table(head, [_record(record) for record in report.content["records"]])


def _record(said: dict[str, Any]) -> tuple[str, ...]:
    state = said.get("state") or ("异议处理中" if said["disputed"] else "公示中")
    if "public" in said:
        state += "，公示中" if said["public"] else "，不公示"
    return (
        f"{said['number']}，{said['since']}",
        f"{said['matter']}：{said['rule']}。{said['summary']}",
        _joined(said["decided_by"], said["decided_on"], said["grade"], _until(said)) or "尚未认定",
        _joined(state, said.get("pending"), said.get("closed_on")),
    )


def _entries(report: CreditReport) -> Table | str:
    head = ("名单和事由", "依据", "列入、期限和措施", "状态")
    return _table(head, [_entry(entry) for entry in report.content["entries"]])


def _entry(said: dict[str, Any]) -> tuple[str, ...]:
    state = f"{said['state']}，异议处理中" if said["disputed"] else said["state"]
    return (
        f"{said['list_name']}：{said['ground']}",
        said["basis"],
        _joined(said["listed_on"], _until(said), "、".join(said["measures"])) or "未列入",
        _joined(state, said.get("pending"), said["ended_on"], said["ended_as"]),
    )


def _kept(report: CreditReport) -> Table | str:
    return _matters(report.content["kept"], ("办结日期", "closed_on"))


def _overdue(report: CreditReport) -> Table | str:
    return _matters(report.content["overdue"], ("应当办结日期", "due_on"))


def _matters(found: list[dict[str, Any]], day: tuple[str, str]) -> Table | str:
    rows = [(m["matter"], m["number"], m["title"], m[day[1]] or "") for m in found]
    return _table(("种类", "编号", "名称", day[0]), rows)


def _more(report: CreditReport, name: str) -> str | None:
    left = report.content[name]
    return f"另有较早的{left:,}件未逐条列出。" if left else None


def _remedies(report: CreditReport) -> Table | str:
    rows = [
        (r["remedy"], r["about"], r["received_on"], _joined(r["state"], r["closed_on"]))
        for r in report.content["remedies"]
    ]
    if report.kind is ReportKind.PUBLIC:
        return "正在处理的异议已在各条记录的状态中注明。"
    return _table(("种类", "针对", "收到日期", "结果"), rows)


def _searched(report: CreditReport) -> Table:
    rows = tuple((p["place"], f"{p['found']:,}") for p in report.content["searched"])
    return Table(("查询范围", "查到的公开信息（条）"), rows)


def _unfinished(report: CreditReport) -> str | None:
    number = report.content["figures"]["overdue"]
    if not number:
        return None
    return f"另有{number:,}件公开的事项逾期未办结，尚未认定为失信记录，不在本证明的范围内。"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table | str:
    return Table(head, tuple(rows)) if rows else NONE


def _until(said: dict[str, Any]) -> str | None:
    return said["until"] and f"至{said['until']}"


def _joined(*parts: str | None) -> str:
    return "，".join(part for part in parts if part)


def _named(report: CreditReport) -> str:
    with force_locale("zh"):
        return str(KIND_NAMES[report.kind])


def _url(report: CreditReport) -> str:
    return url_for("reports.item", number=report.number)


ABOUT = {
    "报告编号": lambda report: report.number,
    "截至时间": lambda report: i18n.moment(report.at),
    "主体名称": lambda report: _said(report, "name"),
    "信用代码": lambda report: _said(report, "code"),
    "主体类别": lambda report: _said(report, "kind"),
    "曾用名": _former,
    "名单版本": lambda report: str(report.content["list_version"]),
    "内容摘要": lambda report: report.digest,
}
PAPERS = (
    PaperKind(
        name="credit-report",
        title=_l("信用报告"),
        mark="XP",
        model=CreditReport,
        url=_url,
        addressees=lambda report: (),
        fields=ABOUT
        | {
            "报告名称": _named,
            "报告范围": _scope,
            "概况": _figures,
            "信用记录": _records,
            "名单": _entries,
            "按期办结": _kept,
            "未列办结": lambda report: _more(report, "kept_left_out"),
            "逾期事项": _overdue,
            "未列逾期": lambda report: _more(report, "overdue_left_out"),
            "异议和修复": _remedies,
        },
    ),
    PaperKind(
        name="no-bad-record",
        title=_l("无公开失信记录证明"),
        mark="ZX",
        model=CreditReport,
        url=_url,
        addressees=lambda report: (),
        fields=ABOUT | {"查询结果": _searched, "逾期说明": _unfinished},
        applies=lambda report: report.kind is ReportKind.CERTIFICATE,
    ),
)
