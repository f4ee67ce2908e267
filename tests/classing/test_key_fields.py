"""Key fields over all streams: figures are those of the things, and only people say a field."""

from collections import Counter

import pytest
from flask.testing import FlaskClient

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.classing import counts, service
from integrity.casework.key_fields import Harm, KeyField
from integrity.casework.streams import told
from integrity.streams.rectifications import service as rectifications
from tests.factories import NOW, TODAY, make_user
from tests.makers import MAKERS
from tests.queries import number_of

F = KeyField
NAMES = ("arrears", "commitments", "complaints", "courts", "evaluations", "rectifications")


def make_things() -> None:
    """Of every stream some things: three fields and one of which nobody said it."""
    said = [(F.INVESTMENT, Harm.MARKET), (F.INVESTMENT, None), (F.NONE, Harm.PEOPLE), (None, None)]
    for number, name in enumerate(NAMES):
        for turn in range(2):
            thing = MAKERS[name]()
            thing.key_field, thing.harm = said[(number + turn) % len(said)]
    db.session.flush()


def recounted() -> Counter[tuple[str, str, int, str]]:
    """The same numbers, thing by thing."""
    found: Counter[tuple[str, str, int, str]] = Counter()
    for stream in told().values():
        rows = db.session.query(stream.model).where(stream.figures.counted())
        for thing in rows:
            key = (thing.key_field or "unknown", thing.harm or "unknown", thing.subject_id)
            found[*key, "total"] += 1
            found[*key, "open"] += thing.closed_on is None
            found[*key, "overdue"] += thing.is_overdue(TODAY)
            found[*key, "late"] += thing.is_late(TODAY)
    return +found


def test_every_figure_of_a_hot_spot_is_that_of_its_things(login) -> None:
    login(make_user(Role.OFFICE))
    make_things()

    rows = counts.spots(TODAY, lambda stream: stream.visible(make_user(Role.OFFICE)))
    said = Counter(
        {
            (row.field, row.harm, row.subject_id, name): getattr(row, name)
            for row in db.session.execute(rows.select())
            for name in ("total", "open", "overdue", "late")
        }
    )

    assert +said == recounted() and sum(said.values()) > 0


def test_the_fields_add_up_to_all_things(login) -> None:
    login(make_user(Role.OFFICE))
    make_things()

    found = counts.by_field(TODAY)

    assert sum(counts.total(kinds).total for kinds in found.values()) == sum(
        number for (*_key, name), number in recounted().items() if name == "total"
    )


def test_a_hot_spot_leads_to_the_things_that_it_counts(login) -> None:
    client: FlaskClient = login(make_user(Role.OFFICE))
    late, done = MAKERS["courts"](), MAKERS["courts"]()
    late.due_on, late.key_field, late.harm = TODAY.replace(year=2025), F.DEBT, Harm.MARKET
    done.subject, done.key_field, done.harm = late.subject, F.DEBT, Harm.MARKET
    db.session.flush()
    address = f"/desk/fields/things?key_field=debt&harm=market&body={late.subject.slug}"

    spots = client.get("/desk/fields/?key_field=debt").text
    things = client.get(f"{address}&standing=overdue").text

    assert f"{address}&standing=overdue".replace("&", "&amp;") in spots
    assert late.ref in things and done.ref not in things


def test_nobody_but_the_office_says_a_field_and_the_log_keeps_the_old_one(login) -> None:
    thing = MAKERS["arrears"]()
    db.session.flush()
    address = f"/desk/fields/new?item=arrears:{thing.id}"
    refused = login(make_user(Role.OFFICER, thing.subject)).get(address).status_code
    client = login(make_user(Role.OFFICE))
    empty = client.post(address, data={"why": "示例：合同写明"})
    asked = client.get(address).text

    client.post(address, data={"key_field": "procurement", "harm": "market", "why": "示例：合同"})
    client.post(address, data={"key_field": "ppp", "why": "示例：更正"})

    assert refused == 403 and empty.status_code == 422
    assert "checked" not in asked and 'selected value="procurement"' not in asked
    assert (thing.key_field, thing.harm) == (F.PARTNERSHIP, None)
    last, first = [e for e in audit.history(thing) if e.move == "classify"]
    assert last.facts["field_old"] == "procurement" and "field_old" not in first.facts


def test_many_are_said_at_once_and_what_is_said_again_is_no_news(login) -> None:
    office = make_user(Role.OFFICE)
    login(office)
    things = [MAKERS[name]() for name in NAMES]

    news = service.classify(things, F.TENDERING, None, "示例", by=office, at=NOW)
    again = service.classify(things, F.TENDERING, None, "示例", by=office, at=NOW)

    assert (news, again) == (len(NAMES), 0)


def test_everybody_sees_the_fields_and_the_things_that_are_public(client: FlaskClient) -> None:
    promise, debt = MAKERS["commitments"](), MAKERS["arrears"]()
    promise.key_field = debt.key_field = F.INVESTMENT
    promise.harm = Harm.PEOPLE
    db.session.flush()

    page = client.get("/key-fields/investment").text

    assert promise.title in page and debt.contract_name not in page
    assert "危害群众利益" not in client.get(f"/commitments/{promise.ref}").text
    assert "拖欠账款" in page
    assert client.get("/key-fields/").status_code == 200
    assert client.get("/key-fields/elsewhere").status_code == 404


def test_an_order_belongs_where_its_item_does(login) -> None:
    case = MAKERS["courts"]()
    case.key_field, case.harm = F.DEBT, Harm.MARKET
    office = make_user(Role.OFFICE)

    order = rectifications.order_item("courts", case, "示例要求", by=office, at=NOW)

    assert (order.key_field, order.harm) == (F.DEBT, Harm.MARKET)


@pytest.mark.parametrize("path", ["/key-fields/", "/key-fields/debt", "/desk/fields/"])
def test_the_number_of_questions_does_not_grow_with_the_things(path: str, login) -> None:
    client = login(make_user(Role.OFFICE))
    make_things()
    few = number_of(client, path)
    for _turn in range(3):
        make_things()

    assert number_of(client, path) == few
