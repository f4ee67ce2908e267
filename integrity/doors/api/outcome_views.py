"""What business systems say they did with the answers of a check."""

from collections.abc import Mapping
from dataclasses import asdict

from flask import g
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.stamps import scope
from integrity.credit.checks import outcomes
from integrity.credit.checks.measures_asked import WHOLE
from integrity.credit.checks.models import Check
from integrity.credit.checks.outcome_models import CheckOutcome
from integrity.doors.api import outcome_schemas as schemas
from integrity.doors.api.admission import bp, caller
from integrity.doors.api.check_views import own
from integrity.doors.api.contract import N_, contract
from integrity.doors.api.trying import on_trial


@bp.post("/v1/checks/<check_id>/outcomes")
@scope("checks")
@contract(
    N_("反馈核查结果的使用情况"),
    takes=schemas.OutcomesRequest,
    answers=schemas.OutcomesAnswer,
)
def outcomes_said(said: schemas.OutcomesRequest, check_id: str) -> schemas.OutcomesAnswer:
    """What the office did with each result or measure; the same again changes nothing.

    Something else is a correction: it counts from now on, and what was said before is kept.
    """
    if g.token.test:
        return _tried(said, on_trial(check_id))
    made = own(check_id)
    for key, item in said.outcomes.items():
        _report(made, key, item)
    known = {key: _known(made, key, stands) for key, stands in outcomes.standing(made).items()}
    return schemas.OutcomesAnswer(check_id=made.ref, outcomes=known)


def _report(made: Check, key: str, item: schemas.OutcomeItem) -> None:
    outcomes.report(made, key, _by_measure(made, key, item), by=caller(), at=clock.now())


def _tried(said: schemas.OutcomesRequest, made: Check) -> schemas.OutcomesAnswer:
    """The same of a check on trial: examined in the same way, and kept nowhere."""
    at, known = clock.now(), {}
    for key, item in said.outcomes.items():
        examined = outcomes.examined(made, key, _by_measure(made, key, item), at=at)
        stands = {
            code: CheckOutcome(officer=caller().name, at=at, **asdict(one))
            for code, one in examined.items()
        }
        known[key] = _known(made, key, stands)
    return schemas.OutcomesAnswer(check_id=made.ref, outcomes=known)


def _by_measure(made: Check, key: str, item: schemas.OutcomeItem) -> dict[str, outcomes.Said]:
    """One result, as a whole or by measure; raises WrongOutcome where it is both or neither."""
    if (item.outcome is None) != bool(item.measures):
        raise outcomes.WrongOutcome(_("outcome 和 measures 须填而且只填一种。"))
    if item.outcome is None:
        return {code: _said(one) for code, one in item.measures.items()}
    lines = outcomes.asked(made.given.get(key, {}))
    return {line.code: _said(item) for line in lines}


def _said(one: schemas.OutcomeSaid) -> outcomes.Said:
    return outcomes.Said(one.outcome, one.why, one.reason, one.done_on, one.document)


def _known(made: Check, key: str, stands: Mapping[str, CheckOutcome]) -> schemas.OutcomeKnown:
    told = {
        code: schemas.OutcomeTold.model_validate(one, from_attributes=True)
        for code, one in stands.items()
    }
    whole = {one.outcome for one in told.values()}
    codes = [line.code for line in outcomes.asked(made.given[key])]
    return schemas.OutcomeKnown(
        outcome=whole.pop() if len(whole) == 1 else None,
        why="；".join(dict.fromkeys(one.why for one in told.values() if one.why)),
        measures=told,
        missing=[] if WHOLE in told else [code for code in codes if code not in told],
    )
