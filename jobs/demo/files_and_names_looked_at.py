"""Files that were read and what their subjects say to it; names that were compared; nominees; files
of codes, of which one was answered."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.checks import duties, outcomes, pairings
from integrity.credit.checks import service as checks
from integrity.credit.checks.duty_models import CheckDuty, DutyState
from integrity.credit.checks.file_checks import running
from integrity.credit.checks.file_checks import service as files
from integrity.credit.checks.models import Check
from integrity.credit.checks.outcome_models import Outcome
from integrity.credit.readings import service as readings
from integrity.credit.readings.models import Part, ReadingPurpose
from integrity.people.subjects import aliases
from jobs.demo.participants import CLERKS, RECEIVERS, SUPPLIERS, Participants

DAY = timedelta(days=1)
DOCUMENT = "示例办法第三条"


def leave_open(players: Participants, today: date) -> None:
    """Readings in each state, a decision about a name, a list of nominees, an objection."""
    _readings(players, today)
    _names(players, today)
    _short_name(players, today)
    _nominees(players, today)
    _files_of_codes(players, today)
    _outcome(players, today)


def _readings(players: Participants, today: date) -> None:
    """One is open, two were contested and one of them answered; one waits for consent."""
    clerk, auditor = players.people["clerk"], players.people["auditor"]
    firm, owner = players.subjects[SUPPLIERS[0]], players.people["supplier"]
    made = [
        readings.ask(
            firm,
            Part.SHARED,
            purpose,
            f"示例办件{today.year}{number:02d}",
            DOCUMENT,
            by=clerk,
            at=clock.at(today - (number + 2) * DAY, 10),
        )
        for number, purpose in enumerate(
            (ReadingPurpose.LICENSING, ReadingPurpose.FUNDS, ReadingPurpose.HONOURS)
        )
    ]
    for reading in made[1:]:
        why = "示例：本单位没有申请过这个事项。"
        readings.contest(reading, why, by=owner, at=clock.at(today - DAY, 10))
    why, follows = "示例：经核对，没有这个办件。", "示例：责令书面检查，暂停查阅权限一个月。"
    readings.find_improper(made[2], why, follows, by=auditor, at=clock.at(today, 8))
    personnel = players.officer(players.subjects[RECEIVERS[3]].id)
    said = (Part.RESTRICTED, ReadingPurpose.PERSONNEL, "示例年度考核", DOCUMENT)
    readings.ask(players.bodies[0], *said, by=personnel, at=clock.at(today, 8))


def _names(players: Participants, today: date) -> None:
    """A name like that of a supplier, and what the body decided about it."""
    firm = players.subjects[SUPPLIERS[1]]
    asked = {"1": {"name": firm.name.replace("园林绿化", "园林")}, "2": {"name": firm.name}}
    made = _checked(players, asked, "行政审批（示例）", today)
    for result in made.results:
        found = result.answer.get("candidates") or ()
        if firm.uscc in [candidate.get("uscc") for candidate in found]:
            why = "示例：核对营业执照，住所和经营者都不同。"
            at = clock.at(today, 8)
            pairings.decide(
                made, result.key, str(firm.uscc), False, why, by=players.people["clerk"], at=at
            )
            return


def _short_name(players: Participants, today: date) -> None:
    """What a body is called in papers of its district, and a check that meets it."""
    body, at = players.bodies[2], clock.at(today - DAY, 9)
    why = "示例：机构编制文件载明的简称。"
    aliases.enter("区教体局", body.area, body, why, by=players.people["office1"], at=at)
    _checked(players, {"1": {"name": "区教体局"}}, "评先评优", today)


def _nominees(players: Participants, today: date) -> None:
    """Everybody who is nominated for an honour, by code and by name."""
    asked = {str(firm.uscc): {"code": firm.uscc} for firm in players.suppliers}
    asked |= {body.name: {"name": body.name} for body in players.bodies}
    _checked(players, asked, "评先评优", today)


def _files_of_codes(players: Participants, today: date) -> None:
    """Two files of bidders: one was answered, the other waits for a worker."""
    codes = [str(subject.uscc) for subject in (*players.suppliers, *players.bodies)]
    clerk, at = players.people["clerk"], clock.at(today - DAY, 9)
    made = [
        files.receive(
            [*codes, example],
            purpose="政府采购资格审查",
            matter="示例项目",
            case_no=f"示例{today:%Y%m%d}",
            body_id=players.subjects[CLERKS].id,
            by=clerk,
            at=at,
        )
        for example in ("示例", codes[0])
    ]
    running.work(made[0].id, at=at)


def _checked(players: Participants, asked: dict[str, Any], purpose: str, today: date) -> Check:
    return checks.check(
        asked,
        purpose=purpose,
        matter="示例评选事项" if purpose == "评先评优" else "SX-XK",
        case_no=f"示例{today:%Y%m%d}",
        body=players.subjects[CLERKS],
        by=players.people["clerk"],
        at=clock.at(today, 8),
    )


def _outcome(players: Participants, today: date) -> None:
    """A firm does not agree with what an office says that it did with a result."""
    awaited = sa.select(CheckDuty).where(CheckDuty.state == DutyState.AWAITED)
    duty = db.session.scalars(awaited.order_by(CheckDuty.id.desc()).limit(1)).first()
    if duty is None:
        return
    said = outcomes.Said(Outcome.APPLIED, document="示例审批字〔2026〕第2号")
    at = clock.at(today - DAY, 10)
    outcomes.report_whole(duty.check, duty.key, said, by=players.people["clerk"], at=at)
    why = "示例：审批时没有说明依据哪一条。"
    duties.contest(duty, why, by=players.seller(duty.about_id), at=clock.at(today, 8))
