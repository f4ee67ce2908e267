"""The day is cleared group by group: counted, narrowed, in pages, one by one or many at once."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from commitments.models import Category, Commitment, CommitmentState
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.sanctions.pushes.models import Push, PushState
from integrity.doors.desk import groups
from integrity.people.subjects.models import Subject
from integrity.streams.courts.models import CourtCase
from tests.courts.makers import make_assigned
from tests.factories import TODAY, make_body, make_user
from tests.queries import number_of
from tests.sanctions.makers import make_listed, make_receivers
from tests.site.makers import days_ago, make_commitment, make_order


@pytest.fixture
def body() -> Subject:
    return make_body("示例住建局")


def shown(page: str) -> list[str]:
    """The titles of the duties of a page."""
    return re.findall(r'<th scope="row"[^>]*>\s*<a class="go"[^>]*>([^<]*)</a>', page)


def cases(body: Subject, number: int) -> list[CourtCase]:
    return [make_assigned(body=body) for _case in range(number)]


def test_a_group_says_how_many_and_the_rest_stands_in_pages(client, login, body):
    for number in range(57):
        make_commitment(body, due_on=days_ago(60 - number), title=f"第{number:02}项")
    officer = login(make_user(Role.OFFICER, body))

    today = officer.get("/desk/").text
    first, second = (officer.get(f"/desk/todo/commitments.report?page={n}").text for n in (1, 2))

    assert "57" in today and shown(today) == [f"第{number:02}项" for number in range(5)]
    assert len(shown(first)) == 50
    assert shown(second) == [f"第{number:02}项" for number in range(50, 57)]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("what=rectifications", ["不公开的整改要求"]),
        ("what=commitments&day=overdue", ["逾期的"]),
        ("day=today", ["今天的"]),
        ("day=later", ["以后的"]),
        ("day=soon", []),
        ("day=nonsense", None),
    ],
)
def test_the_desk_is_narrowed_by_stream_and_day(client, login, body, asked, left):
    make_order(body, due_on=days_ago(5))
    for ago, title in ((3, "逾期的"), (0, "今天的"), (-90, "以后的")):
        make_commitment(body, due_on=days_ago(ago), title=title)
    officer = login(make_user(Role.OFFICER, body))

    found = shown(officer.get(f"/desk/?{asked}").text)

    assert found == (left if left is not None else found) and (left is not None or len(found) == 4)


def test_the_office_narrows_by_body(client, login, body):
    for owner, title in ((body, "住建局的"), (make_body("示例水务局"), "水务局的")):
        make_commitment(owner, state=CommitmentState.REPORTED, title=title)
    office = login(make_user(Role.OFFICE))

    page = office.get("/desk/", query_string={"body-named": "示例水务局"}).text

    assert shown(page) == ["水务局的"]


def test_who_has_one_body_does_not_read_its_name_in_every_row(client, login, body):
    """Seen: twenty-two rows, each with the name of one's own body on two lines."""
    make_commitment(body, due_on=days_ago(1))

    page = login(make_user(Role.OFFICER, body)).get("/desk/").text

    assert "示例住建局" not in page.split('<table class="cards duties"')[1].split("</table>")[0]


def acts(page: str) -> list[str]:
    """The addresses of the acts of a page."""
    found = re.findall(r'<td role="cell" class="act"><a class="button" href="([^"]+)"', page)
    return [address.replace("&amp;", "&") for address in found]


def test_after_each_act_comes_the_next_of_its_group(client, login, body):
    """Seen: each act led to the thing and not back to the desk, the biggest loss of time."""
    first, second, third = cases(body, 3)
    officer = login(make_user(Role.OFFICER, body))
    start = acts(officer.get("/desk/").text)[1]

    skipped = officer.get(parse_qs(urlsplit(start).query)["then"][0])
    answer = officer.post(start, data={"why": ""})
    following = officer.get(answer.location)

    assert f"/courts/{second.ref}/do/accept" in start
    assert f"/courts/{third.ref}/do/accept" in skipped.location
    assert f"/courts/{third.ref}/do/accept" in following.location
    officer.post(following.location, data={"why": ""})
    last = officer.get(officer.get("/desk/todo/courts.accept/next").location)
    assert "跳过" in last.text
    done = officer.post(
        f"/courts/{first.ref}/do/accept?then=/desk/todo/courts.accept/next", data={}
    )
    end = officer.get(done.location, follow_redirects=True)
    assert end.request.path == "/desk/" and "这一组已经办完" in end.text
    assert "今天已办 3 件" in end.text


@pytest.mark.parametrize("asked", ["page=0", "page=x", f"page={'9' * 30}", "body-named=%00x"])
def test_an_odd_page_of_a_group_is_answered(client, login, body, asked):
    make_commitment(body, due_on=days_ago(1))

    answer = login(make_user(Role.OFFICER, body)).get(f"/desk/todo/commitments.report?{asked}")

    assert answer.status_code in (200, 302, 400)


def test_nobody_is_led_away_from_the_site_by_an_address(client, login, body):
    case = cases(body, 1)[0]
    officer = login(make_user(Role.OFFICER, body))

    answer = officer.post(f"/courts/{case.ref}/do/accept?then=//example.invalid/", data={})

    assert answer.location == f"/courts/{case.ref}"


def test_the_menu_stands_on_every_page_of_who_is_logged_in(client, login, body):
    """Seen: the tabs were gone on thirteen of seventeen pages, and none said how much waits."""
    cases(body, 3)
    assert "deskmenu" not in client.get("/bodies/").text
    officer = login(make_user(Role.OFFICER, body))

    for address in ("/desk/", "/courts/", "/commitments/", "/account", "/records/", "/bodies/"):
        menu = officer.get(address).text.split('<nav class="deskmenu')[1].split("</nav>")[0]
        assert re.search(r"涉政府机构案件 <span class=\"badge plain\">3</span>", menu), address


def test_the_head_sees_in_red_what_the_body_is_late_with(client, login, body):
    """Seen: eighteen months late, and grey."""
    make_commitment(body, due_on=days_ago(540), title="拖了很久的")
    make_commitment(make_body("示例水务局"), due_on=days_ago(3), title="别人的")

    page = login(make_user(Role.HEAD, body)).get("/desk/").text

    part = page.split("本单位逾期未办结")[1].split("</section>")[0]
    assert "拖了很久的" in part and "逾期 540 天" in part and "别人的" not in part


def test_the_office_sees_who_became_late_since_yesterday_and_urges(client, login, body):
    fresh = make_commitment(body, due_on=days_ago(1), title="昨天到期的")
    make_commitment(body, due_on=days_ago(40), title="早就到期的")

    page = login(make_user(Role.OFFICE)).get("/desk/").text

    part = page.split("昨天以来新逾期")[1].split("</section>")[0]
    assert "昨天到期的" in part and "早就到期的" not in part
    assert f"item=commitments:{fresh.id}" in part or f"item=commitments%3A{fresh.id}" in part


def test_the_office_sees_which_receivers_do_not_answer(client, login):
    """Seen: pushes up to 622 days late were on nobody's desk."""
    receivers = make_receivers(2)
    make_listed()
    sent = db.session.scalars(sa.select(Push).order_by(Push.id)).all()
    assert receivers and sent
    for push in sent:
        push.due_on, push.state = TODAY - timedelta(days=622), PushState.DELIVERED
    db.session.flush()

    page = login(make_user(Role.OFFICE)).get("/desk/").text

    part = page.split("接收单位逾期未反馈")[1].split("</section>")[0]
    assert "逾期 622 天" in part
    address = re.search(r'href="(/pushes/\?body=[^"]+)"', part)
    assert address and client.get(address[1]).status_code == 200


def test_ten_thousand_open_duties_need_as_many_queries_as_ten(client, login, body):
    def many(first: int, last: int) -> None:
        rows = [
            {
                "ref": f"CN-MANY-{number}",
                "title": f"第{number}项",
                "category": Category.SERVICE,
                "state": CommitmentState.PUBLISHED,
                "subject_id": body.id,
                "due_on": days_ago(number % 90 - 30),
                "first_due_on": days_ago(number % 90 - 30),
                "due_basis": "示例",
            }
            for number in range(first, last)
        ]
        db.session.execute(sa.insert(Commitment), rows)

    login(make_user(Role.OFFICER, body))
    addresses = ("/desk/", "/desk/?day=overdue", "/desk/todo/commitments.report?page=2", "/courts/")
    many(0, groups.SIZE + 10)
    for address in addresses:
        number_of(client, address)
    few = [number_of(client, address) for address in addresses]
    many(1000, 11_000)

    assert [number_of(client, address) for address in addresses] == few
    assert "10,060" in client.get("/desk/").text
