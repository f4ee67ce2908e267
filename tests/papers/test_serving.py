"""What is not proven is not served: receipt, proof compared by a second person, or a rule."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import deliveries, scans
from integrity.casework.documents.models import DeliveryState as D
from integrity.casework.documents.models import DocumentState as S
from integrity.casework.documents.models import Proof, Way
from tests.factories import NOW, TODAY, make_body, make_user
from tests.papers.makers import issued, office, received


@pytest.fixture(autouse=True)
def _app(app):
    return app


def test_a_paper_is_on_the_desk_of_its_addressee_as_soon_as_it_is_issued():
    delivery = received()

    assert (delivery.state, delivery.way, delivery.served_on) == (D.SENT, Way.DESK, None)


def test_who_has_no_desk_is_served_on_paper():
    delivery = issued(make_body()).deliveries[0]

    assert delivery.state is D.WAITING
    with pytest.raises(deliveries.NotServable):
        deliveries.send(delivery, Way.DESK, by=office(), at=NOW)
    deliveries.send(delivery, Way.POST, address="示例路1号", by=office(), at=NOW)

    assert delivery.state is D.SENT and "示例路" not in delivery.address


def test_receipt_on_the_desk_is_service(login):
    delivery = received()
    officer = make_user(Role.OFFICER, delivery.subject)
    client = login(officer)
    page = f"/desk/letters/{delivery.id}"

    assert "签收" in client.get(page).text
    assert delivery.served_on is None
    client.post(f"{page}/do/confirm")

    assert (delivery.served_on, delivery.proof) == (TODAY, Proof.CONFIRMED)
    assert delivery.received_by_name == officer.name
    assert delivery.document.state is S.SERVED


def test_nobody_of_another_body_reads_or_receives_it(login):
    delivery = received()
    client = login(make_user(Role.OFFICER, make_body()))

    assert client.get(f"/desk/letters/{delivery.id}").status_code == 404
    assert client.post(f"/desk/letters/{delivery.id}/do/confirm").status_code == 404


def test_what_nobody_received_is_deemed_served_on_the_day_of_the_rule():
    delivery = received()
    day = delivery.deemed_on

    assert deliveries.deem(on=day - timedelta(days=1), at=NOW) == 0
    assert deliveries.deem(on=day + timedelta(days=40), at=clock.at(day)) == 1

    assert (delivery.state, delivery.served_on, delivery.proof) == (D.SERVED, day, Proof.DEEMED)


def test_what_went_by_post_is_never_deemed_served():
    delivery = issued(make_body()).deliveries[0]
    deliveries.send(delivery, Way.POST, address="示例路1号", by=office(), at=NOW)

    assert deliveries.deem(on=TODAY + timedelta(days=400), at=NOW) == 0


def test_a_public_notice_serves_after_thirty_days():
    delivery = issued(make_body()).deliveries[0]
    deliveries.send(delivery, Way.PUBLISHED, by=office(), at=NOW)

    assert delivery.deemed_on == TODAY + timedelta(days=30)


def test_a_proof_counts_when_a_second_person_has_compared_it(login):
    delivery = issued(make_body()).deliveries[0]
    first, second = office(), office()
    deliveries.send(delivery, Way.PERSON, by=first, at=NOW)
    page = f"/desk/deliveries/{delivery.id}/proof"
    sent = {"upload": (io.BytesIO(b"a,b\n1,2\n"), "回证.csv"), "day": TODAY.isoformat()}

    login(first).post(page, data=sent, content_type="multipart/form-data")
    scan = scans.of(delivery, scans.Shows.SERVICE)[0]
    assert delivery.served_on is None
    assert login(first).post(f"/desk/scans/{scan.id}/agree").status_code == 403
    assert login(second).post(f"/desk/scans/{scan.id}/agree").status_code == 302

    assert (delivery.served_on, delivery.proof) == (TODAY, Proof.FILE)
    assert scan.files[0].may_be_read_by(second)
    assert not scan.files[0].may_be_read_by(make_user(Role.OFFICER, make_body()))


def test_what_came_back_can_be_sent_another_way():
    delivery = issued(make_body()).deliveries[0]
    deliveries.send(delivery, Way.POST, address="示例路1号", by=office(), at=NOW)

    deliveries.bounce(delivery, "示例：地址不详", by=office(), at=NOW)
    assert (delivery.state, delivery.served_on) == (D.WAITING, None)
    deliveries.send(delivery, Way.PUBLISHED, by=office(), at=NOW)

    assert delivery.way is Way.PUBLISHED


def test_a_served_paper_cannot_be_made_void():
    from integrity.casework.documents import service

    delivery = received()
    deliveries.confirm(delivery, by=make_user(Role.OFFICER, delivery.subject), at=NOW)

    with pytest.raises(service.NotReady):
        service.cancel(delivery.document, "示例", by=office(), at=NOW)


def test_the_database_itself_keeps_no_service_without_proof():
    delivery = received()

    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.execute(
            sa.text("UPDATE delivery SET state = 'served' WHERE id = :id"), {"id": delivery.id}
        )
