"""What good conduct comes to: an honour, an offer, a case that who is named agreed to."""

from datetime import date, timedelta

from integrity.base import clock
from integrity.credit.cases import service as cases
from integrity.credit.cases.models import CaseKind
from integrity.credit.offers import service as offers
from integrity.streams.decisions import service as decisions
from integrity.streams.decisions.models import DecisionKind
from jobs.demo.participants import BODIES, OFFICE, Participants

DAY = timedelta(days=1)
OFFER = {
    "field": "finance",
    "stage": "financing",
    "offerer": "bank",
    "offered_by": "示例银行",
    "title": "示例：信易贷",
    "content": "示例：守信企业凭公开信用报告申请，减少抵押材料，当日受理。",
    "on_the_red_list": False,
    "conditions": "示例：没有公开的失信记录。",
    "how": "示例：到示例银行任一网点提出，出示公开信用报告的编号。",
    "contact": "示例区投资促进中心，0531-00000000",
}
TITLE = "示例：提前完成承诺的便民项目"
TEXT = "示例：该局公开承诺的项目比承诺的日期提前完成，每月公布进展，由使用者核验。"


def show(players: Participants, today: date) -> None:
    """All of it public, each with two people's hands."""
    office, other = players.people["office1"], players.people["office2"]
    body, group = players.subjects[BODIES[0]], players.subjects[OFFICE]
    offer = offers.make(
        players.subjects[BODIES[5]], ["enterprise", "household"], today - 60 * DAY, None,
        by=office, at=clock.at(today - 61 * DAY), **OFFER,
    )  # fmt: skip
    offers.publish(offer, by=other, at=clock.at(today - 60 * DAY))
    honour = decisions.enter(
        group,
        body,
        {
            "kind": DecisionKind.HONOUR,
            "number": f"示例信用办〔{today.year}〕1号",
            "title": "示例：履约践诺示范单位",
            "facts": "示例：上一年度公开承诺全部按期兑现，并经核验。",
            "decided_on": today - 30 * DAY,
        },
        by=office,
        at=clock.at(today - 20 * DAY),
    )
    decisions.confirm(honour, by=other, at=clock.at(today - 19 * DAY))
    officer = players.officer(body.id)
    case = cases.send(
        CaseKind.CASE, TITLE, TEXT, None, False, by=officer, at=clock.at(today - 15 * DAY)
    )
    cases.publish(case, "示例：真实、有代表性。", by=office, at=clock.at(today - 14 * DAY))
