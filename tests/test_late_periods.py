"""Late steps period by period: who was late, who is told, and what the public reads of it."""

from datetime import date, timedelta

import pytest

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import delays, late_periods
from integrity.casework.delays import Level
from integrity.casework.late_periods import ACTING, Period
from integrity.casework.rules.models import TimeLimit
from integrity.casework.steps import Side
from integrity.streams.courts import service as courts
from tests.complaints.makers import make_complaint
from tests.courts.makers import make_assigned, make_case, officer_of
from tests.factories import TODAY, make_body, make_user
from tests.queries import number_of

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


def of_office(on: date) -> list[Period]:
    return late_periods.by_side(late_periods.months(on))[Side.OFFICE]


def left_late(days: int, body=None):
    """A case that nobody dispatched by its day, so many days ago."""
    case = make_case(body) if body else make_case()
    case.step_due_on = TODAY - days * DAY
    db.session.flush()
    return case


def test_every_step_of_a_body_names_the_body_that_must_act() -> None:
    for model, _state, step in delays.steps():
        assert step.who not in ACTING or hasattr(model, ACTING[step.who]), model


def test_what_was_done_late_is_kept_and_counted_by_month():
    """The office's own delays were gone as soon as it acted."""
    case, other = make_case(), make_case()
    office = make_user(Role.OFFICE)
    courts.assign(case, by=office, at=clock.at(date(2026, 11, 27), 9))
    courts.assign(other, by=office, at=clock.at(date(2026, 12, 9), 9))
    db.session.flush()
    december, november, *_earlier = of_office(date(2026, 12, 10))
    assert (december.first, december.ended, december.left) == (date(2026, 12, 1), 1, 0)
    assert (november.ended, november.left) == (0, 1)


def test_what_is_late_when_a_month_ends_is_counted_while_it_is_open():
    make_case()
    db.session.flush()

    december, november, october, *_earlier = of_office(date(2026, 12, 10))

    assert [month.left for month in (december, november, october)] == [1, 1, 0]


def test_the_report_of_a_month_names_the_body_the_step_and_how_often(login):
    """The leading group saw late things, and nobody said who had been late with them."""
    case = make_assigned(at=clock.at(date(2026, 11, 2), 9))
    courts.accept(case, by=officer_of(case), at=clock.at(date(2026, 11, 10), 9))
    left_late(12)
    client = login(make_user(Role.OFFICE))

    page = client.get("/desk/delays/?month=2026-11").text
    file = client.get("/desk/delays/?month=2026-11&format=csv").get_data(as_text=True)

    assert "办理环节逾期月报：2026-11" in page and "领导小组办公室" in page
    rows = file.splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == [case.subject.name, "领导小组办公室"]
    assert [row.split(",")[2:] for row in rows] == [
        ["1", "0", "2026-11-05"],
        ["0", "1", "2026-11-08"],
    ]


def test_a_month_that_there_is_no_report_of_is_the_running_one(login):
    client = login(make_user(Role.OFFICE))

    assert "月报：2026-11" in client.get("/desk/delays/?month=1999-13").text


def test_a_head_reads_no_report_of_who_complained(login):
    complaint = make_complaint()
    complaint.step_due_on = TODAY - DAY
    db.session.flush()

    head = login(make_user(Role.HEAD, complaint.subject)).get("/desk/delays/?format=csv").text
    office = login(make_user(Role.OFFICE)).get("/desk/delays/?format=csv").text

    assert "投诉" not in head and "投诉" in office


@pytest.mark.parametrize(("days", "raised"), [(2, (0, 0)), (3, (1, 0)), (9, (1, 0)), (10, (1, 1))])
def test_a_rule_says_when_a_late_step_is_told_to_a_leader_and_to_the_group(days, raised):
    left_late(days)

    (found,) = delays.counts(TODAY)

    assert (found.raised[Level.LEADER], found.raised[Level.GROUP]) == raised


def test_without_a_rule_nobody_is_told():
    left_late(400)
    db.session.query(TimeLimit).filter(TimeLimit.family.startswith("LOCAL-LATE")).delete()

    assert delays.counts(TODAY)[0].raised == {}
    assert late_periods.raised(TODAY, None, ["court_case"], office=True) == {}


def test_the_head_of_the_office_is_told_of_its_late_steps_before_the_group_is(login):
    """What the office left lying was for its own eyes alone."""
    house, other = make_body("示例信用办"), make_body("示例他局")
    make_user(Role.OFFICE, house)
    own, foreign = make_user(Role.HEAD, house), make_user(Role.HEAD, other)
    left_late(5)

    assert "按规则报主要负责人：1 件" in login(own).get("/desk/").text
    assert "按规则报" not in login(foreign).get("/desk/").text

    left_late(30)

    assert "按规则报领导小组：1 件" in login(foreign).get("/desk/").text
    assert "按规则报主要负责人" not in login(foreign).get("/desk/").text


def test_a_head_is_told_what_the_own_body_did_not_sign_for(login):
    case, other = make_assigned(), make_assigned()
    case.step_due_on = other.step_due_on = TODAY - 4 * DAY
    db.session.flush()

    page = login(make_user(Role.HEAD, case.subject)).get("/desk/").text

    assert "本单位办理环节逾期，按规则报主要负责人：1 件" in page


def test_the_public_reads_how_often_each_side_was_late_until_the_month_before(client):
    """Counted until now, a number would tell day by day what happens to a complaint."""
    left_late(30)
    left_late(2)

    page = client.get("/stats/delays").text

    assert "截至 2026年10月31日" in page
    assert ">领导小组办公室</th>" in page and ">法院</th>" not in page
    office = page.split("领导小组办公室")[1].split("</tr>")[0]
    assert '<td class="right num">1</td>' in office


def test_the_desk_of_the_office_asks_no_more_however_much_is_late(login):
    client = login(make_user(Role.OFFICE))
    left_late(3)
    client.get("/desk/")
    pages = ("/desk/", "/desk/delays/", "/stats/delays")
    before = [number_of(client, page) for page in pages]

    for days in range(1, 60):
        left_late(days)

    assert [number_of(client, page) for page in pages] == before


def test_only_the_leading_group_reads_the_report(login):
    officer = login(make_user(Role.OFFICER, make_body()))

    assert officer.get("/desk/delays/").status_code == 403
