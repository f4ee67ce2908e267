"""An enterprise to whom a word was broken is heard by somebody else, and has the last word."""

import pytest

from tests.path.town import INDUSTRY, ROADS

FACT = "协议约定的道路配套没有建成，单位称原负责人已经调走。"


@pytest.fixture
def agreement(tmp_path):
    file = tmp_path / "投资协议.txt"
    file.write_text("示例投资协议第七条：2026年6月30日以前建成道路配套。", encoding="utf-8")
    return file


def filed(firm, agreement) -> str:
    firm.opens("/grievances/new")
    firm.fills(
        被投诉单位=ROADS,
        涉及领域="招商引资",
        投诉事项="投资协议约定的道路配套没有建成",
        投诉内容=FACT,
        **{"协议、合同、政策文件或者往来函件": agreement},
    )
    firm.presses("提交")
    firm.sees("已登记，编号", "已收到，待转办")
    return str(firm.at)


def test_the_enterprise_refuses_the_report_once_and_is_right(people, agreement):
    firm, body, finder, office = (
        people[name] for name in ("supplier", "roads", "finder", "office1")
    )
    complaint = filed(firm, agreement)
    body.opens(complaint)
    assert body.status == 404  # it is not sent yet

    office.opens(complaint)
    office.follows("转办")
    office.fills(核实认定单位=INDUSTRY, 理由="该局主管招商引资。")
    office.presses("转办")
    office.sees("已转办，待核实认定")
    office.sees_no("认定属实")

    finder.opens(complaint)
    finder.does(
        "认定属实",
        认定的事实和理由="协议有效，道路没有建成。",
        整改要求="三个月内建成道路。",
        以此为由不履行="人员变动",
    )
    finder.sees("认定属实，待整改")

    body.opens(complaint)
    body.does("报告整改完成", 整改情况="道路已经建成。")
    body.sees("自报整改完成，待企业确认")
    firm.opens(complaint)
    firm.does("没有整改到位", 理由="现场仍是空地，附照片。")
    firm.sees("整改情况待认定")
    finder.opens(complaint)
    finder.does("认定没有整改到位", 认定的事实和理由="现场核查，道路没有建成。")
    finder.sees("认定属实，待整改")

    body.opens(complaint)
    body.sees("现场核查，道路没有建成。")
    body.does("报告整改完成", 整改情况="道路建成，验收报告附后。")
    firm.opens(complaint)
    firm.does("确认整改到位", 理由="已经通车。")
    firm.sees("已办结", "整改到位")
