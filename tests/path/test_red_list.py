"""A firm on the red list breaks faith: honour and incentives end everywhere by themselves."""

from typing import Any

from integrity.base import clock
from tests.path.honoured import TITLE
from tests.path.people import Person
from tests.path.wronged import code_of

NAME, NUMBER = "河湾示例守信商贸有限公司", "河交罚〔2026〕703号"
TODAY = clock.today()
FACTS = "示例：处罚决定书已经生效，告知期满没有异议。"
AGAIN = "示例：申报材料是代办机构填写的，请再次审查。"
PLACES = ("业务系统", "缓存、备份和导出的文件", "纸质材料和公示栏", "已转送的下级单位和其他系统")


def checked(clerk: Person) -> str:
    """What a check of the firm before a decision says."""
    clerk.opens("/checks/new")
    clerk.fills(代码=code_of(NAME), 查询用途="示例：行政许可审批", 其他办理事项="示例事项")
    clerk.page.locator("main form button[type=submit]").first.click()
    clerk.page.wait_for_load_state()
    return clerk.page.inner_text("main")


def honour_of(visitor: Person) -> str:
    """The entry as everybody finds it on the red list; its address."""
    visitor.opens(f"/lists/red/?q={NAME}")
    visitor.follows(NAME)
    visitor.sees(NAME, "已列入")
    return visitor.at


def opened(permits: Person, kind: str) -> None:
    """The push of this kind about the firm."""
    permits.opens(f"/pushes/?kind={kind}&q={NAME}")
    row = permits.page.locator("main tbody tr").filter(has_text=NAME)
    permits.opens(row.locator("a[href^='/pushes/']").first.get_attribute("href") or "")


def applied(permits: Person) -> None:
    """The receiver says that it applies every incentive."""
    opened(permits, "apply")
    permits.sees("办理结果")
    groups = permits.page.locator("fieldset").filter(has_text="办理结果")
    for number in range(groups.count()):
        groups.nth(number).get_by_label("已执行", exact=True).check()
    permits.presses("反馈")
    assert permits.status == 200, permits.at


def record_of(person: Person) -> str:
    """The record of the penalty; its address."""
    person.opens(f"/records/?q={NUMBER}")
    row = person.page.locator("main tbody tr").filter(has_text=NUMBER)
    person.follows(row.get_by_role("link").first.inner_text())
    person.sees(TITLE)
    return person.at


def test_who_breaks_faith_is_honoured_no_more_and_has_a_word(people: Any, night: Any) -> None:
    people.live.module("tests.path.honoured", NAME, NUMBER)
    visitor, permits, clerk = people["visitor"], people["permits"], people["clerk"]
    firm = Person(people.browser, people.live.url, code_of(NAME).lower())
    people.people[NAME] = firm
    night(TODAY, jobs=("deliver_pushes",))
    entry = honour_of(visitor)
    applied(permits)
    assert "守信激励" in checked(clerk)

    roads = people["roads2"]
    record = record_of(roads)
    roads.does("确认记录", 理由=FACTS)
    roads.sees("已确认")

    visitor.opens(f"/lists/red/?q={NAME}")
    visitor.sees_no(entry)
    visitor.opens(entry)
    visitor.sees("已移出", "已清除 0/1")
    assert "守信激励" not in checked(clerk)
    firm.opens("/messages/")
    firm.sees("已退出守信名单")
    firm.opens(entry)
    firm.sees("出现公开的失信记录")

    dropped(permits, visitor, night, entry)
    objects_once(firm, people["roads"], record)


def dropped(permits: Person, visitor: Person, night: Any, entry: str) -> None:
    """The receiver is told to drop the incentives, and everybody sees that it has."""
    night(TODAY, jobs=("deliver_pushes",))
    opened(permits, "remove")
    permits.fills(**dict.fromkeys(PLACES, "已删除"))
    permits.presses("反馈")
    visitor.opens(entry)
    visitor.sees("已清除 1/1")


def objects_once(firm: Person, roads: Person, record: str) -> None:
    """The firm objects to the record on which its honour fell, appeals once, and that is all."""
    firm.opens(record)
    firm.does("提出异议", 异议事实和理由=AGAIN)
    roads.opens(f"/objections/?q={NUMBER}")
    roads.follows(TITLE)
    roads.does("受理")
    roads.does("异议不成立", 理由="示例：申报人对材料负责。")
    firm.opens(roads.at)
    firm.sees("异议不成立", "行政复议")
    firm.does("提出申诉", 申诉事实和理由=AGAIN)
    firm.opens(record)
    firm.sees("异议处理中")
    main = firm.page.locator("main")
    for act in ("提出异议", "提出申诉"):
        assert not main.get_by_role("link", name=act, exact=True).count(), act
