"""Who is owed is told of a shield, and what it contested stays open until somebody answers."""

import pytest

from integrity.base.permissions import Role
from integrity.credit.records import filings
from integrity.credit.shieldings import service
from integrity.credit.shieldings.models import ShieldingState
from integrity.credit.shieldings.tells import OWED, OWED_TOLD, SHIELDINGS
from tests.factories import NOW, make_user
from tests.pledges.makers import make_pledge
from tests.remedies.test_shieldings import END, confirmed, shielded


@pytest.fixture(autouse=True)
def _app(app):
    return app


def test_what_was_contested_still_is_when_the_end_is_sent_back():
    shielding = shielded(confirmed())
    contester = make_user(Role.OFFICE)
    service.contest(shielding, "示例：裁定没有涵盖", by=contester, at=NOW)
    service.enter_end(shielding, **END, by=make_user(Role.OFFICE), at=NOW)

    service.send_back(shielding, "示例：文书没有终止重整", by=make_user(Role.OFFICE), at=NOW)

    assert shielding.state is ShieldingState.CONTESTED and shielding.step_due_on
    with pytest.raises(filings.NotYourOwn):
        service.keep_shielded(shielding, "示例", by=contester, at=NOW)


def test_a_contest_that_was_answered_is_not_opened_again():
    shielding = shielded(confirmed())
    service.contest(shielding, "示例：裁定没有涵盖", by=make_user(Role.OFFICE), at=NOW)
    service.keep_shielded(shielding, "示例：已涵盖", by=make_user(Role.OFFICE), at=NOW)
    service.enter_end(shielding, **END, by=make_user(Role.OFFICE), at=NOW)

    service.send_back(shielding, "示例：文书没有终止重整", by=make_user(Role.OFFICE), at=NOW)

    assert shielding.state is ShieldingState.SHIELDED


def test_who_is_owed_is_told_that_it_is_shielded():
    pledge = make_pledge()
    record = confirmed(pledge.subject, stream="pledges", item_id=pledge.id)

    shielding = shielded(record)

    assert shielding.told_id == shielding.owed_id != record.subject_id
    (words,) = [tell.words for tell in SHIELDINGS.tells["confirm"] if tell.to is OWED]
    assert words is OWED_TOLD
