"""Reports: every figure is what its items are, another approves it, and then nothing changes."""

import io
from datetime import date, timedelta

import pytest
import python_calamine
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.casework.documents.models import Delivery, Document
from integrity.credit.activities.models import Activity
from integrity.credit.periodicals import papers, service, texts
from integrity.credit.periodicals.models import Audience, Periodical, PeriodicalState, ReportKind
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.tallies.figures import FIGURES
from integrity.credit.tallies.models import TallyItem
from integrity.people.subjects.models import SubjectKind
from tests.factories import NOW, TODAY, make_body, make_user
from tests.periodicals.makers import FIRST, WORDS, make_issued, make_report, make_things
from tests.site.makers import make_commitment


def recomputed(report: Periodical, key: str) -> set[tuple[str, int]]:
    """The things of a figure by its words, thing by thing, with nothing of the program's sets."""
    first, last, on = report.first_on, report.last_on, report.tally.on
    found = set()
    if key in ("publicity", "education", "exposure"):
        for one in db.session.scalars(sa.select(Activity)):
            if one.kind == key and one.state == "activity-verified" and first <= one.on <= last:
                found.add(("activities", one.id))
        return found
    if key == "records":
        for record in db.session.scalars(sa.select(CreditRecord)):
            counts = record.state in (RecordState.CONFIRMED, RecordState.DISPUTED)
            decided = record.decided_on and first <= record.decided_on <= last
            if counts and decided and record.subject.kind is SubjectKind.BODY:
                found.add(("records", record.id))
        return found
    for name, stream in streams.of_bodies().items():
        counted = sa.select(stream.model).where(stream.figures.counted())
        kept = set(
            db.session.scalars(sa.select(stream.model.id).where(stream.figures.kept())).all()
        )
        for thing in db.session.scalars(counted):
            if means(thing, key, first, last, on, thing.id in kept):
                found.add((name, thing.id))
    return found


def means(thing, key: str, first: date, last: date, on: date, kept: bool) -> bool:
    due, closed = thing.due_on, thing.closed_on
    falls = due is not None and first <= due <= last
    ended = closed is not None and first <= closed <= last and thing.outcome is not None
    claimed = closed is None and thing.claim_received_on is not None
    waits = claimed and due is not None and thing.claim_received_on <= due
    was_late = due is not None and due < on and (closed or on) > due and not waits
    return {
        "due": falls,
        "due_in_time": falls
        and closed is not None
        and closed <= due
        and kept
        and thing.outcome is not None,
        "due_late": falls and was_late,
        "closed": ended,
        "closed_late": ended and due is not None and closed > due,
        "open": closed is None,
        "overdue": closed is None and was_late,
        "claimed": claimed,
    }[key]


@pytest.mark.parametrize("key", FIGURES)
def test_every_figure_is_what_its_items_are_counted_one_by_one(app, key) -> None:
    make_things()
    report = make_report()

    wanted = sa.select(TallyItem).where(
        TallyItem.tally_id == report.tally_id, TallyItem.figure == key
    )
    items = list(db.session.scalars(wanted))
    assert {(i.stream, i.item_id) for i in items} == recomputed(report, key)
    assert report.tally.value(key) == len(items)
    for rows in (report.tally.stated["bodies"], report.tally.stated["streams"]):
        assert sum(row["figures"].get(key, 0) for row in rows) == len(items)
    for row in report.tally.stated["bodies"]:
        mine = sum(i.subject_id == row["id"] for i in items)
        assert report.tally.value(key, row["id"]) == mine


def test_the_figures_are_not_all_nothing(app) -> None:
    make_things()
    report = make_report()

    nothing = {key for key in FIGURES if report.tally.value(key) == 0}
    assert nothing <= {"due_in_time", "closed_late"}


def test_who_drafted_a_report_cannot_approve_it(app) -> None:
    author = make_user(Role.OFFICE)
    report = make_report(by=author)
    service.submit(report, by=author, at=NOW)

    with pytest.raises(SamePerson):
        service.approve(report, "示例", by=author, at=NOW)


def test_nothing_that_happens_later_changes_what_was_published(app) -> None:
    make_things()
    report = make_issued()
    paper = db.session.scalars(sa.select(Document).where(Document.kind == "periodical")).one()
    figures, said = dict(report.tally.stated["figures"]), paper.content

    make_commitment(make_body("示例丙局"), due_on=TODAY - timedelta(days=9))
    db.session.flush()

    assert report.tally.stated["figures"] == figures and paper.content == said
    assert make_report(ReportKind.CIRCULAR).tally.value("due") == figures["due"] + 1


def test_the_next_report_says_what_changed(app) -> None:
    make_things()
    last = FIRST - timedelta(days=1)
    make_issued(first_on=last - timedelta(days=30), last_on=last)
    report = make_report()

    change = texts.values(report)["本期到期较上期"]
    assert change == f"增加{report.tally.value('due')}件"
    assert "示例甲局" not in papers.PAPERS[0].fields["变化情况"](report)  # late then and now


def test_a_text_that_asks_for_an_unknown_figure_is_refused_and_kept(client, login) -> None:
    login(make_user(Role.OFFICE))
    said = {
        "kind": "monthly", "audience": "everybody", "title": "示例月报",
        "chosen": ["due", "overdue"],
        "first_on": FIRST.isoformat(), "last_on": TODAY.isoformat(),
        "opening": "共{没有的指标}件", "closing": "",
    }  # fmt: skip

    answer = client.post("/periodicals/new", data=said)

    assert answer.status_code == 422 and "共{没有的指标}件" in answer.text
    assert (
        client.post("/periodicals/new", data=said | {"opening": "{本期到期}件"}).status_code == 302
    )


def test_one_report_of_a_kind_and_period_is_drafted_once(client, login) -> None:
    login(make_user(Role.OFFICE))
    make_report()
    db.session.commit()
    said = {
        "kind": "monthly", "audience": "everybody", "title": "示例月报", "chosen": ["due"],
        "first_on": FIRST.isoformat(), "last_on": TODAY.isoformat(),
    }  # fmt: skip

    assert "已经有一份" in client.post("/periodicals/new", data=said).text


def test_everybody_reads_what_is_public_with_the_items_behind_each_figure(client) -> None:
    make_things()
    report, draft = make_issued(), make_report(ReportKind.YEARLY)
    inside = make_issued(audience=Audience.GOVERNMENT)
    db.session.commit()

    page = client.get(f"/periodicals/{report.ref}")
    listed = client.get(f"/periodicals/{report.ref}/figures/overdue")

    assert page.status_code == 200 and f"{report.tally.value('overdue')}件" in page.text
    assert "示例甲局" in listed.text and "示例乙局" in listed.text
    assert client.get(f"/periodicals/{report.ref}/file.pdf").data[:4] == b"%PDF"
    for other in (draft, inside):
        assert client.get(f"/periodicals/{other.ref}").status_code == 404
        assert client.get(f"/periodicals/{other.ref}/file.json").status_code == 404
    assert report.ref in client.get("/periodicals/").text
    assert inside.ref not in client.get("/periodicals/").text


def test_the_workbook_lists_every_item_of_every_figure(client) -> None:
    make_things()
    report = make_issued()
    db.session.commit()

    made = client.get(f"/periodicals/{report.ref}/file.xlsx").data
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made))
    rows = book.get_sheet_by_name("主要数据").to_python()[1:]
    figures = {row[0]: int(row[1]) for row in rows}
    items = [row[0] for row in book.get_sheet_by_name("逐项").to_python()[1:]]

    assert figures == {label: items.count(label) for label in figures}
    assert figures["统计日逾期未办结"] > 0


def test_a_circular_is_served_on_every_body_of_which_it_states_something(app) -> None:
    make_things()
    report = make_issued(kind=ReportKind.CIRCULAR, audience=Audience.GOVERNMENT)

    wanted = sa.select(Delivery.name).join(Document).where(Document.thing == "periodical")
    told = set(db.session.scalars(wanted))
    assert told == {row["name"] for row in report.tally.stated["bodies"]}


def test_bars_of_a_paper_are_as_long_as_their_figures(app) -> None:
    make_things()
    table = papers.PAPERS[0].fields["各单位情况"](make_report())

    figures = [int(row[table.head.index("统计日逾期未办结")]) for row in table.rows]
    assert table.bars == tuple(round(1000 * n / max(figures)) for n in figures)
    assert figures == sorted(figures, reverse=True)


def test_a_report_that_was_wrong_stays_and_says_so(client, login) -> None:
    report = make_issued()
    db.session.commit()
    login(make_user(Role.OFFICE))
    client.post(f"/periodicals/{report.ref}/do/recall_report", data={"why": "示例：口径有误"})
    client.get("/logout")

    assert db.session.get_one(Periodical, report.id).state is PeriodicalState.TAKEN_BACK
    assert "示例：口径有误" in client.get(f"/periodicals/{report.ref}").text
    assert make_issued(words=WORDS).state is PeriodicalState.PUBLISHED


@pytest.mark.parametrize(("first", "last"), [(TODAY, FIRST), (TODAY, TODAY + timedelta(days=1))])
def test_a_period_that_is_not_over_or_runs_backwards_is_refused(client, login, first, last) -> None:
    login(make_user(Role.OFFICE))
    said = {
        "kind": "monthly", "audience": "everybody", "title": "示例", "chosen": ["due"],
        "first_on": first.isoformat(), "last_on": last.isoformat(),
    }  # fmt: skip

    assert client.post("/periodicals/new", data=said).status_code == 422
