"""The register is kept in months and for as long as a rule says; a number says where it stands."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.checks import outcomes, partitions, register, service
from integrity.credit.checks.models import Check, CheckResult
from integrity.credit.checks.outcome_models import CheckOutcome, Outcome
from integrity.credit.checks.outcomes import Said
from tests.checks.makers import CLERK, make_check
from tests.factories import NOW, TODAY, example_code, make_enterprise
from tests.remnants.makers import make_remnant

FIVE_YEARS = date(TODAY.year + 5, TODAY.month, 1)


def months() -> set[str]:
    """The tables in which the register of this test is kept."""
    wanted = (
        "SELECT inhrelid::regclass::text FROM pg_inherits "
        "WHERE inhparent = 'check_result'::regclass"
    )
    return set(db.session.scalars(sa.text(wanted)))


def test_a_receipt_is_found_by_its_number_and_says_its_moment() -> None:
    made = make_check({"b": {"code": "1"}, "a": {"code": make_enterprise().uscc}})
    db.session.expire_all()

    found = register.by_ref(made.ref)

    assert found is made
    assert UUID(made.ref).int >> 80 == int(NOW.timestamp() * 1000)
    assert [result.key for result in found.results] == ["b", "a"]
    assert [result.verdict for result in found.results] == ["error", "clear"]
    assert register.by_ref("nothing of the kind") is None
    assert register.by_ref(str(UUID(int=(1 << 128) - 1))) is None
    assert register.by_ref(register.new_ref(NOW)) is None


def test_a_long_answer_is_kept_packed_and_reads_as_it_was_given() -> None:
    codes = {f"k{n}": {"code": example_code(n)} for n in range(40)}

    made = make_check(codes)

    assert len(made.answers) < len(str(made.given)) / 5
    assert made.answer_digest == service.digest({r.key: r.answer for r in made.results})
    assert list(made.given) == list(codes)


def test_what_was_kept_long_enough_goes_with_all_that_hangs_on_it() -> None:
    old = make_check({"q": {"code": example_code(1)}})
    outcomes.report_whole(old, "q", Said(Outcome.APPLIED), by=CLERK, at=NOW)
    remnant = make_remnant()
    remnant.check_id = old.id
    new = make_check({"q": {"code": example_code(1)}}, at=NOW + timedelta(days=40))
    db.session.flush()
    numbers = old.id, new.id

    early = partitions.retire(on=FIVE_YEARS)
    retired = partitions.retire(on=FIVE_YEARS + timedelta(days=31))
    db.session.expire_all()

    assert (early, retired) == (0, 1)
    assert db.session.scalars(sa.select(Check.id)).all() == [numbers[1]]
    assert db.session.scalars(sa.select(CheckResult.check_id)).all() == [numbers[1]]
    assert db.session.scalars(sa.select(CheckOutcome)).all() == []
    assert remnant.check_id is None


def test_months_are_made_ahead_and_a_check_stands_in_its_own() -> None:
    if db.engine.dialect.name != "postgresql":
        assert partitions.add(on=TODAY) == 0
        return
    first = partitions.add(on=TODAY)
    again = partitions.add(on=TODAY)
    made = make_check({"q": {"code": example_code(1)}})
    wanted = "SELECT tableoid::regclass::text FROM credit_check"

    assert (first, again) == (4, 0)
    assert months() >= {"check_result_rest", "check_result_2026_11", "check_result_2027_02"}
    assert db.session.scalars(sa.text(wanted)).all() == ["credit_check_2026_11"]
    assert made.id >> partitions.SHIFT == (26 * 12) + 10

    assert partitions.retire(on=FIVE_YEARS + timedelta(days=62)) == 1
    assert "check_result_2026_11" not in months()
    assert "check_result_2027_02" in months()


def test_a_check_in_a_month_without_a_table_is_not_refused() -> None:
    later = make_check({"q": {"code": example_code(1)}}, at=clock.at(date(2031, 1, 5)))

    assert partitions.add(on=date(2030, 12, 1)) in (0, 3)
    assert register.by_ref(later.ref) is later


@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2026, 12, 1), date(2028, 2, 1)])
def test_the_numbers_of_a_month_follow_those_of_the_one_before(day: date) -> None:
    ahead = partitions.base_of(day + timedelta(days=31)) - partitions.base_of(day)

    assert ahead == 1 << partitions.SHIFT
