"""Who is told of changes of the application list: the office, of what waits for another of it."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.matters.models import Matter
from integrity.people.messages.tells import Source, Whom, daily, untold

OFFICE = Whom(Permission.MATTERS_KEEP)
MATTERS = Source(
    Matter,
    {
        "propose": daily(_l("应用清单事项 %(ref)s 的修改待另一人批准。"), OFFICE),
        "adopt": daily(_l("应用清单事项 %(ref)s 的修改已批准。"), OFFICE),
        "take_off": daily(_l("应用清单事项 %(ref)s 已从清单中去掉。"), OFFICE),
        "decline": daily(_l("应用清单事项 %(ref)s 的修改没有批准，请登录查看理由。"), OFFICE),
        "withdraw": untold("who proposed it does it"),
        "outdate": untold("that the next version was adopted says it"),
        **told_late(_l("应用清单事项 %(ref)s 的修改逾期没有批准，请立即办理。"), office=OFFICE),
    },
    "matters.proposal",
    "number",
    Matter.id,
    lambda number: f"SX{int(number):06d}",
)
