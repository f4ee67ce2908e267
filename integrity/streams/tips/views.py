"""Reports on enterprises at the desk: the list, and one as the department or the firm sees it."""

from datetime import date

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, defer, joinedload

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.errors import Forbidden, NotFound
from integrity.base.stamps import requires
from integrity.casework import deadlines
from integrity.casework.acts import Act, perform
from integrity.casework.informants import evidence
from integrity.casework.informants.contact_views import ContactPages
from integrity.credit.described import describe
from integrity.pages import attachment_views
from integrity.pages.fields import FACTS, Field, at, columns, conditions, facts, narrowed_by
from integrity.pages.items import Badge, Button, Event, Evidence, Fact, Item, Link, Section
from integrity.pages.tables import Table
from integrity.streams.tips import intake
from integrity.streams.tips.blueprint import bp, stream
from integrity.streams.tips.contacts import CONTACTS
from integrity.streams.tips.fields import FIELDS, FOR_FIRM
from integrity.streams.tips.forms import AskForm
from integrity.streams.tips.models import (
    SIDE_NAMES,
    STATE_NAMES,
    TONES,
    Tip,
    TipContactRequest,
    TipOutcome,
)
from integrity.streams.tips.permissions import TipsPermission

Filters = narrowed_by(FIELDS)
ASK = Act(_l("请举报人补充"), intake.ask, AskForm, warning=_l("补充材料不停止计算期限。"))
SEEN_BY_FIRM = frozenset({"hear", "defend", "state", "fall_to_finder", "find_true", "find_untrue"})
"""What happened, as far as the enterprise is told; when it was reported is not of it."""


def whole(ref: str) -> Tip:
    """A report that the person logged in reads in full; raises NotFound."""
    found: Tip = stream().by_ref(ref)
    if not found.may_be_read_by(current_user):
        raise NotFound
    return found


CONTACT_PAGES = ContactPages(
    bp,
    CONTACTS,
    TipContactRequest.tip,
    Tip.ref,
    whole,
    lambda tip: _("严重失信行为举报"),
)
CONTACT_PAGES.register()


@bp.get("/")
@requires(TipsPermission.READ)
def index() -> ResponseReturnValue:
    """The reports this person may know of."""
    today = clock.today()
    table = Table(
        title=_("严重失信行为举报"),
        name="tips",
        rows=sa.select(Tip).outerjoin(Tip.subject).where(stream().visible(current_user)),
        options=(
            contains_eager(Tip.subject),
            joinedload(Tip.reported),
            joinedload(Tip.act),
            defer(Tip.text),
            defer(Tip.secret_hash),
        ),
        link=stream().url,
        columns=columns(_listed(), today),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(Tip.closed_on.is_not(None), Tip.due_on.asc().nulls_first(), Tip.id),
        empty=_("没有失信举报。"),
    )
    return table.respond()


def _listed() -> list[Field]:
    """The department's day tells when somebody reported it, and so is not for the enterprise."""
    inside = not current_user.can(TipsPermission.RESPOND)
    return [field for field in FIELDS if inside or field.name not in ("due_on", "lateness")]


@bp.get("/<ref>")
@requires(TipsPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One report; the enterprise sees what the department holds against it, and no more."""
    found: Tip = stream().by_ref(ref)
    page = _page(found) if found.may_be_read_by(current_user) else _page_of_firm(found)
    return render_template("streams/item.html", page=page)


def _page(found: Tip) -> Item:
    today = clock.today()
    heard = intake.heard_by(current_user, found.messages)
    said = {
        "item": found,
        "messages": heard,
        "pieces": evidence.with_words(heard),
        "sides": SIDE_NAMES,
        "asked": intake.waits_for_reporter(found),
        "requests": CONTACT_PAGES.shown(found),
    }
    return describe(
        stream(),
        found,
        today,
        kicker=found.act.title,
        sentence=_("举报%(who)s。", who=found.who),
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=[
            (_("收到时间"), i18n.day(clock.local_day(found.received_at))),
            *facts(at(FIELDS, FACTS), found, today),
        ],
        acts=[*stream().buttons(found), *_more(found)],
        evidence=_files(found) or None,
        links=_decision(found),
        notices=[Section("complaints/_notices.html", {"item": found})],
        words=[Section("tips/_talk.html", said)],
    )


def _page_of_firm(found: Tip) -> Item:
    today = clock.today()
    shown = [field for field in at(FIELDS, FACTS) if field.name in FOR_FIRM]
    return describe(
        stream(),
        found,
        today,
        heading=_("核查事项 %(ref)s", ref=found.ref),
        kicker=_("与您单位有关的核查事项"),
        sentence=_("认定以前不作任何记录，不公开。"),
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=facts(shown, found, today),
        timeline=_told(found),
        evidence=None,
        brief=[],
    )


def defend_page(act: Act, found: Tip, back: str) -> ResponseReturnValue:
    """The enterprise answers: who asks, until when it may, and what is held against it."""
    said = [
        Fact(_("主管部门"), found.subject.name if found.subject else ""),
        Fact(_("陈述意见期限"), i18n.day(found.heard_by) or _("自告知书送达之日起计算")),
        Fact(_("告知被举报单位的事实"), found.allegation),
    ]
    return perform(act, found, back, said=said)


def lateness(found: Tip, on: date) -> Badge | None:
    """How the department stands to its day, for who reads the report."""
    shown = found.due_on and found.may_be_read_by(current_user)
    return deadlines.lateness("tips", found, on) if shown else None


def _told(found: Tip) -> list[Event]:
    """What happened, as far as the enterprise is told; not who at the department did it."""
    names = {name: act.label for name, act in stream().work.acts.items()}
    words = {**names, **stream().words.move_names}
    known = [event for event in audit.history(found) if event.move in SEEN_BY_FIRM]
    return [Event(words[event.move], at=event.at) for event in known]


@bp.route("/<ref>/ask", methods=["GET", "POST"])
@requires(TipsPermission.READ)
def ask(ref: str) -> ResponseReturnValue:
    """Ask the reporter for more."""
    found = whole(ref)
    if not intake.may_ask(current_user, found):
        raise Forbidden(_("您不能向举报人提问，或者此举报已经答复、办结。"))
    return perform(ASK, found, back=stream().url(found))


@bp.get("/<ref>/files/<int:number>")
@requires(TipsPermission.READ)
def file(ref: str, number: int) -> ResponseReturnValue:
    """One file, to whoever may read what it came with."""
    piece = evidence.one(whole(ref), number)
    if not piece.may_be_read_by(current_user):
        raise NotFound
    return attachment_views.send(piece, to=current_user)


def _more(found: Tip) -> list[Button]:
    """What may be done here that moves nothing."""
    asks = [Button(ASK.label, url_for("tips.ask", ref=found.ref))]
    return [
        *(asks if intake.may_ask(current_user, found) else []),
        *CONTACT_PAGES.buttons(found),
    ]


def _decision(found: Tip) -> list[Link]:
    """What is true is recorded only where the department decides so, on a page of its own."""
    true = found.outcome is TipOutcome.TRUE
    mine = current_user.can(TipsPermission.INVESTIGATE, found)
    return [Link(_("登记决定信息"), url_for("decisions.new"))] if true and mine else []


def _files(found: Tip) -> list[Evidence]:
    """Whoever reads the report may download its files."""
    return [
        Evidence(
            piece.name,
            url_for("tips.file", ref=found.ref, number=piece.id),
            _("%(kb)s KB，下载后打开前请先查毒", kb=-(-piece.size // 1000)),
        )
        for piece in evidence.of(found, ())
    ]
