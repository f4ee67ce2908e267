"""One complaint through the pages: a picture, a disputed answer, a refusal, then consent."""

import io
from pathlib import Path

import pytest

from tests.path.town import ROADS
from tests.test_metadata import photograph

MATTER = "河湾路排水井盖损坏三周没有修复，请尽快处理。"
NAME = "何反映"
CONTACT = "138-0000-0000"
REASON = "回执提问没有回复，需要到现场核对位置。"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "井盖.jpg"
    file.write_bytes(photograph())
    return file


def tracks(visitor, people) -> None:
    visitor.opens("/complaints/track")
    visitor.fills(受理编号=people.places["complaint"], 查询密码=people.places["secret"])
    visitor.presses("查询")


def test_a_complaint_from_the_picture_to_the_consent(people, picture):
    visitor, office, officer = people["visitor"], people["office1"], people["roads"]
    visitor.opens("/complaints/new")
    visitor.fills(反映哪个单位=ROADS, 反映的内容="太短", 附件=picture)
    visitor.presses("提交并取得回执")
    assert visitor.status == 422
    visitor.sees("井盖.jpg", "10 到 5000")
    visitor.fills(反映的内容=MATTER, 您的姓名=NAME, 联系方式=CONTACT, 要求保密="y")
    visitor.presses("提交并取得回执")
    assert visitor.status == 201
    secret = visitor.page.locator(".copy code").inner_text()
    people.places |= {"complaint": visitor.reads("受理编号"), "secret": secret}
    visitor.fills(查询密码的最后四位=secret[-4:])
    visitor.presses("我已保存")
    visitor.sees("受理凭证")
    visitor.sees_no(secret)

    address = f"/complaints/{people.places['complaint']}"
    office.opens(address)
    office.does("受理")
    office.sees("附件1.jpg")
    office.sees_no(NAME, CONTACT)
    link = office.page.get_by_role("link", name="附件1.jpg").get_attribute("href")
    assert b"Camera" not in io.BytesIO(office.downloads(link)).read()

    officer.opens(address)
    officer.does("请反映人补充", 请反映人补充="请说明离哪个路口最近。")
    tracks(visitor, people)
    visitor.sees("请说明离哪个路口最近")
    visitor.fills(补充说明="离桥头最近。")
    visitor.presses("提交补充")
    officer.opens(address)
    officer.sees("离桥头最近")
    officer.does("答复", 办理结果="已解决", 答复="已经安排维修。")
    tracks(visitor, people)
    visitor.fills(您认可这个答复吗="不认可", 不认可的理由="仍然没有修。")
    visitor.presses("提交意见")
    visitor.sees("已记录您的意见", "重新办理")


def test_the_custodian_refuses_and_then_consents(people):
    office, custodian = people["office1"], people["custodian"]
    address = f"/complaints/{people.places['complaint']}"
    for decision, why in (("不同意查看", "请先通过回执提问。"), ("同意查看", "同意核对。")):
        office.opens(address)
        office.does("申请查看身份信息", 查看理由=REASON)
        custodian.opens("/desk/")
        custodian.follows("审批身份信息查看申请")
        custodian.sees(REASON)
        custodian.sees_no(NAME, CONTACT, MATTER)
        custodian.fills(决定=decision, 理由=why)
        custodian.presses("审批身份信息查看申请")
        office.opens(address)
        office.sees(why)
        office.sees_no(NAME, CONTACT)
    office.presses("查看身份信息")
    office.sees(NAME, CONTACT, "本次查看已经记录")
