"""The pages: setting up a platform, its secret shown once, its rows, and a body's own refusals."""

import re
from datetime import timedelta

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.doors.exchange import service
from integrity.doors.exchange.connectors import connectors
from integrity.doors.exchange.models import Direction, Platform
from tests.exchange.makers import NOW, platform, published, run
from tests.exchange.makers import other as other
from tests.factories import make_body, make_user

FORM = {"connector": "push_batches", "name": "示例省平台", "items": "ML-ZW-01 ML-ZW-02"}

EDITED = {"name": "示例新平台", "url": "https://n.example/api", "items": "ML-ZW-01 ML-ZW-02"}


def test_a_platform_is_set_up_and_its_secret_is_shown_once(client, login):
    login(make_user(Role.OFFICE))

    made = client.post("/desk/exchange/new", data=FORM | {"url": "https://p.example/api"})

    found = db.session.scalars(sa.select(Platform)).one()
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", made.text)[0]
    assert made.status_code == 201
    assert found.secrets(NOW) == [secret]
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

    new, old = found.secrets(clock.now())
    assert new in page.text
    assert old == other.secret
    assert found.secrets(clock.now() + timedelta(days=8)) == [new]


def test_while_both_secrets_sign_a_platform_that_knows_the_old_one_takes_everything(other):
    found, _record = platform(other), published()
    service.rotate(found, by=make_user(Role.OFFICE), at=NOW)
    db.session.commit()

    run()
    assert other.got

    published()
    run(NOW + timedelta(days=8))
    assert len(other.got) == 1
    assert found.failures == 1


def test_the_settings_of_a_platform_are_changed_on_a_page(client, login, other):
    found = platform(other)
    login(make_user(Role.OFFICE))
    page = client.get(f"/desk/exchange/{found.id}/edit")
    assert "示例省信用平台" in page.text

    bad = client.post(f"/desk/exchange/{found.id}/edit", data=EDITED | {"items": "ML-NONE"})
    assert bad.status_code == 422
    assert "ML-NONE" in bad.text
    client.post(f"/desk/exchange/{found.id}/edit", data=EDITED)

    assert (found.name, found.items) == ("示例新平台", ["ML-ZW-01", "ML-ZW-02"])
    assert found.secrets(NOW) == [other.secret]


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
    known = {"hand_over_files", "pull_changes", "push_batches", "take_files"}
    assert set(connectors()) == known
    for one in (found for found in connectors().values() if found.is_called):
        needed = (one.push,) if one.direction is Direction.OUT else (one.pull, one.told)
        assert all(needed)
