"""The pages of the warnings: the office's, the body's own, the mark on a thing, the precision."""

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.warnings import precision
from integrity.casework.warnings.models import Ending, Rule
from integrity.streams.courts.models import CaseOutcome
from tests.factories import TODAY, make_body, make_user
from tests.queries import number_of
from tests.warnings.makers import DAY, make_due, night, warnings

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def warned(name="courts", body=None):
    item = make_due(name, 5, body or make_body("甲示例局"))
    night()
    return item, warnings(item_id=item.id)[0]


def test_the_office_sees_all_and_a_body_its_own(login, office):
    item, warning = warned()
    own, other = (make_user(Role.OFFICER, b) for b in (item.subject, make_body("乙示例局")))

    seen = {
        person.username: login(person).get("/desk/warnings/").text
        for person in (office, own, other)
    }
    answers = [
        login(person).get(f"/desk/warnings/{warning.id}").status_code
        for person in (office, own, other, make_user(Role.CLERK, item.subject))
    ]

    assert [item.title in page for page in seen.values()] == [True, True, False]
    assert answers == [200, 200, 404, 403]


def test_a_warning_says_why_to_whom_what_to_do_and_when_it_ends(login):
    item, warning = warned()

    page = login(make_user(Role.HEAD, item.subject)).get(f"/desk/warnings/{warning.id}").text

    for words in (
        "发出预警时还有 5 天",
        "责任单位信用专员",
        "在期限届满以前办结",
        "自报完成不消除",
    ):
        assert words in page
    assert item.title in page and f"/courts/{item.ref}" in page


def test_what_is_claimed_says_that_the_warning_stands(login, office):
    item, warning = warned()
    item.claim(TODAY, TODAY)
    db.session.flush()

    page = login(office).get(f"/desk/warnings/{warning.id}").text

    assert "确认以前预警不消除" in page


def test_a_thing_is_marked_for_whoever_sees_it_and_leads_whom_it_is_for(client, login):
    item, warning = warned("commitments")
    link = f"/desk/warnings/{warning.id}"

    public = client.get(f"/commitments/{item.ref}").text
    mine = login(make_user(Role.OFFICER, item.subject)).get(f"/commitments/{item.ref}").text
    item.closed_on = TODAY
    night(1)
    after = login(make_user(Role.OFFICER, item.subject)).get(f"/commitments/{item.ref}").text

    assert "预警：临近期限" in public and link not in public
    assert link in mine
    assert "预警：临近期限" not in after


def test_a_list_is_narrowed_and_exported(login, office):
    item, _warning = warned()
    client = login(office)

    found = client.get(
        f"/desk/warnings/?standing=open&rule=soon&stream=courts&body={item.subject.slug}"
    )
    none = client.get("/desk/warnings/?standing=late")
    file = client.get("/desk/warnings/?format=csv").get_data(as_text=True)

    assert item.title in found.text and item.title not in none.text
    assert item.title in file and "发出预警时还有 5 天" in file


def test_the_precision_of_a_rule_is_what_counting_its_warnings_gives(login, office):
    items = [make_due("courts", days) for days in (3, 4, 5, 6, 7)]
    night()
    items[0].closed_on, items[0].outcome = TODAY, CaseOutcome.PERFORMED
    items[1].due_on = TODAY + 200 * DAY
    night(6)
    rows = warnings(rule=Rule.SOON)

    counted = precision.by_rule()[Rule.SOON]
    page = login(office).get("/desk/warnings/rules").text

    assert counted.total == len(rows) == 5
    assert counted.late == len([row for row in rows if row.ending is Ending.LATE]) == 1
    spared = [row for row in rows if row.ended_on and not row.late_on]
    assert {row.ending for row in spared} == {Ending.DONE, Ending.GONE}
    assert counted.spared == len(spared) == 2
    assert counted.open == len([row for row in rows if not row.ended_on]) == 2
    assert f'<td class="right">{counted.late}</td>' in page
    assert precision.Precision(late=6, spared=4).share == "60.0%"
    assert counted.share == "—"


def test_a_list_asks_no_more_for_many_warnings_than_for_few(login, office):
    make_due("courts", 5)
    night()
    client = login(office)
    few = number_of(client, "/desk/warnings/")
    for _time in range(10):
        make_due("courts", 5)
    night(1)

    assert number_of(client, "/desk/warnings/") == few


def test_a_body_may_not_open_the_rules(login):
    assert login(make_user(Role.HEAD, make_body())).get("/desk/warnings/rules").status_code == 403
