"""What is reported of enterprises: new, being heard, untrue; the department owes an answer."""

from datetime import date, timedelta

from integrity.base import clock
from integrity.streams.tips import findings, intake, service
from integrity.streams.tips.models import Tip
from jobs.demo.participants import BODIES, SUPPLIERS, Participants

DAY = timedelta(days=1)
UNKNOWN = "示例：河边的一家砖厂（不知道全称）"
REPORTS = (
    ("SX1-02", "示例：夜里从后门的管道向河里排水，气味很大。"),
    ("SX2-14", "示例：包装上的生产日期被改过，有照片。"),
    ("SX2-20", "示例：宣传的检测报告查不到编号。"),
)
ALLEGATION = "示例：现场检查发现部分产品的生产日期标注不一致，请说明原因。"


def leave_open(players: Participants, today: date) -> None:
    """One for the office, one of which the enterprise is asked, one that proved untrue."""
    (act, text), heard, untrue = REPORTS
    intake.file(act, UNKNOWN, text, at=clock.at(today - DAY))
    findings.hear(
        _accepted(players, heard, today - 12 * DAY),
        ALLEGATION,
        by=players.officer(_department(players)),
        at=clock.at(today - 3 * DAY, 10),
    )
    item = _accepted(players, untrue, today - 20 * DAY)
    said = "示例：检测机构核实报告真实，编号印错一位。"
    at = clock.at(today - 2 * DAY, 10)
    findings.find_untrue(item, said, by=players.officer(_department(players)), at=at)


def _accepted(players: Participants, report: tuple[str, str], on: date) -> Tip:
    act, text = report
    item = intake.file(act, SUPPLIERS[0], text, at=clock.at(on)).thing
    department = players.subjects[BODIES[0]]
    by, why = players.people["office1"], "示例：属于该部门的监管职责。"
    service.send(item, department, why, by=by, at=clock.at(on, 10))
    service.accept(item, by=players.officer(department.id), at=clock.at(on, 15))
    return item


def _department(players: Participants) -> int:
    return players.subjects[BODIES[0]].id
