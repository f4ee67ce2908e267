"""The whole path through the pages: from a signed promise to a published consequence and back.

The tests are one story and run in this order. Pages act today; the nightly jobs are run for later
days, so that days can pass.
"""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from integrity.base import clock
from tests.path.people import Person
from tests.path.town import (
    PASSWORD,
    PERMITS,
    WATER,
    code_of,
)

TODAY = clock.today()
DUE = TODAY - timedelta(days=30)
AFTER_THE_ORDER = TODAY + timedelta(days=60)
AFTER_THE_OBJECTIONS = AFTER_THE_ORDER + timedelta(days=40)
NOTICE = "拟记入信用记录告知书"
PROMISE = "河湾区污水管网新建 30 公里"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A piece of evidence."""
    file = tmp_path / "验收记录.txt"
    file.write_text("管网工程已完工 30 公里，验收合格。", encoding="utf-8")
    return file


def test_an_account_is_made_by_one_power_and_granted_by_another(people):
    system, security = people["system"], people["security"]
    system.opens("/desk/accounts/new")
    system.fills(用户名="officer", 姓名="许专员", 角色="信用专员", 所属单位=WATER)
    system.presses("创建账号")
    first_password = system.page.locator(".copy code").inner_text()
    officer = people["visitor"]
    officer.opens("/login")
    officer.fills(用户名="officer", 密码=first_password)
    officer.presses("登录")
    assert officer.status == 401

    system.opens("/desk/accounts/grants")
    assert system.status == 403
    security.opens("/desk/")
    security.sees("许专员（officer）")
    security.follows("审核授权")
    security.presses("授权")
    security.sees("已授权 许专员")

    officer = people.people["officer"] = Person(people.browser, people.live.url)
    officer.username = "officer"
    officer.enters(first_password)
    officer.opens("/desk/")
    officer.sees("请先修改密码")
    officer.fills(现在的密码=first_password, 新密码=PASSWORD, 再输入一次新密码=PASSWORD)
    officer.presses("修改密码")
    officer.opens("/desk/")
    officer.sees("许专员")


def test_a_promise_is_drafted_signed_with_a_fresh_password_and_published(people):
    officer, head, office = people["officer"], people["head"], people["office1"]
    officer.opens("/commitments/new")
    officer.fills(
        承诺事项=PROMISE,
        目标="30 公里",
        类别="服务",
        完成期限=str(DUE),
        承诺来源="《河湾区政府工作报告》",
        承诺书正文="我局承诺新建污水管网 30 公里，接受监督。",
    )
    officer.presses("保存草稿")
    officer.does("提交签署")
    officer.sees("待签署")
    people.places["promise"] = officer.at
    people["visitor"].opens(officer.at)
    assert people["visitor"].status == 404

    head.opens(officer.at)
    head.does("签署承诺", 您的登录密码="not the password 1")
    assert head.status == 422
    head.fills(您的登录密码=PASSWORD)
    head.presses("签署承诺")
    head.sees("已签署，待公开")
    office.opens(officer.at)
    office.sees("还不能公开", "缺少合法性审查")
    review(office, "合法性审查")
    review(office, "保密和隐私审查")
    office.does("向社会公开", 说明="已核对。")

    office.sees("已公开，履行中", "冯局长", "签名核验通过")


def review(person, what):
    """A step that must be shown before publication."""
    said = {"审查机构或者审查人": "河湾区司法局", "办理日期": str(TODAY), "意见": "未发现问题。"}
    person.does("登记公开前审查", 程序=what, 结论="通过", **said)


def test_anybody_reads_the_promise_and_checks_what_was_signed(people):
    visitor = people["visitor"]
    visitor.opens("/commitments/")
    visitor.fills(关键词=PROMISE)
    visitor.presses("筛选")
    visitor.follows(PROMISE)

    visitor.sees(PROMISE, WATER, "冯局长", "逾期")
    assert visitor.at == people.places["promise"]
    signed = visitor.downloads(f"{visitor.at}/signed.txt")
    assert "我局承诺新建污水管网 30 公里，接受监督。" in signed.decode()
    visitor.page.locator("summary", has_text="校验信息").click()
    visitor.sees(sha256(signed).hexdigest())


def test_reported_is_not_kept_and_the_office_finds_that_it_is_not(people, report):
    officer, office, visitor = people["officer"], people["office1"], people["visitor"]
    officer.opens(people.places["promise"])
    officer.does(
        "报告完成",
        完成日期=str(TODAY),
        实际完成值="12 公里",
        完成情况="已完成大部分。",
        证据文件=report,
    )
    visitor.opens(officer.at)
    visitor.sees("自报完成，待核验")
    visitor.sees_no("验收记录.txt")

    office.opens(officer.at)
    office.sees("验收记录.txt")
    office.does("核验", 核验结果="未达到承诺标准", 佐证来源="现场核查", 理由="只建成 12 公里。")

    visitor.opens(officer.at)
    visitor.sees("未兑现", "只建成 12 公里。")


def is_served(people, paper: str) -> None:
    """A leader signs all papers of a kind at once, and the body receives the newest."""
    office, officer = people["office2"], people["officer"]
    office.opens("/desk/documents/sign/")
    office.follows(paper)
    office.fills(**{"这一种文书的全部待签发件，包括没有列出的": "是"})
    office.presses("签发选中的文书")
    receives(officer, paper)


def receives(officer: Person, paper: str) -> None:
    officer.opens("/desk/letters/")
    officer.follows(paper)
    officer.does("签收")
    officer.sees("已送达")


def test_the_night_proposes_a_record_and_the_objection_is_decided(people, night):
    night(TODAY)
    is_served(people, NOTICE)
    officer, office, visitor = people["officer"], people["office1"], people["visitor"]
    officer.opens("/desk/")
    officer.follows(f"公开承诺经核验未兑现：{PROMISE}")
    record = people.places["record"] = officer.at
    visitor.opens(record)
    assert visitor.status == 404

    officer.does("提出异议", 异议事实和理由="其余 18 公里已通水，只是没有验收。")
    officer.sees("异议处理中")
    office.opens("/objections/")
    office.follows("公开承诺经核验未兑现")
    office.does("受理")
    office.does("异议不成立", 理由="未验收的不计入完成量。")
    office.sees("异议不成立", "未验收的不计入完成量。")

    visitor.opens(record)
    visitor.sees("已确认", WATER)


def test_an_order_that_is_missed_ends_in_a_nomination(people, night, later):
    officer, office = people["officer"], people["office1"]
    office.opens(people.places["record"])
    office.follows("责令限期整改")
    office.fills(整改要求="年底前建成其余 18 公里。")
    office.presses("责令整改")
    receives(officer, "限期整改通知书")
    officer.opens(office.at)
    officer.does("答复整改方案", 整改方案="分两段施工。")

    night(AFTER_THE_ORDER)
    is_served(people, NOTICE)
    officer.opens(office.at)
    later(AFTER_THE_OBJECTIONS)
    night(AFTER_THE_OBJECTIONS)

    officer.opens(officer.at)
    officer.sees("逾期未整改到位", "整改不到位")
    office.opens("/desk/")
    office.sees("失信政府机构督促整改清单", f"未按期整改：整改：公开承诺经核验未兑现：{PROMISE}")
    office.opens("/sanctions/")
    office.follows(WATER)
    people.places["entry"] = office.at


def test_the_body_is_told_heard_and_two_different_people_decide(people):
    officer, office, second = people["officer"], people["office1"], people["office2"]
    entry = people.places["entry"]
    people.live.flask("receiver", code_of(PERMITS))
    office.opens(entry)
    office.does("告知当事人")
    office.does("陈述申辩程序终结", 理由="太早了。")
    assert office.status == 422
    officer.opens(entry)
    officer.does("陈述申辩", 陈述申辩="其余工程已开工，请从轻处理。", 陈述申辩已经完毕=True)
    office.opens(entry)
    office.does("陈述申辩程序终结", 理由="已听取。")
    office.does("第一人认定", 认定理由="限期内未整改到位。", 采取的措施="M-S-GOV-01")

    office.does("第二人复核并列入", 认定理由="同意。")
    assert office.status == 422
    office.sees("第一认定人不能同时作为第二认定人")
    people["visitor"].opens(entry)
    assert people["visitor"].status == 404

    second.opens(entry)
    second.does("第二人复核并列入", 认定理由="复核无误。")
    second.sees("已列入", "周一", "吴二", "已开工，请从轻处理")


def test_the_public_list_shows_it_and_not_what_the_body_said(people):
    visitor = people["visitor"]
    visitor.opens("/lists/correction/")
    visitor.follows(WATER)

    visitor.sees("周一", "吴二")
    visitor.sees_no("请从轻处理", "限期内未整改到位")
    visitor.follows("信用档案")
    visitor.sees(f"未按期整改：整改：公开承诺经核验未兑现：{PROMISE}", "失信政府机构督促整改清单")


def test_a_receiving_body_says_what_it_did(people, night):
    night(TODAY, jobs=("deliver_pushes",))
    permits = people["permits"]
    permits.opens("/desk/")
    permits.follows(f"{WATER} · 失信政府机构督促整改清单")
    permits.fills(办理结果="未执行")
    permits.presses("反馈")
    assert permits.status == 422
    permits.fills(办理结果="已执行", 说明="评优评先中已限制。")
    permits.presses("反馈")

    people["office1"].opens(people.places["entry"])
    people["office1"].sees("已反馈")


def test_a_check_finds_it_at_the_counter_and_through_the_interface(people):
    clerk, code = people["clerk"], code_of(WATER)
    clerk.opens("/checks/new")
    clerk.fills(代码=code, 查询用途="评优评先", 其他办理事项="年度先进单位评选")
    clerk.presses("核查")
    clerk.sees("审慎办理", "回执编号", "失信政府机构督促整改清单")

    token = people.live.flask("token", "create", "--body", code_of(PERMITS), "--scope", "checks")
    asked = {"matter": "评选", "purpose": "评优评先", "queries": {"1": {"code": code}}}
    status, answer = people.calls(token.strip(), "checks", asked)

    assert status == 200
    assert answer["results"]["1"]["verdict"] == "caution"
    assert answer["results"]["1"]["entries"][0]["list"] == "correction"
    assert people.calls("ig_wrong", "checks", asked)[0] == 401


def test_removal_is_done_when_every_receiver_has_confirmed(people):
    office, permits, visitor = people["office1"], people["permits"], people["visitor"]
    office.opens(people.places["entry"])
    paper = {"移出原因": "据以认定的文书被撤销", "文书名称和文号": "上级机关决定（示例）"}
    office.does("提出移出名单", 理由="上级机关撤销原认定。", **paper)
    second = people["office3"]
    second.opens(people.places["entry"])
    second.does("复核并移出名单", 理由="同意。")
    visitor.opens(people.places["entry"])
    visitor.sees("已移出", "已清除 0/1")
    visitor.sees_no("周一")

    permits.opens("/desk/")
    permits.follows("反馈")
    kept = ("业务系统", "缓存、备份和导出的文件", "纸质材料和公示栏")
    permits.fills(**dict.fromkeys((*kept, "已转送的下级单位和其他系统"), "已删除"))
    permits.presses("反馈")

    visitor.opens(people.places["entry"])
    visitor.sees("已清除 1/1")
    visitor.opens("/lists/correction/")
    visitor.sees_no(WATER)
