"""A report on paper: its words, its figures with what changed, and bars drawn beside them."""

from collections.abc import Sequence

from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from integrity.base.i18n import percent
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Table
from integrity.credit.periodicals import texts
from integrity.credit.periodicals.models import Audience, Periodical, ReportKind
from integrity.credit.tallies.figures import FIGURES
from integrity.credit.tallies.service import difference, stream_name

DRAWN = ("overdue", "due_late", "due")
"""Of which figure the bars are drawn: the first of these that a report shows, or its first."""


def drawn(report: Periodical) -> str:
    """The figure whose bars are drawn."""
    return next((key for key in DRAWN if key in report.chosen), report.chosen[0])


def _label(key: str) -> str:
    with force_locale("zh"):
        return str(FIGURES[key].definition.label)


def _main(report: Periodical) -> Table:
    tally, before = report.tally, report.previous.tally if report.previous else None
    rows = []
    for key in report.chosen:
        now, whole = tally.value(key), FIGURES[key].whole
        then = before.value(key) if before else None
        share = percent(now, tally.value(whole)) if whole else ""
        last = f"{then:,}" if then is not None else ""
        rows.append((_label(key), f"{now:,}", share, last, difference(now, then)))
    return Table(("指标", "本期", "占比", "上期", "变化"), tuple(rows))


def _by_body(report: Periodical) -> Table | None:
    named = [(row["name"], row["figures"]) for row in report.tally.stated["bodies"]]
    return _beside(report, "单位", named)


def _by_stream(report: Periodical) -> Table | None:
    with force_locale("zh"):
        named = [
            (str(stream_name(row["name"])), row["figures"])
            for row in report.tally.stated["streams"]
        ]
    return _beside(report, "事项", named)


def _beside(
    report: Periodical, head: str, named: Sequence[tuple[str, dict[str, int]]]
) -> Table | None:
    """Rows with the figures of each, the longest bar first; none of what has nothing to show."""
    by, shown = drawn(report), list(report.chosen[:5])
    if by not in shown:
        shown = [*shown[:4], by]
    found = [(name, figures) for name, figures in named if any(map(figures.get, shown))]
    if not found:
        return None
    found.sort(key=lambda row: (-row[1].get(by, 0), row[0]))
    most = max(figures.get(by, 0) for _name, figures in found) or 1
    rows = tuple((name, *(f"{figures.get(k, 0):,}" for k in shown)) for name, figures in found)
    bars = tuple(round(1000 * figures.get(by, 0) / most) for _name, figures in found)
    caption = f"条形长度表示{_label(by)}的件数"
    return Table((head, *map(_label, shown)), rows, caption, bars)


def _meanings(report: Periodical) -> str:
    with force_locale("zh"):
        said = []
        for key in report.chosen:
            one = FIGURES[key].definition
            over = f"，占比的分母是{one.denominator}" if str(one.denominator) else ""
            said.append(f"{one.label}：{one.numerator}{over}。{one.meaning}")
    return "\n".join(said)


def _changed(report: Periodical) -> str:
    if report.previous is None:
        return "没有上一期同类报告，不作比较。"
    now = {row["name"]: row["figures"].get("overdue", 0) for row in report.tally.stated["bodies"]}
    then = {
        row["name"]: row["figures"].get("overdue", 0)
        for row in report.previous.tally.stated["bodies"]
    }
    new = sorted(name for name, number in now.items() if number and not then.get(name))
    gone = sorted(name for name, number in then.items() if number and not now.get(name))
    return (
        f"与{report.previous.ref}（{texts.period(report.previous)}）相比："
        f"新出现逾期未办结事项的单位：{'、'.join(new) or '无'}；"
        f"不再有逾期未办结事项的单位：{'、'.join(gone) or '无'}。"
    )


def _addressees(report: Periodical) -> Sequence[Addressee]:
    """A circular goes to every body of which it states something, a report to the government."""
    if report.audience is Audience.EVERYBODY:
        return []
    if report.kind is ReportKind.CIRCULAR:
        return [Addressee(row["name"], row["id"]) for row in report.tally.stated["bodies"]]
    return [Addressee(current_app.config["REVIEW_ORGAN"])]


def _to(report: Periodical) -> str:
    if report.audience is Audience.EVERYBODY:
        return ""
    is_circular = report.kind is ReportKind.CIRCULAR
    return "各有关单位" if is_circular else str(current_app.config["REVIEW_ORGAN"])


PAPERS = (
    PaperKind(
        name="periodical",
        title=_l("报告和通报"),
        mark="BGT",
        model=Periodical,
        url=lambda report: url_for("periodicals.item", ref=report.ref),
        addressees=_addressees,
        fields={
            "报告标题": lambda report: report.title,
            "主送单位": _to,
            "期间": texts.period,
            "统计日期": lambda report: report.tally.on,
            "开头": lambda report: texts.filled(report, report.opening),
            "主要数据": _main,
            "变化情况": _changed,
            "各单位情况": _by_body,
            "各类事项": _by_stream,
            "数据口径": _meanings,
            "结尾": lambda report: texts.filled(report, report.closing),
        },
    ),
)
