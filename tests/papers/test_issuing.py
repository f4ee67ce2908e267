"""Papers are drafted by one and issued by another; issued, their words and numbers stay."""

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.documents import deliveries, making, service, versions
from integrity.casework.documents.kinds import named
from integrity.casework.documents.models import DeliveryState as D
from integrity.casework.documents.models import DocumentState as S
from integrity.casework.documents.templates import BadTemplate
from integrity.casework.documents.verify_views import is_whole
from integrity.people.accounts.models import User
from tests.factories import NOW, TODAY, make_body, make_user
from tests.papers.makers import drafted, issued, office, ordered, received


@pytest.fixture(autouse=True)
def _app(app):
    return app


def reviewed(**more):
    document = drafted(**more)
    service.review(document, by=office(), at=NOW)
    return document


def test_the_move_that_orders_makes_its_paper_with_a_number_and_the_days_of_the_order():
    """An order to put right left no paper at all."""
    document = issued()

    assert document.state is S.ISSUED and document.by_act
    assert document.ref == f"ZG2026-{int(document.ref[-5:]):05d}"
    assert document.paper.title == "限期整改通知书"
    assert any("三十日内付清" in str(part) for part in document.paper.body)
    assert is_whole(document)


def test_numbers_follow_each_other_without_a_gap():
    first, second = issued(), issued()

    assert int(second.ref[-5:]) == int(first.ref[-5:]) + 1


def test_who_drafted_a_paper_does_not_issue_it():
    writer = office()
    document = reviewed(by=writer)

    with pytest.raises(service.NotYours):
        service.sign(document, by=writer, at=NOW)


def test_a_draft_of_a_person_is_read_by_another_before_it_is_signed():
    with pytest.raises(service.NotReady):
        service.sign(drafted(), by=office(), at=NOW)


def test_another_body_can_neither_sign_nor_change_it():
    document = reviewed()

    for role in (Role.HEAD, Role.OFFICER):
        with pytest.raises(service.NotYours):
            service.sign(document, by=make_user(role, make_body()), at=NOW)


def test_it_is_not_issued_before_everybody_named_has_signed_with_it():
    document = reviewed()
    service.ask_countersign(document, ["法规处", "财政科"], by=office(), at=NOW)
    db.session.flush()
    first, second = document.countersigns
    service.countersign(document, first.id, "同意", by=office(), at=NOW)

    with pytest.raises(service.NotReady):
        service.sign(document, by=office(), at=NOW)
    service.countersign(document, second.id, "同意", by=office(), at=NOW)
    service.sign(document, by=office(), at=NOW)

    assert document.state is S.ISSUED and document.ref


def test_what_is_signed_is_not_signed_again():
    document = reviewed()
    service.sign(document, by=office(), at=NOW)
    ref = document.ref

    with pytest.raises(NotAllowed):
        service.sign(document, by=office(), at=NOW)
    assert document.ref == ref


def test_a_batch_gets_one_block_of_numbers_and_one_signature_of_a_person():
    order = ordered()
    kind = named("rectification-order")
    made = making.draft(kind, [order] * 3, by=audit.SYSTEM, at=NOW)
    by = office()

    count = service.sign_all([d.id for d in made], by=by, at=NOW)

    numbers = [int(document.ref[-5:]) for document in made]
    assert count == 3 and numbers == list(range(numbers[0], numbers[0] + 3))
    assert {document.issued_by_name for document in made} == {by.name}


def test_what_others_signed_meanwhile_is_not_signed_again():
    made = making.draft(named("rectification-order"), [ordered()], by=audit.SYSTEM, at=NOW)
    ids = [document.id for document in made]
    service.sign_all(ids, by=office(), at=NOW)

    with pytest.raises(service.NothingToSign):
        service.sign_all(ids, by=office(), at=NOW)


def test_a_void_paper_keeps_its_number_and_its_act_gets_another():
    document = issued()

    again = service.cancel(document, "示例：日期有误", by=office(), at=NOW)

    assert document.state is S.CANCELLED and document.ref
    assert again.state is S.DRAFTED and again.replaces_id == document.id
    assert [d.state for d in document.deliveries] == [D.CANCELLED]


def test_an_edited_template_changes_only_papers_made_later():
    document = issued()
    kind = named("rectification-order")
    text = "标题：{单位名称}的新通知\n主送：{单位名称}\n\n{整改要求}"

    versions.save(kind, text, TODAY, by=office(), at=NOW)
    db.session.flush()

    assert document.paper.title == "限期整改通知书" and is_whole(document)
    assert issued().title.endswith("的新通知")


def test_a_template_that_asks_for_what_nobody_knows_is_refused_by_its_name():
    text = "标题：通知\n主送：{单位名称}\n\n{身份证号}"

    with pytest.raises(BadTemplate, match="身份证号"):
        versions.save(named("rectification-order"), text, TODAY, by=office(), at=NOW)


def test_a_text_that_was_changed_in_the_database_is_found(client):
    document = issued()
    address = f"/documents/{document.token}/verify"
    assert "与签发时一致" in client.get(address).text

    document.content = document.content.replace("三十日", "三百日")
    db.session.flush()

    assert "与签发时不一致" in client.get(address).text


def test_the_page_behind_the_code_tells_nothing_of_what_it_says(client):
    document = issued(make_body("示例保密局"))

    page = client.get(f"/documents/{document.token}/verify").text

    assert document.ref in page and "示例保密局" not in page and "付清" not in page


def test_a_draft_has_no_page_for_the_public(client):
    assert client.get(f"/documents/{drafted().token}/verify").status_code == 404


def test_a_person_signs_a_batch_on_the_desk(login):
    kind = named("rectification-order")
    made = making.draft(kind, [ordered(), ordered()], by=audit.SYSTEM, at=NOW)
    client = login(office())

    assert "限期整改通知书（2 份）" in client.get("/desk/").text
    page = client.post("/desk/documents/sign/rectification-order", data={"whole": "y"})

    assert page.status_code == 302
    assert {document.state for document in made} == {S.ISSUED}


def test_a_draft_is_edited_read_and_signed_on_its_pages(login):
    document = drafted()
    page = f"/desk/documents/{document.id}"
    body = "\n".join(str(part) for part in document.paper.body)
    data = {"title": "新标题", "body": body + "\n补充一段。", "moves": document.moves}

    assert login(office()).post(f"{page}/do/edit", data=data).status_code == 302
    assert login(office()).post(f"{page}/do/review").status_code == 302
    assert login(office()).post(f"{page}/do/sign").status_code == 302

    assert (document.title, document.state) == ("新标题", S.ISSUED)
    assert document.paper.body[-1] == "补充一段。"
    assert db.session.scalar(sa.select(sa.func.count(User.id))) > 2


def test_what_was_served_is_put_away_at_once(login):
    delivery = received()
    deliveries.confirm(delivery, by=make_user(Role.OFFICER, delivery.subject), at=NOW)
    other = issued()

    page = login(office()).post("/desk/documents/archive")

    assert page.status_code == 302
    assert (delivery.document.state, other.state) == (S.ARCHIVED, S.ISSUED)


def test_the_papers_of_others_are_not_found(login):
    document = issued()

    page = login(make_user(Role.OFFICER, make_body())).get(f"/desk/documents/{document.id}")

    assert page.status_code == 404
