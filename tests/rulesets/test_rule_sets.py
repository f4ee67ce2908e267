"""A new rule set decides nothing until two people put it in force; it never makes things worse."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import Grade, RuleSet
from integrity.casework.rules.models import RuleSetState as S
from integrity.credit.records.models import RecordState
from integrity.credit.rulesets import comparing, service
from integrity.credit.rulesets.models import Outcome, Regrading
from integrity.doors.importing.kinds import importers
from integrity.files import imports
from tests.factories import NOW, TODAY, make_body, make_record, make_user

FIRST = date(2027, 1, 1)
OLD = Outcome("2026", "general", True, date(2026, 10, 2), date(2027, 7, 1))


@pytest.fixture
def two():
    body = make_body("领导小组办公室")
    return make_user(Role.OFFICE, body), make_user(Role.OFFICE, body)


def make_set(by, lenient=True, *, maximum="REP-MINOR-MAX", grade="minor", published=False):
    made = service.draft(f"示例{FIRST.year}", "示例办法", FIRST, lenient, by=by, at=NOW)
    db.session.add(
        Grade(
            scale=made.code, stream="*", rule="*", grade=grade, minimum=None, maximum=maximum,
            published=published, repairable=True, nominates=None, legal_basis="示例办法第一条",
        )
    )  # fmt: skip
    db.session.flush()
    return made


def enacted(two, **more):
    made = make_set(two[0], **more)
    service.put_forward(made, "示例理由", by=two[0], at=NOW)
    service.enact(made, "示例理由", by=two[1], at=NOW)
    return made


def decided(**more):
    said = dict(zip(Outcome._fields, OLD, strict=True)) | {"decided_on": date(2026, 7, 1)}
    return make_record(state=RecordState.CONFIRMED, **said | more)


def state(record):
    db.session.refresh(record)
    return comparing.outcome(record)


def test_a_draft_decides_nothing(two):
    make_set(two[0])

    assert {grade.scale for grade in rules.grades(FIRST)} == {"2026"}


def test_from_its_first_day_the_new_set_decides_and_the_one_before_until_the_day_before(two):
    made = enacted(two)

    assert {grade.scale for grade in rules.grades(FIRST)} == {made.code}
    assert {grade.scale for grade in rules.grades(FIRST - timedelta(days=1))} == {"2026"}


def test_who_proposed_a_set_does_not_put_it_in_force(two):
    made = make_set(two[0])
    service.put_forward(made, "示例理由", by=two[0], at=NOW)

    with pytest.raises(service.SamePerson):
        service.enact(made, "示例理由", by=two[0], at=NOW)

    assert made.state is S.PROPOSED


def test_a_set_that_says_nothing_of_some_breaches_is_not_proposed(two):
    made = service.draft("示例空", "示例办法", FIRST, by=two[0], at=NOW)

    with pytest.raises(service.NotComplete):
        service.put_forward(made, "示例理由", by=two[0], at=NOW)


def test_a_set_whose_periods_have_no_number_is_not_proposed(two):
    made = make_set(two[0], maximum="NO-SUCH-PERIOD")

    with pytest.raises(service.NotComplete):
        service.put_forward(made, "示例理由", by=two[0], at=NOW)


def test_nobody_is_judged_by_rules_of_a_day_that_has_passed(two):
    with pytest.raises(service.TooLate):
        service.draft("示例旧", "示例办法", TODAY, by=two[0], at=NOW)


def test_two_sets_do_not_begin_on_one_day(two):
    enacted(two)
    other = service.draft("示例又", "示例办法", FIRST, by=two[0], at=NOW)
    db.session.add(
        Grade(
            scale=other.code, stream="*", rule="*", grade="minor", maximum="REP-MINOR-MAX",
            published=False, repairable=True, legal_basis="示例办法",
        )
    )  # fmt: skip
    service.put_forward(other, "示例理由", by=two[0], at=NOW)

    with pytest.raises(service.KnownSet):
        service.enact(other, "示例理由", by=two[1], at=NOW)


def test_a_lighter_set_holds_for_older_records_from_its_first_day_and_only_once(two):
    record = decided()
    made = enacted(two)

    assert service.apply_lenient(on=FIRST - timedelta(days=1), at=NOW) == 0
    assert state(record) == OLD
    assert service.apply_lenient(on=FIRST, at=NOW) == 1
    assert state(record) == comparing.Grading(made).of("commitments", "overdue", date(2026, 7, 1))
    assert not record.public
    assert service.apply_lenient(on=FIRST, at=NOW) == 0


def test_what_a_record_was_before_is_kept(two):
    record = decided()
    enacted(two)

    service.apply_lenient(on=FIRST, at=NOW)

    kept = db.session.scalars(sa.select(Regrading)).one()
    was = (kept.old_scale, kept.old_grade, kept.old_public, kept.old_repairable_on, kept.old_until)
    assert (kept.record_id, kept.on, was) == (record.id, FIRST, tuple(OLD))


def test_a_heavier_set_leaves_older_records_as_they_are(two):
    record = decided()
    enacted(two, maximum="REP-SEVERE-MAX", grade="serious", published=True)

    assert service.apply_lenient(on=FIRST, at=NOW) == 0
    assert state(record) == OLD


def test_without_leniency_older_records_keep_to_their_set(two):
    record = decided()
    enacted(two, lenient=False)

    assert service.apply_lenient(on=FIRST, at=NOW) == 0
    assert state(record) == OLD


def test_what_does_not_count_any_more_is_not_judged_again(two):
    record = decided(closed_on=TODAY)
    record.state = RecordState.REPAIRED
    enacted(two)

    assert service.apply_lenient(on=FIRST, at=NOW) == 0


def test_the_numbers_of_a_comparison_are_those_of_its_records(two):
    grading = comparing.Grading(make_set(two[0]))
    records = [decided(), decided(), decided(until=date(2026, 7, 2), public=False)]

    found = comparing.compare(grading, "2026")
    verdicts = [
        comparing.verdict_on(now, would)
        for record, now, would in comparing.changes(grading, "2026")
        if record in records
    ]

    assert found.lighter == verdicts.count("lighter") == 2
    assert found.heavier + found.mixed == len(verdicts) - 2 == 1


def test_a_set_in_force_is_never_rewritten(two, tmp_path):
    file = tmp_path / "等级.csv"
    file.write_text(
        "scale,stream,rule,grade,maximum,published,repairable,legal_basis\n"
        "2026,courts,not-performed,轻微,REP-MINOR-MAX,否,是,示例办法\n"
    )
    kind = importers()["grades"]

    report = imports.run(kind, file, by=SYSTEM, at=NOW)

    assert len(report.rejected) == 1
    assert rules.graded(rules.grades(TODAY), "courts", "not-performed").grade == "serious"


def test_the_grades_of_a_draft_come_in_by_a_table(two, tmp_path):
    made = service.draft("示例2027", "示例办法", FIRST, by=two[0], at=NOW)
    file = tmp_path / "等级.csv"
    file.write_text(
        "认定标准,来源代码,失信行为代码,失信等级,最长公示期规则,是否公示,期满前可否修复,依据\n"
        "示例2027,*,*,轻微,REP-MINOR-MAX,否,是,示例办法\n"
    )

    report = imports.run(importers()["grades"], file, by=SYSTEM, at=NOW)

    assert not report.rejected
    assert [grade.grade for grade in rules.grades_of(made.code)] == ["minor"]


def test_the_office_drafts_a_set_reads_what_it_changes_and_two_put_it_in_force(login, two):
    record = decided()
    client = login(two[0])
    said = {
        "code": "示例2027",
        "document": "示例办法",
        "effective_from": "2027-01-01",
        "lenient": "y",
    }
    made = client.post("/rule-sets/new", data=said)
    found = db.session.scalars(sa.select(RuleSet).where(RuleSet.code == "示例2027")).one()
    page = f"/rule-sets/{found.id}"
    assert made.location == page
    refused = client.post(f"{page}/do/put_forward", data={"why": "示例理由"})
    assert (refused.status_code, "缺少适用于其他失信行为的一行" in refused.text) == (422, True)
    db.session.add(
        Grade(
            scale=found.code, stream="*", rule="*", grade="minor", maximum="REP-MINOR-MAX",
            published=False, repairable=True, legal_basis="示例办法",
        )
    )  # fmt: skip

    changes = client.get(f"{page}/changes?old=2026&lighter=y").text

    assert record.ref in changes
    assert "较轻的 1 条" in changes
    assert client.post(f"{page}/do/put_forward", data={"why": "示例理由"}).status_code == 302
    assert client.post(f"{page}/do/enact", data={"why": "示例理由"}).status_code == 422
    client = login(two[1])
    assert client.post(f"{page}/do/enact", data={"why": "示例理由"}).status_code == 302
    assert found.state is S.IN_FORCE


def test_the_command_names_every_record_that_would_change(app, two):
    record = decided()
    made = make_set(two[0])

    said = app.test_cli_runner().invoke(args=["rules", "diff", "2026", made.code]).output

    assert f"{record.ref} 示例局: scale 2026 -> {made.code}" in said
    assert "to be told: 1 subjects; no receiving body" in said


@given(
    st.tuples(st.booleans(), st.none() | st.dates(), st.none() | st.dates()),
    st.tuples(st.booleans(), st.none() | st.dates(), st.none() | st.dates()),
)
def test_lighter_is_never_worse_in_any_point_and_not_the_same(one, other):
    now, would = Outcome("a", "a", *one), Outcome("b", "b", *other)
    never = date.max

    verdict = comparing.verdict_on(now, would)

    pairs = [(would.public, now.public)]
    pairs += [(w or never, n or never) for w, n in zip(other[1:], one[1:], strict=True)]
    worse, better = any(w > n for w, n in pairs), any(w < n for w, n in pairs)
    assert (verdict == "lighter") == (better and not worse)
    assert (verdict == "same") == (not better and not worse)
