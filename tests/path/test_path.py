"""The whole path through the pages: from a signed promise to a published consequence and back.

The first tests are one story and run in this order; those after it stand alone. Pages act today;
the nightly jobs are run for later days, so that days can pass.
"""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from evaluations.schemes import DATA, read
from integrity import clock
from tests.path.people import Person
from tests.path.town import (
    COURT,
    EVALUATOR,
    GROUP,
    PASSWORD,
    PERMITS,
    ROADS,
    SUPPLIER,
    WATER,
    code_of,
)

TODAY = clock.today()
DUE = TODAY - timedelta(days=30)
AFTER_THE_ORDER = TODAY + timedelta(days=60)
AFTER_THE_OBJECTIONS = AFTER_THE_ORDER + timedelta(days=40)
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
    office.does("核验", 核验结果="未达到承诺标准", 第二来源="现场核查", 理由="只建成 12 公里。")

    visitor.opens(officer.at)
    visitor.sees("未兑现", "只建成 12 公里。")


def test_the_night_proposes_a_record_and_the_objection_is_decided(people, night):
    night(TODAY)
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


def test_an_order_that_is_missed_ends_in_a_nomination(people, night):
    officer, office = people["officer"], people["office1"]
    office.opens(people.places["record"])
    office.follows("责令限期整改")
    office.fills(整改要求="年底前建成其余 18 公里。")
    office.presses("责令整改")
    officer.opens(office.at)
    officer.does("答复整改方案", 整改方案="分两段施工。")

    night(AFTER_THE_ORDER, AFTER_THE_OBJECTIONS)

    officer.opens(officer.at)
    officer.sees("逾期未整改到位", "整改不到位")
    office.opens("/desk/")
    office.sees("严重失信主体名单", f"未按期整改：整改：公开承诺经核验未兑现：{PROMISE}")
    office.opens("/sanctions/")
    office.follows(WATER)
    people.places["entry"] = office.at


def test_the_body_is_told_heard_and_two_different_people_decide(people):
    officer, office, second = people["officer"], people["office1"], people["office2"]
    entry = people.places["entry"]
    people.live.flask("receiver", code_of(PERMITS))
    office.opens(entry)
    office.does("告知当事主体")
    office.does("结束听取意见", 理由="太早了。")
    assert office.status == 422
    officer.opens(entry)
    officer.does("陈述申辩", 陈述申辩="其余工程已开工，请从轻处理。")
    office.opens(entry)
    office.does("结束听取意见", 理由="已听取。")
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
    visitor.opens("/lists/serious/")
    visitor.follows(WATER)

    visitor.sees("限期内未整改到位", "周一", "吴二")
    visitor.sees_no("请从轻处理")
    visitor.follows("信用档案")
    visitor.sees(f"未按期整改：整改：公开承诺经核验未兑现：{PROMISE}", "严重失信主体名单")


def test_a_receiving_body_says_what_it_did(people, night):
    night(TODAY, jobs=("deliver_pushes",))
    permits = people["permits"]
    permits.opens("/desk/")
    permits.sees(WATER)
    permits.follows("反馈")
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
    clerk.fills(代码=code, 查询用途="评优评先", 办理事项="年度先进单位评选")
    clerk.presses("核查")
    clerk.sees("依法限制", "回执编号", "严重失信主体名单")

    token = people.live.flask("token", "create", "--body", code_of(PERMITS), "--scope", "checks")
    asked = {"matter": "评选", "purpose": "评优评先", "queries": {"1": {"code": code}}}
    status, answer = people.calls(token.strip(), "checks", asked)

    assert status == 200
    assert answer["results"]["1"]["verdict"] == "restrict"
    assert answer["results"]["1"]["entries"][0]["list"] == "serious"
    assert people.calls("ig_wrong", "checks", asked)[0] == 401


def test_removal_is_done_when_every_receiver_has_confirmed(people):
    office, permits, visitor = people["office1"], people["permits"], people["visitor"]
    office.opens(people.places["entry"])
    office.does("移出名单", 移出原因="认定被撤销", 理由="上级机关撤销原认定。")
    visitor.opens(people.places["entry"])
    visitor.sees("已移出", "已清除 0/1")
    visitor.sees_no("周一")

    permits.opens("/desk/")
    permits.follows("反馈")
    permits.fills(办理结果="已停止")
    permits.presses("反馈")

    visitor.opens(people.places["entry"])
    visitor.sees("已清除 1/1")
    visitor.opens("/lists/serious/")
    visitor.sees_no(WATER)


def test_a_complaint_without_an_account_is_answered_and_confirmed(people):
    visitor, office, roads = people["visitor"], people["office1"], people["roads"]
    visitor.opens("/complaints/new")
    visitor.fills(
        类型="投诉",
        反映哪个单位=ROADS,
        反映的内容="公交站牌承诺六月更换，至今没有更换。",
        联系方式="13800000000",
    )
    visitor.presses("提交并取得回执")
    assert visitor.status == 201
    number, secret = visitor.reads("受理编号"), visitor.page.locator(".copy code").inner_text()
    roads.opens(f"/complaints/{number}")
    assert roads.status == 404

    office.opens(f"/complaints/{number}")
    office.sees_no("13800000000")
    office.does("受理")
    roads.opens(f"/complaints/{number}")
    roads.sees_no("13800000000")
    roads.does("答复", 办理结果="已解决", 答复="站牌已于昨日更换。")

    visitor.opens("/complaints/track")
    visitor.fills(受理编号=number, 查询密码="0000 0000 0000 0000")
    visitor.presses("查询")
    assert visitor.status == 422
    visitor.fills(受理编号=number, 查询密码=secret)
    visitor.presses("查询")
    visitor.sees("站牌已于昨日更换。")
    visitor.fills(您认可这个答复吗="认可")
    visitor.presses("提交意见")
    visitor.sees("已记录您的意见")


def test_a_complaint_needs_no_scripts(people):
    visitor = Person(people.browser, people.live.url, java_script_enabled=False)
    visitor.opens("/complaints/new")
    visitor.fills(类型="举报", 反映哪个单位=ROADS, 反映的内容="太短")
    visitor.presses("提交并取得回执")
    assert visitor.status == 422
    visitor.sees("有内容需要改正", "请写 10 到 5000 个字")

    visitor.fills(反映的内容="公交站牌承诺六月更换，至今没有更换。")
    visitor.presses("提交并取得回执")

    visitor.sees("已收到，请保存回执")
    visitor.page.context.close()


def test_a_court_pushes_a_case_and_only_it_confirms_performance(people):
    security, office, roads, court = (
        people[name] for name in ("security", "office1", "roads", "court")
    )
    security.opens("/desk/tokens/new")
    security.fills(单位=COURT, 接口权限="法院推送", 用途="执行案件系统")
    security.presses("签发")
    token = security.page.locator(".copy code").inner_text()
    pushed = {
        "source": "courts",
        "external_id": "2026-77",
        "version": 1,
        "case_no": "（2026）鲁0199执77号",
        "body": code_of(ROADS),
        "cause": "建设工程施工合同纠纷",
        "creditor_kind": "enterprise",
        "owed": "120000.00",
        "received_on": str(TODAY),
    }
    status, case = people.calls(token, "courts/cases", pushed)
    assert (status, case["state"]) == (200, "received")
    assert people.calls(token, "checks", {})[0] == 403

    office.opens(f"/courts/{case['ref']}")
    office.does("分办")
    roads.opens(office.at)
    roads.does("签收")
    roads.does("开始履行")
    roads.does("报告已履行", 履行日期=str(TODAY), 履行情况和凭证="已付 12 万元，凭证 0077。")
    roads.sees("自报已履行")
    roads.opens(f"{roads.at}/do/confirm")
    assert roads.status == 403

    court.opens(office.at)
    court.does("确认履行或者和解", 履行或者和解的日期=str(TODAY))
    office.opens(office.at)
    office.sees("法院已确认")


def test_a_supplier_registers_what_it_is_owed_and_is_paid(people):
    supplier, office, roads = people["supplier"], people["office1"], people["roads"]
    supplier.opens("/arrears/new")
    supplier.fills(
        付款单位=ROADS,
        类别="工程",
        合同编号="HW-2026-008",
        合同名称="排水管更换",
        交付日期=str(TODAY - timedelta(days=100)),
        应付未付金额="20万元",
    )
    supplier.presses("计算应付日期和利息")
    supplier.sees("已逾期", "日利率 0.05%")
    supplier.presses("确认登记")
    supplier.sees("200,000.00 元", SUPPLIER)

    office.opens(supplier.at)
    office.does("受理")
    office.does("转交付款单位")
    roads.opens(supplier.at)
    roads.does("核实金额", 有争议的金额="0")
    roads.does("记录付款", 付款日期=str(TODAY), 付款金额="200000", 付款凭证号="示 0008")

    supplier.opens(supplier.at)
    supplier.sees("已付清")


def test_an_evaluator_scores_and_the_office_publishes(people, tmp_path):
    office, evaluator, visitor = people["office1"], people["evaluator"], people["visitor"]
    office.opens("/evaluations/new")
    office.fills(名称="河湾区 2026 年政务诚信评价", 年度="2026")
    office.presses("新建")
    the_round = office.at
    office.follows("分配单位")
    office.fills(评价机构=EVALUATOR, 被评价单位=ROADS)
    office.presses("分配")
    office.does("开始评分")
    visitor.opens(the_round)
    assert visitor.status == 404

    evaluator.opens("/evaluations/assignments/")
    evaluator.follows(ROADS)
    evaluator.presses("作出独立性声明")
    scores = evaluator.at
    leaves = leaves_of_the_standard()
    evaluator.page.fill(f"[name='points-{leaves[0]}']", "55")
    evaluator.page.fill(f"[name='words-{leaves[0]}']", "公开的承诺不全。")
    evaluator.presses("保存")
    sheet = tmp_path / "scores.csv"
    rows = [f"{the_round.split('/')[-1]},{ROADS},{leaf},92,查阅资料,\n" for leaf in leaves[1:]]
    sheet.write_text("round,body,indicator,points,words,link\n" + "".join(rows), encoding="utf-8")
    evaluator.opens("/evaluations/assignments/import")
    evaluator.fills(评分表=sheet)
    evaluator.presses("导入")
    evaluator.opens(scores)
    evaluator.presses("保存并前往提交")
    evaluator.presses("提交评分")
    evaluator.sees("已提交")

    office.opens(the_round)
    office.does("结束评分")
    office.does("复核通过", 理由="已抽查。")
    office.does("公布结果")
    visitor.opens(the_round)
    visitor.follows(ROADS)
    visitor.sees("公开的承诺不全。", EVALUATOR)
    assert GROUP not in visitor.page.inner_text("main")


def leaves_of_the_standard() -> list[str]:
    """The codes of the indicators that are scored."""
    rows = read(DATA / "indicators.csv")
    parents = {row["parent_code"] for row in rows}
    return [row["code"] for row in rows if row["code"] not in parents]
