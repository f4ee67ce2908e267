"""Key fields as subjects: what others measured and concluded beats what the body says of itself."""

from datetime import timedelta

from integrity.base import clock
from tests.path.town import INDUSTRY, ROADS

MONTH = clock.today().replace(day=1) - timedelta(days=1)
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
        完成期限=str(clock.today() + timedelta(days=60)),
    )
    office.presses("登记")
    office.sees(f"由{INDUSTRY}监测")
    return office.at


def measures(person, target, value, **more):
    person.opens(target)
    person.follows("登记监测值")
    person.fills(
        月份=str(MONTH), 监测值=value, 公布的名称="示例月报", 公布日期=str(clock.today()), **more
    )
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
        检查日期=str(clock.today()),
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
