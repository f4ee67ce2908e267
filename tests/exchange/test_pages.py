"""The pages: setting up a platform, its secret shown once, its rows, and a body's own refusals."""

import re

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.doors.exchange import service
from integrity.doors.exchange.connectors import connectors
from integrity.doors.exchange.models import Direction, Platform
from tests.exchange.makers import NOW, platform, published, run
from tests.exchange.makers import other as other
from tests.factories import make_body, make_user

FORM = {"connector": "push_batches", "name": "示例省平台", "items": "ML-ZW-01 ML-ZW-02"}


def test_a_platform_is_set_up_and_its_secret_is_shown_once(client, login):
    login(make_user(Role.OFFICE))

    made = client.post("/desk/exchange/new", data=FORM | {"url": "https://p.example/api"})

    found = db.session.scalars(sa.select(Platform)).one()
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", made.text)[0]
    assert made.status_code == 201
    assert found.secret == secret
    assert secret not in found.sealed
    page = client.get(f"/desk/exchange/{found.id}")
    assert secret not in page.text
    assert "示例省平台" in client.get("/desk/exchange/").text


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, login):
    login(make_user(Role.OFFICE))

    page = client.post("/desk/exchange/new", data=FORM | {"url": "ftp://p.example"})

    assert page.status_code == 422
    assert "ftp://p.example" in page.text
    assert db.session.scalars(sa.select(Platform)).all() == []


def test_a_platform_is_paused_goes_on_and_gets_another_secret(client, login, other):
    found = platform(other)
    login(make_user(Role.OFFICE))

    client.post(f"/desk/exchange/{found.id}/pause", data={"why": "示例：平台停机维护"})
    assert found.paused_at
    client.post(f"/desk/exchange/{found.id}/resume", data={"why": "示例：平台恢复"})
    assert found.paused_at is None
    page = client.post(f"/desk/exchange/{found.id}/secret")

    assert found.secret in page.text
    assert found.secret != other.secret


def test_the_rows_of_a_platform_show_receipts_and_both_counts(client, login, other):
    found, record = platform(other), published()
    run()
    service.compare(lambda: NOW)
    login(make_user(Role.OFFICE))

    page = client.get(f"/desk/exchange/{found.id}").text

    assert f"/records/{record.id}" in page
    assert "R1" in page
    assert "本系统 1 条，对方 1 条，不一致 0 条" in page


def test_a_body_sees_what_was_refused_of_its_own_and_nothing_of_others(client, login, other):
    mine, theirs = make_body("示例归集局"), make_body("示例其他局")
    platform(other)
    for owner, why in ((mine, "示例：本单位的理由"), (theirs, "示例：其他单位的理由")):
        other.refuses[f"/records/{published(found_by_id=owner.id).id}"] = why
    run()
    login(make_user(Role.OFFICER, mine))

    page = client.get("/desk/exchange/refused").text

    assert "示例：本单位的理由" in page
    assert "示例：其他单位的理由" not in page
    assert client.get("/desk/exchange/").status_code == 403


def test_the_office_is_told_at_the_desk_of_a_platform_that_does_not_answer(client, login, other):
    platform(other)
    published()
    login(make_user(Role.OFFICE))
    assert "示例省信用平台" not in client.get("/desk/").text
    other.away = True

    run()

    assert "示例省信用平台" in client.get("/desk/").text


def test_a_connector_is_a_folder_with_what_its_direction_needs(app):
    assert set(connectors()) == {"pull_changes", "push_batches"}
    for one in connectors().values():
        needed = (one.push,) if one.direction is Direction.OUT else (one.pull, one.told)
        assert all(needed)
