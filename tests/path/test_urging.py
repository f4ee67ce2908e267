"""A case that nobody dispatches, then nobody performs: everybody is told, urged and heard.

The system's clock is moved on by months; its mail server is away for an hour in between.
"""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from integrity.base import clock
from tests.live import Live, running_system
from tests.messages.servers import MailServer, running
from tests.path.conftest import Town
from tests.path.town import COURT, ROADS, code_of

AT_ONCE = "紧急的立即发送，其余的每个工作日汇总一次"
MONTHS = 100
"""Days until a case that was dispatched is overdue: three months and some."""


@dataclass
class Moved:
    """The town on a system whose clock and whose mail server are ours."""

    town: Town
    hours: Path
    port: int
    mails: list

    def later(self, days=0, hours=0):
        """Let so much time pass; everybody has to log in again."""
        written = self.hours.with_suffix(".new")
        written.write_text(str(int(self.hours.read_text()) + 24 * days + hours))
        written.replace(self.hours)  # in one step: somebody may be asking for a page
        for person in self.town.people.values():
            person.leaves()

    def today(self):
        return clock.local_day(clock.now() + timedelta(hours=int(self.hours.read_text())))

    def runs(self, *jobs):
        for job in jobs:
            self.town.live.flask("jobs", "run", job)

    def sends(self):
        """Send what waits, with a mail server that is there."""
        with running(MailServer(self.port)) as server:
            self.runs("send_messages")
            self.mails += server.mails
        return server.mails


@pytest.fixture(scope="module")
def moved(browser, new_database, redis_server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("moved")
    hours = folder / "hours"
    hours.write_text("0")
    with running(MailServer()) as server:
        port = server.port
    more = {
        "REDIS_URL": f"{redis_server}/13",
        "HOURS": str(hours),
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(port),
        "MAIL_SECURITY": "none",
        "MAIL_FROM": "system@example.invalid",
    }
    app = "tests.path.moved"
    with running_system(
        "moved", new_database("moved"), folder, "db upgrade", "rules load", app=app, **more
    ) as live:
        yield from _town(browser, live, hours, port)


def _town(browser, live: Live, hours, port):
    live.module("tests.path.town")
    town = Town(browser, live)
    yield Moved(town, hours, port, [])
    for person in town.people.values():
        person.page.context.close()


def pushed(moved):
    """A case that the court pushes today, by its own token."""
    security = moved.town["security"]
    security.opens("/desk/tokens/new")
    security.fills(
        单位=COURT, 接口权限="法院推送", 用途="执行案件系统", 联系人="执行局",
        有效期至=str(moved.today() + timedelta(days=300)),
    )  # fmt: skip
    security.presses("签发")
    token = security.page.locator(".copy code").inner_text()
    content = {
        "source": "courts",
        "external_id": "2026-88",
        "version": 1,
        "case_no": "（2026）鲁0199执88号",
        "body": code_of(ROADS),
        "cause": "建设工程施工合同纠纷",
        "creditor_kind": "enterprise",
        "owed": "120000.00",
        "received_on": str(moved.today()),
    }
    status, case = moved.town.calls(token, "courts/cases", content)
    assert status == 200
    return f"/courts/{case['ref']}"


def has_mail(moved, person):
    """The person gives an address, and reads the code that comes there."""
    with running(MailServer(moved.port)) as server:
        person.opens("/messages/addresses/email")
        person.fills(电子邮箱="roads@example.invalid", 发送什么=AT_ONCE)
        person.presses("保存")
        code = re.search(r"\d{6}", server.mails[0].get_content())[0]
    person.fills(验证码=code)
    person.presses("确认")
    person.sees("roads@example.invalid")


def is_told_once_though_the_server_is_away(moved, person):
    """The mail server is away when the case is dispatched, and comes back after an hour."""
    with pytest.raises(AssertionError, match="failed 1, away 1"):
        moved.runs("send_messages")
    moved.later(hours=1)
    first, again = list(moved.sends()), list(moved.sends())
    assert len([mail for mail in first if "案件" in mail.get_content()]) == 1
    assert again == []
    person.opens("/messages/")
    person.sees("案件")


def urges(moved, kind, **more):
    """The office chooses what is overdue, and the step that it takes; returns its page."""
    office = moved.town["office1"]
    office.opens("/desk/urging/")
    office.page.get_by_role("checkbox").first.check()
    office.presses("督办所选事项")
    office.fills(督办方式=kind, 督办要求="请立即履行生效判决，并书面报告。", **more)
    office.presses("督办")
    office.sees("文书待送达")
    return office.at


def is_issued(moved, step):
    """Another person reviews the paper and the leader signs it; its files open and verify."""
    other, leader = moved.town["office2"], moved.town["leader"]
    other.opens(step)
    other.page.locator("section[aria-labelledby=papers] a").last.click()
    other.does("核稿通过")
    leader.opens(other.at)
    leader.does("签发")
    leader.sees("已签发，待送达")
    for ending in ("pdf", "docx"):
        file = leader.downloads(f"{leader.at}/paper.{ending}")
        assert file.startswith({"pdf": b"%PDF", "docx": b"PK"}[ending])
        if ending == "docx":
            text = zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml").decode()
            assert ROADS in text
    visitor = moved.town["visitor"]
    leader.follows("核验页")
    visitor.opens(leader.at)
    visitor.sees("这份文书由本系统签发，文字与签发时一致。")
    visitor.sees_no(ROADS)


def is_received(moved):
    """The body opens what was sent to it, and says that it came."""
    roads = moved.town["roads"]
    roads.opens("/desk/letters/")
    roads.page.locator("tbody a").first.click()
    roads.does("签收")
    return roads


def letter_is_served_by_proof_and_answered(moved, case):
    """What was signed is not yet sent; what was answered is not yet paid, and the court says so."""
    office, court = moved.town["office1"], moved.town["court"]
    step = urges(moved, "督办函", 答复期限=str(moved.today() + timedelta(days=10)))
    is_issued(moved, step)
    office.opens(step)
    office.sees("文书待送达")
    roads = is_received(moved)
    office.opens(step)
    office.sees("待答复")
    roads.does("答复", 答复="已经付清。")
    roads.opens(case)
    for act in ("签收", "开始履行"):
        roads.does(act)
    roads.does(
        "报告已履行", 履行日期=str(moved.today()), 履行情况和凭证="已付 12 万元，凭证 0088。"
    )
    court.opens(case)
    court.does("退回：未履行", 理由="申请执行人没有收到款项。")
    office.opens(step)
    office.sees("已答复，待审核")
    office.does("办结督办", 理由="法院否认已经履行，转约谈。")


def talk_is_held(moved, case):
    """The one who owes is summoned by the leader's signature, comes, and promises a day."""
    office = moved.town["office1"]
    moved.later(days=15)
    step = urges(
        moved,
        "约谈",
        约谈日期=str(moved.today() + timedelta(days=3)),
        约谈时间="09:30",
        约谈地点="区政府会议室",
        约谈对象="主要负责人",
        主持人="领导小组分管负责人",
    )
    is_issued(moved, step)
    is_received(moved)
    moved.later(days=3)
    office.opens(step)
    office.does(
        "登记约谈记录",
        被约谈人="主要负责人",
        记录人="综合科",
        指出的问题="判决没有履行，报告不实。",
        单位的说明="资金没有到位。",
        提出的要求="立即筹措资金。",
        单位的承诺和完成时限="本月底付清。",
    )
    office.sees("本月底付清。", "约谈记录")


def circular_goes_round(moved, case):
    step = urges(moved, "通报")
    is_issued(moved, step)
    is_received(moved)
    moved.town["office1"].opens(step)
    moved.town["office1"].sees("待答复")


def test_from_a_case_that_nobody_dispatches_to_a_circular(moved):
    office, roads = moved.town["office1"], moved.town["roads"]
    has_mail(moved, roads)
    case = pushed(moved)

    moved.later(days=12)
    office.opens("/desk/")
    office.sees("分办", "办理环节逾期")
    office.opens(case)
    office.sees("办理环节逾期")
    office.does("分办")
    is_told_once_though_the_server_is_away(moved, roads)

    moved.later(days=MONTHS)
    moved.runs("remind", "urge_overdue")
    assert [mail["Subject"] for mail in moved.sends() if "催办" in mail.get_content()]
    letter_is_served_by_proof_and_answered(moved, case)
    talk_is_held(moved, case)
    circular_goes_round(moved, case)

    office.opens(case)
    office.sees("催办", "督办函", "约谈", "通报")
    seen = Counter((mail["To"], mail["Message-ID"]) for mail in moved.mails)
    assert set(seen.values()) == {1}
