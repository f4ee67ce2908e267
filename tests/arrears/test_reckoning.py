"""What is owed of a sum: the same as adding up day by day, whatever the payments are."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from arrears.interest import by_year
from arrears.reckoning import Debt, Order, Paid, Share, account, in_order, spread, still_disputed
from tests.arrears.oracle import day_by_day

DUE = date(2026, 3, 2)
ONE = timedelta(days=1)
RATES = [Fraction(5, 10000), by_year(Decimal("3.45")), by_year(Decimal("3")), Fraction(0)]
money = st.decimals("0.00", "99999.99", places=2)
sums = st.decimals("0.01", "99999.99", places=2)
days = st.integers(-40, 90).map(lambda n: DUE + n * ONE)
paid = st.builds(Paid, days, sums, st.sampled_from(Order))
payments = st.lists(paid, max_size=5)
debts = st.builds(Debt, money, st.just(DUE), st.sampled_from(RATES), money)


@given(debts, payments, days)
def test_it_stands_as_counting_day_by_day_says(debt, found, on):
    stands = account(debt, found, on)

    assert day_by_day(debt, found, on) == {
        "accrued": stands.accrued,
        "interest": stands.interest_left,
        "principal": stands.principal_left,
        "disputed": stands.disputed_left,
        "over": sum((a.over for a in stands.allotted), Decimal(0)),
        "clear_on": stands.clear_on,
        "settled_on": stands.settled_on,
    }


@given(debts, payments, days)
def test_another_day_never_brings_less_interest_and_none_runs_before_the_due_day(debt, found, on):
    first, later = account(debt, found, on), account(debt, found, on + ONE)

    assert 0 <= first.accrued <= later.accrued
    assert on > DUE or first.accrued == 0


@given(debts, payments, days, paid)
def test_paying_more_never_costs_more(debt, found, on, more):
    assert account(debt, [*found, more], on).accrued <= account(debt, found, on).accrued


@given(debts, payments, paid, money, days)
def test_a_payment_in_two_parts_on_one_day_is_the_payment(debt, found, one, part, on):
    first = min(part, one.amount)
    halves = [Paid(one.on, sum_, one.order) for sum_ in (first, one.amount - first)]

    whole, split = account(debt, [*found, one], on), account(debt, [*found, *halves], on)

    assert (whole.left, whole.accrued) == (split.left, split.accrued)


@given(debts, payments, days, st.randoms())
def test_the_order_of_entry_changes_nothing(debt, found, on, random):
    shuffled = random.sample(found, len(found))

    assert account(debt, found, on) == account(debt, shuffled, on)
    assert in_order(found) == in_order(shuffled)


@given(debts, payments)
def test_what_was_paid_of_a_dispute_is_owed_like_the_rest_and_no_cent_more(debt, found):
    left = still_disputed(debt, found)

    def reached(part):
        owed = debt.principal + debt.disputed
        one = replace(debt, principal=owed - part, disputed=part)
        return sum((a.disputed for a in account(one, found, DUE + 400 * ONE).allotted), Decimal(0))

    assert 0 <= left <= debt.disputed
    assert reached(left) == 0
    assert left == debt.disputed or reached(left + Decimal("0.01")) > 0


@given(debts, payments, days)
def test_no_cent_is_lost_or_made(debt, found, on):
    stands = account(debt, found, on)
    came = sum((p.amount for p in found if p.on <= on), Decimal(0))
    over = sum((a.over for a in stands.allotted), Decimal(0))

    assert came - over == debt.principal + debt.disputed + stands.accrued - stands.left
    assert min(stands.interest_left, stands.principal_left, stands.disputed_left) >= 0
    assert all(min(a.interest, a.principal, a.disputed, a.over) >= 0 for a in stands.allotted)
    assert stands.left == round(stands.left, 2)


shares = st.builds(Share, money, st.sampled_from(RATES), days, st.booleans())


def test_a_cent_that_does_not_divide_goes_to_a_debt_that_is_not_settled() -> None:
    left = ("0", "0.01", "0.01")
    debts = [Share(Decimal(part), Fraction(1, 2000), DUE, False) for part in left]

    assert spread(Decimal("0.01"), debts) == [Decimal(0), Decimal("0.01"), Decimal(0)]


@given(money, st.lists(shares, max_size=5))
def test_a_payment_of_several_debts_is_shared_whole_and_never_more_than_is_left(sum_, debts):
    found = spread(sum_, debts)

    assert sum(found, Decimal(0)) == min(sum_, sum((debt.left for debt in debts), Decimal(0)))
    assert all(0 <= part <= debt.left for part, debt in zip(found, debts, strict=True))


def test_what_is_due_is_covered_before_what_is_not_and_the_heavier_before_the_lighter():
    light = Share(Decimal(100), RATES[1], DUE, is_due=True)
    heavy = replace(light, daily=RATES[0])
    half = replace(light, left=Decimal(50))

    assert spread(Decimal(120), [light, replace(heavy, is_due=False)]) == [100, 20]
    assert spread(Decimal(120), [light, heavy]) == [20, 100]
    assert spread(Decimal(120), [light, replace(light, due_on=DUE - ONE)]) == [20, 100]
    assert spread(Decimal("100.00"), [light, half]) == [Decimal("66.67"), Decimal("33.33")]


def test_half_a_cent_of_an_agreed_rate_is_a_cent():
    """Seen: 3.45 % of 3,650 yuan for a day was 0.34, as 3.45/36500 does not end."""
    debt = Debt(Decimal(3650), DUE, by_year(Decimal("3.45")))

    assert account(debt, [], DUE + ONE).accrued == Decimal("0.35")
