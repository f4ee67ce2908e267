"""A supplier without an account asks for one itself: confirmed, checked by the office, made."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from arrears.enrolments import service
from arrears.enrolments.models import Enrolment, EnrolmentRefusal, EnrolmentState
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.files.attached import Attachment
from integrity.people.accounts.models import AccountState
from tests.arrears.makers import make_enrolment
from tests.factories import NOW, example_code, make_body, make_enterprise, make_user
from tests.messages.servers import MailServer
from tests.messages.test_addresses import code_in, wrong
from tests.messages.test_sending import mails  # noqa: F401  a fixture

pytestmark = pytest.mark.usefixtures("app")
S = EnrolmentState
TO = "supplier@example.com"
PASSWORD = "Kuan-xiang-Zhi-fu-7"


def said(**more: Any) -> dict[str, Any]:
    return {
        "uscc": example_code(8001, "91"),
        "name": "示例建材有限公司",
        "size": "small",
        "person": "示例联系人",
        "channel": "email",
        "address": TO,
        "contract": (io.BytesIO("示例合同".encode()), "合同.txt"),
        "true": "y",
    } | more


def only() -> Enrolment:
    return db.session.scalars(sa.select(Enrolment).order_by(Enrolment.id.desc())).first()


def test_a_supplier_gets_its_account_without_asking_anybody_it_knows(
    mails: MailServer,  # noqa: F811
    client: Any,
    login: Callable[[Any], Any],
) -> None:
    """Seen: an account came only from the administrator, by whatever way one reached them."""
    asked = client.post("/arrears/enrol", data=said())
    code, found = code_in(mails), only()
    refused = client.post(asked.location, data={"code": wrong(code)})
    hidden = login(make_user(Role.OFFICE)).get(f"/arrears/enrolments/{found.id}")
    client.post(asked.location, data={"code": code})

    office = login(make_user(Role.OFFICE))
    page = office.get(f"/arrears/enrolments/{found.id}").text
    office.post(f"/arrears/enrolments/{found.id}/do/accept", data={"checked": "示例：回拨核实"})
    client.get("/logout")
    status = client.get(f"/arrears/enrol/{found.token}")
    password = {"password": PASSWORD, "again": PASSWORD}
    chosen, again = (
        client.post(f"/arrears/enrol/{found.token}/password", data=password) for _ in range(2)
    )

    assert (refused.status_code, hidden.status_code) == (422, 404)
    assert "合同.txt" in page and TO in page
    assert found.state is S.ACCEPTED and found.user.state is AccountState.PENDING
    assert found.user.role is Role.SUPPLIER and found.user.body.uscc == found.uscc
    assert found.user.username in status.text and "no-store" in status.headers["Cache-Control"]
    assert (chosen.status_code, again.status_code) == (302, 409)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"uscc": "91370101MA3C123451"}, "统一社会信用代码不正确"),
        ({"uscc": example_code(8002)}, "单位的账号由本单位信用专员申请"),
        ({"address": "0531-1234567"}, "请填写一个完整的电子邮箱"),
        ({"attorney": "y"}, "请上传授权委托书"),
        ({"size": ""}, "请选择"),
        ({"contract": None}, "请上传合同"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    mails: MailServer,  # noqa: F811
    client: Any,
    more: dict[str, Any],
    words: str,
) -> None:
    sent = {name: value for name, value in said(**more).items() if value is not None}

    answer = client.post("/arrears/enrol", data=sent)

    assert answer.status_code == 422 and words in answer.text and "示例联系人" in answer.text
    assert only() is None and not mails.mails


def test_where_no_code_can_be_sent_the_office_is_told_to_call_back(client, login):
    sent = {
        name: value for name, value in said(address="0531-1234567").items() if name != "channel"
    }

    client.post("/arrears/enrol", data=sent)

    found = only()
    page = login(make_user(Role.OFFICE)).get(f"/arrears/enrolments/{found.id}").text
    assert found.state is S.FILED and "没有经过验证码确认" in page


def test_the_office_has_three_working_days_and_sees_who_has_an_account_already(login):
    firm = make_enterprise()
    make_user(Role.SUPPLIER, firm)
    found = make_enrolment("别的名称", firm.uscc)

    page = login(make_user(Role.OFFICE)).get(f"/arrears/enrolments/{found.id}").text

    assert (found.step_due_on - NOW.date()).days == 5  # a Friday
    assert "该企业已有账号" in page and "与申请的不同" in page


def test_a_refusal_has_a_code_and_a_paper_and_who_asked_reads_both(client):
    found = make_enrolment()

    service.refuse(
        found, EnrolmentRefusal.NO_CONTRACT, "示例：合同未盖章", by=make_user(Role.OFFICE), at=NOW
    )

    page = client.get(f"/arrears/enrol/{found.token}").text
    (paper,) = documents.of_thing("enrolment", found.id)
    assert "材料不能说明" in page and "示例：合同未盖章" in page
    assert "示例：合同未盖章" in paper.content and found.user is None


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPPLIER, Role.HEAD, Role.FINDER])
def test_nobody_else_reads_who_asked(login, role):
    found = make_enrolment()

    answer = login(make_user(role, make_body())).get(f"/arrears/enrolments/{found.id}")

    assert answer.status_code == 403


def test_two_people_of_one_enterprise_log_in_by_two_names():
    code, office = example_code(8003, "91"), make_user(Role.OFFICE)
    names = []
    for _ in range(2):
        found = make_enrolment(uscc=code)
        service.accept(found, "示例核实", by=office, at=NOW)
        names.append(found.user.username)

    assert names == [code.lower(), f"{code.lower()}-2"]


def test_who_never_confirmed_is_forgotten_with_all_files(
    mails: MailServer,  # noqa: F811
    client: Any,
) -> None:
    client.post("/arrears/enrol", data=said())

    kept = service.forget_unconfirmed(at=NOW + timedelta(days=1))
    gone = service.forget_unconfirmed(at=NOW + timedelta(days=3))

    files = sa.select(Attachment).where(Attachment.thing == "enrolment")
    assert (kept, gone) == (0, 1)
    assert only() is None and db.session.scalars(files).all() == []


def test_one_network_asks_for_only_so_many(client, monkeypatch):
    from arrears.enrolments import views

    monkeypatch.setattr(type(views.ASKED), "free_at", lambda self: NOW)

    answer = client.post("/arrears/enrol", data=said(address="0531-1234567"))

    assert answer.status_code == 429 and only() is None


def test_the_office_sees_who_waits_and_nobody_who_has_not_confirmed(login):
    make_enrolment("示例等待有限公司")

    page = login(make_user(Role.OFFICE)).get("/arrears/enrolments").text

    assert "示例等待有限公司" in page and "待审核" in page


@pytest.mark.parametrize(("kind", "becomes"), [("51", "organisation"), ("92", "household")])
def test_whoever_deals_with_no_body_shows_a_stamped_power(
    client: Any, kind: str, becomes: str
) -> None:
    """Seen: only suppliers with a contract could see what is recorded about them."""
    code = example_code(8002, kind)

    def asked(**more: Any) -> dict[str, Any]:
        given = said(uscc=code, size="unknown", address="0531-1234567", **more)
        return {name: value for name, value in given.items() if name != "contract"}

    stamped = (io.BytesIO("示例授权".encode()), "授权.txt")
    refused = client.post("/arrears/enrol", data=asked())
    client.post("/arrears/enrol", data=asked(power=stamped))
    made = only()
    service.accept(made, "示例：已核对登记证书。", by=make_user(Role.OFFICE), at=NOW)

    assert (refused.status_code, made.uscc) == (422, code)
    assert (made.user.role, made.user.body.kind) == (Role.SUPPLIER, becomes)
    assert made.user.state is AccountState.PENDING  # a second person grants it
