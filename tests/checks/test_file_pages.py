"""An officer sends a file of codes by page, sees how far it is without a script, has the result."""

import csv
import hashlib
import io
import re
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base import progress
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks.file_checks import reading, running, service
from integrity.credit.checks.file_checks.models import CheckFile
from tests.factories import NOW, example_code, make_body, make_enterprise, make_user
from tests.importing.test_files import workbook
from tests.sanctions.makers import MEASURE, make_listed

FORM = {"purpose": "行政许可审批", "matter": "示例许可"}


@pytest.fixture
def clerk(login: Any) -> Any:
    return login(make_user(Role.CLERK, make_body("示例审批局")))


def send(client: Any, content: str | bytes, name: str = "codes.csv") -> Any:
    sent = content.encode() if isinstance(content, str) else content
    return client.post("/checks/files/new", data=FORM | {"file": (io.BytesIO(sent), name)})


def sent(client: Any, *codes: str) -> CheckFile:
    answer = send(client, "\n".join(["代码", *codes]))
    assert answer.status_code == 302, answer.text
    made = service.by_ref(answer.location.rpartition("/")[2])
    assert made
    return made


def answer(made: CheckFile) -> None:
    running.work(made.id, at=NOW)
    db.session.commit()


def test_a_file_has_its_receipt_at_once_and_its_result_when_a_worker_was_at_it(clerk: Any) -> None:
    listed = make_listed(make_body(), measures=(MEASURE,)).subject
    made = sent(clerk, listed.uscc, example_code(77))
    before = clerk.get(f"/checks/files/{made.ref}").text
    early = clerk.get(f"/checks/files/{made.ref}/results.csv")
    answer(made)

    page = clerk.get(f"/checks/files/{made.ref}").text
    result = clerk.get(f"/checks/files/{made.ref}/results.csv")

    assert "等待答复" in before and made.ref in before and early.status_code == 404
    assert "已答复" in page and "存在依法应当限制的情形" in page
    rows = csv.DictReader(io.StringIO(result.get_data().decode("utf-8-sig")))
    assert [row["结论"] for row in rows] == ["restrict", "unidentified"]
    assert hashlib.sha256(result.get_data()).hexdigest() in page
    assert (made.purpose, made.matter, made.codes) == (*FORM.values(), 2)


def test_how_far_it_is_stands_on_the_page_and_is_said_to_screen_readers(
    clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, told = sent(clerk, example_code(1)), []
    monkeypatch.setattr(progress, "read", lambda job, number: (40, 100))
    page = clerk.get(f"/checks/files/{made.ref}").text
    status = clerk.get(f"/checks/files/{made.ref}/status").json
    monkeypatch.setattr(progress, "note", lambda job, number, done, total: told.append(done))
    answer(made)

    over = clerk.get(f"/checks/files/{made.ref}/status").json

    assert "已办理约 40%" in page and f'href="/checks/files/{made.ref}"' in page
    assert re.search(r'<p class="vh" role="status" data-progress-said', page)
    assert status == {"over": False, "done": 40, "total": 100, "words": "已办理约 40%"}
    assert over["over"] and told == sorted(told) and told[-1] < 100


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("名称\n示例公司", "codes.csv", "代码"),
        ("代码\n", "codes.csv", "文件中没有代码"),
        (b"PK\x03\x04broken", "codes.xlsx", "XLSX"),
        ("代码\n1", "codes.pdf", "只能导入"),
        ("", "codes.csv", "文件为空"),
    ],
)
def test_what_is_no_file_of_codes_is_refused_with_what_was_typed(
    clerk: Any, content: str | bytes, name: str, said: str
) -> None:
    refused = send(clerk, content, name)

    assert refused.status_code == 422
    assert said in refused.text and FORM["matter"] in refused.text
    assert db.session.scalars(sa.select(CheckFile)).all() == []


def test_a_workbook_with_names_beside_the_codes_is_taken(clerk: Any) -> None:
    firm = make_enterprise("示例干净有限公司")
    rows = (("企业名单",), ("企业名称", "统一社会信用代码"), (firm.name, firm.uscc))

    assert send(clerk, workbook(*rows), "codes.xlsx").status_code == 302
    assert db.session.scalars(sa.select(CheckFile)).one().codes == 1


def test_it_may_be_larger_than_other_files_and_has_a_limit_of_its_own(
    clerk: Any, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "UPLOAD_LIMIT", 1000)
    monkeypatch.setitem(app.config, "IMPORT_LIMIT", 1000)
    content = "\n".join(["代码", *map(example_code, range(100))])

    taken = send(clerk, content)
    monkeypatch.setattr(reading, "MOST", 99)
    refused = send(clerk, content)

    assert taken.status_code == 302
    assert refused.status_code == 413 and "最多 99 个代码" in refused.text


def test_a_body_sees_its_own_files_only_and_the_office_all(clerk: Any, login: Any) -> None:
    made = sent(clerk, example_code(1))
    own = clerk.get("/checks/files/").text
    foreign = login(make_user(Role.CLERK, make_body("示例住房局")))
    addresses = [f"/checks/files/{made.ref}{rest}" for rest in ("", "/status", "/results.csv")]
    answers = [foreign.get(address).status_code for address in addresses]
    listing = foreign.get("/checks/files/").text

    office = login(make_user(Role.OFFICE))

    assert made.ref in own and made.ref not in listing
    assert answers == [404, 404, 404]
    assert made.ref in office.get("/checks/files/?state=waiting").text
    assert made.ref not in office.get("/checks/files/?state=answered").text
    assert office.post("/checks/files/new", data=FORM).status_code == 403
