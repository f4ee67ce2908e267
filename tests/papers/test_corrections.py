"""What somebody has received is not made void: another paper corrects it, openly, for all."""

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import corrections, deliveries, service
from integrity.casework.documents.kinds import named
from integrity.casework.documents.models import DeliveryState as D
from integrity.casework.documents.models import DocumentState as S
from tests.factories import NOW, make_body, make_user
from tests.papers.makers import issued, office, received

WHAT = "第二段“三十日”更正为“六十日”。"


@pytest.fixture(autouse=True)
def _app(app):
    return app


def served():
    delivery = received()
    deliveries.confirm(delivery, by=make_user(Role.OFFICER, delivery.subject), at=NOW)
    return delivery.document


def signed(correction):
    service.review(correction, by=office(), at=NOW)
    service.sign(correction, by=office(), at=NOW)
    return correction


def test_a_served_paper_is_corrected_by_one_that_names_it_and_goes_to_the_same(login):
    """A served paper could not be made void, and nothing else could be done with a mistake."""
    first = served()
    client = login(office())

    client.post(f"/desk/documents/{first.id}/correct", data={"what": WHAT})
    (_first, made) = service.of_thing(first.thing, first.thing_id)

    assert made.state is S.DRAFTED and first.state is S.SERVED
    assert first.ref in made.content and WHAT in made.paper.body
    assert [d.subject_id for d in made.deliveries] == [d.subject_id for d in first.deliveries]
    assert made.body_id == first.body_id


def test_everybody_who_looks_at_the_old_one_is_told_by_which_number_it_was_corrected(login):
    first = served()
    made = corrections.correct(first, WHAT, by=office(), at=NOW)
    client = login(office())
    verified = f"/documents/{first.token}/verify"
    assert "已由" not in client.get(verified).text

    signed(made)
    db.session.flush()

    assert made.deliveries[0].state is D.SENT
    assert f"已由 {made.ref} 更正" in client.get(verified).text
    assert first.ref in client.get(f"/documents/{made.token}/verify").text
    assert f"已由{made.ref}更正" in client.get(f"/desk/documents/{first.id}").text
    reader = login(make_user(Role.OFFICER, first.deliveries[0].subject))
    assert f"已由{made.ref}更正" in reader.get(f"/desk/letters/{first.deliveries[0].id}").text


def test_what_nobody_has_received_is_made_void_instead():
    with pytest.raises(service.NotReady):
        corrections.correct(issued(), WHAT, by=office(), at=NOW)


def test_only_its_own_body_corrects_a_paper_and_once_at_a_time():
    first = served()
    with pytest.raises(service.NotYours):
        corrections.correct(first, WHAT, by=make_user(Role.OFFICER, make_body()), at=NOW)
    made = corrections.correct(first, WHAT, by=office(), at=NOW)
    with pytest.raises(service.NotReady):
        corrections.correct(first, WHAT, by=office(), at=NOW)
    signed(made)

    assert corrections.correct(first, WHAT, by=office(), at=NOW).state is S.DRAFTED
    with pytest.raises(service.NotReady):
        corrections.correct(made, WHAT, by=office(), at=NOW)


def test_what_corrects_a_paper_of_the_leader_is_his_to_issue(monkeypatch):
    first = served()
    monkeypatch.setitem(named(first.kind).__dict__, "by_leader", True)
    made = corrections.correct(first, WHAT, by=office(), at=NOW)

    with pytest.raises(service.NotYours):
        signed(made)
    body = make_body("领导小组办公室")
    make_user(Role.OFFICE, body)
    service.sign(made, by=make_user(Role.HEAD, body), at=NOW)

    assert made.state is S.ISSUED
