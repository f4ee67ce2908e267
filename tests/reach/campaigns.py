"""A campaign that covers a body, its report, and what was found of it."""

from typing import Any

from integrity.streams.campaigns import reports
from tests.accountability.makers import make_inquiry, make_referral
from tests.campaigns.makers import make_campaign, make_finding

CAMPAIGN_NUMBERED = {
    "inquiries": tuple(f"accountability.inquiry{n}" for n in ("", "_act", "_sealed")),
    "referrals": ("accountability.item", "accountability.act", "accountability.sealed"),
    "campaigns": tuple(
        f"campaigns.{n}" for n in ("item", "act", "search", "bodies", "findings", "own", "lead")
    ),
    "findings": ("campaigns.finding", "campaigns.finding_act"),
    "grievances": ("campaigns.adopt",),
    "self_reports": ("campaigns.report", "campaigns.report_act"),
}
CAMPAIGN_MOVES = {
    "accountability.act": ("send", "receive", "enter_outcome"),
    "accountability.inquiry_act": ("reply",),
    "campaigns.act": ("open", "close"),
    "campaigns.finding_act": ("admit", "dispute", "order"),
    "campaigns.report_act": ("sign_zero",),
}


def make_campaigns(side: Any) -> None:
    """What a lead told of the body carries its secret."""
    campaign = make_campaign(side.body)
    side.things |= {
        "campaigns": [campaign],
        "self_reports": [reports.of(campaign, side.body.id)],
        "referrals": [make_referral(side.body, content=side.secret)],
        "inquiries": [make_inquiry(side.secret)],
        "findings": [make_finding(side.body, campaign, title=side.secret)],
    }
