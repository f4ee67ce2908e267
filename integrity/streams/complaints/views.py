"""Complaints at the desk: the list and one complaint. The contact is on neither."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock, i18n
from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import REACH_ALL
from integrity.base.stamps import requires
from integrity.casework.acts import Act, perform
from integrity.casework.documents.giving import download
from integrity.casework.informants import evidence
from integrity.casework.streams import named, registered
from integrity.credit.described import describe
from integrity.pages import attachment_views
from integrity.pages.items import Badge, Button, Evidence, Link, Section
from integrity.streams.complaints import (
    contact_views,
    conversation,
    listing,
    me_too,
    papers,
    recusals,
)
from integrity.streams.complaints.blueprint import bp, stream
from integrity.streams.complaints.desk_forms import AskForm, RecuseForm
from integrity.streams.complaints.forms import item_of
from integrity.streams.complaints.models import (
    KIND_NAMES,
    OUTCOME_NAMES,
    REFUSAL_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    TONES,
    Complaint,
)
from integrity.streams.complaints.permissions import ComplaintsPermission

ASK = Act(
    _l("请反映人补充"),
    conversation.ask,
    AskForm,
    warning=_l("补充材料不停止计算期限；确需更多时间的，由单位负责人同意延期。"),
)
RECUSE = Act(
    _l("申请回避"),
    recusals.recuse,
    RecuseForm,
    warning=_l(
        "与此事有利害关系的应当回避。提交后您不能再查看和办理此投诉，由他人办理，不能撤回。"
    ),
    danger=True,
)


@bp.get("/")
@requires(ComplaintsPermission.READ)
def index() -> ResponseReturnValue:
    """The complaints this person may see: a body only those that were accepted for it."""
    acts = [Button(_("登记投诉"), url_for("complaints.new"))]
    return listing.table(clock.today()).respond(acts=acts)


@bp.get("/<ref>")
@requires(ComplaintsPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One complaint with everything that was said, but not who complained."""
    found = recusals.open_to_me(ref)
    heard = conversation.heard_by(current_user, found.messages)
    said = {
        "item": found,
        "messages": heard,
        "pieces": evidence.with_words(heard),
        "sides": SIDE_NAMES,
        "asked": conversation.waits_for_complainant(found),
        "requests": contact_views.PAGES.shown(found),
    }
    page = describe(
        stream(),
        found,
        clock.today(),
        kicker=KIND_NAMES[found.kind],
        sentence=_("反映%(body)s的事项。", body=found.subject.name),
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=_facts(found),
        acts=[*stream().buttons(found), *_more(found)],
        evidence=_files(found) or None,
        links=[*_about(found), *_transfer(found)],
        notices=[Section("complaints/_notices.html", {"item": found})],
        words=[Section("complaints/_talk.html", said)],
    )
    return render_template("streams/item.html", page=page)


@bp.get("/<ref>/transfer.<ending>")
@requires(ComplaintsPermission.READ)
def transfer(ref: str, ending: str) -> ResponseReturnValue:
    """The letter that goes with a lead to whoever may investigate it."""
    made = papers.transfer(recusals.open_to_me(ref))
    if made is None:
        raise NotFound
    return download(made, ending)


def _transfer(found: Complaint) -> list[Link]:
    page = url_for("complaints.transfer", ref=found.ref, ending="docx")
    return [Link(_("移送函草稿（Word）"), page)] if papers.transfer(found) else []


@bp.route("/<ref>/ask", methods=["GET", "POST"])
@requires(ComplaintsPermission.READ)
def ask(ref: str) -> ResponseReturnValue:
    """Ask the complainant for more."""
    found = recusals.open_to_me(ref)
    if not conversation.may_ask(current_user, found):
        raise Forbidden(_("您不能向反映人提问，或者此投诉已经答复、办结。"))
    return perform(ASK, found, back=stream().url(found))


@bp.route("/<ref>/recuse", methods=["GET", "POST"])
@requires(ComplaintsPermission.READ)
def recuse(ref: str) -> ResponseReturnValue:
    """Declare an interest: somebody else must act from now on."""
    found = recusals.open_to_me(ref)
    if not recusals.may_recuse(current_user, found):
        raise Forbidden(_("您不办理此投诉，无需回避。"))
    return perform(RECUSE, found, back=url_for("complaints.index"))


@bp.get("/<ref>/files/<int:number>")
@requires(ComplaintsPermission.READ)
def file(ref: str, number: int) -> ResponseReturnValue:
    """One file, to whoever may read what it came with."""
    piece = evidence.one(recusals.open_to_me(ref), number)
    if not piece.may_be_read_by(current_user):
        raise NotFound
    return attachment_views.send(piece, to=current_user)


def _files(found: Complaint) -> list[Evidence]:
    """Whoever may see the complaint may download its files."""
    return [
        Evidence(
            piece.name,
            url_for("complaints.file", ref=found.ref, number=piece.id),
            _("%(kb)s KB，下载后打开前请先查毒", kb=-(-piece.size // 1000)),
        )
        for piece in evidence.of(found, ())
    ]


def _more(found: Complaint) -> list[Button]:
    """What may be done here that moves nothing."""
    offered = (
        (conversation.may_ask(current_user, found), "complaints.ask", ASK.label, False),
        (recusals.may_recuse(current_user, found), "complaints.recuse", RECUSE.label, True),
    )
    more = [
        Button(label, url_for(page, ref=found.ref), danger=danger)
        for may, page, label, danger in offered
        if may
    ]
    return [*more, *contact_views.PAGES.buttons(found)]


def _facts(found: Complaint) -> list[tuple[Any, Any]]:
    return [
        (_("承办单位"), found.subject.name),
        (_("收到时间"), i18n.day(clock.local_day(found.received_at))),
        (_("受理日期"), i18n.day(found.accepted_on) or _("尚未受理")),
        (_("答复期限"), i18n.day(found.due_on) or _("自受理之日起计算")),
        (_("答复日期"), i18n.day(found.closed_on) or _("尚未答复")),
        (_("单位自报结果"), OUTCOME_NAMES.get(found.finding) or ""),  # type: ignore[arg-type]
        (_("结果"), OUTCOME_NAMES.get(found.outcome) or _("未办结")),  # type: ignore[arg-type]
        *([(_("情形"), REFUSAL_NAMES[found.refusal])] if found.refusal else []),
        *([(_("转送"), _(found.passed_to))] if found.passed_to else []),
        *([(_("同一事项"), found.duplicate_of.ref)] if found.duplicate_of else []),
        *([(_("内容已删除"), i18n.day(found.erased_on))] if found.erased_on else []),
        _receipt(found),
        *([(_("已回避"), _recused(found))] if found.recusals else []),
        *([(_("同一事项的反映"), _same(found))] if found.about_stream else []),
    ]


def _receipt(found: Complaint) -> tuple[Any, Any]:
    """Who can follow it; its number elsewhere is for the office, as it leads to the person."""
    if found.source:
        number = found.external_id if current_user.role in REACH_ALL else ""
        whence = f"{found.source} {number}".strip()
        return _("转入渠道"), _("%(whence)s，由该渠道回访", whence=whence)
    return _("回执"), _("反映人已保存查询密码") if found.noted_at else _(
        "反映人尚未确认保存查询密码"
    )


def _recused(found: Complaint) -> str:
    """Who left it to others, and for the office also why."""
    if current_user.role not in REACH_ALL:
        return _("、").join(recusal.by_name for recusal in found.recusals)
    why = [_("%(who)s（%(why)s）", who=r.by_name, why=r.why) for r in found.recusals]
    return _("、").join(why)


def _same(found: Complaint) -> str:
    filed, others = me_too.figures(f"{found.about_stream}:{found.about_ref}")
    return _("投诉举报 %(filed)s 件，“我也遇到”%(others)s 人次", filed=filed, others=others)


def _about(found: Complaint) -> list[Link]:
    """A link to what it is about, if this person may see that."""
    if found.about_stream not in registered():
        return []
    about = item_of(f"{found.about_stream}:{found.about_ref}")
    return [Link(about.title, named(found.about_stream).url(about))] if about else []
