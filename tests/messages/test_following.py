"""Who has no account may hear that there is news: confirmed first, ended with one click."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from commitments import fulfilment
from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.key_fields import FIELD_NAMES
from integrity.people.messages import following
from integrity.people.messages.following import Follow
from integrity.streams.complaints import service as complaints
from integrity.streams.complaints.models import Complaint
from jobs import telling
from tests.commitments.makers import make_published
from tests.complaints.makers import answer, make_accepted
from tests.factories import NOW, TODAY, make_body, make_user
from tests.messages.servers import MailServer
from tests.messages.test_sending import mails, send  # noqa: F401  a fixture

pytestmark = pytest.mark.usefixtures("mails")
DAY = timedelta(days=1)
ADDRESS = "reader@example.cn"


def links(mail: Any) -> list[str]:
    return re.findall(r"http://localhost(/\S*)", mail.get_content())


def follow(client: FlaskClient, mails: MailServer, path: str) -> Any:  # noqa: F811
    """Ask for news of a page and confirm it; returns the mail that asked."""
    client.post(path, data={"address": ADDRESS})
    db.session.commit()
    send()
    asked = mails.mails.pop()
    client.post(links(asked)[0])
    db.session.commit()
    return asked


def report(item: Any) -> None:
    """Something happens that everybody may see."""
    officer = make_user(Role.OFFICER, item.subject)
    fulfilment.progress(item, 50, "示例进展。", by=officer, at=NOW)
    db.session.commit()


def told(mails: MailServer, at: Any = NOW + DAY) -> list[Any]:  # noqa: F811
    telling.tell_followers(TODAY, at)
    db.session.commit()
    send(at)
    return mails.mails


def test_news_of_a_commitment_is_mailed_to_who_asked_and_confirmed(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
) -> None:
    item = make_published()
    db.session.commit()
    follow(client, mails, f"/follow/commitment/{item.ref}")
    report(item)

    [mail] = told(mails)

    assert mail["To"] == ADDRESS
    assert item.ref in mail.get_content() and item.title not in mail.get_content()
    assert links(mail)[0] == f"/commitments/{item.ref}"


@pytest.mark.parametrize("kind", ["body", "field", "search"])
def test_a_body_a_field_and_a_search_are_followed_too(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
    kind: str,
) -> None:
    item = make_published(key_field=next(iter(FIELD_NAMES)))
    db.session.commit()
    field = item.key_field.value if item.key_field else ""
    key = {"body": item.subject.slug, "field": field, "search": item.title[:4]}[kind]
    follow(client, mails, f"/follow/{kind}/{key}")
    report(item)

    assert len(told(mails)) == 1


def test_what_is_old_is_no_news_and_news_is_told_once(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
) -> None:
    item = make_published()
    report(item)
    follow(client, mails, f"/follow/commitment/{item.ref}")

    assert told(mails) == []
    report(item)
    assert len(told(mails, NOW + 2 * DAY)) == 1
    assert len(told(mails, NOW + 3 * DAY)) == 1


def test_nobody_is_written_to_who_has_not_confirmed(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
) -> None:
    item = make_published()
    db.session.commit()
    client.post(f"/follow/commitment/{item.ref}", data={"address": ADDRESS})
    report(item)

    assert len(told(mails)) == 1  # the one letter that asks
    assert "confirm" in links(mails.mails[0])[0]


def test_looking_at_the_link_confirms_nothing(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
) -> None:
    """Programs that check mails for harm open every address in them."""
    item = make_published()
    db.session.commit()
    client.post(f"/follow/commitment/{item.ref}", data={"address": ADDRESS})
    send()

    page = client.get(links(mails.mails[0])[0])

    assert page.status_code == 200
    assert db.session.scalars(sa.select(Follow.confirmed_at)).all() == [None]


def test_one_click_of_the_mail_program_ends_it_and_forgets_the_address(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
) -> None:
    item = make_published()
    db.session.commit()
    follow(client, mails, f"/follow/commitment/{item.ref}")
    report(item)
    [mail] = told(mails)
    end = links(mail)[1]

    ended = client.post(end, data={"List-Unsubscribe": "One-Click"})

    assert mail["List-Unsubscribe"] == f"<http://localhost{end}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ended.status_code == 200 and client.post(end).status_code == 200
    assert db.session.scalars(sa.select(Follow)).all() == []


def test_no_address_stands_in_the_database_in_clear(client: FlaskClient) -> None:
    item = make_published()
    db.session.commit()
    client.post(f"/follow/commitment/{item.ref}", data={"address": ADDRESS})

    [row] = db.session.execute(sa.select(*Follow.__table__.columns)).all()

    assert not [value for value in row if "example.cn" in str(value)]


def test_who_types_the_address_of_another_again_and_again_sends_it_one_letter(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
) -> None:
    items = [make_published() for _n in range(5)]
    db.session.commit()
    for item in [*items, *items]:
        page = client.post(f"/follow/commitment/{item.ref}", data={"address": ADDRESS})
        assert page.status_code == 200
    send()

    assert len(mails.mails) == 3  # for three things that wait to be confirmed, and no more


def test_what_nobody_confirmed_is_forgotten(client: FlaskClient) -> None:
    item = make_published()
    db.session.commit()
    client.post(f"/follow/commitment/{item.ref}", data={"address": ADDRESS})

    telling.tell_followers(TODAY + 3 * DAY, NOW + 3 * DAY)

    assert db.session.scalars(sa.select(Follow)).all() == []


@pytest.mark.parametrize("path", ["commitment/none", "body/none", "nothing/x", "complaint/x"])
def test_what_is_not_there_cannot_be_followed(client: FlaskClient, path: str) -> None:
    assert client.get(f"/follow/{path}").status_code == 404


def test_a_made_up_token_confirms_and_ends_nothing(client: FlaskClient) -> None:
    assert client.get("/follow/confirm/1.0000").status_code == 404
    assert client.get("/follow/end/x").status_code == 404


def test_a_complainant_who_wants_it_hears_that_there_is_news_and_nothing_else(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
) -> None:
    """Only whoever asked again with the receipt learned that there was an answer."""
    complaint = make_accepted()
    following.ask("complaint", complaint.ref, ADDRESS, at=NOW)
    db.session.commit()
    send()
    client.post(links(mails.mails.pop())[0])
    answer(complaint)
    db.session.commit()

    [mail] = told(mails)

    text = mail.get_content()
    assert complaint.ref in text and links(mail)[0] == "/complaints/track"
    assert complaint.text not in text and complaint.subject.name not in text


def test_the_form_of_a_complaint_takes_an_address_for_news(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = make_body("示例住建局")
    db.session.commit()
    fields = {"kind": "complaint", "body": body.slug, "text": "示例：答应的事情一直没有办。" * 2}

    made = client.post("/complaints/new", data=fields | {"news": ADDRESS})

    ref = db.session.scalars(sa.select(Complaint.ref)).one()
    assert made.status_code == 201
    assert [f.key for f in db.session.scalars(sa.select(Follow))] == [ref]


def test_what_the_complainant_does_is_no_news_to_them(
    client: FlaskClient,
    mails: MailServer,  # noqa: F811
) -> None:
    complaint = make_accepted()
    answer(complaint)
    db.session.commit()
    following.ask("complaint", complaint.ref, ADDRESS, at=NOW)
    following.confirm(db.session.scalars(sa.select(Follow)).one(), at=NOW)

    complaints.confirm(complaint, at=clock.now())
    db.session.commit()

    assert following.tell(at=NOW + DAY) == 0


def test_without_mail_nothing_offers_to_follow(
    client: FlaskClient, app: Any, monkeypatch: pytest.MonkeyPatch, login: Callable[[Any], Any]
) -> None:
    item = make_published()
    db.session.commit()
    with_mail = client.get(f"/commitments/{item.ref}").text
    monkeypatch.setitem(app.config, "MAIL_FROM", "")

    without = client.get(f"/commitments/{item.ref}").text

    assert "/follow/" in with_mail and "/follow/" not in without
    assert client.get(f"/follow/commitment/{item.ref}").status_code == 404
