"""Lists handed down: known by number, the rest decided by a person, answered as a file."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files import imports
from integrity.streams.courts import handed_down
from integrity.streams.courts.errors import WrongCase
from integrity.streams.courts.handed_down import Decision, HandedDown
from tests.courts.makers import make_case, officer_of
from tests.factories import NOW, TODAY, make_user


def make_row(**more: Any) -> HandedDown:
    values: dict[str, Any] = {
        "list_no": "示信办〔2026〕9号",
        "handed_by": "示例市信用办",
        "handed_on": date(2026, 11, 10),
        "case_no": "（2026）鲁01执9001号",
        "body_name": "示例局",
    }
    row = HandedDown(**(values | more))
    row.key = handed_down.key(row.case_no)
    db.session.add(row)
    db.session.flush()
    return row


def office():
    return make_user(Role.OFFICE)


def test_a_row_is_known_by_its_number_however_it_is_written(app, login):
    case = make_case(case_no="（2026）鲁01执7号")
    make_row(case_no="(2026)鲁01执7号")
    make_row(case_no="（2026）鲁01执8号")

    client = login(office())
    known = client.get("/courts/handed-down?known=known").text
    unknown = client.get("/courts/handed-down?known=open").text
    file = client.get("/courts/handed-down?format=csv").get_data(as_text=True)

    assert "执7号" in known and "执8号" not in known
    assert "执8号" in unknown and "执7号" not in unknown
    assert "案号一致" in file and "待比对" in file and f"{case.owed}" in file
    assert client.get("/courts/handed-down?format=xlsx").status_code == 200


def test_a_person_decides_what_a_row_is(app, login):
    case, row, other = make_case(), make_row(), make_row(case_no="（2026）鲁01执9002号")
    client = login(office())

    wrong = client.post(f"/courts/handed-down/{row.id}", data={"case_no": "无", "why": "示例"})
    client.post(f"/courts/handed-down/{row.id}", data={"case_no": case.case_no, "why": "续立"})
    client.post(f"/courts/handed-down/{other.id}", data={"case_no": "", "why": "外区单位"})

    assert wrong.status_code == 422
    assert (row.decision, row.case_id) == (Decision.LINKED, case.id)
    assert (other.decision, other.words) == (Decision.NOT_OURS, "外区单位")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(HandedDown)) == 2


def test_a_number_of_no_case_is_not_taken(app):
    with pytest.raises(WrongCase):
        handed_down.decide(make_row(), "（2026）鲁01执1号", "示例", by=office(), at=NOW)


def test_a_list_is_imported_once_and_a_wrong_row_is_refused_alone(app, tmp_path):
    file = tmp_path / "list.csv"
    head = "list_no,handed_by,handed_on,answer_by,case_no,body_name,amount"
    rows = (
        "示信办〔2026〕9号,示例市信用办,2026-11-10,2026-12-10,（2026）鲁01执7号,示例局,1.2万元",
        "示信办〔2026〕9号,示例市信用办,2027-11-10,,（2026）鲁01执8号,示例局,",
    )
    file.write_text("\n".join([head, *rows]), encoding="utf-8")

    first = imports.run(handed_down.IMPORTER, file, by=SYSTEM, at=NOW)
    again = imports.run(handed_down.IMPORTER, file, by=SYSTEM, at=NOW)

    assert (first.added, len(first.rejected), again.unchanged) == (1, 1, 1)


def test_lists_are_the_office_s_business(app, login):
    case = make_case()

    assert login(officer_of(case)).get("/courts/handed-down").status_code == 403
    assert case.received_on < TODAY
