"""The ground of a nomination is what the breach was, as the streams declare it."""

from typing import Any

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.records import service as records
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions import bases, nominations, service
from integrity.people.subjects.models import Subject
from integrity.streams.rectifications import service as rectifications
from integrity.streams.rectifications.models import Rectification
from tests.complaints.makers import make_accepted
from tests.courts.makers import make_performing
from tests.factories import NOW, TODAY, make_body, make_record, make_user
from tests.sanctions.makers import BREACHES, nominate

pytestmark = pytest.mark.usefixtures("app")
WERE = [
    ("commitments", "overdue", Ground.PROMISE_BROKEN),
    ("arrears", "unpaid-after-due-day", Ground.ARREARS),
    ("courts", "not-performed", Ground.JUDGMENT_REFUSED),
    ("courts", "not-taken-over", Ground.OLD_PROMISES_IGNORED),
    ("complaints", "unanswered", Ground.NOT_PUT_RIGHT),
]


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def nominated(order: Rectification) -> Ground:
    """For what the night nominates a body that did not put right what was ordered."""
    missed = make_record(
        order.subject,
        RecordState.CONFIRMED,
        stream="rectifications",
        rule="not-put-right",
        item_id=order.id,
        decided_on=TODAY,
    )
    nominations.nominate_all(records.nominable(TODAY), at=NOW)
    (entry,) = service.entries_of(missed.id)
    return entry.ground


@pytest.mark.parametrize(("stream", "rule", "ground"), WERE)
def test_who_does_not_put_right_is_nominated_for_what_it_did(
    stream: str, rule: str, ground: Ground
) -> None:
    """Every nomination by night said 限期内未整改到位, whatever had been broken."""
    record = make_record(state=RecordState.CONFIRMED, stream=stream, rule=rule, decided_on=TODAY)
    order = rectifications.order(record, "示例：立即改正", by=office(), at=NOW)

    assert nominated(order) is ground


@pytest.mark.parametrize(
    ("stream", "make", "ground"),
    [
        ("courts", make_performing, Ground.JUDGMENT_REFUSED),
        ("complaints", make_accepted, Ground.PROMISE_BROKEN),
    ],
)
def test_an_order_before_any_record_is_about_what_such_a_thing_is(
    stream: str, make: Any, ground: Ground
) -> None:
    order = rectifications.order_item(stream, make(), "示例：立即改正", by=office(), at=NOW)

    assert nominated(order) is ground


def test_a_person_cannot_nominate_for_another_problem_than_that_of_the_record() -> None:
    body = make_body()
    basis = bases.by_code("LB-CORRECTION-1")
    stream, rule = BREACHES[Ground.JUDGMENT_REFUSED]
    record = make_record(body, RecordState.CONFIRMED, stream=stream, rule=rule)

    with pytest.raises(nominations.WrongGround, match="拒不执行法院判决"):
        _nominate(body, Ground.ARREARS, record.id, basis)

    assert _nominate(body, Ground.JUDGMENT_REFUSED, record.id, basis).record_id == record.id


def test_a_stream_that_is_not_there_any_more_has_no_problem() -> None:
    record = make_record(state=RecordState.CONFIRMED, stream="gone", decided_on=TODAY)
    db.session.flush()

    order = rectifications.order(record, "示例：立即改正", by=office(), at=NOW)

    assert "gone" not in streams.registered() and order.problem is None


def _nominate(body: Subject, ground: Ground, record_id: int, basis: Any) -> Any:
    more = {"record_id": record_id, "document": None}
    return nominate(body, ListKind.CORRECTION, ground, basis=basis, **more)
