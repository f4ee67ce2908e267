"""Repair: after the minimum period, with what was owed done, free of charge."""

from datetime import date

import pytest

from integrity import clock
from integrity.permissions import Role
from integrity.records.models import RecordState
from integrity.repairs import service
from tests.factories import NOW, TODAY, make_record, make_user

TOLD = {"statement": "示例：已全部履行并公开说明。", "promise": "示例：今后按期履行承诺。"}


@pytest.fixture(autouse=True)
def _app(app):
    return app


def confirmed(repairable_on=date(2026, 10, 1), **more):
    return make_record(
        state=RecordState.CONFIRMED,
        decided_on=date(2026, 7, 1),
        repairable_on=repairable_on,
        until=date(2027, 7, 1),
        public=True,
        **more,
    )


def file(record):
    return service.file(record, **TOLD, by=make_user(Role.OFFICER, record.subject), at=NOW)


@pytest.mark.parametrize("repairable_on", [None, date(2026, 12, 1)])
def test_before_the_minimum_period_nothing_can_be_filed(repairable_on):
    record = confirmed(repairable_on)

    with pytest.raises(service.NotYetRepairable):
        file(record)


def test_only_a_confirmed_record_is_repaired():
    assert service.hindrances(make_record(), TODAY)


def test_a_granted_repair_takes_the_record_out_of_view_at_once():
    office = make_user(Role.OFFICE)
    repair = file(confirmed())

    service.accept(repair, by=office, at=NOW)
    service.grant(repair, "示例：已核实", by=office, at=NOW)

    assert repair.record.state is RecordState.REPAIRED
    assert not repair.record.public
    assert repair.record.closed_on == clock.local_day(NOW)


def test_a_refused_repair_leaves_the_record_as_it_is():
    office = make_user(Role.OFFICE)
    repair = file(confirmed())

    service.refuse(repair, "示例：义务未履行", by=office, at=NOW)

    assert repair.record.state is RecordState.CONFIRMED


def test_the_page_says_why_it_is_too_early(client, login):
    record = confirmed(date(2027, 1, 1))
    login(make_user(Role.OFFICER, record.subject))

    page = client.get(f"/repairs/new?record={record.id}")

    assert "最短公示期" in page.text
