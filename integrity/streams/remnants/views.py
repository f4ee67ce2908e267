"""The pages of reports that a removed entry is still used: the list, one, and reporting."""

import re
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db, number
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL
from integrity.base.security import takes_files
from integrity.base.stamps import public, requires
from integrity.casework import acts, streams
from integrity.casework.documents.models import Document, DocumentState
from integrity.credit.described import describe
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.pushes import contents
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushState
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import form_page
from integrity.pages.items import Badge
from integrity.pages.tables import Table
from integrity.people.subjects.models import Subject
from integrity.streams.remnants import service
from integrity.streams.remnants.errors import WrongReport
from integrity.streams.remnants.fields import FIELDS, Claimant
from integrity.streams.remnants.forms import NewForm, ReportForm
from integrity.streams.remnants.models import STATE_NAMES, TONES, Remnant
from integrity.streams.remnants.permissions import RemnantsPermission

Filters = narrowed_by(FIELDS)
CODE = re.compile(r"[0-9a-f]{32}")
bp = Blueprint("remnants", __name__, url_prefix="/remnants")


def stream() -> streams.Stream:
    return streams.named("remnants")


acts.pages(bp, stream)


@bp.get("/")
@requires(RemnantsPermission.READ)
def index() -> ResponseReturnValue:
    """The reports this person may see."""
    today = clock.today()
    return Table(
        title=_("移出后继续使用"),
        name="remnants",
        rows=sa.select(Remnant)
        .join(Remnant.subject)
        .join(Claimant, Remnant.claimant)
        .where(stream().visible(current_user)),
        options=(
            contains_eager(Remnant.subject),
            contains_eager(Remnant.claimant.of_type(Claimant)),
        ),
        link=stream().url,
        columns=columns(FIELDS, today),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(Remnant.received_at.desc(), Remnant.id.desc()),
        empty=_("没有移出后继续使用的报告。"),
    ).respond(
        intro=_("名单移出后已确认停止措施的单位，被报告或者被发现仍在使用的。在名单事项页面报告。")
    )


@bp.get("/<ref>")
@requires(RemnantsPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One report: what is said to be used still, what the body says, what was found."""
    found, today = stream().by_ref(ref), clock.today()
    page = describe(
        stream(),
        found,
        today,
        sentence=found.text,
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=facts(at(FIELDS, FACTS), found, today),
        evidence=shown_to(attached.of(Remnant.__tablename__, [found.id]), current_user) or None,
    )
    return render_template("streams/item.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(RemnantsPermission.FILE)
def new() -> ResponseReturnValue:
    """Whose entry it was says which of the bodies still uses it; the office enters a letter."""
    entry = _entry(request.args.get("entry", 0, type=number))
    pushes = {str(push.id): push for push in _confirmed(entry)}
    form = NewForm({key: push.body.name for key, push in pushes.items()})

    def report() -> str:
        made = _file(form, pushes[form.push.data], current_user)
        return stream().url(made)

    return form_page(
        form,
        report,
        heading=_("报告移出后仍在使用"),
        intro=entry.title,
        warning=_("单位先陈述，再由两人认定；属实的记入该单位的信用记录，并重新停止措施。"),
        submit=_("提交报告"),
        back=url_for("sanctions.entry", number=entry.id),
    )


@bp.route("/report", methods=["GET", "POST"])
@public
@takes_files(1)
def report() -> ResponseReturnValue:
    """The same for who has no account, with the number of the entry and what proves it."""
    form = ReportForm(entry=request.args.get("entry", ""))

    def take() -> str:
        entry = _proven(form.entry.data, form.proof.data)
        pushes = {push.body_id: push for push in _confirmed(entry)}
        push = pushes.get(form.body.data.id)
        if push is None:
            raise WrongReport(
                _("该单位没有收到过这一名单，或者还没有确认停止措施；逾期未确认的，将被督办。")
            )
        _file(form, push, audit.PUBLIC)
        return url_for("sanctions.entry", number=entry.id)

    return form_page(
        form,
        take,
        heading=_("报告移出后仍在使用"),
        warning=_("单位先陈述，再由两人认定；结果按登记的送达地址书面告知您。"),
        submit=_("提交报告"),
        back=url_for("site.home"),
    )


def ways(entry: ListEntry) -> list[tuple[Any, str]]:
    """Where one reports that a removed entry is still used, from the page of the entry."""
    if entry.state is not EntryState.REMOVED:
        return []
    label = _("报告移出后仍在使用")
    if not current_user.is_authenticated:
        return [(label, url_for("remnants.report", entry=entry.ref))]
    if _is_for(entry, current_user) and _confirmed(entry):
        return [(label, url_for("remnants.new", entry=entry.id))]
    return []


def _is_for(entry: ListEntry, user: Any) -> bool:
    """Whether this person speaks for whose entry it was, or enters what it wrote."""
    ours = user.role in REACH_ALL or user.body_id == entry.subject_id
    return ours and user.can(RemnantsPermission.FILE)


def _entry(number_of: int) -> ListEntry:
    found = db.session.get(ListEntry, number_of)
    if found is None or not _is_for(found, current_user):
        raise NotFound
    return found


def _confirmed(entry: ListEntry) -> list[Push]:
    """The removals that bodies have confirmed, by the names of the bodies."""
    wanted = (
        sa.select(Push)
        .join(Subject, Subject.id == Push.body_id)
        .where(
            Push.entry_id == entry.id,
            Push.kind == PushKind.REMOVE,
            Push.state == PushState.CONFIRMED,
        )
        .options(joinedload(Push.body), joinedload(Push.entry))
        .order_by(Subject.name, Push.id)
    )
    return list(db.session.scalars(wanted))


def _proven(said: str, proof: str) -> ListEntry:
    """The entry of a number, by a paper on it that only its subject has; raises WrongReport."""
    code = CODE.search(proof.lower())
    id_ = number(said.strip().upper().removeprefix("MD"))
    wanted = (
        sa.select(ListEntry)
        .join(Document, Document.thing_id == ListEntry.id)
        .where(
            ListEntry.id == id_,
            Document.thing == ListEntry.__tablename__,
            Document.kind.in_(contents.PAPERS.values()),
            Document.token == (code.group() if code else ""),
            Document.ref.is_not(None),
            Document.state != DocumentState.CANCELLED,
        )
    )
    found = db.session.scalars(wanted).first()
    if found is None:
        raise WrongReport(_("名单编号与文书核验码不符，请核对决定书。"))
    return found


def _file(form: Any, push: Push, by: Any) -> Remnant:
    now = clock.now()
    made = service.file(push, form.text.data, form.seen_on.data, by=by, at=now)
    if form.document.data:
        more: dict[str, Any] = {"by": by, "at": now, "body_id": made.claimant_id}
        attached.save(form.document.data, made, public=False, **more)
    flash(_("已登记，编号 %(ref)s。", ref=made.ref), "success")
    return made
