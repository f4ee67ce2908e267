"""What was annulled goes in three working days; the body never ends its own duty."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from integrity.credit.publicity import service
from integrity.credit.publicity.flow import FLOW
from integrity.credit.publicity.models import PostingState
from integrity.credit.publicity.service import WrongDay
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.publicity.makers import NUMBER, enter, licence, make_posting, penalty, posted

S = PostingState
pytestmark = pytest.mark.usefixtures("app")
SAID = ("revoked-in-law", TODAY, "示例复决〔2026〕1号")


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def annulled(firm=None):
    posting = make_posting(make_body(), firm)
    service.annul(posting, *SAID, by=office(), at=NOW)
    return posting


def test_what_was_annulled_must_be_taken_back_within_three_working_days():
    posting = annulled()

    assert (posting.state, posting.step_due_on) == (S.ANNULLED, date(2026, 11, 25))
    assert not service.is_shown(posting, TODAY)
    assert posting.is_step_late(date(2026, 11, 26)) and not posting.is_step_late(
        posting.step_due_on
    )


def test_the_term_runs_from_the_annulment_and_not_from_its_entry():
    posting = make_posting(make_body())
    service.annul(posting, "found-void", date(2026, 11, 13), "判决", by=office(), at=NOW)

    assert posting.step_due_on == date(2026, 11, 18) and posting.is_step_late(TODAY)


def test_taken_back_it_says_why_and_nothing_else_can_become_of_it():
    posting = annulled()
    service.withdraw(posting, "原决定被复议机关撤销", by=office(), at=NOW)

    assert (posting.state, posting.why) == (S.WITHDRAWN, "原决定被复议机关撤销")
    with pytest.raises(NotAllowed):
        service.withdraw(posting, "再撤", by=office(), at=NOW)


def test_the_party_says_so_and_only_the_office_finds_that_it_stands():
    firm = make_enterprise()
    posting = make_posting(make_body(), firm)
    service.claim(posting, *SAID, by=make_user(Role.SUPPLIER, firm), at=NOW)
    body = make_user(Role.OFFICER, posting.body)

    assert posting.state is S.CLAIMED and service.is_shown(posting, TODAY)
    assert FLOW.may(body, posting, "annul") and not FLOW.may(body, posting, "let_stand")
    service.let_stand(posting, "没有撤销", by=office(), at=NOW)
    assert (posting.state, posting.annulment, posting.annulled_on) == (S.STANDING, None, None)


def test_a_body_that_was_punished_does_nothing_to_its_own_penalty():
    punished = make_body("受罚示例局")
    posting = make_posting(make_body(), punished, cf_xdr_mc=punished.name)

    assert posting.party_id == punished.id
    assert FLOW.open_to(make_user(Role.OFFICER, punished), posting) == []


@pytest.mark.parametrize("on", [date(2026, 11, 11), TODAY + timedelta(days=1)])
def test_nothing_is_annulled_before_it_was_decided_or_in_the_future(on):
    posting = make_posting(make_body())

    with pytest.raises(WrongDay):
        service.annul(posting, "found-illegal", on, "判决", by=office(), at=NOW)


def test_what_waits_for_an_answer_is_not_corrected_by_a_file():
    firm = make_enterprise()
    posting = make_posting(make_body(), firm)
    service.claim(posting, *SAID, by=make_user(Role.SUPPLIER, firm), at=NOW)

    report = enter(penalty(posting.body, firm, cf_nr="另一内容"))

    assert report.updated == 0 and "不能用文件更正" in report.rejected[0].message


def test_after_it_was_taken_back_the_same_decision_may_come_again():
    firm = make_enterprise()
    posting = annulled(firm)
    service.withdraw(posting, "误登", by=office(), at=NOW)

    assert enter(penalty(posting.body, firm)).added == 1


def test_the_public_sees_what_stands_until_its_last_day():
    posting = make_posting(make_body())

    assert service.is_shown(posting, date(2027, 11, 12))
    assert not service.is_shown(posting, date(2027, 11, 13))


def test_a_penalty_without_a_last_day_is_shown_as_long_as_a_rule_allows():
    posting = make_posting(make_body(), cf_gsjzq="")

    assert posting.until == date(2029, 11, 12)


def test_everybody_finds_what_is_public_and_reads_why_it_is_gone(client, login):
    firm = make_enterprise()
    posting = make_posting(make_body("示例甲局"), firm)
    address = f"/publicity/{posting.id}"

    assert firm.name in client.get("/publicity/").text
    page = client.get(address).text
    assert "示例违法事实" in page and "示例人" not in page
    login(make_user(Role.OFFICER, posting.body))
    form = {"annulment": SAID[0], "annulled_on": "2026-11-20", "annulled_by": SAID[2]}
    assert client.post(f"{address}/do/annul", data=form).status_code == 302
    assert NUMBER in client.get("/desk/").text
    assert client.post(f"{address}/do/withdraw", data={"why": "复议撤销"}).status_code == 302
    paper = db.session.scalars(sa.select(Document).filter_by(kind="posting-withdrawal")).one()
    assert NUMBER in paper.content and "复议撤销" in paper.content
    with client.session_transaction() as session:
        session.clear()

    assert firm.name not in client.get("/publicity/").text
    page = client.get(address).text
    assert "复议撤销" in page and "示例违法事实" not in page and firm.name not in page


def test_the_party_reports_an_annulment_by_page_and_nobody_else(client, login):
    firm = make_enterprise()
    posting = make_posting(make_body(), firm)
    form = {"annulment": SAID[0], "annulled_on": "2026-11-20", "annulled_by": SAID[2]}
    login(make_user(Role.SUPPLIER, make_enterprise("旁人示例公司")))
    assert client.post(f"/publicity/{posting.id}/do/claim", data=form).status_code in (403, 404)
    login(make_user(Role.SUPPLIER, firm))

    assert client.post(f"/publicity/{posting.id}/do/claim", data=form).status_code == 302
    assert posted()[0].state is S.CLAIMED


def test_licences_are_taken_back_too():
    enter(licence(make_body()), kind="licences")
    (posting,) = posted()
    service.annul(posting, *SAID, by=office(), at=NOW)

    assert posting.step_due_on == date(2026, 11, 25)
