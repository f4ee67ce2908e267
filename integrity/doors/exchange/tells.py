"""Who is told of what is exchanged: the body that owns a refused row, else the office."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.doors.exchange.models import ExchangedRow
from integrity.people.messages.tells import Page, Source, Whom, at_once, daily

OWNER = Whom(Permission.CATALOGUE_DELIVER, ExchangedRow.body_id)
OFFICE = Whom(Permission.RECEIVERS_MANAGE)
EXCHANGED = Source(
    ExchangedRow,
    {
        "refuse_row": at_once(
            _l("与平台交换的信息（序号 %(ref)s）被退回，请登录查看原因并更正。"),
            OWNER,
            Page("exchange.refused", "", ExchangedRow.id),
        )
        + daily(_l("与平台交换的信息（序号 %(ref)s）被退回。"), OFFICE),
    },
    "exchange.index",
    "",
    ExchangedRow.id,
)
SOURCES = (EXCHANGED,)
