"""Who reported is opened with a second's consent, and nothing is kept longer than it must be."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.informants.contacts import NotOpen
from integrity.streams.tips import findings, retention, service
from integrity.streams.tips.contacts import CONTACTS
from integrity.streams.tips.models import Tip, TipContact, TipMessage
from tests.factories import NOW, TODAY, make_user
from tests.tips.makers import CONTACT, FINDING, make_heard, make_received, make_tip, officer_of

pytestmark = pytest.mark.usefixtures("app")
YEARS = 366


def closed(verb: str) -> Tip:
    tip = make_heard()
    getattr(findings, verb)(tip, FINDING, by=officer_of(tip), at=NOW)
    service.confirm(tip, at=NOW)
    db.session.flush()
    return tip


def erased(days: int) -> None:
    retention.erase(on=TODAY + timedelta(days=days), at=NOW)
    db.session.expire_all()


def test_the_office_sees_who_reported_only_with_the_custodians_consent():
    tip, office, custodian = make_received(), make_user(Role.OFFICE), make_user(Role.CUSTODIAN)
    asked = CONTACTS.ask(tip, "示例：回执无人查看。", by=office, at=NOW)

    with pytest.raises(NotOpen):
        CONTACTS.open_(asked, by=office, at=NOW)
    CONTACTS.grant(asked, "示例：确有必要。", by=custodian, at=NOW)

    assert CONTACTS.open_(asked, by=office, at=NOW).contact == CONTACT


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPPLIER, Role.CUSTODIAN])
def test_nobody_else_may_ask_for_it(login, role: Role):
    tip = make_tip()
    who = make_user(role, tip.reported if role is Role.SUPPLIER else tip.subject)

    assert login(who).get(f"/tips/{tip.ref}/contact").status_code in (403, 404)


def test_what_is_sealed_for_one_report_opens_no_other():
    first, second = make_received(), make_received()
    stolen = db.session.get(TipContact, first.id).sealed
    db.session.get(TipContact, second.id).sealed = stolen

    with pytest.raises(InvalidTag):
        CONTACTS.unseal(db.session.get(TipContact, second.id))


def test_who_reported_is_forgotten_first_and_then_what():
    tip = closed("find_untrue")

    erased(170)
    assert db.session.get(TipContact, tip.id) is not None
    erased(200)
    assert db.session.get(TipContact, tip.id) is None and tip.text
    erased(2 * YEARS + 1)

    assert (tip.text, tip.reported_name, tip.reported_id, tip.response) == ("", "", None, "")
    assert db.session.scalars(sa.select(TipMessage)).all() == []


def test_what_was_true_is_kept_longer():
    tip = closed("find_true")

    erased(2 * YEARS + 1)
    assert tip.text
    erased(5 * YEARS + 1)
    assert (tip.text, tip.reported_id is None) == ("", False)
