"""The three powers: none switches another off alone, none is switched off to the last."""

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts import powers, service
from integrity.people.accounts.models import AccountState
from integrity.people.accounts.powers import SwitchOff
from tests.factories import NOW, make_body, make_user

WHY = {"why": "调离岗位"}


@pytest.fixture
def system():
    return make_user(Role.SYSTEM)


def ask(client, login, by, user):
    return login(by).post(f"/desk/accounts/{user.id}/disable", data=WHY)


def asked():
    return db.session.query(SwitchOff).one()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECURITY, Role.SYSTEM])
def test_no_power_is_switched_off_by_one_person(client, login, system, role):
    """The system administrator alone disabled the auditor and the only security officer."""
    user, _other = make_user(role), make_user(role)

    answer = ask(client, login, system, user)
    reset = client.post(f"/desk/accounts/{user.id}/password")

    assert answer.status_code == 302
    assert reset.status_code == 409
    assert user.state is AccountState.ACTIVE
    with pytest.raises(service.NeedsAnother):
        service.disable(user, by=system, at=NOW, why="x")


def test_another_power_agrees_and_all_hear_of_it(client, login, system):
    auditor, _other = make_user(Role.AUDITOR, name="要停用的人"), make_user(Role.AUDITOR)
    security = make_user(Role.SECURITY)
    ask(client, login, system, auditor)
    assert "提请停用账号" in login(security).get("/desk/").text

    client.post(f"/desk/accounts/switch-off/{asked().id}", data={"answer": "agree"})

    assert auditor.state is AccountState.DISABLED
    for user in (system, security, _other):
        assert "要停用的人" in login(user).get("/desk/").text


def test_who_asked_and_who_is_concerned_decide_nothing(client, login, system):
    auditor, _other = make_user(Role.AUDITOR), make_user(Role.AUDITOR)
    ask(client, login, system, auditor)
    address = f"/desk/accounts/switch-off/{asked().id}"

    for user in (system, make_user(Role.SYSTEM), auditor, make_user(Role.OFFICE, make_body())):
        assert login(user).get(address).status_code == 404
        assert login(user).post(address, data={"answer": "agree"}).status_code == 404
    assert auditor.state is AccountState.ACTIVE


def test_declining_changes_nothing_and_counts_once(client, login, system):
    auditor, _other = make_user(Role.AUDITOR), make_user(Role.AUDITOR)
    ask(client, login, system, auditor)
    address = f"/desk/accounts/switch-off/{asked().id}"
    login(make_user(Role.SECURITY))

    assert client.post(address, data={"answer": "decline"}).status_code == 302
    assert client.post(address, data={"answer": "agree"}).status_code == 409
    assert auditor.state is AccountState.ACTIVE


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECURITY])
def test_the_last_of_a_power_is_not_switched_off(client, login, system, role):
    last = make_user(role)

    assert ask(client, login, system, last).status_code == 409
    assert db.session.query(SwitchOff).count() == 0


def test_who_became_the_last_meanwhile_is_not_switched_off(system):
    first, second = make_user(Role.AUDITOR), make_user(Role.AUDITOR)
    waiting = [powers.ask(user, "x", by=system, at=NOW) for user in (first, second)]
    db.session.flush()
    security = make_user(Role.SECURITY)
    powers.decide(waiting[0], True, by=security, at=NOW)

    with pytest.raises(powers.LastOfPower):
        powers.decide(waiting[1], True, by=security, at=NOW)
