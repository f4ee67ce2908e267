"""The words around the figures of a report: fields in braces are filled from what was counted."""

import re
from collections.abc import Mapping

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.base.i18n import percent
from integrity.casework.documents.templates import written_day
from integrity.credit.periodicals.models import Periodical
from integrity.credit.tallies.figures import FIGURES
from integrity.credit.tallies.service import difference

FIELD = re.compile(r"\{([^{}\n]*)\}")
SHARE, CHANGE = "占比", "较上期"
OPENING = (
    "本期到期事项{本期到期}件，{本期到期较上期}；按期办结{本期到期按期办结}件，"
    "占{本期到期按期办结占比}。截至{统计日}，逾期未办结{统计日逾期未办结}件，"
    "{统计日逾期未办结较上期}。"
)
CLOSING = "请有逾期事项的单位按照各自期限抓紧办理，并按规定报告。"


class UnknownField(Refused):
    """A text asks for a figure that there is not."""

    title = _l("文字中的字段有误")


def names() -> list[str]:
    """Every field that a text may ask for."""
    with force_locale("zh"):
        labels = {key: str(figure.definition.label) for key, figure in FIGURES.items()}
    found = ["期间", "统计日"]
    for key, label in labels.items():
        found += [label, label + CHANGE, *([label + SHARE] if FIGURES[key].whole else [])]
    return found


def demand_known(*texts: str) -> None:
    """Raise UnknownField for a text that asks for something else."""
    known = set(names())
    asked = {name for text in texts for name in FIELD.findall(text)}
    if unknown := sorted(asked - known):
        said = "、".join(f"{{{name}}}" for name in unknown)
        raise UnknownField(_("没有这样的字段：%(fields)s。可用的字段见填写说明。", fields=said))


def period(report: Periodical) -> str:
    return f"{written_day(report.first_on)}至{written_day(report.last_on)}"


def values(report: Periodical) -> Mapping[str, str]:
    """What the fields say in a report."""
    tally, before = report.tally, report.previous.tally if report.previous else None
    found = {"期间": period(report), "统计日": written_day(tally.on)}
    with force_locale("zh"):
        for key, figure in FIGURES.items():
            label, now = str(figure.definition.label), tally.value(key)
            found[label] = f"{now:,}"
            found[label + CHANGE] = difference(now, before.value(key) if before else None)
            if figure.whole:
                found[label + SHARE] = percent(now, tally.value(figure.whole))
    return found


def filled(report: Periodical, text: str) -> str:
    """A text of a report with its figures."""
    said = values(report)
    return FIELD.sub(lambda found: said.get(found[1], found[0]), text)
