"""A breach complaint that was found true is a lead of a campaign, and says where it came from."""

from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.breaches import Problem
from integrity.streams.campaigns import finding, treatment
from integrity.streams.campaigns.models import Finding, Source
from integrity.streams.grievances.models import Because
from tests.campaigns.makers import SHEET, make_campaign, office, put_right
from tests.factories import NOW, TODAY, make_body
from tests.grievances.makers import finder_of, firm_of, make_sent, make_true, officer_of
from tests.messages.test_inbox import told

pytestmark = pytest.mark.usefixtures("app")


def test_the_office_makes_what_was_found_true_a_lead_by_a_link(login: Any) -> None:
    """Seen: the office typed the complaint again as a lead, and nothing led back to it."""
    item = make_true(Because.REPLACED)
    firm, campaign = firm_of(item), make_campaign(item.subject)
    client = login(office())
    address = f"/campaigns/from-grievance/{item.id}"

    link = address in client.get(f"/grievances/{item.ref}").text
    answer = client.post(address, data={"campaign": campaign.id})

    found = db.session.scalars(sa.select(Finding)).one()
    page, ledger = (
        client.get(url).text for url in (answer.location, f"/campaigns/{campaign.id}/findings")
    )
    assert link and answer.status_code == 302
    assert (found.source, found.problem) == (Source.LEAD, Problem.OLD_PROMISES_IGNORED)
    assert f"/grievances/{item.ref}" in page and item.ref in ledger
    assert told(firm)[-1] == f"您的违约失信投诉 {item.ref} 已列入专项治理。"
    assert client.post(address, data={"campaign": campaign.id}).status_code == 422
    assert finding.find(campaign, by=office(), at=NOW) == 0


def test_what_nobody_found_true_is_no_lead(login: Any) -> None:
    item = make_sent()
    make_campaign(item.subject)
    client = login(office())

    page, form = (
        client.get(f"/grievances/{item.ref}"),
        client.get(f"/campaigns/from-grievance/{item.id}"),
    )

    assert "列为专项治理线索" not in page.text and form.status_code == 409


def test_a_campaign_that_does_not_cover_the_body_takes_no_lead_about_it(login: Any) -> None:
    item = make_true()
    other = make_campaign(make_body())

    answer = login(office()).post(
        f"/campaigns/from-grievance/{item.id}", data={"campaign": other.id}
    )

    assert answer.status_code == 422 and "没有纳入" in answer.text


def test_a_firm_hears_that_its_complaint_is_no_lead_any_more() -> None:
    item = make_true()
    firm = firm_of(item)
    found = finding.adopt(make_campaign(item.subject), item, by=office(), at=NOW)
    treatment.dispute(found, "done", "已经拨付", by=officer_of(item), at=NOW)

    treatment.uphold(found, "银行回单属实", by=finder_of(item), at=NOW)
    db.session.commit()

    assert told(firm)[-1] == f"您的违约失信投诉 {item.ref} 不再列入专项治理，请登录查看。"


def test_who_found_it_decides_what_the_body_disputes_and_the_firm_what_is_put_right() -> None:
    """The office could have decided against the finding of the department that looked."""
    item = make_true()
    found = finding.adopt(make_campaign(item.subject), item, by=office(), at=NOW)
    treatment.dispute(found, "done", "已经拨付", by=officer_of(item), at=NOW)

    with pytest.raises(treatment.NotCompetent):
        treatment.uphold(found, "已经拨付", by=office(), at=NOW)
    treatment.reject(found, "没有拨付", by=finder_of(item), at=NOW)
    treatment.order(found, "示例：立即拨付", by=office(), at=NOW)
    put_right(found)

    with pytest.raises(treatment.NotYet, match="权利人"):
        treatment.inspect(found, TODAY, by=office(), at=NOW, **SHEET)
