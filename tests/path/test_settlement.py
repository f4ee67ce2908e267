"""A court's case through the pages, from the push to the end of what a broken settlement led to."""

from datetime import timedelta

from integrity.base import clock
from tests.path.town import ROADS

TODAY = clock.today()
NIGHT = ("post_breaches", "draft_notices")


def test_a_settlement_that_is_not_kept_ends_nothing(people, night):
    """The body's word of a settlement ended the case; what it agreed to had no day."""
    office, roads, court = (people[name] for name in ("office1", "roads", "court"))
    court.opens("/courts/new")
    court.fills(
        案号="（2026）鲁0199执410号",
        被执行单位=ROADS,
        案由="工程款纠纷",
        申请执行人类别="企业",
        应履行金额="100000",
        立案日期=str(TODAY - timedelta(days=200)),
    )
    court.presses("提交")
    case = court.at
    office.opens(case)
    office.does("分办", 清理期限=str(TODAY + timedelta(days=60)))
    roads.opens(case)
    roads.does("拒收", 理由和依据="前任局长签的合同。")
    assert roads.status == 422
    roads.sees("不能作为理由")
    roads.opens(case)
    roads.does("签收")
    roads.does("开始履行")

    signed, first = TODAY - timedelta(days=100), TODAY - timedelta(days=60)
    roads.does("报告已和解", 和解日期=str(TODAY + timedelta(days=1)), 履行情况和凭证="已经谈好。")
    assert roads.status == 422
    roads.opens(case)
    roads.does("报告已和解", 和解日期=str(signed), 履行情况和凭证="双方口头和解。")
    court.opens(case)
    court.does("退回：未履行", 理由="申请执行人不认可。")
    roads.opens(case)
    parts = f"{first} 40000\n{TODAY + timedelta(days=30)} 60000"
    roads.does(
        "报告已和解", 和解日期=str(signed), 履行情况和凭证="书面协议。", 协议约定的各期=parts
    )
    court.opens(case)
    court.does("确认和解协议", 和解日期=str(signed))
    court.sees("和解协议已经法院确认，分期履行中", "逾期未履行")

    roads.opens(case)
    roads.does("报告本期已履行", 履行日期=str(first), 履行情况和凭证="凭证 0410。")
    court.opens(case)
    court.does("退回：本期未履行", 理由="款项没有到账。")
    court.does("和解协议未履行，恢复执行", 理由="第一期至今没有支付。")
    court.sees("恢复执行，按原期限计算", "履行中")
    court.does("告知拟列入失信被执行人", 理由="有履行能力而拒不履行。")
    roads.opens(case)
    roads.sees("拟列入，窗口期内")
    court.does("列入失信被执行人", 列入日期=str(TODAY))
    night(TODAY, jobs=NIGHT)
    roads.opens(case)
    roads.sees("未按期履行经法院确认的和解协议", "被人民法院列入失信被执行人名单", "100,000.00")

    roads.does("报告已履行", 履行日期=str(TODAY), 履行情况和凭证="一次付清，凭证 0411。")
    court.opens(case)
    court.does("确认履行或者和解", 履行或者和解的日期=str(TODAY), 说明="案款已到账。")
    court.does("移出名单", 移除日期=str(TODAY))
    office.opens(case)
    office.sees("法院已确认", "已从失信被执行人名单移除", "未按期履行经法院确认的和解协议")
    office.opens("/courts/joint")
    office.sees("动态清零率", ROADS)
