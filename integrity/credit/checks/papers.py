"""The receipt of a check on paper: 核查回执."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base import i18n
from integrity.base.clock import local_day
from integrity.casework.documents.giving import given
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.paper import Shown, Table
from integrity.credit.checks import words
from integrity.credit.checks.models import Check, CheckResult

HEAD = ("序号", "查询对象", "结论", "名单和记录", "措施及依据")


def receipt(check: Check) -> Shown:
    """What was answered when, as the register has it."""
    return given("check-receipt", check, local_day(check.at))


def _results(check: Check) -> Table:
    return Table(HEAD, tuple(_row(n, result) for n, result in enumerate(check.results, 1)))


def _row(number: int, result: CheckResult) -> tuple[str, ...]:
    answer = result.answer
    listed = [f"{e['list_name']}：{e['ground_name']}" for e in answer.get("entries") or ()]
    listed += [f"{r['id']} {r['summary']}" for r in answer.get("records") or ()]
    measures = [_measure(measure) for measure in answer.get("measures") or ()]
    said = (words.who(result), words.verdict(result), "；".join(listed) or "无")
    return (str(number), *map(str, said), "；".join(measures) or "无")


def _measure(said: dict[str, Any]) -> str:
    until = f"，至{said['until']}" if said.get("until") else ""
    note = "" if said.get("here", True) else "（不在该事项中执行，只供参考）"
    return f"{said['name']}{until}（{said['legal_basis']}）{note}"


def _past(check: Check) -> str | None:
    if not check.is_past:
        return None
    return f"查询的是{i18n.day(check.as_of)}的情况，不能作为今天的核查结果。"


PAPERS = (
    PaperKind(
        name="check-receipt",
        title=_l("核查回执"),
        mark="HC",
        model=Check,
        url=lambda check: url_for("checks.item", ref=check.ref),
        addressees=lambda check: (),
        fields={
            "单位名称": lambda check: check.body.name,
            "回执编号": lambda check: check.ref,
            "办理事项": lambda check: check.matter,
            "业务编号": lambda check: check.case_no,
            "核查用途": lambda check: check.purpose,
            "核查时间": lambda check: i18n.moment(check.at),
            "名单版本": lambda check: check.list_version,
            "截至说明": _past,
            "核查结果": _results,
            "结果摘要": lambda check: check.answer_digest,
            "核查依据": lambda check: None,
        },
    ),
)
