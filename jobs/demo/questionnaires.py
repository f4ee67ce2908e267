"""Questionnaires: one published, one that people answer now, one that waits to be published."""

from datetime import date, timedelta
from random import Random

from evaluations.questionnaires import answers, service
from evaluations.questionnaires.models import Kind, Questionnaire
from integrity.base import clock
from integrity.casework.key_fields import KeyField
from integrity.people.subjects.models import Subject
from jobs.demo.decisions import EXAMPLE
from jobs.demo.participants import Participants

QUESTIONS = (
    (Kind.YES_NO, "这件事是不是一次办成的？", "", True),
    (Kind.SCALE, "您对承诺事项的办理满意吗？", "", True),
    (Kind.ONE, "您从哪里得知这项承诺？", "政务服务网\n办事窗口\n新闻媒体\n其他", True),
    (Kind.SEVERAL, "办理中遇到过什么？", "多次补材料\n多次跑窗口\n没有人答复", False),
    (Kind.TEXT, "您有什么意见？", "", False),
)
DAY = timedelta(days=1)


def show(players: Participants, today: date) -> None:
    """Three of them, each at another stage; in the one under way a paper waits to be checked."""
    told = _ask(players, "“一次办成”承诺回访问卷（示例）", today - 40 * DAY, players.bodies[0])
    _answer(players, told, today - 30 * DAY, 64)
    service.count_answers(told, by=players.people["office1"], at=clock.at(today - 9 * DAY, 9))
    service.tell_answers(told, by=players.people["office2"], at=clock.at(today - 5 * DAY, 9))
    counted = _ask(players, "环境保护领域满意度问卷（示例）", today - 25 * DAY, None)
    _answer(players, counted, today - 20 * DAY, 8)
    service.count_answers(counted, by=players.people["office1"], at=clock.at(today - DAY, 9))
    asking = _ask(players, "政府采购领域供应商问卷（示例）", today - 6 * DAY, None)
    given = {1: [1], 2: [4], 3: [2]}
    by, at = players.people["office1"], clock.at(today - DAY, 9)
    answers.enter(asking, "示例001", given, by=by, at=at)


def _ask(players: Participants, title: str, on: date, body: Subject | None) -> Questionnaire:
    author, other = players.people["office1"], players.people["office2"]
    at = clock.at(on, 9)
    field = None if body else KeyField.ENVIRONMENT if "环境" in title else KeyField.PROCUREMENT
    found = service.draft(
        title, "示例：匿名调查，约一分钟。", EXAMPLE, "示例：简单随机抽样", 800, 200,
        key_field=field, body=body, by=author, at=at,
    )  # fmt: skip
    for question in QUESTIONS:
        service.put_question(found, *question, position=None, by=author, at=at)
    service.ask_people(found, on + 35 * DAY, by=other, at=at)
    return found


def _answer(players: Participants, found: Questionnaire, on: date, often: int) -> None:
    """Links are handed out, and used."""
    at, random = clock.at(on, 9), Random(found.title)
    for one in service.hand_out(found, often, by=players.people["office1"], at=at):
        given = {
            1: [int(random.random() < 0.8)],
            2: [random.choice((3, 4, 5, 5))],
            3: [random.randint(1, 4)],
            4: random.sample((1, 2, 3), random.randint(0, 2)),
        }
        answers.answer(one, given, at=at)
