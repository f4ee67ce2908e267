"""The letter that proposes points, the notice to each body, and the answer to its objection."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Table
from integrity.casework.documents.templates import written_day
from integrity.casework.documents.terms import basis, lasting
from integrity.credit.assessments import service
from integrity.credit.assessments.models import (
    EFFECT_NAMES,
    KIND_NAMES,
    LINE_NAMES,
    Assessment,
    AssessmentLine,
)
from integrity.credit.tallies.figures import FIGURES


def label(key: str) -> str:
    """What a figure is called on paper."""
    with force_locale("zh"):
        return str(FIGURES[key].definition.label)


def _period(found: Assessment) -> str:
    return f"{written_day(found.tally.first_on)}至{written_day(found.tally.last_on)}"


def _rules(found: Assessment) -> Table:
    rows = (
        (label(r.figure), str(EFFECT_NAMES[r.effect]), f"{r.each:.2f}", f"{r.most:.2f}", r.basis)
        for r in found.rules
    )
    return Table(("指标", "加扣分", "每件分值", "上限", "依据"), tuple(rows))


def _lines(found: Assessment) -> Table:
    rows = [(line.subject.name, line.points, _words(line)) for line in found.lines]
    rows.sort(key=lambda row: (row[1], row[0]))
    most = max((abs(points) for _name, points, _words in rows), default=Decimal(0)) or Decimal(1)
    return Table(
        ("单位", "建议加扣分", "确认情况"),
        tuple((name, f"{points:.2f}", words) for name, points, words in rows),
        "条形长度表示建议加扣分的大小",
        tuple(round(1000 * abs(points) / most) for _name, points, _words in rows),
    )


def _words(line: AssessmentLine) -> str:
    return str(LINE_NAMES[line.state])


def _answers(found: Assessment) -> str:
    said = [
        f"{line.subject.name}：申请复核的理由：{line.objection}。复核决定：{line.answer}。"
        for line in found.lines
        if line.objection
    ]
    return "\n".join(said) or "没有单位申请复核。"


def _meanings(figures: Sequence[str]) -> str:
    with force_locale("zh"):
        said = [FIGURES[key].definition for key in dict.fromkeys(figures)]
        return "\n".join(f"{one.label}：{one.numerator}。{one.meaning}" for one in said)


def _worked(line: AssessmentLine) -> Table:
    rules = {rule.id: rule for rule in line.assessment.rules}
    rows = tuple(
        (
            label(one["figure"]),
            f"{one['number']:,}",
            f"{rules[one['rule']].each:.2f}",
            f"{rules[one['rule']].most:.2f}",
            one["points"],
        )
        for one in line.worked
    )
    return Table(("指标", "件数", "每件分值", "上限", "加扣分"), rows)


OF_LINE: dict[str, Any] = {
    "单位名称": lambda line: line.subject.name,
    "考核名称": lambda line: line.assessment.title,
    "考核期间": lambda line: _period(line.assessment),
    "统计日期": lambda line: line.assessment.tally.on,
    "合计": lambda line: f"{line.points:.2f}",
    "加扣分明细": _worked,
    "数据口径": lambda line: _meanings([one["figure"] for one in line.worked]),
}


def _address(line: AssessmentLine) -> str:
    return url_for("assessments.line", ref=line.assessment.ref, number=line.id)


PAPERS = (
    PaperKind(
        name="assessment",
        title=_l("考核扣分建议函"),
        mark="KHH",
        model=Assessment,
        url=lambda found: url_for("assessments.item", ref=found.ref),
        addressees=lambda found: [Addressee(found.addressee)],
        fields={
            "考核主管单位": lambda found: found.addressee,
            "考核种类": lambda found: str(KIND_NAMES[found.kind]),
            "考核名称": lambda found: found.title,
            "考核依据": lambda found: found.basis,
            "考核期间": _period,
            "统计日期": lambda found: found.tally.on,
            "各单位加扣分": _lines,
            "规则": _rules,
            "复核情况": _answers,
            "数据口径": lambda found: _meanings([rule.figure for rule in found.rules]),
        },
    ),
    PaperKind(
        name="assessment-notice",
        title=_l("考核数据告知书"),
        mark="KHG",
        model=AssessmentLine,
        url=_address,
        served=service.begin,
        fields={
            **OF_LINE,
            "复核期限": lambda line: lasting("PERF-APPEAL", line.assessment.tally.on),
            "复核依据": lambda line: basis("PERF-APPEAL", line.assessment.tally.on),
        },
    ),
    PaperKind(
        name="assessment-review",
        title=_l("考核数据复核决定书"),
        mark="KHF",
        model=AssessmentLine,
        url=_address,
        fields={
            **OF_LINE,
            "复核申请": lambda line: line.objection,
            "复核决定": lambda line: line.answer,
            "复核依据": lambda line: basis("PERF-DECIDE", line.assessment.tally.on),
        },
    ),
)
