"""The overseer's own delay, through the pages: seen while it lasts, and not gone when it ends."""

from datetime import timedelta

from integrity.base import clock
from tests.path.town import ROADS

TODAY = clock.today()
STEP = "涉政府机构案件 · 已接收，待分办"


def test_a_case_that_nobody_dispatches_makes_the_office_late_and_stays_counted(
    people, night, waited
):
    """A case could lie with the office for ever: nobody was late, and nothing told of it later."""
    office, roads, court, head = (people[n] for n in ("office1", "roads", "court", "head"))
    court.opens("/courts/new")
    court.fills(
        案号="（2026）鲁0199执310号",
        被执行单位=ROADS,
        案由="货款纠纷",
        申请执行人类别="企业",
        应履行金额="90000",
        立案日期=str(TODAY - timedelta(days=40)),
    )
    court.presses("提交")
    case, ref = court.at, court.at.split("/")[-1]
    office.opens(case)
    office.sees("待领导小组办公室办理，办理期限")

    waited(ref, 40)
    night(TODAY, jobs=("recount_deadlines",))

    office.opens("/desk/")
    office.sees("办理环节逾期：领导小组办公室")
    office.follows("查看是哪些事项")
    office.sees(STEP, "领导小组 1 件")
    office.opens("/desk/delays/court_case/received")
    office.follows("（2026）鲁0199执310号")
    office.sees("待领导小组办公室办理，办理环节逾期")
    head.opens("/desk/")
    head.sees("办理环节逾期，按规则报领导小组：1 件")
    assert counted(office) == "0,1"

    office.opens(case)
    office.does("分办")
    office.sees_no("待领导小组办公室办理，办理环节逾期")
    assert counted(office) == "1,0"

    roads.opens(case)
    roads.sees("待责任单位办理，办理期限")
    roads.does("签收")
    roads.does("开始履行")
    roads.does("报告已履行", 履行日期=str(TODAY), 履行情况和凭证="已付 9 万元，凭证 0310。")
    roads.sees("待法院办理，已等待 0 天")
    waited(ref, 90)
    roads.opens(case)
    roads.sees("待法院办理，已等待 90 天")
    night(TODAY, jobs=("recount_deadlines",))
    assert counted(office) == "1,0"
    people["visitor"].opens("/stats/delays")
    people["visitor"].sees("办理环节逾期情况", "领导小组办公室")


def counted(office) -> str:
    """How often the office dispatched late this month, and how often it is still late, as filed."""
    file = office.downloads("/desk/delays/?format=csv").decode("utf-8-sig")
    (row,) = (row for row in file.splitlines() if f"领导小组办公室,{STEP}," in row)
    return ",".join(row.split(",")[2:4])
