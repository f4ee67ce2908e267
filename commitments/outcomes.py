"""What became of a promise, in the words of its type: one table of category by outcome.

济高信用办〔2019〕7号 一（二）4 wants the keeping of 服务质量承诺、期限承诺、保障承诺 recorded,
each by what it promises. The outcome that is stored and counted is the same for all types.
"""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from commitments.models import OUTCOME_NAMES, Category, Commitment
from commitments.models import CommitmentOutcome as Outcome

_STANDARD = {
    Outcome.FULFILLED: _l("达到承诺标准"),
    Outcome.PARTLY: _l("部分达到承诺标准"),
    Outcome.NOT_FULFILLED: _l("未达到承诺标准"),
}
WORDS: dict[Category, dict[Outcome, Any]] = {
    Category.SERVICE: _STANDARD,
    Category.QUALITY: _STANDARD,
    Category.DEADLINE: {
        Outcome.FULFILLED: _l("按期兑现"),
        Outcome.PARTLY: _l("逾期兑现"),
        Outcome.NOT_FULFILLED: _l("未兑现"),
    },
    Category.GUARANTEE: {
        Outcome.FULFILLED: _l("已保障到位"),
        Outcome.PARTLY: _l("部分保障到位"),
        Outcome.NOT_FULFILLED: _l("未保障到位"),
    },
    Category.POLICY: {
        Outcome.FULFILLED: _l("已兑现到企业和群众"),
        Outcome.PARTLY: _l("部分兑现到企业和群众"),
        Outcome.NOT_FULFILLED: _l("未兑现到企业和群众"),
    },
    Category.CONTRACT: {
        Outcome.FULFILLED: _l("已履约"),
        Outcome.PARTLY: _l("部分履约"),
        Outcome.NOT_FULFILLED: _l("未履约"),
    },
    Category.ENVIRONMENT: {
        Outcome.FULFILLED: _l("达标"),
        Outcome.PARTLY: _l("部分达标"),
        Outcome.NOT_FULFILLED: _l("未达标"),
    },
}
PLAIN = {
    Outcome.FULFILLED: _l("已兑现"),
    Outcome.PARTLY: _l("部分兑现"),
    Outcome.NOT_FULFILLED: _l("未兑现"),
}
FINDINGS = {
    Category.SERVICE: _l("佐证来源查明的实际服务水平"),
    Category.QUALITY: _l("佐证来源查明的实际质量"),
    Category.DEADLINE: _l("佐证来源查明的完成日期"),
    Category.GUARANTEE: _l("佐证来源查明的保障对象和数量"),
    Category.POLICY: _l("佐证来源查明的兑现对象和金额"),
    Category.CONTRACT: _l("佐证来源查明的履约情况"),
    Category.ENVIRONMENT: _l("佐证来源查明的监测结果"),
}
"""What a second source is asked about each type."""


def of(category: Category, outcome: Outcome) -> Any:
    """The word for an outcome of this type; a lawful change is one whatever was promised."""
    return WORDS[category].get(outcome, OUTCOME_NAMES[outcome])


def words(item: Commitment, outcome: Outcome) -> Any:
    """The word for an outcome of this commitment: nothing done after its day was kept in time."""
    if outcome is Outcome.FULFILLED and is_late_for_its_day(
        item, item.closed_on or item.claim_received_on
    ):
        outcome = Outcome.PARTLY
    return of(item.category, outcome)


def choices(category: Category) -> list[tuple[str, str]]:
    """What a verifier chooses from: the word of the type, and what it counts as."""
    return [
        (outcome.value, _choice(of(category, outcome), name)) for outcome, name in PLAIN.items()
    ]


def is_late_for_its_day(item: Commitment, done_on: date | None) -> bool:
    """Whether the day itself was promised and it was done after it."""
    late = done_on and item.due_on and done_on > item.due_on
    return item.category is Category.DEADLINE and bool(late)


def _choice(word: Any, plain: Any) -> str:
    if str(word) == str(plain):
        return str(word)
    return _("%(word)s（计为%(plain)s）", word=word, plain=plain)
