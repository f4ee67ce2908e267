"""The other streams through the pages: a complaint, a court's case, an invoice, an evaluation."""

from datetime import timedelta
from pathlib import Path

from evaluations.schemes import DATA, read
from integrity.base import clock
from tests.path.people import Person
from tests.path.town import (
    COURT,
    EVALUATOR,
    GROUP,
    ROADS,
    code_of,
)

TODAY = clock.today()


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
    security.fills(
        单位=COURT, 接口权限="法院推送", 用途="执行案件系统", 联系人="执行局", 有效期至=str(TODAY)
    )
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


def test_a_debt_ends_only_when_the_court_says_so_whatever_the_body_says(people, night):
    """The court could confirm only after the body had reported, and 终本 ended the debt as 按期."""
    office, roads, court = (people[name] for name in ("office1", "roads", "court"))
    court.opens("/courts/new")
    court.fills(
        案号="（2026）鲁0199执78号",
        被执行单位=ROADS,
        案由="货款纠纷",
        申请执行人类别="企业",
        应履行金额="90000",
        立案日期=str(TODAY - timedelta(days=200)),
    )
    court.presses("提交")
    case = court.at
    office.opens(case)
    office.does("分办")
    roads.opens(case)
    roads.does("签收")
    roads.does("开始履行")
    earlier = str(TODAY - timedelta(days=190))
    roads.does("报告已和解", 和解日期=earlier, 履行情况和凭证="双方口头和解。")
    roads.sees("自报已和解，待法院确认")

    court.opens(case)
    court.does("退回：未履行", 理由="申请执行人不认可和解。")
    court.sees("履行中")
    court.does("终结本次执行", 理由="暂无可供执行的财产。")
    court.sees("终结本次执行，义务未履行")
    roads.opens(case)
    roads.sees("终结本次执行，义务未履行", "90,000.00 元")
    night(TODAY, jobs=("post_breaches",))
    court.opens(case)
    court.does("恢复执行", 理由="发现账户存款。")
    court.sees("已接收，待分办")

    office.opens(case)
    office.does("分办")
    roads.opens(case)
    roads.does("签收")
    roads.does("开始履行")
    roads.does("报告已和解", 和解日期=earlier, 履行情况和凭证="仍称已经和解。")
    court.opens(case)
    court.does(
        "确认履行或者和解", 履行或者和解的日期=str(TODAY), 结果="已履行", 说明="强制划拨 9 万元。"
    )
    court.sees("法院已确认", "已履行", "强制划拨 9 万元。")


def test_an_evaluator_scores_and_the_office_publishes(people, tmp_path):
    office, evaluator, visitor = people["office1"], people["evaluator"], people["visitor"]
    office.opens("/evaluations/agencies/new")
    office.fills(
        评价机构=EVALUATOR,
        委托合同的名称和编号="河湾区第三方评价委托合同〔2026〕1号",
        合同开始日期=str(TODAY.replace(month=1, day=1)),
        合同截止日期=str(TODAY.replace(year=TODAY.year + 1, month=12, day=31)),
    )
    office.presses("登记")
    office.opens("/evaluations/new")
    scheme = "政务诚信第三方评价指标体系（示例） 第 1 版"
    office.fills(名称="河湾区 2026 年政务诚信评价", 年度="2026", 指标体系=scheme)
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
    evaluator.opens("/evaluations/assignments/")
    evaluator.follows("导入评分表")
    evaluator.fills(表格文件=sheet)
    evaluator.presses("上传并检查")
    people.live.work()
    evaluator.waits()
    evaluator.follows("正式导入")
    evaluator.presses("正式导入")
    people.live.work()
    evaluator.waits()
    evaluator.opens(scores)
    evaluator.presses("保存并前往提交")
    evaluator.presses("提交评分")
    evaluator.sees("已提交")

    office.opens(the_round)
    office.does("结束评分")
    office.does("复核通过", 理由="已抽查。")
    office.does("征求单位意见")
    roads, second = people["roads"], people["office2"]
    roads.opens(the_round)
    roads.sees("以下评分没有公布", "公开的承诺不全。")
    roads.follows(f"提出异议 {leaves[0]}")
    roads.fills(异议的事实和理由="承诺已经在网站公开。")
    roads.presses("提出异议")
    objection = roads.at
    second.opens(the_round)
    second.does("通报结果")
    assert second.status == 422
    office.opens(objection)
    office.does("异议成立，更改评分", 更改后的得分="80", 答复和理由="承诺已经公开，漏查。")
    roads.opens(the_round)
    roads.does("确认没有异议")
    second.opens(the_round)
    second.does("通报结果")
    visitor.opens(the_round)
    assert visitor.status == 404
    papers = {
        "委托合同": office,
        "评价方案": evaluator,
        "专家评审纪要": evaluator,
        "验收意见": office,
    }
    for kind, who in papers.items():
        files_paper(who, the_round, kind, tmp_path)
    office.opens(the_round)
    office.does("提请向社会公布", 领导小组的决定="河湾信用〔2026〕3号", 公布的理由="公开接受监督。")
    second.opens(the_round)
    second.does("批准向社会公布")
    visitor.opens(the_round)
    visitor.follows(ROADS)
    visitor.sees("公开的承诺不全。", EVALUATOR, "承诺已经公开，漏查。")
    assert GROUP not in visitor.page.inner_text("main")


def files_paper(who: Person, the_round: str, kind: str, folder: Path) -> None:
    """Whose it is files a paper of the commission."""
    scan = folder / "示例材料.txt"
    scan.write_text("示例材料", encoding="utf-8")
    who.opens(f"{the_round}/papers/new")
    who.fills(材料=kind, 材料日期=str(TODAY), 内容摘要="示例摘要", 材料文件=scan)
    who.presses("提交")
    who.sees("示例摘要", "示例材料.txt")


def leaves_of_the_standard() -> list[str]:
    """The codes of the indicators that are scored."""
    rows = [row for row in read(DATA / "indicators.csv") if row["scheme"] == "GOV-2026"]
    parents = {row["parent_code"] for row in rows}
    return [row["code"] for row in rows if row["code"] not in parents]
