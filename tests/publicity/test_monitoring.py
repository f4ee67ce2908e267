"""上报率, 迟报率 and 合规率: each figure is the number of its items, and a body may object."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.outbox import Channel, Message
from integrity.base.permissions import Role
from integrity.credit.publicity import bulletins, figures, made
from integrity.credit.publicity.figures import period
from integrity.credit.publicity.made import IMPORTERS as MADE
from integrity.credit.publicity.made_models import MadeDecision, MadeState, PublicityBulletin
from integrity.credit.publicity.models import Posting, PostingFile
from integrity.files import imports
from integrity.files.tabular import Sheet
from integrity.people.subjects.models import Subject
from jobs.telling import remind_of_publicity
from tests.factories import NOW, TODAY, make_body, make_user
from tests.publicity.makers import day, enter, licence, penalty

pytestmark = pytest.mark.usefixtures("app")
NOVEMBER = period("2026-11")
LATER = date(2026, 12, 31)


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def decided(body: Subject, number: str = "示罚字〔2026〕第9号", by=None, **more: str):
    """A decision that the case system knows of."""
    said = {
        "act": "行政处罚", "body": body.uscc or "", "number": number,
        "decided_on": "2026-11-12", "source": "示例执法案件系统",
    } | more  # fmt: skip
    sheet = Sheet(2, iter([(1, list(said)), (2, list(said.values()))]))
    return imports.run(MADE["made-decisions"], sheet, by=by or office(), at=NOW)


def known() -> list[MadeDecision]:
    return list(db.session.scalars(sa.select(MadeDecision).order_by(MadeDecision.id)))


def mixed(body: Subject) -> None:
    """Two in time, one of them corrected later; one late; one missing, one refused row."""
    rows = [penalty(body, cf_wsh=f"甲〔2026〕{n}号") for n in range(2)]
    by = make_user(Role.OFFICER, body)
    enter(*rows, penalty(body, cf_wsh="甲〔2026〕7号", cf_nr=""), by=by)
    enter(rows[0] | {"cf_nr": "更正"}, by=by, at=day("2026-11-30"))
    enter(penalty(body, cf_wsh="甲〔2026〕3号"), by=by, at=day("2026-11-24"))
    decided(body)
    decided(body, "甲〔2026〕1号")


def of(body: Subject, on: date = LATER, name: str = "2026-11"):
    rows = db.session.execute(figures.by_body(period(name), on)).all()
    return next((row for row in rows if row.id == body.id), None)


def test_the_figures_of_a_body_are_those_of_its_items():
    body = make_body("示例甲局")
    mixed(body)

    row = of(body)

    assert (row.reported, row.late, row.missing, row.rows, row.refused) == (3, 1, 1, 5, 1)
    assert figures.rates(row) == ("75.00%", "33.33%", "80.00%")


@pytest.mark.parametrize("on", [date(2026, 11, 20), date(2026, 11, 24), LATER])
@pytest.mark.parametrize("name", ["2026-10", "2026-11", "2026-12", "2026-Q4", "2026-Q1"])
def test_each_figure_is_the_number_of_its_items(name, on):
    bodies = [make_body("示例甲局"), make_body("示例乙局")]
    for body in bodies:
        mixed(body)
    within = period(name)

    for body in bodies:
        row = of(body, on, name)
        mine = Posting.body_id == body.id
        items = {
            "reported": sa.select(Posting.id).where(figures.posted(within, on), mine),
            "late": sa.select(Posting.id).where(figures.late(within, on), mine),
            "missing": sa.select(MadeDecision.id).where(
                figures.missing(within, on), MadeDecision.body_id == body.id
            ),
        }
        counted = {name: len(db.session.scalars(s).all()) for name, s in items.items()}
        files = db.session.scalars(
            sa.select(PostingFile).where(figures.sent(within, on), PostingFile.body_id == body.id)
        ).all()
        counted |= {n: sum(getattr(f, n) for f in files) for n in ("rows", "refused")}
        stated = {n: getattr(row, n) if row else 0 for n in counted}
        assert stated == counted


def test_a_licence_of_the_same_number_is_not_the_penalty():
    body = make_body()
    enter(licence(body, xk_wsh="甲〔2026〕1号"), kind="licences")
    decided(body, "甲〔2026〕1号")

    assert of(body).missing == 1


def test_before_its_last_day_nothing_is_missing_and_then_it_is():
    body = make_body()
    decided(body)

    assert of(body, date(2026, 11, 23)) is None
    assert of(body, date(2026, 11, 24)).missing == 1


def test_what_is_missing_is_told_once_and_no_more_once_it_is_public():
    body, other = make_body("示例甲局"), make_body("示例乙局")
    officer = make_user(Role.OFFICER, body)
    make_user(Role.OFFICER, other)
    decided(body)
    decided(other)
    enter(penalty(other, cf_wsh="示罚字〔2026〕第9号"))
    on = date(2026, 11, 24)

    for _time in range(2):
        remind_of_publicity(on, day("2026-11-24"))

    told = db.session.scalars(
        sa.select(Message.person_id).where(
            Message.event.contains("unpublished"), Message.channel == Channel.INBOX
        )
    ).all()
    assert told == [officer.id]


def test_a_body_objects_and_the_office_alone_finds_otherwise():
    body = make_body()
    decided(body)
    (found,) = known()
    officer = make_user(Role.OFFICER, body)

    made.contest(found, "依法不予公开", by=officer, at=NOW)
    assert of(body).missing == 1
    assert made.FLOW.open_to(officer, found) == []
    made.excuse(found, "属于国家秘密", by=office(), at=NOW)

    assert found.state is MadeState.EXCUSED and of(body) is None


def test_what_was_not_excused_still_counts():
    body = make_body()
    decided(body)
    (found,) = known()
    made.contest(found, "没有作出", by=make_user(Role.OFFICER, body), at=NOW)
    made.reject(found, "查到决定书", by=office(), at=NOW)

    assert found.state is MadeState.KNOWN and of(body).missing == 1


def test_the_same_decision_is_known_once_and_of_one_day():
    body = make_body()
    assert decided(body).added == 1
    assert decided(body, "示罚字[2026]第9号").unchanged == 1

    assert "另一决定日期" in decided(body, decided_on="2026-11-13").rejected[0].message
    assert len(known()) == 1


def test_a_body_enters_its_own_decisions_only():
    body = make_body("示例甲局")
    officer = make_user(Role.OFFICER, body)

    assert decided(body, by=officer).added == 1
    assert decided(make_body("示例乙局"), by=officer).rejected[0].column == "body"


def test_a_bulletin_stays_as_it_was_made():
    body = make_body("示例甲局")
    mixed(body)
    stated = bulletins.make(NOVEMBER, by=office(), at=day("2026-12-10"))
    before = list(stated.figures)
    enter(penalty(body, cf_wsh="示罚字〔2026〕第9号"), at=day("2026-12-11"))

    db.session.expire(stated)
    assert stated.figures == before and of(body).missing == 0
    (row,) = before
    assert (row["name"], row["missing"], row["rates"][0]) == ("示例甲局", 1, "75.00%")


def test_the_office_states_a_month_and_a_quarter_and_every_body_reads_them(client, login):
    body = make_body("示例甲局")
    mixed(body)
    login(office())
    for name in ("2026-11", "2026-Q4"):
        assert client.post(f"/publicity/bulletins/new?period={name}").status_code == 302
    login(make_user(Role.OFFICER, body))

    assert "2026年第4季度" in client.get("/publicity/bulletins/").text
    for found in db.session.scalars(sa.select(PublicityBulletin)):
        assert client.get(f"/publicity/bulletins/{found.id}.pdf").data[:4] == b"%PDF"
    assert client.post("/publicity/bulletins/new?period=2026-11").status_code == 403


def test_a_body_sees_its_own_figures_and_the_items_behind_them(client, login):
    mine, other = make_body("示例甲局"), make_body("示例乙局")
    for body in (mine, other):
        mixed(body)
    login(make_user(Role.OFFICER, mine))

    page = client.get("/publicity/monitoring/?period=2026-11").text
    assert "示例甲局" in page and "示例乙局" not in page
    assert (
        "甲〔2026〕0号"
        in client.get(f"/publicity/monitoring/{mine.id}/reported?period=2026-11").text
    )
    assert client.get(f"/publicity/monitoring/{other.id}/late").status_code == 404
    assert client.get(f"/publicity/monitoring/{mine.id}/other").status_code == 404
    assert client.get("/publicity/monitoring/?period=2026-13").status_code == 404


def test_the_calendar_says_what_is_due_and_the_page_takes_the_objection(client, login):
    body = make_body("示例甲局")
    decided(body)
    (found,) = known()
    login(make_user(Role.OFFICER, body))

    assert found.number in client.get("/publicity/calendar").text
    address = f"/publicity/made/{found.id}"
    assert client.post(f"{address}/do/contest", data={"why": "依法不公开"}).status_code == 302
    login(office())
    assert found.number in client.get("/desk/").text
    assert client.post(f"{address}/do/excuse", data={"why": "核实"}).status_code == 302
    assert found.number not in client.get("/publicity/calendar").text
    assert found.entered_at.date() == TODAY
