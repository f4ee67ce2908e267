"""What was measured counts, and not what the body says; and it is heard."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from integrity.base.audit import service as audit
from integrity.base.permissions import Role
from integrity.files.imports import Loaded, Row
from integrity.people.subjects import competence
from integrity.streams.targets import service
from integrity.streams.targets.errors import Measured, NotTheSource, WrongReading, WrongTarget
from integrity.streams.targets.imports import load, prepare
from integrity.streams.targets.models import Level, ReadingState, TargetKind, TargetState
from tests.factories import NOW, TODAY, make_body, make_user
from tests.targets.makers import OCTOBER, make_target, measured, source_of


def officer(target):
    return make_user(Role.OFFICER, target.subject)


def test_a_measured_value_ends_what_the_body_said(app):
    target = make_target()
    service.report(target, "示例：已达到", by=officer(target), at=NOW)

    measured(target, 41)

    assert target.state is TargetState.RUNNING and target.claim_received_on is None
    assert target.is_overdue(target.due_on + timedelta(days=1))


def test_what_was_measured_otherwise_cannot_be_reported(app):
    target = make_target()
    measured(target, 41)

    with pytest.raises(Measured, match="41"):
        service.report(target, "示例", by=officer(target), at=NOW)


def test_a_target_is_met_by_the_month_whose_value_shows_it(app):
    target = make_target()
    measured(target, 35)

    service.find_met(target, "示例", by=source_of(target), at=NOW)

    assert target.closed_on == date(2026, 10, 31)


def test_nobody_but_the_department_measures_and_never_its_own_target(app):
    target = make_target()
    said = service.Value(OCTOBER, Decimal(1), "示例", date(2026, 11, 10))

    with pytest.raises(NotTheSource):
        service.measure(target, said, by=officer(target), at=NOW)
    with pytest.raises(NotTheSource):
        service.inspect(target, TODAY, "示例", False, "示例", by=officer(target), at=NOW)
    with pytest.raises(WrongTarget):
        make_target(target.measured_by)
    competence.register("debt", None, by=audit.SYSTEM, at=NOW)
    with pytest.raises(WrongTarget):
        service.set_target(
            make_body(), TargetKind.DEBT, date(2027, 1, 1), by=make_user(Role.OFFICE), at=NOW
        )


@pytest.mark.parametrize(
    ("month", "published_on"),
    [
        (date(2026, 11, 1), date(2026, 11, 10)),  # the month has not ended
        (OCTOBER, date(2026, 12, 1)),  # nobody has published it yet
        (OCTOBER, date(2026, 10, 31)),  # published before it could be known
    ],
)
def test_only_published_figures_of_past_months_are_entered(app, month, published_on):
    with pytest.raises(WrongReading):
        measured(make_target(), 30, month, published_on)


def test_a_month_is_entered_once_and_corrected_with_the_old_value_kept(app):
    target = make_target()
    reading = measured(target, 41)
    with pytest.raises(WrongReading):
        measured(target, 30)
    service.question(reading, "示例：设备故障", by=officer(target), at=NOW)

    service.correct(reading, Decimal(33), "示例：复核属实", by=source_of(target), at=NOW)

    assert reading.state is ReadingState.CORRECTED and reading.value == 33
    assert audit.history(reading)[0].facts == {"old": "41", "new": "33"}


def test_a_contested_value_stands_while_it_is_checked(app):
    target = make_target()
    reading = measured(target, 41)
    service.question(reading, "示例", by=officer(target), at=NOW)

    with pytest.raises(Measured):
        service.report(target, "示例", by=officer(target), at=NOW)
    service.keep_value(reading, "示例：设备正常", by=source_of(target), at=NOW)
    assert reading.state is ReadingState.UPHELD and reading.value == 41


@pytest.mark.parametrize(("value", "near"), [(31, False), (32, True), (35, True), (36, False)])
def test_it_is_warned_by_rule_before_the_limit(app, value, near):
    target = make_target()
    measured(target, value)

    assert service.is_near(target, TODAY) is near


def test_everybody_reads_values_and_warnings_and_the_parties_inspections(client, login):
    target = make_target(kind=TargetKind.DEBT, indicator="债务率", unit="%", limit=Decimal(100))
    said = service.Value(OCTOBER, Decimal(95), "示例预算报告", date(2026, 11, 10), Level.YELLOW)
    service.measure(target, said, by=source_of(target), at=NOW)
    service.inspect(target, TODAY, "示例科长、科员", True, "示例问题", by=source_of(target), at=NOW)

    page = client.get(f"/targets/{target.ref}").text
    own = login(officer(target)).get(f"/targets/{target.ref}").text

    assert "接近上限" in page and "黄色" in page and "95" in page
    assert "示例问题" not in page and "示例问题" in own
    assert target.title in client.get("/key-fields/debt").text


def test_values_come_in_by_table_once(app):
    target = make_target()
    cells = {
        "target": target.ref,
        "month": "2026-10-01",
        "value": "33.5",
        "source": "示例月报",
        "published_on": "2026-11-10",
    }
    row = Row(cells)
    row.known = prepare([row])

    found = [load(row, by=source_of(target), at=NOW) for _turn in range(2)]

    assert found == [Loaded.ADDED, Loaded.UNCHANGED]
    assert target.readings[0].value == Decimal("33.50")
