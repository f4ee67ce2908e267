"""One of everything for a public body, and every address that names one of these things."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.streams import registered
from integrity.credit.publicity.figures import NAMES as FIGURES
from integrity.doors.importing.models import Upload, UploadState
from integrity.files import attached
from integrity.people.accounts import powers
from integrity.people.accounts.models import Token, User
from integrity.people.subjects.models import Subject
from tests.api.makers import make_token
from tests.checks.makers import make_check, make_check_file
from tests.commitments.makers import make_draft, make_published
from tests.commitments.test_changes import ask as ask_for_change
from tests.courts.makers import make_assigned
from tests.evaluations.makers import make_evaluator
from tests.factories import NOW, make_body, make_enterprise, make_user
from tests.grievances.makers import make_sent
from tests.plans.makers import make_plans
from tests.pledges.makers import make_pledge, upload
from tests.reach import evaluations as of_evaluations
from tests.reach.campaigns import CAMPAIGN_MOVES, CAMPAIGN_NUMBERED, make_campaigns
from tests.reach.contracts import CONTRACT_MOVES, CONTRACT_PAGES, make_contracts
from tests.reach.courts import COURT_MOVES, COURT_SPECIAL, make_court_things
from tests.reach.debts import DEBT_MOVES, DEBT_NUMBERED, debts, stated, transferred
from tests.reach.evaluations import make_evaluations
from tests.reach.informants import INFORMANT_NUMBERED, make_complaints, make_tips
from tests.reach.measures import MEASURE_MOVES, MEASURE_NUMBERED, make_measures
from tests.reach.names import NAME_MOVES, NAME_NUMBERED, make_names
from tests.reach.papers import PAPER_MOVES, PAPER_NUMBERED, REPORT_PAGES, make_papers
from tests.reach.persons import PERSON_MOVES, PERSON_NUMBERED, make_persons
from tests.reach.pushed import PUSH_NUMBERED, make_pushed, make_remnants
from tests.reach.remedies import REMEDY_MOVES, REMEDY_NUMBERED, REMEDY_QUERIES, make_remedies
from tests.reach.stars import STAR_MOVES, STAR_NUMBERED, make_stars
from tests.sanctions.makers import make_listed, make_nominated
from tests.site.makers import make_order
from tests.targets.makers import make_measured, readings_of
from tests.warnings.makers import make_warning

WHY = "示例：理由充分，事实清楚。"


@dataclass
class Side:
    """A public body, the firm, court and evaluator that deal with it, and what is theirs."""

    body: Subject
    firm: Subject
    court: Subject
    evaluator: User
    secret: str
    things: dict[str, list[Any]] = field(default_factory=dict)

    def user(self, role: Role) -> User:
        """Somebody of this side in this role."""
        homes = {Role.SUPPLIER: self.firm, Role.COURT: self.court}
        if role is Role.EVALUATOR:
            return self.evaluator
        return make_user(role, homes.get(role, self.body))


MAKERS = (
    make_stars,
    make_court_things, make_contracts, make_evaluations, make_campaigns, make_papers, make_measures,
    make_persons, make_remnants, make_plans,
)  # fmt: skip


def make_side(name: str) -> Side:
    """Everything that can be, made through the services; what is not public carries the secret."""
    side = Side(
        make_body(f"{name}局"),
        make_enterprise(f"{name}商贸有限公司"),
        make_body(f"{name}人民法院"),
        make_evaluator(),
        f"{name}不公开的内容",
    )
    for make in (
        debts,
        _streams,
        make_complaints,
        make_tips,
        make_remedies,
        _lists,
        _desk,
        *MAKERS,
    ):
        make(side)
    db.session.flush()
    return side


def _streams(side: Side) -> None:
    body, secret = side.body, side.secret
    drafted = make_draft(body, title=secret)
    published = make_published(body)
    changing = make_published(body)
    side.things |= {
        "commitments": [drafted, published, changing],
        "changes": [(changing, ask_for_change(changing))],
        "courts": [make_assigned(body=body, court=side.court, cause=secret)],
        "pledges": [make_pledge(side.firm, body)],
        "grievances": [make_sent(body, side.firm)],
        "rectifications": [make_order(body)],
        "targets": [make_measured(body)],
    }
    side.things["rectifications"][0].title = side.things["grievances"][0].text = secret
    side.things["files"] = [_file(side, thing) for thing in (drafted, published)]


def _file(side: Side, thing: Any) -> attached.Attachment:
    by = side.user(Role.OFFICER)
    return attached.save(
        upload(side.secret), thing, public=False, by=by, at=NOW, body_id=side.body.id
    )


def _lists(side: Side) -> None:
    nominated = make_nominated(side.body)
    nominated.reasons = side.secret
    listed = make_listed(make_enterprise("列名企业"))
    side.things["entries"] = [nominated, listed]
    make_pushed(side, listed)


def _desk(side: Side) -> None:
    officer = side.user(Role.OFFICER)
    officer.name = f"{side.body.name}专员"
    make_token("pushes", side.body)
    sent = Upload(
        kind="drafts",
        name=f"{side.secret}.csv",
        size=1,
        sha256="0" * 64,
        state=UploadState.CHECKED,
        body_id=side.body.id,
        by_id=officer.id,
        by_name=officer.name,
        at=NOW,
        columns={
            "line": 1,
            "words": ["title"],
            "columns": [{"name": "title", "key": "title", "examples": [side.secret]}],
        },
    )
    db.session.add(sent)
    power = side.user(Role.AUDITOR)
    side.user(Role.AUDITOR)
    asked = powers.ask(power, side.secret, by=make_user(Role.SYSTEM, make_body("别处")), at=NOW)
    token = sa.select(Token).where(Token.body_id == side.body.id)
    question = {"q": {"code": side.firm.uscc}}
    side.things |= {
        "accounts": [officer],
        "tokens": [db.session.scalars(token).first()],
        "uploads": [sent],
        "switch_offs": [asked],
        "checks": [make_check(question, body=side.body)],
        "check_files": [make_check_file(side.firm.uscc, body=side.body)],
        "warnings": [make_warning(side.things["courts"][0])],
    }
    make_names(side)


NUMBERED = {
    **PERSON_NUMBERED,
    **CAMPAIGN_NUMBERED, **PAPER_NUMBERED, **DEBT_NUMBERED, **MEASURE_NUMBERED, **PUSH_NUMBERED,
    **INFORMANT_NUMBERED, **STAR_NUMBERED,
    **of_evaluations.NUMBERED,
    **NAME_NUMBERED,
    **REMEDY_NUMBERED,
    "accounts": ("desk.account", "desk.disable", "desk.transfer"),
    "tokens": ("desk.token", "desk.body_token"),
    "entries": ("sanctions.entry", "sanctions.act", "sanctions.ask_hearing"),
    "records": ("records.item", "records.confirm", "records.announce"),
    "switch_offs": ("desk.switch_off",), "warnings": ("warnings.item",),
    "uploads": ("importing.item", "importing.status", "importing.rejects", "importing.changes",
                "importing.confirm", "importing.columns"),
}  # fmt: skip
"""Things that an endpoint names by their number alone."""
MOVES = {
    **(
        CAMPAIGN_MOVES
        | MEASURE_MOVES
        | PERSON_MOVES
        | PAPER_MOVES
        | REMEDY_MOVES
        | COURT_MOVES
        | DEBT_MOVES
        | STAR_MOVES
        | of_evaluations.MOVES
        | NAME_MOVES
    ),
    "sanctions.act": ("notify", "defend", "hear", "decide", "confirm", "send_back", "remove"),
    "commitments.decide": ("grant", "refuse"),
    **CONTRACT_MOVES,
    "targets.reading_act": ("question", "keep_value", "correct"),
}
QUERIES = {
    **REMEDY_QUERIES,
    "remnants.new": ("entry", "entries"),
    "complaints.new": ("about", "commitments"),
    "rectifications.new": ("record", "records"),
}
"""Forms that a thing is named to in the query."""


def addresses(app: Flask, rule: Rule, side: Side, method: str = "GET") -> Iterator[tuple[str, Any]]:
    """Every address of a rule that names a thing of this side, with the thing; moves of one."""
    build = app.url_map.bind("localhost").build
    named = list(_named(rule, side))
    for thing, values in named[-1:] if "move" in rule.arguments else named:
        for move in _moves(rule):
            yield build(rule.endpoint, values | move, method=method), thing
    if rule.endpoint in QUERIES:
        name, kind = QUERIES[rule.endpoint]
        for thing in side.things[kind]:
            key = f"{kind}:{thing.ref}" if name == "about" else thing.id
            yield build(rule.endpoint, {name: key}, method=method), thing


def _moves(rule: Rule) -> list[dict[str, str]]:
    if "move" not in rule.arguments:
        return [{}]
    stream = registered().get(rule.endpoint.partition(".")[0])
    moves = MOVES.get(rule.endpoint) or (stream.work.acts if stream else ())
    return [{"move": move} for move in moves]


def _named(rule: Rule, side: Side) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The things of this side that fit into the blanks of a rule, and what fills them."""
    for thing, values in _fitting(rule.endpoint, rule.arguments - {"move", "ending"}, side):
        values |= {"ending": "pdf"}
        yield thing, {key: value for key, value in values.items() if key in rule.arguments}


def _fitting(endpoint: str, blanks: set[str], side: Side) -> list[tuple[Any, dict[str, Any]]]:
    things = side.things
    for kind, endpoints in NUMBERED.items():
        if endpoint in endpoints:
            return [(thing, {"number": thing.id}) for thing in things[kind]]
    if special := SPECIAL.get(endpoint):
        return special(side)
    if blanks in ({"stream", "item_id"}, {"stream", "ref"}):
        every = ((name, item) for name in registered() for item in things[name])
        return [(i, {"stream": name, "item_id": i.id, "ref": i.ref}) for name, i in every]
    if blanks == {"slug"}:
        return [(side.body, {"slug": side.body.slug})]
    if blanks == {"uscc"}:
        return [(side.firm, {"uscc": side.firm.uscc})]
    feature, _dot, page = endpoint.partition(".")
    kind = "rounds" if feature == "evaluations" and page in ROUNDS else feature
    return [(item, {"ref": item.ref}) for item in things.get(kind, ()) if blanks == {"ref"}]


ROUNDS = ("round", "assign", "move", "deductions", "propose_deductions")
SPECIAL: dict[str, Callable[[Side], list[tuple[Any, dict[str, Any]]]]] = {
    "arrears.body_year": stated,
    "publicity.monitored": lambda side: [
        (side.body, {"body": side.body.id, "figure": name}) for name in FIGURES
    ],
    "arrears.yearly_act": stated,
    "arrears.yearly_file": stated,
    "arrears.transfer": transferred,
    **(COURT_SPECIAL | CONTRACT_PAGES | REPORT_PAGES),
    "commitments.decide": lambda side: [
        (item, {"ref": item.ref, "number": change.id}) for item, change in side.things["changes"]
    ],
    "complaints.file": lambda side: [
        (file, {"ref": complaint.ref, "number": file.id})
        for complaint, file in side.things["complaint_files"]
    ],
    "tips.file": lambda side: [
        (file, {"ref": tip.ref, "number": file.id}) for tip, file in side.things["tip_files"]
    ],
    "documents.signature": lambda side: [
        (item, {"thing": "commitment", "number": item.id}) for item in side.things["commitments"]
    ],
    "dossiers.file": lambda side: [
        (thing, {"kind": kind, "number": thing.id})
        for kind in (*registered(), "records", "entries")
        for thing in side.things[kind]
    ],
    "targets.reading_act": lambda side: readings_of(side.things["targets"]),
    **of_evaluations.SPECIAL,
    "files.download": lambda side: [
        (file, {"number": file.id, "stored": file.stored, "name": file.name})
        for file in side.things["files"]
    ],
}
"""What an endpoint names otherwise than by the number or the reference of one thing."""
