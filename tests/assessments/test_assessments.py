"""Assessments: points follow from items and rules, bodies answer in time, two people sign."""

import io
from decimal import Decimal

import pytest
import python_calamine
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.permissions import Role
from integrity.casework.documents.models import Delivery, Document
from integrity.casework.rules import service as rules
from integrity.credit.assessments import service
from integrity.credit.assessments.models import (
    Assessment,
    AssessmentExclusion,
    AssessmentLine,
    AssessmentState,
    Effect,
    LineState,
)
from integrity.credit.tallies.models import TallyItem
from tests.assessments.makers import body_of, make_assessment, make_told, of, with_things
from tests.factories import NOW, TODAY, make_body, make_user, served

ONE, WHY = "示例甲局", "示例：有一件不应计入。"


def recomputed(made: Assessment, line: AssessmentLine) -> Decimal:
    """The points of a body, item by item, with nothing of the program's sums."""
    excluded = set(db.session.scalars(sa.select(AssessmentExclusion.item_id)))
    items = db.session.scalars(sa.select(TallyItem).where(TallyItem.tally_id == made.tally_id))
    mine = [i for i in items if i.subject_id == line.subject_id and i.id not in excluded]
    total = Decimal(0)
    for rule in made.rules:
        points = Decimal(0)
        for item in mine:
            if item.figure == rule.figure:
                points += rule.each
        points = rule.most if points > rule.most else points
        total += points if rule.effect is Effect.BONUS else -points
    return total


def settle(made: Assessment) -> None:
    for line in made.lines:
        if line.state is LineState.TOLD:
            service.confirm_line(line, by=body_of(line), at=NOW)


def test_the_points_of_every_body_follow_from_its_items_and_the_rules(app) -> None:
    with_things()
    made = make_told()

    assert {line.subject.name for line in made.lines} == {
        r["name"] for r in made.tally.stated["bodies"]
    }
    assert all(line.points == recomputed(made, line) for line in made.lines)
    one = of(made, ONE)
    assert one.points < 0 and any(line.points != one.points for line in made.lines)
    capped = next(said for said in one.worked if said["figure"] == "overdue")
    assert capped["points"] == f"-{min(Decimal('0.50') * capped['number'], Decimal('1.20')):.2f}"


def test_a_review_that_leaves_an_item_out_changes_the_points_by_it(app) -> None:
    with_things()
    made = make_told()
    line = of(made, ONE)
    service.object_to_line(line, WHY, by=body_of(line), at=NOW)
    before, record = line.points, _item(made, line, "records")

    service.change_line(line, "示例：属实。", [record.id], by=make_user(Role.OFFICE), at=NOW)

    assert line.points == before + Decimal("1.00") == recomputed(made, line)
    assert line.state is LineState.DECIDED


def _item(made: Assessment, line: AssessmentLine, figure: str) -> TallyItem:
    wanted = sa.select(TallyItem).where(
        TallyItem.tally_id == made.tally_id,
        TallyItem.subject_id == line.subject_id,
        TallyItem.figure == figure,
    )
    return db.session.scalars(wanted.order_by(TallyItem.id)).first()


def test_nobody_leaves_out_items_of_another_body(app) -> None:
    with_things()
    made = make_told()
    line, other = of(made, ONE), of(made, "示例乙局")
    service.object_to_line(line, WHY, by=body_of(line), at=NOW)

    items = [_item(made, other, "overdue").id]
    with pytest.raises(service.WrongAssessment):
        service.change_line(line, WHY, items, by=make_user(Role.OFFICE), at=NOW)


def test_who_counted_does_not_decide_what_is_objected_to_it(app) -> None:
    with_things()
    author = make_user(Role.OFFICE)
    made = make_told(author)
    line = of(made, ONE)
    service.object_to_line(line, WHY, by=body_of(line), at=NOW)

    with pytest.raises(SamePerson):
        service.keep_line(line, WHY, by=author, at=NOW)
    assert line.step_due_on == rules.due("PERF-DECIDE", TODAY).due_on


def test_the_term_to_object_begins_with_service_and_ends(app) -> None:
    with_things()
    made = make_told()
    line = served(of(made, ONE))
    due = rules.due("PERF-APPEAL", TODAY).due_on

    assert line.object_until == due
    with pytest.raises(service.WrongAssessment):
        service.let_line_stand(line, by=make_user(Role.OFFICE), at=clock.at(due, 9))
    after = clock.at(due.replace(year=due.year + 1), 9)
    with pytest.raises(service.WrongAssessment):
        service.object_to_line(line, WHY, by=body_of(line), at=after)
    service.let_line_stand(line, by=make_user(Role.OFFICE), at=after)
    assert line.state is LineState.STOOD


def test_nothing_is_signed_while_a_body_waits_and_two_people_sign(app) -> None:
    with_things()
    made, signer = make_told(), make_user(Role.OFFICE)
    with pytest.raises(service.WrongAssessment):
        service.sign_assessment(made, by=signer, at=NOW)
    settle(made)
    service.sign_assessment(made, by=signer, at=NOW)
    with pytest.raises(SamePerson):
        service.issue_assessment(made, WHY, by=signer, at=NOW)
    service.issue_assessment(made, WHY, by=make_user(Role.OFFICE), at=NOW)

    assert made.state is AssessmentState.ISSUED
    letter = db.session.scalars(sa.select(Document).where(Document.kind == "assessment")).one()
    assert ONE in letter.content and f"{of(made, ONE).points:.2f}" in letter.content
    told = sa.select(Delivery.name).join(Document).where(Document.kind == "assessment-notice")
    assert set(db.session.scalars(told)) == {line.subject.name for line in made.lines}


def test_the_next_assessment_of_its_kind_begins_with_the_same_rules(app) -> None:
    first, second = make_assessment(), make_assessment()

    def said(made: Assessment) -> list:
        return [(r.effect, r.figure, r.each, r.most, r.basis) for r in made.rules]

    assert first.id != second.id and said(first) == said(second) != []


def test_a_rule_that_is_there_or_is_senseless_is_refused_on_its_page(client, login) -> None:
    made = make_assessment()
    db.session.commit()
    login(make_user(Role.OFFICE))
    said = {"effect": "deduction", "figure": "overdue", "each": "1", "most": "2", "basis": "示例"}
    address = f"/assessments/{made.ref}/rules/new"

    assert "已经有一条" in client.post(address, data=said).text
    wrong = said | {"figure": "due_late", "each": "3"}
    assert client.post(address, data=wrong).status_code == 422
    assert client.post(address, data=wrong | {"each": "2"}).status_code == 302


def test_a_body_reads_and_answers_its_own_line_and_no_other(client, login) -> None:
    with_things()
    made = make_told()
    mine, other = of(made, ONE), of(made, "示例乙局")
    db.session.commit()
    login(body_of(mine))
    address = f"/assessments/{made.ref}/lines"

    assert f"合计 {mine.points} 分" in client.get(f"{address}/{mine.id}").text
    listed = client.get("/assessments/mine").text
    assert ONE in listed and "示例乙局" not in listed
    for page in ("", "/items/overdue", "/do/confirm_line"):
        assert client.get(f"{address}/{other.id}{page}").status_code == 404
    assert client.get(f"{address}/{mine.id}/items/overdue").status_code == 200
    for page in ("", "/file.pdf", "/file.xlsx"):
        assert client.get(f"/assessments/{made.ref}{page}").status_code == 403
    why = {"why": WHY}
    assert client.post(f"{address}/{mine.id}/do/object_to_line", data=why).status_code == 302
    assert client.get(f"{address}/{mine.id}/do/change_line").status_code == 403


def test_the_office_decides_on_the_page_and_takes_the_workbook(client, login) -> None:
    with_things()
    made = make_told()
    line = of(made, ONE)
    service.object_to_line(line, WHY, by=body_of(line), at=NOW)
    record = _item(made, line, "records")
    db.session.commit()
    login(make_user(Role.OFFICE))
    address = f"/assessments/{made.ref}/lines/{line.id}/do/change_line"

    assert client.post(address, data={"why": WHY}).status_code == 422
    assert client.post(address, data={"why": WHY, "excluded": record.id}).status_code == 302
    assert client.get(f"/assessments/{made.ref}/file.pdf").data[:4] == b"%PDF"
    made_file = client.get(f"/assessments/{made.ref}/file.xlsx").data
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made_file))
    rows = book.get_sheet_by_name("考核数据").to_python()
    found = next(dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[0] == ONE)
    db.session.refresh(line)
    assert Decimal(str(found["建议加扣分"])) == line.points
    assert found["本期认定失信记录件数"] == 0


def test_an_assessment_without_rules_or_bodies_is_told_to_nobody(app) -> None:
    make_body(ONE)
    made = make_assessment()

    with pytest.raises(service.WrongAssessment):
        service.tell_bodies(made, by=make_user(Role.OFFICE), at=NOW)
