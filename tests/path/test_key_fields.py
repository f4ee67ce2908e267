"""Key fields as subjects: what others measured and concluded beats what the body says of itself."""

from datetime import timedelta

from integrity.base import clock
from tests.path.town import INDUSTRY, ROADS, SUPPLIER

TODAY = clock.today()
MONTH = TODAY.replace(day=1) - timedelta(days=1)
"""The last day of the last month."""


def is_set(people, kind, title, indicator, unit, limit):
    """The office registers who measures, and what a body must reach; returns its page."""
    office = people["office1"]
    office.opens(f"/desk/competence/{kind}")
    office.fills(认定单位=INDUSTRY)
    office.presses("保存")
    office.opens("/targets/new")
    office.fills(
        目标=title,
        类型={"environment": "环境质量目标", "debt": "政府债务控制目标"}[kind],
        责任单位=ROADS,
        指标=indicator,
        要求="不高于",
        目标值=limit,
        计量单位=unit,
        依据文件="示例公开文件〔2026〕1号",
        完成期限=str(TODAY + timedelta(days=60)),
    )
    office.presses("登记")
    office.sees(f"由{INDUSTRY}监测")
    return office.at


def measures(person, target, value, **more):
    person.opens(target)
    person.follows("登记监测值")
    person.fills(月份=str(MONTH), 监测值=value, 公布的名称="示例月报", 公布日期=str(TODAY), **more)
    person.presses("登记")


def test_what_was_measured_beats_what_the_body_reports(people):
    roads, finder, visitor = people["roads"], people["finder"], people["visitor"]
    target = is_set(people, "environment", "示例扬尘控制目标", "降尘量", "吨", "7")

    roads.opens(target)
    roads.does("自报达到", 理由="示例：道路已全部清扫。")
    roads.sees("单位自报达到，待监测部门核实")
    roads.sees_no("登记监测值", "登记督导检查")
    measures(finder, target, "9.5")

    roads.opens(target)
    roads.sees("进行中", "没有达到目标", "9.5")
    roads.does("自报达到", 理由="示例：再次自报。")
    assert roads.status == 422
    roads.sees("监测值为 9.5吨，没有达到目标")
    assert roads.page.locator("textarea").input_value() == "示例：再次自报。"
    roads.opens(target)
    roads.does("对监测值提出异议", 理由="示例：监测点旁有工地。")
    finder.opens(target)
    finder.does("复核维持", 理由="示例：两个点位的数据一致。")
    finder.follows("登记督导检查")
    finder.fills(
        检查日期=str(TODAY),
        检查人员="科长、科员",
        检查结果="发现问题",
        检查情况="裸土没有覆盖。",
    )
    finder.presses("登记")

    visitor.opens(target)
    visitor.sees("9.5", "示例：监测点旁有工地。", "示例：两个点位的数据一致。", "复核维持")
    visitor.sees_no("裸土没有覆盖。")
    roads.opens(target)
    roads.sees("裸土没有覆盖。")
    visitor.opens("/key-fields/environment")
    visitor.sees("示例扬尘控制目标", ROADS)


def test_what_the_department_concluded_of_debt_beats_the_body(people):
    roads, finder, office = people["roads"], people["finder"], people["office1"]
    target = is_set(people, "debt", "示例债务率控制目标", "债务率", "%", "100")

    measures(finder, target, "96", 财政部门公布的风险等级="黄色（较低风险）")
    roads.opens(target)
    roads.sees("预警：最近一期监测值接近上限。", "黄色（较低风险）")
    roads.does("对监测值提出异议", 理由="示例：口径有误。")
    finder.opens(target)
    finder.does("更正监测值", 更正后的监测值="104", 理由="示例：漏计一笔，更正后更高。")

    roads.opens(target)
    roads.does("自报达到", 理由="示例：已压降。")
    assert roads.status == 422
    office.opens(target)
    office.follows("标明重点领域")
    office.fills(重点领域="地方政府债务", 失信危害="损害市场公平交易", 依据="示例公开文件")
    office.presses("标明")
    office.sees("损害市场公平交易")
    office.opens("/desk/fields/?key_field=debt&harm=market")
    office.sees(ROADS, "损害市场公平交易")
    office.page.locator("tbody td a").first.click()
    office.sees("示例债务率控制目标")


def registers(roads, office, name, kind, **node):
    """A body's contract with what it owes under it, checked by the office; returns its page."""
    roads.opens("/contracts/register/new")
    roads.fills(
        相对方=SUPPLIER,
        合同名称=name,
        合同类别=kind,
        签订日期=str(TODAY - timedelta(days=300)),
        合法性审查="合法性审查通过",
        合法性审查意见文号="示审〔2026〕1号",
        合法性审查日期=str(TODAY - timedelta(days=301)),
        合法性审查单位="示例司法局",
        公平竞争审查="公平竞争审查通过",
        公平竞争审查文号="示竞〔2026〕1号",
        公平竞争审查日期=str(TODAY - timedelta(days=301)),
        公平竞争审查单位="示例市场监管局",
    )
    roads.presses("登记")
    contract = roads.at
    roads.follows("登记履约节点")
    roads.fills(由谁履行="政府方", 合同约定的日期=str(TODAY - timedelta(days=10)), **node)
    roads.presses("登记节点")
    office.opens(contract)
    office.does("核对无误，开始提醒")
    return contract


def test_a_promise_to_an_investor_is_kept_when_the_investor_says_so(people):
    roads, office, firm = people["roads"], people["office1"], people["supplier"]
    contract = registers(
        roads,
        office,
        "示例投资协议",
        "招商引资",
        节点类别="兑现政策、优惠承诺",
        要做什么="建成厂区道路",
    )
    people["visitor"].opens(contract)
    assert people["visitor"].status in (403, 404) or people["visitor"].at.startswith("/login")

    roads.opens(contract)
    roads.follows("兑现政策、优惠承诺 · 建成厂区道路")
    promise = roads.at
    roads.does("报告已履行", 完成日期=str(TODAY), 履行情况="道路已经通车。")
    roads.sees("单位自报已履行，待对方确认")
    roads.sees_no("确认已履行")
    firm.opens(promise)
    firm.does("没有履行", 理由="只铺了一半，货车不能进厂。")
    roads.opens(promise)
    roads.sees("待履行", "逾期 10 天", "只铺了一半，货车不能进厂。")

    roads.does("报告已履行", 完成日期=str(TODAY), 履行情况="另一半也已铺好。")
    firm.opens(promise)
    firm.does("确认已履行", 完成日期=str(TODAY))
    firm.sees("已履行", "逾期 10 天后完成")


def test_what_a_ppp_project_breaks_falls_to_who_held_the_stage(people):
    roads, office, firm = people["roads"], people["office1"], people["supplier"]
    contract = registers(
        roads,
        office,
        "示例停车场项目",
        "PPP（政府和社会资本合作）",
        节点类别="交付",
        要做什么="交付净地",
    )
    change = TODAY - timedelta(days=5)
    terms = {
        "局长（第1任）": {"结束日期": str(change)},
        "局长（第2任）": {"开始日期": str(change + timedelta(days=1))},
    }
    for post, term in terms.items():
        roads.opens(contract)
        roads.follows("登记阶段责任人")
        begun = {"开始日期": str(TODAY - timedelta(days=200))}
        roads.fills(阶段="项目执行", 政府方责任人职务=post, **begun | term)
        roads.presses("登记")

    roads.follows("交付 · 交付净地")
    roads.does("报告已履行", 完成日期=str(TODAY), 履行情况="净地已经交付。")
    land = roads.at
    firm.opens(land)
    firm.does("没有履行", 理由="地上还有三处房屋。")
    for person in (roads, office, firm):
        person.opens(contract)
        person.sees("应于", "逾期 10 天", "到期时的阶段和责任人：项目执行 · 局长（第1任）")


def test_what_was_ordered_is_put_right_when_two_people_saw_it(people, tmp_path):
    roads, office, second = people["roads"], people["office1"], people["office2"]
    proof = tmp_path / "公告.txt"
    proof.write_text("示例：已在社区公告栏公开说明。", encoding="utf-8")
    office.opens("/rectifications/findings/new")
    office.fills(
        检查种类="生态环境保护督导检查",
        被检查单位=ROADS,
        地点="示例工地",
        检查日期=str(TODAY),
        检查人员="示例甲、示例乙",
        发现的问题="围挡外堆放渣土，没有覆盖。",
    )
    office.presses("登记")
    office.follows("责令限期整改")
    office.fills(
        整改要求="清运并覆盖。", 整改事项="清运渣土\n全部覆盖", 消除不良影响="在社区公开说明"
    )
    office.presses("责令整改")
    order = office.at
    roads.opens("/desk/letters/")
    roads.follows("限期整改通知书")
    roads.does("签收")

    report = {"整改情况": "都已完成。", "消除不良影响情况": "已在社区公告栏说明。"}
    roads.opens(order)
    roads.does("报告整改完成", **report, 证据文件=proof)
    is_checked(office, second, order, 全部覆盖="没有整改到位")
    office.opens(order)
    office.does("核验通过", 理由="示例：材料齐全。")
    assert office.status == 422
    office.opens(order)
    office.does("退回继续整改", 理由="现场还有一处没有覆盖。")

    roads.opens(order)
    roads.sees("现场还有一处没有覆盖。", "没有整改到位")
    roads.does("报告整改完成", **report, 证据文件=proof)
    is_checked(office, second, order)
    office.opens(order)
    office.does("核验通过", 理由="现场核查属实。")
    roads.opens(order)
    roads.sees("已核验", "整改到位")


def is_checked(first, second, order, **found):
    """One person enters what both saw on the spot, and the other agrees."""
    first.opens(order)
    first.follows("录入现场核查")
    said = dict.fromkeys(("清运渣土", "全部覆盖", "在社区公开说明"), "已整改到位")
    first.fills(核查地点="示例工地", 核查日期=str(TODAY), 现场情况="看到的如下。", **said | found)
    first.presses("录入")
    second.opens(order)
    second.does("确认现场核查")
