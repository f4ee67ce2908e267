"""Today: what waits for a person, what the person waits for, what changed; and the feed."""

import re
from datetime import timedelta

import pytest

from commitments import service as commitments
from commitments.models import CommitmentState
from integrity.base import clock
from integrity.base.permissions import Role
from integrity.credit.records.models import RecordState
from integrity.people.accounts.models import AccountState
from tests.complaints.makers import make_accepted
from tests.factories import make_body, make_record, make_user
from tests.queries import number_of
from tests.site.makers import days_ago, make_commitment, make_order


@pytest.fixture
def body():
    return make_body("示例住建局")


def test_a_thing_waits_for_whoever_can_take_it_on(client, login, body):
    make_commitment(body, state=CommitmentState.SUBMITTED, title="等待签署的承诺")

    assert "等待签署的承诺" in login(make_user(Role.HEAD, body)).get("/desk/").text
    duties = login(make_user(Role.OFFICER, body)).get("/desk/").text
    assert "等待签署的承诺" not in duties.split("等待他人办理")[0]


def test_each_duty_has_the_one_act_that_clears_it(client, login, body):
    commitment = make_commitment(body, state=CommitmentState.SUBMITTED)

    page = login(make_user(Role.HEAD, body)).get("/desk/").text

    assert f'href="/commitments/{commitment.ref}/do/sign?then=' in page


def test_nobody_sees_the_duties_of_another_body(client, login, body):
    make_order(body, due_on=days_ago(1))

    page = login(make_user(Role.OFFICER, make_body())).get("/desk/").text

    assert "不公开的整改要求" not in page


def test_duties_are_grouped_by_what_must_be_done_the_most_urgent_first(client, login, body):
    """Seen: seventy-five duties of all kinds in one heap, most of them without a day."""
    for ago, title in ((-60, "两个月后"), (2, "昨日之前"), (-3, "再过三日"), (0, "就在今日")):
        make_commitment(body, due_on=days_ago(ago), title=title)
    make_order(body, due_on=days_ago(9))

    page = login(make_user(Role.OFFICER, body)).get("/desk/").text

    order = [
        "· 限期整改",
        "不公开的整改要求",
        "报告完成 · 公开承诺",
        "昨日之前",
        "就在今日",
        "再过三日",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places) and places[-1] < page.index("两个月后")
    assert re.search(r"报告完成 · 公开承诺 <span class=\"num\">4</span>", page)


def test_a_record_proposed_to_my_body_waits_for_an_objection(client, login, body):
    record = make_record(body, RecordState.PROPOSED, summary="拟认定的失信")

    page = login(make_user(Role.OFFICER, body)).get("/desk/").text

    assert "拟认定的失信" in page
    assert f"/objections/new?record={record.id}" in page


def test_an_account_waits_for_the_security_officer(client, login):
    make_user(Role.CLERK, name="等待授权的人").state = AccountState.PENDING

    assert "等待授权的人" in login(make_user(Role.SECURITY)).get("/desk/").text


def test_what_others_must_do_is_named_with_who_they_are(client, login, body):
    make_commitment(body, state=CommitmentState.SUBMITTED, due_on=days_ago(-3))
    make_commitment(body, state=CommitmentState.PUBLISHED, due_on=days_ago(-3))

    page = login(make_user(Role.HEAD, body)).get("/desk/").text

    assert "公开承诺 · 已公开，履行中" in page
    assert "等待：信用专员" in page


def test_what_others_did_since_yesterday_is_told(client, login, body):
    officer, head = make_user(Role.OFFICER, body), make_user(Role.HEAD, body, name="王局长")
    commitment = make_commitment(body, state=CommitmentState.SUBMITTED, title="今早签署的承诺")
    commitments.FLOW.go(commitment, "sign", by=head, at=clock.now())

    page = login(officer).get("/desk/").text

    assert "今早签署的承诺" in page.split("昨天以来的变化")[1]
    assert "王局长" in page


@pytest.mark.parametrize("role", list(Role))
def test_today_opens_for_every_role(client, login, role):
    assert login(make_user(role, make_body())).get("/desk/").status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_every_page_that_the_desk_offers_opens(client, login, body, role):
    page = login(make_user(role, body)).get("/desk/").text
    offered = re.findall(
        r'href="([^"]+)"', page.split('<nav class="deskmenu')[1].split("</nav>")[0]
    )

    assert "/account" in offered
    for address in offered:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OFFICE])
def test_the_number_of_queries_does_not_depend_on_how_much_there_is(client, login, body, role):
    login(make_user(role, body))

    def one_of_each():
        make_commitment(body, due_on=days_ago(1), state=CommitmentState.SIGNED)
        make_commitment(body, due_on=days_ago(2))
        make_order(body, due_on=days_ago(1))
        make_record(body)

    one_of_each()
    number_of(client, "/desk/")  # the first request reads the calendar
    few = number_of(client, "/desk/")
    for _ in range(50):
        one_of_each()

    assert number_of(client, "/desk/") == few


def feed_of(client):
    found = re.search(r"/desk/calendar/[^\"<\s]+\.ics", client.post("/desk/calendar").text)
    assert found
    return found[0]


def test_the_feed_has_the_due_days_and_needs_no_login(app, client, login, body):
    make_commitment(body, due_on=clock.today() + timedelta(days=9), title="日历里的承诺")
    address = feed_of(login(make_user(Role.OFFICER, body)))

    answer = app.test_client().get(address)

    assert answer.mimetype == "text/calendar"
    assert "日历里的承诺" in answer.text
    assert (clock.today() + timedelta(days=9)).strftime("%Y%m%d") in answer.text


def test_the_feed_names_no_complaint(app, client, login, body):
    """It listed their numbers, and machines of others read it."""
    complaint = make_accepted(body)
    address = feed_of(login(make_user(Role.OFFICER, body)))

    answer = app.test_client().get(address)

    assert answer.status_code == 200
    assert complaint.ref not in answer.text
    assert complaint.text not in answer.text


def test_a_forged_or_old_feed_address_is_unknown(client, login, body):
    """The address never ended and carried a part of the password's hash."""
    officer = make_user(Role.OFFICER, body)
    old, new = feed_of(login(officer)), feed_of(client)

    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert client.get("/desk/calendar/forged.ics").status_code == 404
    assert new not in client.get("/desk/calendar").text

    client.post("/desk/calendar/end")

    assert client.get(new).status_code == 404


def test_a_feed_tells_no_title_that_is_not_public(app, client, login, body):
    """Whoever saw the address read the numbers of complaints."""
    make_commitment(
        body,
        state=CommitmentState.DRAFTED,
        due_on=clock.today() + timedelta(days=9),
        title="还没有公开的承诺",
    )
    address = feed_of(login(make_user(Role.OFFICER, body)))

    text = app.test_client().get(address).text

    assert "见工作台" in text
    assert "还没有公开的承诺" not in text


def test_the_feed_of_a_disabled_account_is_closed(client, login, body):
    officer = make_user(Role.OFFICER, body)
    address = feed_of(login(officer))

    officer.state = AccountState.DISABLED

    assert client.get(address).status_code == 404
