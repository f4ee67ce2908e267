"""The papers of one's own body: the list, one paper, and every act on it."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock, i18n, site_texts
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.casework import steps
from integrity.casework.acts import Act, buttons, move_page, perform
from integrity.casework.documents import corrections, kinds, pieces, scans, service
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.flow import FLOW
from integrity.casework.documents.forms import (
    CorrectionForm,
    CountersignersForm,
    CountersignForm,
    EditForm,
    Filters,
    NumberForm,
)
from integrity.casework.documents.models import STATE_NAMES, Document, DocumentState
from integrity.pages.form_pages import form_page
from integrity.pages.forms import WhyForm
from integrity.pages.items import Badge, Button, Event, Fact, Item, Link
from integrity.pages.tables import Column, Table


def _edit(act: Act, document: Document, back: str) -> ResponseReturnValue:
    """The form holds the words as they are."""
    paper = document.paper
    form = EditForm(title=paper.title, body=pieces.typed(paper))

    def save() -> None:
        body = pieces.body(form.body.data, paper)
        at = clock.now()
        service.edit(document, form.title.data, body, by=current_user, at=at)

    return form_page(form, save, item=document, back=back, heading=act.label, submit=_("保存"))


def _ask(document: Document, parties: str, **who: Any) -> None:
    service.ask_countersign(document, parties.splitlines(), **who)


def _countersign(act: Act, document: Document, back: str) -> ResponseReturnValue:
    """The form offers those who have not agreed yet."""

    def asking() -> CountersignForm:
        form = CountersignForm()
        waiting = [c for c in document.countersigns if c.at is None]
        form.party.choices = [(c.id, c.party) for c in waiting]
        return form

    return perform(Act(act.label, act.verb, asking), document, back)


ACTS = {
    "review": Act(_l("核稿通过"), service.review, warning=_l("请核对事实、依据、期限和主送单位。")),
    "sign": Act(
        _l("签发"),
        service.sign,
        warning=_l("签发后文字不再改变，编内部编号；受送达单位有工作台的，同时送达。"),
    ),
    "edit": Act(_l("修改"), service.edit, page=_edit, primary=False),
    "ask_countersign": Act(_l("提请会签"), _ask, CountersignersForm, primary=False),
    "countersign": Act(_l("会签"), service.countersign, page=_countersign, primary=False),
    "send_back": Act(_l("退回修改"), service.send_back, WhyForm, danger=True),
    "archive": Act(_l("归档"), service.archive),
    "cancel": Act(
        _l("作废"),
        service.cancel,
        WhyForm,
        _l("编号不再使用。文书记载的决定仍然有效，须重新制作文书。"),
        danger=True,
    ),
}

MOVE_NAMES = {
    "confirm": _l("签收"),
    "draft": _l("拟稿"),
    "review": _l("核稿通过"),
    "send_back": _l("退回修改"),
    "sign": _l("签发"),
}


@bp.get("/desk/documents/")
@requires(Permission.DOCUMENTS_READ)
def index() -> ResponseReturnValue:
    """The papers that this person's body makes."""
    table = Table(
        title=_("文书"),
        name="documents",
        rows=sa.select(Document).where(service.ours(current_user)),
        link=lambda document: url_for("documents.item", number=document.id),
        columns=(
            Column("title", _l("标题"), lambda d: d.title, sort=Document.title),
            Column("kind", _l("种类"), lambda d: str(kinds.named(d.kind).title)),
            Column("ref", _l("内部编号"), lambda d: d.ref or "", sort=Document.ref),
            Column("number", _l("发文字号"), lambda d: d.number),
            Column("state", _l("状态"), lambda d: STATE_NAMES[d.state], pieces.badge),
            Column("due", _l("办理期限"), lambda d: d.step_due_on, sort=Document.step_due_on),
            Column("issued_on", _l("签发日期"), lambda d: d.issued_on, sort=Document.issued_on),
        ),
        search=(Document.title, Document.ref, Document.number),
        filters=Filters,
        narrow={"state": lambda value: Document.state == value},
        order=(Document.id.desc(),),
        empty=_("没有文书。"),
    )
    offered = {
        Permission.DOCUMENTS_SIGN: (_("批量签发"), url_for("documents.sign_batches"), False, False),
        Permission.DOCUMENTS_HANDLE: (
            _("成批归档"),
            url_for("documents.archive_served"),
            False,
            False,
        ),
    }
    return table.respond(acts=[act for may, act in offered.items() if current_user.can(may)])


@bp.get("/desk/documents/<int:number>")
@requires(Permission.DOCUMENTS_READ)
def item(number: int) -> ResponseReturnValue:
    """One paper: its text, who has to act on it, on whom it was served and what proves that."""
    document = load(number)
    page = Item(
        heading=document.title,
        kicker=kinds.named(document.kind).title,
        ref=document.ref,
        badges=[
            pieces.badge(document),
            *steps.badges(FLOW, document, clock.today()),
            *_sealed(document),
            *pieces.corrected(document),
        ],
        facts=_facts(document),
        acts=_acts(document),
        words=[pieces.text(document.paper)],
        timeline=timeline(document),
        parts=[pieces.deliveries(document)],
        links=_links(document),
    )
    return render_template("streams/item.html", page=page)


@bp.route("/desk/documents/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_READ)
def act(number: int, move: str) -> ResponseReturnValue:
    """One act on a paper."""
    document = load(number)
    return move_page(ACTS, FLOW, document, move, url_for("documents.item", number=number))


@bp.route("/desk/documents/<int:number>/number", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_HANDLE)
def register_number(number: int) -> ResponseReturnValue:
    """The number that the office system of the body gave it."""
    document = load(number)
    asked = Act(_l("登记发文字号"), service.register_number, NumberForm)
    return perform(asked, document, url_for("documents.item", number=number))


@bp.route("/desk/documents/<int:number>/correct", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_HANDLE)
def correct(number: int) -> ResponseReturnValue:
    """Draft what puts a served paper right; it goes the way of every paper."""
    document = load(number)
    warning = _l("已经送达的文书不能作废或者修改。更正文书另经核稿、签发，送达原文书的全部单位。")
    asked = Act(_l("更正"), corrections.correct, CorrectionForm, warning)
    return perform(asked, document, url_for("documents.item", number=number))


def load(number: int) -> Document:
    """A paper of this person's body, locked for an act; raises NotFound."""
    return to_move(Document, number, service.ours(current_user))


def timeline(document: Document) -> list[Event]:
    """What happened to it and to its deliveries."""
    happened = [
        *audit.history(document),
        *(event for delivery in document.deliveries for event in audit.history(delivery)),
    ]
    ordered = sorted(happened, key=lambda event: (event.at, event.id), reverse=True)
    return [
        Event(MOVE_NAMES.get(e.move) or move_name(e.move), at=e.at, who=e.who, why=e.why)
        for e in ordered
    ]


def _acts(document: Document) -> list[Button]:
    def page(move: str) -> str:
        return url_for("documents.act", number=document.id, move=move)

    found = [b for b in buttons(ACTS, FLOW, document, page) if _fits(document, b, page)]
    handles = current_user.can(Permission.DOCUMENTS_HANDLE, document)
    if document.is_frozen and document.state is not DocumentState.CANCELLED and handles:
        number = url_for("documents.register_number", number=document.id)
        found.append(Button(_("登记发文字号"), number))
        if not scans.of(document, scans.Shows.SEAL):
            found.append(Button(_("上传盖章件"), url_for("documents.seal", number=document.id)))
        if corrections.may_be_corrected(document):
            found.append(Button(_("更正"), url_for("documents.correct", number=document.id)))
    return found


def _fits(document: Document, button: Button, page: Any) -> bool:
    """What the state alone allows, and nobody could do: sign one's own, sign with nobody."""
    waiting = [c for c in document.countersigns if c.at is None]
    if button.url == page("countersign"):
        return bool(waiting)
    if button.url == page("sign"):
        this = sa.exists().where(Document.id == document.id, service.signable(current_user))
        return bool(db.session.scalar(sa.select(this)))
    return True


def _sealed(document: Document) -> list[Badge]:
    found = scans.of(document, scans.Shows.SEAL)
    if not found:
        return []
    word = _("盖章件：%(state)s", state=scans.SCAN_NAMES[found[-1].state])
    return [Badge(word, "good" if found[-1].state is scans.ScanState.AGREED else "soon")]


def _facts(document: Document) -> list[Fact]:
    issuer = document.body.name if document.body else site_texts.said("OFFICE_NAME")
    pairs = [
        (_("发文机关"), issuer),
        (_("内部编号"), document.ref),
        (_("发文字号"), document.number),
        (_("拟稿"), document.drafted_by_name),
        (_("核稿"), document.reviewed_by_name),
        (_("会签"), "、".join(_word(c) for c in document.countersigns)),
        (_("签发"), document.issued_by_name),
        (_("签发日期"), i18n.day(document.issued_on)),
        (_("答复期限"), i18n.day(document.answer_until)),
        (_("作废原因"), document.cancelled_why),
    ]
    return [Fact(label, value) for label, value in pairs if value]


def _word(countersign: Any) -> str:
    if countersign.at is None:
        return _("%(party)s（待会签）", party=countersign.party)
    return f"{countersign.party}（{countersign.by_name}：{countersign.opinion}）"


def _links(document: Document) -> list[Link]:
    kind = kinds.named(document.kind)
    thing = db.session.get(kind.model, document.thing_id)
    found = [Link(_("所涉事项"), kind.url(thing))] if thing else []
    for ending, label in (("pdf", _("下载 PDF")), ("docx", _("下载 Word"))):
        found.append(Link(label, url_for("documents.file", number=document.id, ending=ending)))
    if document.is_frozen:
        found.append(Link(_("核验页"), url_for("documents.verify", token=document.token)))
    return [*found, Link(_("返回列表"), url_for("documents.index"))]
