"""One promise in real browsers by everybody concerned: from the draft to what others found."""

from datetime import timedelta
from pathlib import Path

import pytest

from integrity.base import clock
from tests.commitments.test_passkeys import AUTHENTICATOR
from tests.path.people import Person
from tests.path.town import EVALUATOR, PASSWORD, ROADS

TODAY = clock.today()
DUE = TODAY + timedelta(days=60)
LATER = DUE + timedelta(days=60)
FIRST, SECOND = TODAY - timedelta(days=5), TODAY + timedelta(days=20)
TITLE = "河湾区更换公交站牌 80 座"
AMENDED = "河湾区更换公交站牌 90 座"


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    file = tmp_path / "验收单.txt"
    file.write_text("站牌 80 座，验收合格。", encoding="utf-8")
    return file


@pytest.fixture
def head(people) -> Person:
    """The head of the roads office, at a device with a passkey."""
    made = people.people["roads-head"] = Person(
        people.browser, people.live.url.replace("127.0.0.1", "localhost")
    )
    session = made.page.context.new_cdp_session(made.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    made.username = "roads-head"
    made.enters(PASSWORD)
    made.opens("/account/passkeys")
    made.fills(名称="办公电脑", 您的登录密码=PASSWORD)
    made.page.get_by_role("button", name="登记通行密钥").click()
    made.page.get_by_text("已登记通行密钥。").wait_for()
    return made


def drafts(officer: Person) -> str:
    officer.opens("/commitments/new")
    officer.fills(
        承诺事项=TITLE,
        目标="80 座",
        类别="服务",
        目标值="80",
        计量单位="座",
        完成期限=str(DUE),
        阶段目标=f"{FIRST}，完成招标，40\n{SECOND}，全部更换，60",
        承诺书正文="我局承诺更换公交站牌 80 座，接受监督。",
    )
    officer.presses("保存草稿")
    officer.does("提交签署")
    return officer.at


def reviews(office: Person, promise: str) -> None:
    office.opens(promise)
    for what in ("合法性审查", "保密和隐私审查"):
        said = {
            "审查机构或者审查人": "河湾区司法局",
            "办理日期": str(TODAY),
            "意见": "未发现问题。",
        }
        office.does("登记公开前审查", 程序=what, 结论="通过", **said)


def changes(
    officer: Person, office: Person, promise: str, document: Path, harmed: str = EVALUATOR
) -> None:
    """The body asks for a lawful change with a compensation, and the group decides."""
    officer.opens(promise)
    officer.does(
        "申请依法变更",
        申请事项="变更",
        变更后的承诺事项=AMENDED,
        变更后的期限=str(LATER),
        变更理由="公共利益",
        决定机关和法定权限="河湾区人民政府",
        依据文件="河湾区政府会议纪要〔2026〕8号",
        文件=document,
        受损害的企业和投资人及补偿=f"{harmed}，重新印制，5000，{LATER}",
        理由="因轨道交通施工占用道路，公共利益需要调整站位。",
    )
    office.opens(promise)
    office.does("批准变更", 理由="同意调整。")
    office.sees(AMENDED, "已批准", harmed)


def test_one_promise_is_driven_by_everybody_concerned(people, head, proof):
    officer, office, visitor = (people[name] for name in ("roads", "office1", "visitor"))
    promise = drafts(officer)
    visitor.opens(promise)
    assert visitor.status == 404

    reviews(office, promise)
    head.opens(f"{promise}/do/sign")
    with head.page.expect_navigation():
        head.page.get_by_role("button", name="用通行密钥签署").click()
    head.sees("已签署，待公开", "通行密钥")
    office.opens(promise)
    office.does("向社会公开")

    visitor.opens(promise)
    visitor.sees(TITLE, ROADS, "签名核验通过", "完成招标", "五公开")
    assert visitor.page.get_by_label("永久链接").input_value().endswith(promise)
    assert b"<svg" in visitor.downloads(f"{promise}/code.svg")
    assert TITLE.encode() in visitor.downloads(f"{promise}/feed.atom")
    assert b"webauthn" not in visitor.downloads(f"{promise}/signed.txt")
    assert people.live.flask("verify", promise.rpartition("/")[2]).startswith("SHA-256")

    officer.opens(promise)
    channel = {"渠道": "政府网站", "网址": "https://example.org/m", "发布日期": str(TODAY)}
    officer.does("登记公开渠道", 公开阶段="管理", **channel)
    officer.does("登记阶段结果", 结果="已达到", 理由="中标公告已发。", 证据文件=proof)
    officer.does("报告进展", 进展情况="已更换 30 座。", **{"完成比例（%）": "40"})
    visitor.opens(promise)
    visitor.sees("加权完成率 40%", "一份未公开的证据", "已更换 30 座。", "1 份进展报告")

    changes(officer, office, promise, proof)
    officer.opens(promise)
    officer.does(
        "报告完成",
        完成日期=str(TODAY),
        实际完成值="80 座",
        完成数量="80",
        完成情况="全部更换。",
        证据文件=proof,
    )
    visitor.opens(promise)
    visitor.sees("自报完成，待核验", "实际完成值（自报，待核验）")

    office.opens(promise)
    office.does(
        "登记抽样回访",
        回访单位=EVALUATOR,
        回访对象确认的是="确认已经兑现",
        回访日期=str(TODAY),
        回访人数="40",
        确认人数="38",
        回访内容="站牌是否更换、信息是否准确。",
    )
    office.opens(promise)
    office.does(
        "核验",
        核验结果="达到承诺标准",
        佐证来源查明的实际服务水平="抽查 20 座，全部更换",
        以抽样回访为佐证来源=f"{TODAY}，{EVALUATOR}：回访40人，38人确认已经兑现（95.0%）",
        理由="回访和抽查一致。",
    )

    visitor.opens(promise)
    visitor.sees("已兑现（已核验）", "达到承诺标准", "回访40人，38人确认已经兑现（95.0%）")
    visitor.sees("佐证来源查明的实际服务水平", "抽查 20 座，全部更换")
    visitor.opens(f"{promise}/history")
    visitor.sees("申请依法变更", "自报完成", "核验", AMENDED)
