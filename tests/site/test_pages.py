"""Home, bodies, overdue, rules, data: what a visitor sees, and what nobody sees."""

import re

import pytest

from integrity.base.permissions import Role
from integrity.credit.records.models import RecordState
from integrity.people.subjects.service import register_person
from tests.factories import make_body, make_enterprise, make_record, make_user
from tests.queries import number_of
from tests.site.makers import days_ago, make_commitment, make_order

PAGES = (
    "/",
    "/bodies/",
    "/overdue/",
    "/rules/",
    "/rules/grades",
    "/rules/lpr",
    "/workdays/2026",
    "/workdays/2027",
    "/tools/deadline",
    "/data/",
    "/stats/definitions",
    "/stats/delays",
    "/takedowns/",
    "/help/",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_public_page_answers_without_a_login(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_every_public_page_speaks_english_when_asked(client, address):
    client.get("/language", query_string={"locale": "en", "next": address})

    assert '<html lang="en">' in client.get(address).text


def test_the_home_page_shows_figures_with_what_is_divided_by_what(client):
    make_commitment(due_on=days_ago(3))
    make_commitment(due_on=days_ago(-90))

    page = client.get("/").text

    assert "逾期未办结" in page
    assert "1 / 共 2" in page
    assert "逾期 3 天" in page


def test_drafts_are_in_no_figure(client):
    make_commitment(due_on=days_ago(3), state="drafted")

    assert "0 / 共 0" in client.get("/").text


def test_what_is_only_reported_done_is_not_done_in_time(client):
    make_commitment(due_on=days_ago(3), state="reported", closed_on=days_ago(5))
    make_commitment(
        due_on=days_ago(3), state="verified", outcome="fulfilled", closed_on=days_ago(5)
    )

    assert "1 / 共 1" in client.get("/").text


def test_a_bodys_file_shows_its_overdue_promises(client):
    body = make_body("示例住建局")
    make_commitment(body, due_on=days_ago(12))

    page = client.get(f"/bodies/{body.slug}").text

    assert "示例住建局" in page
    assert "年底前完成老旧小区改造" in page
    assert "逾期 12 天" in page


def test_what_is_not_public_is_only_counted(client):
    body = make_body()
    make_order(body, due_on=days_ago(2))

    for address in (f"/bodies/{body.slug}", "/overdue/"):
        page = client.get(address).text
        assert "不公开的整改要求" not in page
        assert "限期整改" in page


def test_the_body_itself_sees_its_own_overdue_orders(client, login):
    body = make_body()
    make_order(body, due_on=days_ago(2))

    login(make_user(Role.OFFICER, body))

    assert "不公开的整改要求" in client.get("/overdue/").text


def test_overdue_is_narrowed_by_stream_body_and_days(client):
    body = make_body()
    make_commitment(body, due_on=days_ago(40), title="早就到期的承诺")
    make_commitment(due_on=days_ago(2), title="刚刚到期的承诺")

    narrowed = client.get(f"/overdue/?stream=commitments&body={body.slug}&days=30").text

    assert "早就到期的承诺" in narrowed
    assert "刚刚到期的承诺" not in narrowed


def test_overdue_is_exported_as_shown(client):
    make_commitment(due_on=days_ago(2), title="刚刚到期的承诺")

    rows = client.get("/overdue/?format=json&q=刚刚").json

    assert [row["事项名称"] for row in rows] == ["刚刚到期的承诺"]
    assert rows[0]["逾期天数"] == 2


def test_what_is_due_today_is_not_overdue(client):
    make_commitment(due_on=days_ago(0))

    assert client.get("/overdue/?format=json").json == []


def test_a_share_of_fewer_than_ten_is_not_shown_nor_ranked(client):
    few, many = make_body("甲局"), make_body("乙局")
    done = {"state": "verified", "outcome": "fulfilled", "closed_on": days_ago(40)}
    make_commitment(few, due_on=days_ago(30), **done)
    for _ in range(10):
        make_commitment(many, due_on=days_ago(30), **done)

    rows = client.get("/bodies/?sort=-in_time&format=json").json

    assert rows[0] == rows[0] | {"单位": "乙局", "按期办结率": "100.0%"}
    assert next(row for row in rows if row["单位"] == "甲局")["按期办结率"] == "—"


def test_a_merged_body_leads_to_what_it_became(client):
    old, new = make_body("旧局"), make_body("新局")
    old.merged_into_id = new.id

    answer = client.get(f"/bodies/{old.slug}")

    assert answer.status_code == 308
    assert answer.location == f"/bodies/{new.slug}"


def test_published_records_are_in_the_file_and_proposed_ones_are_not(client):
    body = make_body()
    make_record(body, RecordState.CONFIRMED, public=True, grade="general", summary="已经确认的失信")
    make_record(body, RecordState.PROPOSED, summary="刚刚告知的事情")

    page = client.get(f"/bodies/{body.slug}").text

    assert "已经确认的失信" in page
    assert "刚刚告知的事情" not in page


def test_an_enterprise_has_a_public_file_and_a_body_is_sent_to_its_own(client):
    enterprise, body = make_enterprise(), make_body()

    assert enterprise.name in client.get(f"/subjects/{enterprise.uscc}").text
    assert client.get(f"/subjects/{body.uscc}").location == f"/bodies/{body.slug}"


def test_a_person_has_no_public_page(client):
    register_person("张三", "110101199003070038")

    assert client.get("/subjects/110101199003070038").status_code == 404
    assert "张" not in client.get("/bodies/?q=张").text.split("<main")[1].split("没有符合")[-1]


def test_what_is_repaired_leaves_view_and_leaves_a_trace_without_a_name(client):
    body = make_body("修复局")
    record = make_record(
        body,
        RecordState.REPAIRED,
        scale="2026",
        grade="general",
        decided_on=days_ago(20),
        closed_on=days_ago(1),
        summary="修复以前的失信",
    )

    page = client.get("/takedowns/").text

    assert record.ref in page
    assert "已修复" in page
    assert "修复局" not in page
    assert "修复以前的失信" not in page


def test_the_rules_are_searched_and_exported(client):
    rows = client.get("/rules/?q=PAY-GOV&format=json").json

    assert {"PAY-GOV", "PAY-GOV-2020"} <= {row["编号"] for row in rows}
    assert all(row["依据"] for row in rows)


@pytest.mark.parametrize("address", ["/", "/bodies/", "/overdue/", "/data/", "/bodies/{slug}"])
def test_the_number_of_queries_does_not_depend_on_how_much_there_is(client, address):
    body = make_body()
    address = address.format(slug=body.slug)
    make_commitment(body, due_on=days_ago(3))
    make_order(body, due_on=days_ago(3))
    make_record(body, RecordState.CONFIRMED, public=True, grade="general")
    few = number_of(client, address)
    for _ in range(50):
        make_commitment(make_body(), due_on=days_ago(3))
        make_commitment(body, due_on=days_ago(4))
        make_record(body, RecordState.CONFIRMED, public=True, grade="general")

    assert number_of(client, address) == few


def test_everything_offered_for_download_is_a_file(client):
    offered = re.findall(r'href="([^"]+format=[^"]+)"', client.get("/data/").text)

    assert len(offered) >= 12
    for address in offered:
        assert "attachment" in client.get(address).headers["Content-Disposition"], address


def test_unknown_addresses_say_so(client):
    for address in ("/bodies/nobody", "/subjects/123", "/workdays/1800", "/deadlines/none-1"):
        assert client.get(address).status_code == 404


def test_the_language_is_kept_and_leads_back_to_this_site_only(client):
    safe = client.get("/language", query_string={"locale": "en", "next": "/bodies/?q=a"})
    evil = client.get("/language", query_string={"locale": "en", "next": "//evil.example/"})

    assert safe.location == "/bodies/?q=a"
    assert evil.location == "/"
    assert "lang=en" in safe.headers["Set-Cookie"]


def test_alive_needs_no_database_and_ready_asks_it(client):
    assert number_of(client, "/healthz") == 0
    assert client.get("/readyz").json["database"] is True


def test_robots_stay_out_of_the_desk(client):
    assert "Disallow: /desk/" in client.get("/robots.txt").text


def test_the_help_says_of_every_public_state_who_must_act_and_who_runs_the_site(
    client, app, monkeypatch
):
    said = {
        "OFFICE_NAME": "示例办公室",
        "OFFICE_CONTACT": "0531-1234",
        "ICP_NUMBER": "示例ICP备1号",
    }
    for name, value in said.items():
        monkeypatch.setitem(app.config, name, value)

    page = client.get("/help/").text

    for said in ("待核验", "责任单位", "领导小组办公室", "示例办公室", "0531-1234", "无障碍声明"):
        assert said in page, said
    assert "示例ICP备1号" in client.get("/").text
