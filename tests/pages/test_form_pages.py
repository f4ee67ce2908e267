"""Whatever refuses a form: its words are on the page with what was typed, and nothing stays.

Seen: two dozen pages did this by hand. Some kept in the database what they refused, some showed an
empty line where words were due, and some told "forbidden" as if other words could help.
"""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, make_response

from evaluations.models import RoundState
from integrity.base.db import db, keep
from integrity.base.errors import Forbidden, NotAllowed, NotFound, Refused
from integrity.base.permissions import Role
from integrity.base.states import Outrun
from integrity.casework import streams
from integrity.pages.form_pages import form_page, shown
from integrity.pages.forms import WhyForm
from integrity.people.subjects.models import Subject
from tests.arrears.makers import clerk_of, make_invoice
from tests.commitments.makers import make_published, make_submitted
from tests.complaints.makers import make_receipt
from tests.courts.makers import make_case
from tests.evaluations.makers import make_evaluator, make_round
from tests.factories import PASSWORD, TODAY, make_body, make_enterprise, make_record, make_user
from tests.pledges.makers import TEXT

Asked = tuple[Any, str, dict[str, Any], str]
TYPED = "示例：写了很久的文字"
LATER = str(TODAY + timedelta(days=1))


def a_case_known_otherwise() -> Asked:
    case = make_case()
    judge = make_user(Role.COURT, case.court)
    case.source, case.external_id = f"court-{case.court_id}", case.case_no
    data = {
        "case_no": case.case_no,
        "body": case.subject_id,
        "cause": TYPED,
        "creditor_kind": "person",
        "owed": "1",
        "received_on": "2026-01-05",
    }
    return judge, "/courts/new", data, "已"


def a_payment_that_is_too_large() -> Asked:
    invoice = make_invoice()
    data = {"amount": "999999999", "paid_on": "2026-11-19", "note": TYPED}
    return clerk_of(invoice), f"/arrears/{invoice.ref}/do/pay", data, "付款超过未付的本金和利息"


def a_pledge_over_before_it_was_made() -> Asked:
    data = {
        "kind": "special",
        "title": TYPED,
        "text": TEXT,
        "pledged_on": "2026-06-01",
        "due_on": "2026-05-01",
    }
    supplier = make_user(Role.SUPPLIER, make_enterprise())
    return supplier, "/pledges/declare", data, "不能早于承诺日期"


def a_report_of_tomorrow() -> Asked:
    item = make_published()
    proof = (io.BytesIO("示例".encode()), "证据.txt")
    data = {"done_on": LATER, "measured": TYPED, "text": TYPED, "evidence": proof}
    officer = make_user(Role.OFFICER, item.subject)
    return officer, f"/commitments/{item.ref}/do/report", data, "完成日期不能晚于今天"


def a_term_of_office_of_tomorrow() -> Asked:
    data = {"body": str(make_body().id), "title": TYPED, "from_on": LATER}
    return make_user(Role.OFFICE), "/commitments/terms/", data, "任期起始日不能晚于今天"


def a_body_given_twice() -> Asked:
    who = make_evaluator()
    item = make_round(who)
    item.state = RoundState.OPEN
    data = {"evaluator": who.body_id, "bodies": [str(a.body_id) for a in item.assignments]}
    return make_user(Role.OFFICE), f"/evaluations/{item.ref}/assign", data, "已经分配"


def a_list_for_who_has_no_code() -> Asked:
    body = make_body()
    body.uscc = None
    data = {"subject": str(body.id), "kind": "red"}
    return make_user(Role.OFFICE), "/sanctions/new", data, "代码"


def an_empty_batch() -> Asked:
    make_record(object_until=TODAY - timedelta(days=9))
    address = "/records/confirmations/commitments/overdue"
    return make_user(Role.OFFICE), address, {"why": TYPED}, "没有选中可以成批确认的记录"


def an_objection_on_paper_of_tomorrow() -> Asked:
    record = make_record(make_enterprise(), object_until=TODAY)
    data = {"statement": TYPED, "received_on": LATER}
    return make_user(Role.OFFICE), f"/objections/new?record={record.id}", data, "收到"


def a_check_of_tomorrow() -> Asked:
    data = {"name": "示例局", "kind": "", "purpose": TYPED, "matter": "示例", "as_of": LATER}
    return make_user(Role.CLERK, make_body()), "/checks/new", data, "核查时点不能晚于今天"


def an_account_that_is_taken() -> Asked:
    other = make_user(Role.CLERK)
    data = {"username": other.username, "name": TYPED, "role": "officer"}
    return make_user(Role.SYSTEM), "/desk/accounts/new", data, "已被使用"


def a_passkey_without_a_device() -> Asked:
    data = {"name": TYPED, "password": PASSWORD, "credential": "{}"}
    return make_user(Role.HEAD, make_body()), "/account/passkeys", data, "设备的回应无效"


def a_wrong_receipt() -> Asked:
    made = make_receipt()
    data = {"ref": made.thing.ref, "secret": "1234"}
    return None, "/complaints/track", data, "编号或者查询密码不正确"


CASES: tuple[Callable[[], Asked], ...] = (
    a_case_known_otherwise,
    a_payment_that_is_too_large,
    a_pledge_over_before_it_was_made,
    a_report_of_tomorrow,
    a_term_of_office_of_tomorrow,
    a_body_given_twice,
    a_list_for_who_has_no_code,
    an_empty_batch,
    an_objection_on_paper_of_tomorrow,
    a_check_of_tomorrow,
    an_account_that_is_taken,
    a_passkey_without_a_device,
    a_wrong_receipt,
)


def rows() -> dict[str, int]:
    """How many rows every table has, without what is written about logging in."""
    tables = [t for name, t in db.metadata.tables.items() if name != "security_event"]
    count = sa.select(sa.func.count())
    return {t.name: db.session.scalar(count.select_from(t)) or 0 for t in tables}


@pytest.mark.parametrize("case", CASES, ids=[case.__name__ for case in CASES])
def test_what_is_refused_is_said_and_what_was_typed_stays(case, client, login) -> None:
    user, address, data, words = case()
    sender = login(user) if user else client
    db.session.commit()
    before = rows()

    answer = sender.post(address, data=data)

    assert answer.status_code in (409, 422)
    assert 'class="errors"' in answer.text and words in answer.text
    assert TYPED not in data.values() or TYPED in answer.text
    assert rows() == before


class Untold(Refused):
    """A refusal that has a title only."""

    title = "示例标题"


@pytest.fixture
def ask(app: Flask) -> Callable[..., Any]:
    """Post the form of a reason and do something with it."""

    def post(do: Callable[[], Any], **more: Any) -> Any:
        with app.test_request_context("/", method="POST", data={"why": TYPED}):
            page = form_page(WhyForm(), do, heading="示例", back="/back", **more)
            return make_response(page)

    return post


def refuse(error: Exception) -> Callable[[], None]:
    """Begin something, then refuse it."""

    def do() -> None:
        make_body("示例半途局")
        raise error

    return do


def half_done() -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(Subject.name == "示例半途局"))))


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (Refused("示例原因"), 422, "示例原因"),
        (Untold(), 422, "示例标题"),
        (Outrun("先"), 409, "先"),
    ],
)
def test_a_refusal_shows_the_form_again_and_undoes_what_was_begun(ask, error, status, words):
    answer = ask(refuse(error))

    assert answer.status_code == status
    assert f"{words}</li>" in answer.get_data(as_text=True)
    assert TYPED in answer.get_data(as_text=True) and not half_done()


@pytest.mark.parametrize("error", [NotAllowed("示例"), Forbidden("示例"), NotFound()])
def test_what_no_other_words_could_change_is_no_fault_of_the_form(ask, error) -> None:
    with pytest.raises(type(error)):
        ask(refuse(error))


def test_a_counted_failure_stays_although_the_form_is_refused(ask) -> None:
    """Else whoever guesses a password could guess for ever."""

    def guess() -> None:
        keep()
        refuse(Refused("示例"))()

    assert ask(guess).status_code == 422
    assert half_done()


def test_what_was_done_leads_on_or_back_or_shows_a_page(ask) -> None:
    on, back = ask(lambda: "/on"), ask(lambda: None)
    page = ask(lambda: shown(WhyForm(), 201, heading="示例下一步"))

    assert (on.status_code, on.location) == (302, "/on")
    assert back.location == "/back"
    assert page.status_code == 201 and "示例下一步" in page.get_data(as_text=True)


def test_who_acts_on_what_another_has_closed_reads_who_and_loses_no_words(login) -> None:
    """Seen: the second one got an error page, and a long reason was gone."""
    item = make_submitted()
    first, second = (make_user(Role.HEAD, item.subject, name) for name in ("甲示例", "乙示例"))
    address = f"/commitments/{item.ref}/do/decline"
    page = login(second).get(address).text
    moves = page.partition('name="moves" value="')[2].partition('"')[0]
    login(first).post(address, data={"why": "示例", "moves": moves})

    answer = login(second).post(address, data={"why": TYPED, "moves": moves})

    assert answer.status_code == 409
    assert "甲示例已经办理" in answer.text and TYPED in answer.text
    assert login(second).get(address).status_code == 409


def test_the_page_of_an_act_is_the_one_that_its_table_names(app: Flask) -> None:
    """Seen: two acts had an address of their own, which shadowed what the table said."""
    adapter = app.url_map.bind("localhost")

    for name, stream in streams.registered().items():
        for move in stream.work.acts:
            endpoint, _values = adapter.match(f"{stream.blueprint.url_prefix}/X-1/do/{move}")
            assert endpoint == f"{name}.act", move
