"""Three years without honours: named on every check, in lists, and not shortened by repair."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks.models import Check, Verdict
from integrity.credit.measures.lists import ListKind
from integrity.credit.sanctions import service as sanctions
from tests.checks.makers import ON_PAPER, ask, make_check, make_identifier
from tests.factories import NOW, example_code, make_body, make_user
from tests.importing.test_files import workbook
from tests.sanctions.makers import make_listed
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app")
BAN = "M-S-GOV-04"
LAST = date(2029, 11, 20)


def banned() -> Any:
    return make_listed(make_body(), kind=ListKind.CORRECTION, measures=(BAN,))


def codes(result: Any) -> list[str]:
    return [measure["code"] for measure in result.answer["measures"]]


def test_the_ban_is_named_with_its_last_day_and_its_basis() -> None:
    """The receipt for 评先评优 did not say that there was a ban, nor until when."""
    entry = banned()

    result = ask({"code": entry.subject.uscc})

    said = result.answer["explanations"][BAN]
    assert result.verdict is Verdict.RESTRICT and codes(result) == [BAN]
    assert "2029" in said and "济高信用办〔2019〕7号" in said


def test_repair_takes_the_body_off_the_list_and_leaves_the_ban() -> None:
    """A body that was repaired after a month could be honoured in the same year."""
    entry = banned()

    sanctions.repair(entry, "已经整改", by=make_user(Role.OFFICE), at=NOW)

    result = ask({"code": entry.subject.uscc})
    assert result.answer["entries"] == [] and codes(result) == [BAN]
    assert result.verdict is Verdict.RESTRICT
    assert result.answer["measures"][0]["until"] == LAST.isoformat()
    after = make_check({"q": {"code": entry.subject.uscc}}, at=clock.at(LAST + timedelta(1), 9))
    assert codes(after.results[0]) == []


def test_a_listing_that_was_wrong_leaves_no_ban() -> None:
    entry = banned()

    sanctions.revoke(entry, "异议成立", by=make_user(Role.OFFICE), at=NOW)

    assert ask({"code": entry.subject.uscc}).verdict is Verdict.CLEAR


def test_a_removal_tells_receivers_to_end_only_what_ends() -> None:
    entry = make_listed(make_body(), kind=ListKind.CORRECTION, measures=(BAN, "M-S-GOV-01"))

    sanctions.repair(entry, "已经整改", by=make_user(Role.OFFICE), at=NOW)

    assert [a.measure.code for a in entry.ended_measures] == ["M-S-GOV-01"]


def listed(number: int) -> str:
    return "\n".join(f"{n}\t{example_code(5000 + n, '91')}\t示例企业" for n in range(number))


def posted(client: Any, nominees: str, **more: Any) -> tuple[Any, int]:
    """The answer to a list, and how many statements it took."""
    with statements() as seen:
        said = {"matter": "年度先进", "nominees": nominees} | more
        answer = client.post("/checks/nominees", data=said)
    return answer, len(seen)


def test_two_hundred_nominees_are_checked_at_once_and_have_one_receipt(login: Any) -> None:
    """Only the interface took more than one; the office typed two hundred forms."""
    entry = banned()
    client = login(make_user(Role.OFFICER, make_body("示例表彰办")))
    _few, before = posted(client, listed(5))

    answer, number = posted(client, f"{listed(199)}\n{entry.subject.uscc} {entry.subject.name}")

    assert answer.status_code == 302 and number == before
    page = client.get(answer.location)
    assert "2029-11-20" in page.text and entry.subject.name in page.text
    receipt = client.get(f"{answer.location}/receipt.pdf")
    assert receipt.data.startswith(b"%PDF")


def test_a_person_is_checked_by_number_and_neither_name_nor_number_is_kept(login: Any) -> None:
    client = login(make_user(Role.OFFICER, make_body()))

    answer, _number = posted(client, f"王示例 {make_identifier()}", **ON_PAPER)

    made = db.session.scalars(sa.select(Check)).one()
    assert answer.status_code == 302
    assert "王示例" not in str(made.results[0].answer)
    assert make_identifier() not in str(made.results[0].answer)


def test_a_line_without_a_code_is_named_and_nothing_typed_is_lost(login: Any) -> None:
    client = login(make_user(Role.OFFICER, make_body()))

    answer, _number = posted(client, f"{listed(1)}\n王示例\n1234")

    assert answer.status_code == 422
    assert "第 2、3 行" in answer.text and "王示例" in answer.text
    assert db.session.scalars(sa.select(Check)).all() == []


def sent(client: Any, *rows: tuple[str, ...], name: str = "名单.xlsx", nominees: str = "") -> Any:
    """The answer to a list in a workbook."""
    said = {"matter": "年度先进", "nominees": nominees, "file": (io.BytesIO(workbook(*rows)), name)}
    return client.post("/checks/nominees", data=said)


HEAD = ("序号", "单位名称", "统一社会信用代码", "联系电话")


def test_a_list_in_a_workbook_is_checked_like_a_pasted_one(login: Any) -> None:
    """Seen: a list that came as a spreadsheet had to be copied into a field."""
    entry = banned()
    client = login(make_user(Role.OFFICER, make_body("示例表彰办")))
    clean = ("1", "示例企业", example_code(5000, "91"), "0531-00000000")

    title = ("年度先进拟表彰名单",)
    answer = sent(
        client, title, HEAD, clean, ("2", entry.subject.name, entry.subject.uscc or "", "")
    )

    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "2029-11-20" in page and entry.subject.name in page


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        ([HEAD, ("1", "示例企业", "123", "")], {}, "第 2 行没有正确的代码"),
        ([("1", "示例企业", example_code(5000, "91"), "")], {}, "没有找到列名"),
        ([HEAD], {"name": "名单.xlsm"}, "不含宏"),
        ([HEAD], {}, "至少要有一个查询"),
        ([HEAD], {"nominees": "示例"}, "只选一种"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused_with_its_reason(
    login: Any, rows: list[tuple[str, ...]], more: dict[str, str], said: str
) -> None:
    answer = sent(login(make_user(Role.OFFICER, make_body())), *rows, **more)

    assert answer.status_code == 422 and said in answer.text
    assert db.session.scalars(sa.select(Check)).all() == []
