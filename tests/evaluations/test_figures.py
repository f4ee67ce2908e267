"""Each figure is what anybody counts in the tables of its own stream, with plain SQL."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
import sqlalchemy as sa

from arrears.codes import InvoiceOutcome
from commitments.models import CommitmentOutcome
from evaluations import drafts, methods
from evaluations.figure_models import ComputedItem
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.sanctions.models import EntryOutcome, EntryState
from integrity.streams.complaints.models import Complaint
from tests.arrears.makers import make_invoice
from tests.commitments.makers import make_published
from tests.complaints.makers import answer, make_accepted
from tests.coverage.makers import make_approval
from tests.evaluations.makers import make_evaluator, make_scheme_draft
from tests.evaluations.test_computing import make_standard, opened, score_of
from tests.factories import NOW, TODAY, make_body, make_user
from tests.publicity.makers import make_made, make_posting
from tests.sanctions.makers import make_listed

DUE = date(2026, 7, 1)
LATE = DUE + timedelta(days=9)
LAST = TODAY - timedelta(days=1)
"""The last day that counts in a round that is opened today."""


def found(body, figure, **more):
    """The one score that a round gives for a figure, and the round."""
    item = opened([body], standard=make_standard({"D1": figure}), **more)
    [score] = score_of(item, "D1", body)
    return score, item


def by_hand(whole, met, body):
    """Points from two sums of plain SQL over a stream's own tables."""
    said = {"body": body.id, "first": date(2026, 1, 1), "last": LAST}
    due, done = (Decimal(str(db.session.scalar(sa.text(s), said) or 0)) for s in (whole, met))
    return (100 * done / due).quantize(Decimal("0.01"), ROUND_HALF_UP)


def make_promise(body, closed_on=None, outcome=CommitmentOutcome.FULFILLED):
    made = make_published(body)
    made.due_on, made.closed_on = DUE, closed_on
    made.outcome = outcome if closed_on else None
    db.session.flush()


def test_a_promise_kept_late_is_kept_though_not_in_time(app):
    body = make_body()
    make_promise(body, DUE)
    make_promise(body, LATE)
    make_promise(body, DUE, CommitmentOutcome.NOT_FULFILLED)
    make_promise(body)

    score, _item = found(body, "fulfilled:commitments")
    table = "SELECT count(*) FROM commitment WHERE subject_id = :body AND due_on <= :last"
    met = f"{table} AND outcome = 'fulfilled' AND closed_on <= :last"
    assert score.points == by_hand(table, met, body) == 50
    assert score.words == "已兑现 2 件 ÷ 到期 4 件。"


def test_sums_paid_in_time_of_what_fell_due(app):
    body = make_body()
    for amount, closed_on in ((30000, DUE), (50000, LATE), (20000, None)):
        made = make_invoice(due_on=DUE, debtor=body, amount=Decimal(amount))
        made.closed_on = closed_on
        made.outcome = InvoiceOutcome.PAID if closed_on else None
    db.session.flush()

    score, _item = found(body, "amount:arrears")
    table = "FROM invoice WHERE subject_id = :body AND due_on BETWEEN :first AND :last"
    whole = f"SELECT sum(amount - excused) {table}"
    assert score.points == by_hand(whole, f"{whole} AND closed_on <= due_on", body) == 30
    assert score.words == "按期付清 30,000.00 元 ÷ 到期应付 100,000.00 元。"


def test_approvals_that_were_checked_of_those_that_had_to_be(app):
    body = make_body()
    for number in range(3):
        made = make_approval(body, f"示例{number}号", DUE)
        made.check_id = 7 if number else None
    make_approval(body, "示例9号", TODAY)
    db.session.flush()

    score, item = found(body, "coverage")
    table = "SELECT count(*) FROM approval WHERE body_id = :body AND decided_on <= :last"
    assert score.points == by_hand(table, f"{table} AND check_id IS NOT NULL", body)
    assert score.words == "已核查 2 件 ÷ 应核查 3 件。"
    refs = db.session.scalars(sa.select(ComputedItem.ref).where(ComputedItem.round_id == item.id))
    assert sum("示例" in ref for ref in refs) == 3


def test_what_was_not_made_public_counts_like_what_was_late(app):
    body = make_body()
    for number, on in ((1, DUE), (2, LATE)):
        made = make_posting(body, cf_wsh=f"示罚字〔2026〕第{number}号")
        made.due_on, made.on = DUE, on
    make_made(body, due_on=DUE)
    db.session.flush()

    score, _item = found(body, "publicity")
    posted = "SELECT count(*) FROM posting WHERE body_id = :body AND due_on <= :last"
    whole = f"SELECT ({posted}) + (SELECT count(*) FROM made_decision WHERE body_id = :body)"
    met = 'AND "on" <= due_on'
    assert score.points == by_hand(whole, f"{posted} {met}", body) == Decimal("33.33")
    assert score.words == "7个工作日内公示 1 件 ÷ 应公示 3 件。"


def make_complaints(body, number):
    for n in range(number):
        made = make_accepted(body, due_on=LATE)
        made.accepted_on = DUE
        if n:
            answer(made)
            made.answered_on = DUE if n > 1 else LATE + timedelta(days=1)
    db.session.flush()


def test_complaints_answered_in_time(app):
    body = make_body()
    make_complaints(body, 12)

    score, _item = found(body, "answered")
    table = "SELECT count(*) FROM complaint WHERE subject_id = :body AND due_on <= :last"
    assert score.points == by_hand(table, f"{table} AND answered_on <= due_on", body)
    assert score.words == "按期答复 10 件 ÷ 到期 12 件。"


def test_of_few_complaints_no_figure_is_made_and_nobody_else_looks_at_them(client, login):
    body, evaluator = make_body(), make_evaluator()
    make_complaints(body, 9)
    score, item = found(body, "answered", evaluators=[evaluator])
    db.session.commit()

    assert score.points is None and score.words == "到期不足 10 件，不计算。"
    address = f"/evaluations/{item.ref}/{body.slug}/items/D1"
    assert login(evaluator).get(address).status_code == 404
    assert login(make_user(Role.OFFICER, body)).get(address).status_code == 200


def test_complainants_who_were_content_of_those_who_said_something(app):
    """Nobody who kept silent counts, and nobody who spoke in the month that is not over."""
    body = make_body()
    make_complaints(body, 14)
    all_ = db.session.scalars(sa.select(Complaint).order_by(Complaint.id)).all()
    for made in all_[:9]:
        made.confirmed_on = LATE
    all_[9].disputed_on = all_[10].disputed_on = DUE
    all_[10].confirmed_on = LATE
    all_[11].confirmed_on = TODAY.replace(day=1)
    db.session.flush()

    score, _item = found(body, "satisfied")
    table = "SELECT count(*) FROM complaint WHERE subject_id = :body"
    said = f"{table} AND coalesce(confirmed_on, disputed_on) < '2026-11-01'"
    assert score.points == by_hand(said, f"{said} AND confirmed_on IS NOT NULL", body)
    assert score.words == "认可答复 10 件 ÷ 表示意见 11 件。"


@pytest.mark.parametrize(
    ("outcome", "points"),
    [(None, 100), (EntryOutcome.REPAIRED, 100), (EntryOutcome.REVOKED, 0)],
)
def test_being_on_the_serious_list_is_a_veto_unless_it_was_revoked(app, outcome, points):
    body, other = make_body(), make_body()
    entry = make_listed(body)
    entry.listed_on = DUE
    if outcome:
        entry.state, entry.removed_on, entry.outcome = EntryState.REMOVED, LATE, outcome
    db.session.flush()
    draft = make_scheme_draft()
    veto = {"code": "H", "parent_code": "", "name": "示例", "description": "示例"}
    office = make_user(Role.OFFICE)
    drafts.put_indicator(
        draft, **veto, method="veto", bars="优", figure="listed", by=office, at=NOW
    )
    item = opened([body, other], standard=make_standard(draft=draft, figures=()))

    assert [one.points for one in score_of(item, "H", body)] == [points]
    [clean] = score_of(item, "H", other)
    assert (clean.points, clean.words) == (0, "评价期内在严重失信主体名单 0 件。")


def test_whether_something_happened_is_no_share_of_100(app):
    with pytest.raises(methods.WrongMethod):
        make_standard({"D1": "listed"})
