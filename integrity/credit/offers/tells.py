"""Who is told of offers: the office what waits for it, a body what came of its own."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.offers.models import Offer
from integrity.people.messages.tells import Source, Whom, daily, untold

OFFICE = Whom(Permission.OFFERS_DECIDE)
BODY = Whom(Permission.OFFERS_MAKE, Offer.body_id)
OFFERS = Source(
    Offer,
    {
        "register": daily(_l("守信优惠 %(ref)s 待审核公布。"), OFFICE),
        "publish": daily(_l("守信优惠 %(ref)s 已公布。"), BODY),
        "decline": daily(_l("守信优惠 %(ref)s 没有公布，请登录查看理由。"), BODY),
        "withdraw": untold("its offerer does it"),
        "expire": daily(_l("守信优惠 %(ref)s 期限届满，已停止公布。"), BODY),
        **told_late(_l("守信优惠 %(ref)s 逾期没有审核，请立即办理。"), office=OFFICE),
    },
    "offers.item",
    "number",
    Offer.id,
    lambda number: f"YH{int(number):06d}",
)
SOURCES = (OFFERS,)
