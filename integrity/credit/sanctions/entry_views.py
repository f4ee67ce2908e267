"""One entry: public once listed, a tombstone once removed; the acts of due process."""

from functools import partial
from itertools import starmap
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework import steps
from integrity.casework.acts import buttons, move_page
from integrity.casework.documents.dossier import access
from integrity.credit.measures.lists import LIST_NAMES, ListKind
from integrity.credit.sanctions import entry_facts, hearings, reviews
from integrity.credit.sanctions.acts import MOVE_NAMES, open_acts
from integrity.credit.sanctions.annotations import PENDING_NAMES
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.flow import FLOW
from integrity.credit.sanctions.models import (
    REMOVAL_NAMES,
    STATE_NAMES,
    EntryState,
    ListEntry,
)
from integrity.credit.sanctions.pushes import described, urged
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.models import (
    PUSH_KIND_NAMES,
    PUSH_STATE_NAMES,
)
from integrity.credit.sanctions.pushes.views import may_open
from integrity.credit.sanctions.repairable import repairable_on
from integrity.credit.sanctions.treatments import UNTOLD
from integrity.credit.sanctions.visibility import visible
from integrity.credit.sanctions.ways import explains, offered_by_streams, remedies_of, shieldings_of
from integrity.pages.items import Badge, Button, Event, Fact, Item, Link, Section
from integrity.people.subjects.models import SubjectKind

TONES = {
    EntryState.LISTED: "late",
    EntryState.REMOVED: "closed",
    EntryState.REJECTED: "closed",
}


@bp.get("/lists/entries/<int:number>")
@public
def entry(number: int) -> ResponseReturnValue:
    """An entry for those who may see it; for everybody else what remains of a removed one."""
    found = _found(number)
    if not _inside(found):
        if found.subject.kind is SubjectKind.PERSON or not found.subject.public:
            raise NotFound
        removed = found.state is EntryState.REMOVED and not found.shielded
        if removed and found.treatment not in UNTOLD:
            around = {"facts": entry_facts.grave(found), "acts": offered_by_streams(found)}
            return render_template("sanctions/tombstone.html", entry=found, **around)
        if found.shielded or found.state not in (EntryState.LISTED, EntryState.SHOWN):
            raise NotFound
    inside = _inside(found)
    parts = _parts(found, inside)
    notices = {"item": found, "names": PENDING_NAMES, "removal": _removal(found) if inside else []}
    page = Item(
        heading=found.subject.name,
        kicker=LIST_NAMES[found.kind],
        ref=found.subject.uscc,
        badges=[_state(found), *_step(found, inside)],
        facts=list(starmap(Fact, entry_facts.facts(found, inside))),
        acts=[
            *buttons(open_acts(found), FLOW, found, partial(_act_url, found)),
            *_remedies(found),
            *offered_by_streams(found),
        ],
        timeline=_timeline(found),
        links=_links(found),
        notices=[Section("sanctions/_notices.html", notices)],
        parts=[Section("sanctions/_parts.html", parts)],
        aside=[Section("sanctions/_aside.html")],
    )
    return render_template("streams/item.html", page=page)


def _parts(found: ListEntry, inside: bool) -> dict[str, Any]:
    """What stands below: statement, measures, and who has it and did what."""
    return {
        "statement": found.statement if inside else "",
        "measures": found.attachments,
        "pushes": described.of_entry(found) if inside else [],
        "may_open": may_open,
        "ways": urged.ways,
        "push_kinds": PUSH_KIND_NAMES,
        "push_states": PUSH_STATE_NAMES,
        "progress": pushes.removal_progress(found),
        "reused": described.reused(found),
    }


@bp.route("/lists/entries/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def act(number: int, move: str) -> ResponseReturnValue:
    """The page of one act of due process."""
    found = _found(number)
    if not _inside(found):
        raise NotFound
    back = url_for("sanctions.entry", number=number)
    return move_page(open_acts(found), FLOW, found, move, back)


def _found(number: int) -> ListEntry:
    found = db.session.get(ListEntry, number)
    if found is None:
        raise NotFound
    return found


def _inside(found: ListEntry) -> bool:
    """Whether the person logged in sees the whole procedure of this entry."""
    if not (current_user.is_authenticated and current_user.can(Permission.SANCTIONS_READ)):
        return False
    wanted = sa.exists().where(ListEntry.id == found.id, visible(current_user))
    return bool(db.session.scalar(sa.select(wanted)))


def _remedies(found: ListEntry) -> list[Button]:
    """The ways in which a listed subject may be heard, for itself and for who takes it in.

    While a candidate for an honour is shown, anybody is.
    """
    if reviews.is_open(found, clock.today()):
        return [Button(_("对候选主体提出异议"), url_for("sanctions.review_new", number=found.id))]
    if found.state is not EntryState.LISTED:
        return _to_hearing(found)
    offered = remedies_of(found, "objections", entry=found.id)
    if not found.pending:
        offered += remedies_of(found, "proceedings", entry=found.id)
    offered += shieldings_of(found, entry=found.id)
    first = repairable_on(found)
    if first and first <= clock.today():
        offered += remedies_of(found, "repairs", entry=found.id)
    return list(starmap(Button, offered))


def _to_hearing(found: ListEntry) -> list[Button]:
    """The way to a hearing, for who is to be listed."""
    own = current_user.is_authenticated and current_user.can(Permission.SANCTIONS_DEFEND, found)
    if not own or not hearings.may_ask(found, clock.today()):
        return []
    return [Button(_("要求听证"), url_for("sanctions.ask_hearing", number=found.id))]


def _act_url(found: ListEntry, move: str) -> str:
    return url_for("sanctions.act", number=found.id, move=move)


def _step(found: ListEntry, inside: bool) -> list[Badge]:
    return steps.badges(FLOW, found, clock.today()) if inside else []


def _state(found: ListEntry) -> Badge:
    if found.state is EntryState.LISTED and found.kind is ListKind.RED:
        return Badge(STATE_NAMES[found.state], "good")
    return Badge(STATE_NAMES[found.state], TONES.get(found.state, "soon"))


def _removal(found: ListEntry) -> list[tuple[Any, Any]]:
    """The removal that waits for a second person."""
    if found.removal_ground is None or found.state is not EntryState.LISTED:
        return []
    return [
        (_("移出原因"), REMOVAL_NAMES[found.removal_ground]),
        (_("文书名称和文号"), found.removal_document),
        (_("理由"), found.removal_why),
    ]


def _timeline(found: ListEntry) -> list[Event]:
    """Every event; what was said, and who of the subject spoke, is for those inside."""
    inside = _inside(found)
    return [
        Event(
            MOVE_NAMES.get(event.move) or move_name(event.move),
            at=event.at,
            who=event.who if inside or event.move != "defend" else None,
            why=event.why if inside else None,
        )
        for event in audit.history(found)
    ]


def _repair_guide(found: ListEntry) -> str:
    """The page that says from when and how: of the record, where the entry rests on one."""
    if found.record_id:
        return url_for("repairs.new", record=found.record_id)
    return url_for("repairs.new", entry=found.id)


def _links(found: ListEntry) -> list[Link]:
    links = [Link(LIST_NAMES[found.kind], url_for("sanctions.listing", kind=found.kind))]
    if found.subject.slug:
        links.append(Link(_("信用档案"), url_for("site.body", slug=found.subject.slug)))
    elif found.subject.uscc:
        links.append(Link(_("信用档案"), url_for("site.subject", uscc=found.subject.uscc)))
    if found.record_id and _inside(found):
        links.append(Link(_("查看信用记录"), url_for("records.item", number=found.record_id)))
    if found.state is EntryState.LISTED and found.kind is not ListKind.RED:
        links.append(Link(_("正在申请修复的信用承诺"), url_for("repairs.promises")))
        if explains(found, "repairs"):
            links.append(Link(_("怎样申请修复"), _repair_guide(found)))
    if _inside(found) and (hearing := hearings.of(found)):
        links.append(Link(_("听证"), url_for("sanctions.hearing", number=hearing.id)))
    return links + (access.links("entries", found, current_user) if _inside(found) else [])
