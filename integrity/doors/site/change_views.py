"""The public log as a page: what became public, changed or was taken down, the newest first."""

from typing import Any

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from integrity.base import i18n
from integrity.base.publications.kinds import kinds
from integrity.base.publications.models import EVENT_NAMES, PublicFact
from integrity.base.stamps import public
from integrity.doors.site.blueprint import bp
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices


class Filters(FilterForm):
    kind = SelectField(
        _l("类别"),
        choices=lambda: choices({name: kind.title for name, kind in kinds().items()}),
        default="",
    )
    event = SelectField(_l("变动情况"), choices=lambda: choices(EVENT_NAMES), default="")


@bp.get("/data/changes/")
@public
def changes() -> ResponseReturnValue:
    """Rows by number; of what is public no more the address answers and says why."""
    known = kinds()
    table = Table(
        title=_("公开日志"),
        name="changes",
        rows=sa.select(PublicFact),
        link=lambda fact: fact.address,
        columns=[
            Column("number", _("序号"), lambda fact: fact.number, align="right"),
            Column("kind", _("类别"), lambda fact: _title(known, fact)),
            Column("event", _("变动情况"), lambda fact: EVENT_NAMES[fact.event]),
            Column("address", _("地址"), lambda fact: fact.address),
            Column("at", _("时间"), lambda fact: i18n.moment(fact.at)),
            Column("leaf", _("哈希"), lambda fact: fact.leaf.hex(), shown=False),
        ],
        filters=Filters,
        narrow={
            "kind": lambda value: PublicFact.kind == value,
            "event": lambda value: PublicFact.event == value,
        },
        order=(PublicFact.number.desc(),),
        empty=_("公开日志还没有内容。"),
    )
    return table.respond(
        intro=_("序号从 0 起，没有缺号。程序请用接口 /api/v1/changes，格式见该接口的说明。")
    )


def _title(known: Any, fact: PublicFact) -> Any:
    return known[fact.kind].title if fact.kind in known else fact.kind
