"""Licences and penalties enter by the national templates: right, once, and never in place."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.publicity.models import PostingFile, PostingState, RefusedRow
from integrity.people.subjects import identifiers
from tests.factories import make_body, make_enterprise, make_user
from tests.publicity.makers import (
    NUMBER,
    PERSON,
    day,
    enter,
    licence,
    penalty,
    penalty_of_person,
    posted,
)
from tests.subjects.makers import make_kept

S = PostingState
pytestmark = pytest.mark.usefixtures("app")


def test_a_penalty_enters_with_its_party_body_and_days():
    body, firm = make_body(), make_enterprise()

    report = enter(penalty(body, firm, cf_wsh="示罚字[2026] 第1号"))

    (found,) = posted()
    assert (report.added, report.rejected) == (1, [])
    assert (found.number, found.party_id, found.body_id) == (NUMBER, firm.id, body.id)
    assert (found.due_on, found.on, found.until) == (
        date(2026, 11, 23), date(2026, 11, 20), date(2027, 11, 12),
    )  # fmt: skip
    assert found.said["cf_cflb"] == ["警告", "罚款"] and not found.is_late
    assert found.public and found.state is S.STANDING


def test_amounts_are_counted_in_the_unit_of_their_column():
    """The national column is in ten thousand yuan; without the unit it is in yuan."""
    body = make_body()
    enter(penalty(body))
    assert Decimal(posted()[0].said["cf_nr_fk"]) == 20000


def test_a_code_that_breaks_the_rule_enters_once_somebody_looked_twice():
    """An old registration number in an old decision means the firm that had it."""
    body, firm = make_body(), make_enterprise()
    old = f"3701003{firm.id:08d}"
    row = penalty(body, firm, cf_xdr_shxym=old)
    before = enter(row)

    make_kept(firm)
    after = enter(row)

    assert [rejection.column for rejection in before.rejected] == ["cf_xdr_shxym"]
    assert after.added == 1 and posted()[0].party_id == firm.id


def test_a_licence_enters_and_one_decision_may_give_several():
    body, firm = make_body(), make_enterprise()

    report = enter(licence(body, firm), licence(body, firm, xk_xkbh="示证2号"), kind="licences")

    assert report.added == 2
    assert [(d.item, d.said["xk_xklb"], d.said["xk_zt"]) for d in posted()] == [
        ("示证1号", "普通", "有效"), ("示证2号", "普通", "有效"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"cf_xdr_mc": ""}, "cf_xdr_mc"),
        ({"cf_xdr_lb": "自然人"}, "cf_xdr_lb"),
        ({"cf_xdr_shxym": "91370176EX70001525"}, "cf_xdr_shxym"),
        ({"cf_xdr_shxym": ""}, "cf_xdr_shxym"),
        ({"cf_cflb": "罚金"}, "cf_cflb"),
        ({"cf_nr_fk": ""}, "cf_nr_fk"),
        ({"cf_nr_fk": "-1"}, "cf_nr_fk"),
        ({"cf_cflb": "没收违法所得"}, "cf_nr_wfff"),
        ({"cf_cflb": "吊销许可证件"}, "cf_nr_zkdx"),
        ({"cf_jdrq": "2026-02-30"}, "cf_jdrq"),
        ({"cf_jdrq": "2026-11-21"}, "cf_jdrq"),
        ({"cf_yxq": "2026-11-11"}, "cf_yxq"),
        ({"cf_sy": "违" * 5001}, "cf_sy"),
        ({"cf_sy": f"当事人（{PERSON}）"}, "cf_sy"),
        ({"cf_cfjgdm": "11370176EX7000099G"}, "cf_cfjgdm"),
        ({"cf_cfjg": "别的局"}, "cf_cfjg"),
    ],
)
def test_what_the_template_does_not_allow_is_refused_with_its_cell(wrong, column):
    report = enter(penalty(make_body(), **wrong))

    assert [(r.line, r.column) for r in report.rejected] == [(2, column)]
    assert posted() == []


def test_every_wrong_cell_of_a_row_is_named():
    report = enter(penalty(make_body(), cf_yxq="x", cf_nr="", cf_jdrq="y"))

    assert [column for column, _said in report.rejected[0].cells] == ["cf_nr", "cf_jdrq", "cf_yxq"]


def test_one_bad_row_does_not_hold_up_the_others_and_all_are_reported():
    body = make_body()

    report = enter(
        penalty(body, cf_wsh="甲〔2026〕1号"),
        penalty(body, cf_wsh="甲〔2026〕2号", cf_nr=""),
        penalty(body, cf_wsh="甲〔2026〕3号"),
    )

    assert (report.rows, report.added, [r.line for r in report.rejected]) == (3, 2, [3])
    sent = db.session.scalars(sa.select(PostingFile)).one()
    assert (sent.rows, sent.added, sent.refused, sent.late) == (3, 2, 1, 0)
    (refused,) = db.session.scalars(sa.select(RefusedRow))
    assert refused.line == 3 and "cf_nr" in refused.why


def test_a_file_that_is_checked_leaves_nothing():
    report = enter(penalty(make_body()), dry_run=True)

    assert report.added == 1
    for model in (PostingFile, RefusedRow):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 0
    assert posted() == []


def test_the_same_again_changes_nothing():
    body, firm = make_body(), make_enterprise()
    enter(penalty(body, firm))

    report = enter(penalty(body, firm, cf_wsh="示罚字【2026】第1号", cf_jdrq="2026年11月12日"))

    assert (report.unchanged, report.added, report.updated) == (0, 0, 1)
    assert enter(penalty(body, firm, cf_wsh="示罚字【2026】第1号")).unchanged == 1


def test_the_same_decision_twice_in_a_file_is_refused_also_far_apart(monkeypatch):
    monkeypatch.setattr("integrity.files.imports.SET", 1)
    body, firm = make_body(), make_enterprise()

    report = enter(penalty(body, firm), penalty(body, firm))
    assert (report.added, "与第 2 行重复" in report.rejected[0].message) == (1, True)

    monkeypatch.setattr("integrity.files.imports.SET", 10)
    other = make_enterprise()
    report = enter(penalty(body, other), penalty(body, other))
    assert (report.added, "与第 2 行重复" in report.rejected[0].message) == (1, True)


def test_a_correction_takes_the_place_of_the_first_and_keeps_its_day():
    body, firm = make_body(), make_enterprise()
    enter(penalty(body, firm))

    report = enter(penalty(body, firm, cf_nr="更正后的内容"), at=day("2026-12-20"))

    first, second = posted()
    assert (first.state, first.said["cf_nr"]) == (S.CORRECTED, "警告，并处罚款")
    assert (second.corrects_id, second.on, second.state) == (first.id, first.on, S.STANDING)
    assert [(c.column, c.old, c.new) for c in report.changes] == [
        ("cf_nr", "警告，并处罚款", "更正后的内容")
    ]
    moves = sa.select(AuditEvent.move).where(AuditEvent.thing == "posting")
    assert db.session.scalars(moves.order_by(AuditEvent.id)).all() == [
        "import", "correct", "import",
    ]  # fmt: skip


def test_after_seven_working_days_it_is_late():
    """Decided on a Thursday: the twelfth of November and two weekends."""
    body = make_body()
    enter(penalty(body, cf_wsh="甲〔2026〕1号"), at=day("2026-11-23"))
    enter(penalty(body, cf_wsh="甲〔2026〕2号"), at=day("2026-11-24"))

    assert [d.is_late for d in posted()] == [False, True]
    late = db.session.scalars(sa.select(PostingFile.late).order_by(PostingFile.id)).all()
    assert late == [0, 1]


def test_a_body_sends_its_own_only():
    mine, other = make_body("示例甲局"), make_body("示例乙局")
    officer = make_user(Role.OFFICER, mine)

    report = enter(penalty(mine), penalty(other), by=officer)

    assert report.added == 1 and [r.column for r in report.rejected] == ["cf_cfjgdm"]


def test_a_person_is_sealed_and_never_public():
    body = make_body()

    enter(penalty_of_person(body), kind="penalties-of-persons")

    (found,) = posted()
    assert not found.public and found.party_id is None
    assert found.party_name == "示*" and found.party_key == identifiers.digest(PERSON)
    row = [getattr(found, column.key) for column in found.__table__.columns]
    assert PERSON not in str(row) and "示例人" not in str(row)
    assert PERSON in identifiers.unseal(found.sealed or "")


def test_the_database_itself_keeps_persons_from_the_public():
    enter(penalty_of_person(make_body()), kind="penalties-of-persons")
    (found,) = posted()
    found.public = True

    with pytest.raises(sa.exc.IntegrityError, match="person_never_public"):
        db.session.flush()


def test_no_report_says_who_a_person_is():
    body = make_body()

    report = enter(
        penalty_of_person(body),
        penalty_of_person(body, cf_xdr_zjhm=PERSON[:-1] + "1", cf_wsh="甲〔2026〕2号"),
        kind="penalties-of-persons",
    )

    said = str(report.as_json(100)) + report.summary()
    assert [r.column for r in report.rejected] == ["cf_xdr_zjhm"]
    assert PERSON[:17] not in said and "示例人" not in said


def test_the_owner_of_a_household_is_not_its_name():
    body = make_body()
    code = identifiers.complete_uscc("92370176EX700012")

    enter(penalty(body, cf_xdr_lb="个体工商户", cf_xdr_mc="示例名", cf_xdr_shxym=code))

    (found,) = posted()
    assert "示例名" not in found.party_name + str(found.said)
