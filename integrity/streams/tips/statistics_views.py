"""What the public may know of reports on enterprises: numbers by act and outcome, no names."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.stamps import public
from integrity.casework.rules import service as rules
from integrity.credit.offences.models import Offence
from integrity.pages.tables import Column, Table
from integrity.streams.tips.blueprint import bp
from integrity.streams.tips.models import Tip, TipOutcome


@bp.get("/statistics")
@public
def statistics() -> ResponseReturnValue:
    """By act, of what ended before this month; no figure of fewer than LOCAL-FEWEST."""
    today = clock.today()
    month, fewest = today.replace(day=1), rules.number("LOCAL-FEWEST", today)
    few = _("不足 %(fewest)s 件", fewest=fewest)
    counted = {"ended": sa.func.count().label("ended")} | {
        str(outcome): sa.func.count().filter(Tip.outcome == outcome).label(f"n_{outcome}")
        for outcome in TipOutcome
    }
    ended = (
        sa.select(Offence.code, Offence.name, *counted.values())
        .join(Offence, Offence.id == Tip.act_id)
        .where(Tip.ended_on < month)
        .group_by(Offence.code, Offence.name)
    )
    known = ended.having(sa.func.count() >= fewest).subquery("known")

    def number(key: str, label: Any) -> Column:
        def told(row: Any) -> Any:
            value = getattr(row, key)
            return value if value >= fewest else few

        return Column(key, label, told, align="right")

    table = Table(
        title=_("失信举报办理统计"),
        name="tip-statistics",
        rows=sa.select(*known.c),
        entities=False,
        columns=[
            Column("act", _("举报的行为"), lambda row: f"{row.code} {row.name}"),
            number("ended", _("办结")),
            number("n_true", _("举报属实")),
            number("n_untrue", _("举报不属实")),
            number("n_refused", _("不予受理")),
        ],
        order=(known.c.code,),
        empty=_("还没有可以公布的数字。"),
    )
    return table.respond("tips/statistics.html", fewest=fewest, until=month - timedelta(days=1))
