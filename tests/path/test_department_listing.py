"""A department lists a firm, its own people decide, and in the end the firm is right."""

from typing import Any

from integrity.base import clock
from tests.path.people import Person
from tests.path.town import BUILDER, BUILDING, PERMITS, code_of

TODAY = clock.today()
ACT = "SX2-18 转包挂靠"
STATEMENT = "示例：合同约定的劳务分包不是转包，请查阅第九条。"
OBJECTION = "示例：处罚决定已经被行政复议机关撤销，附复议决定书文号。"
BIDDING, TREATED = "M-S-ADM-06", "M-S-ADM-01"
PLACES = ("业务系统", "缓存、备份和导出的文件", "纸质材料和公示栏", "已转送的下级单位和其他系统")


def nominated(officer: Person) -> str:
    """The department reads the standard and nominates by it; the address of the entry."""
    officer.opens("/lists/serious/standards")
    officer.sees("行政处罚决定书", "转包挂靠", "限制公共资源交易")
    officer.opens("/sanctions/new")
    officer.fills(**{"当事人（信用主体）": BUILDER, "名单": "严重失信主体名单"})
    officer.presses("下一步")
    officer.fills(
        列入事由="严重破坏市场公平竞争秩序和社会正常秩序",
        失信行为代码=ACT,
        列入依据="严重失信主体名单",
        文书种类="行政处罚决定书",
        文书名称="示例行政处罚决定书",
        文书日期=str(TODAY),
        事实和理由="示例：将承包的工程转包给他人施工。",
    )
    officer.fills(**{"文号（案号）": "河湾住建罚决〔2026〕7号"})
    officer.presses("提出列入建议")
    officer.sees(BUILDING, ACT, "拟列入")
    return officer.at


def served(firm: Person, paper: str) -> None:
    """The firm opens the notice on its desk, and says that it has it."""
    firm.opens("/desk/letters/")
    firm.follows(paper)
    firm.sees(BUILDING, "严重失信主体名单")
    firm.does("签收")
    firm.sees("已送达")


def decided(officer: Person, entry: str, words: str) -> None:
    officer.opens(entry)
    officer.follows("第一人认定")
    officer.fills(认定理由=words, 采取的措施=BIDDING)
    officer.fills(采取的措施=TREATED)
    officer.presses("第一人认定")


def test_a_department_lists_a_firm_that_turns_out_to_be_right(people: Any, night: Any) -> None:
    names = ("building1", "building2", "builder", "office1", "visitor")
    first, second, firm, office, visitor = (people[name] for name in names)
    people.live.flask("receiver", code_of(PERMITS))
    entry = nominated(first)
    office.opens(entry)
    office.sees_no("告知当事人")
    visitor.opens(entry)
    assert visitor.status == 404

    first.does("告知当事人")
    first.sees("已告知，听取陈述申辩")
    served(firm, "拟列入严重失信主体名单告知书")
    firm.opens(entry)
    firm.does("陈述申辩", 陈述申辩=STATEMENT, 陈述申辩已经完毕=True)

    first.opens(entry)
    first.sees(STATEMENT)
    first.does("陈述申辩程序终结", 理由="示例：已听取。")
    decided(first, entry, "示例：转包事实清楚。")
    first.does("第二人复核并列入", 认定理由="示例：同意。")
    assert first.status == 422
    second.opens(entry)
    second.does("退回重新认定", 理由="示例：没有回应合同第九条。")
    decided(first, entry, "示例：第九条约定的是主体结构，不是劳务。")
    second.opens(entry)
    second.does("第二人复核并列入", 认定理由="示例：复核无误。")
    second.sees("已列入", "朱科员", "许科员")

    visitor.opens("/lists/serious/")
    visitor.follows(BUILDER)
    visitor.sees(ACT, BUILDING, "限制公共资源交易", "限制享受便利措施")
    visitor.sees_no(STATEMENT)

    answered_when_urged(people, night, entry)
    objects_and_is_right(people, entry)
    dropped_everywhere(people, night, entry)


def answered_when_urged(people: Any, night: Any, entry: str) -> None:
    """The receiver is late, the department urges, each measure is answered for itself."""
    first, permits, firm = people["building1"], people["permits"], people["builder"]
    night(TODAY, jobs=("deliver_pushes",))
    people.live.module("tests.path.late_push", entry.rsplit("/", 1)[1])
    first.opens(entry)
    first.follows(PERMITS)
    push = first.at
    first.sees("逾期天数")
    first.follows("催办")
    first.presses("催办")
    permits.opens(push)
    permits.sees("限制公共资源交易", "限制享受便利措施", "催办")
    permits.fills(
        **{
            "限制公共资源交易：办理结果": "未执行",
            "限制公共资源交易：未执行的原因": "本单位没有涉及该主体的事项",
            "限制公共资源交易：说明": "示例：没有该主体的投标。",
            "限制享受便利措施：办理结果": "已执行",
        }
    )
    permits.presses("反馈")
    permits.opens(push)
    permits.sees("部分执行", "示例：没有该主体的投标。")
    firm.opens(entry)
    firm.sees(PERMITS, "已执行", "未执行")


def objects_and_is_right(people: Any, entry: str) -> None:
    """Who decided does not decide alone that it was wrong; a colleague who did not does."""
    first, third, firm = people["building1"], people["building3"], people["builder"]
    firm.opens(entry)
    firm.does("提出异议", 异议事实和理由=OBJECTION)
    people["visitor"].opens("/lists/serious/")
    people["visitor"].sees("异议处理中")
    third.opens("/objections/")
    third.follows(BUILDER)
    third.does("受理")
    third.does("认为异议成立", 理由="示例：复议决定属实。")
    first.opens(third.at)
    first.does("复核：异议成立", 理由="示例：同意。")
    firm.opens(third.at)
    firm.sees("异议成立")


def dropped_everywhere(people: Any, night: Any, entry: str) -> None:
    """The receiver says place by place that it is gone, and everybody sees how far it is."""
    visitor, permits = people["visitor"], people["permits"]
    visitor.opens(entry)
    visitor.sees("已移出", "已清除 0/1")
    visitor.sees_no("朱科员", "转包给他人")
    night(TODAY, jobs=("deliver_pushes",))
    permits.opens("/pushes/?kind=remove")
    permits.follows(BUILDER)
    permits.fills(**dict.fromkeys(PLACES, "已删除"))
    permits.presses("反馈")
    visitor.opens(entry)
    visitor.sees("已清除 1/1")
    visitor.opens("/lists/serious/")
    visitor.sees_no(BUILDER)
