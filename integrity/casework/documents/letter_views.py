"""What one's own body has received: read it, confirm that it came, answer it."""

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.permissions import Permission
from integrity.base.stamps import requires, to_move
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.documents import deliveries, kinds, pieces, service
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.flow import DELIVERIES
from integrity.casework.documents.forms import AnswerForm
from integrity.casework.documents.models import (
    DELIVERY_NAMES,
    PROOF_NAMES,
    WAY_NAMES,
    Delivery,
    DeliveryState,
    Document,
)
from integrity.pages.items import Badge, Fact, Item, Link
from integrity.pages.tables import Column, Table

ACTS = {
    "confirm": Act(
        _l("签收"),
        deliveries.confirm,
        warning=_l("签收之日即为送达之日，法定期限从送达起计算。签收不表示同意文书的内容。"),
    ),
    "answer": Act(_l("答复"), deliveries.answer, AnswerForm, evidence=True),
    "acknowledge": Act(_l("补签收"), deliveries.acknowledge, primary=False),
}


@bp.get("/desk/letters/")
@requires(Permission.DOCUMENTS_RECEIVE)
def letters() -> ResponseReturnValue:
    """The papers that were sent to this person's body."""
    table = Table(
        title=_("收到的文书"),
        name="letters",
        rows=sa.select(Delivery).join(Delivery.document).where(service.letters(current_user)),
        options=(contains_eager(Delivery.document),),
        link=lambda delivery: url_for("documents.letter", number=delivery.id),
        columns=(
            Column("title", _l("标题"), lambda d: d.title, sort=Document.title),
            Column("kind", _l("种类"), lambda d: str(kinds.named(d.document.kind).title)),
            Column("ref", _l("内部编号"), lambda d: d.document.ref),
            Column("sent_on", _l("发出日期"), lambda d: d.sent_on, sort=Delivery.sent_on),
            Column("state", _l("状态"), lambda d: DELIVERY_NAMES[d.state], _badge),
            Column("until", _l("答复期限"), lambda d: d.answer_until, sort=Delivery.answer_until),
        ),
        search=(Document.title, Document.ref, Document.number),
        order=(Delivery.id.desc(),),
        empty=_("没有收到文书。"),
    )
    return table.respond()


@bp.get("/desk/letters/<int:number>")
@requires(Permission.DOCUMENTS_RECEIVE)
def letter(number: int) -> ResponseReturnValue:
    """One paper that was sent here: opening it is logged, receiving it is an act."""
    found = load(number)
    audit.read(found, "open", by=current_user, at=clock.now())
    document = found.document
    page = Item(
        heading=document.title,
        kicker=kinds.named(document.kind).title,
        ref=document.ref,
        badges=[_badge(found), *pieces.corrected(document)],
        facts=_facts(found),
        acts=[
            button
            for button in buttons(
                ACTS,
                DELIVERIES,
                found,
                lambda move: url_for("documents.received", number=number, move=move),
            )
            if _fits(found, button.url)
        ],
        words=[pieces.text(document.paper)],
        links=[
            Link(_("下载 PDF"), url_for("documents.letter_file", number=number)),
            *_reply(found),
            Link(_("核验页"), url_for("documents.verify", token=document.token)),
            Link(_("返回列表"), url_for("documents.letters")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/desk/letters/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_RECEIVE)
def received(number: int, move: str) -> ResponseReturnValue:
    """Confirm the receipt, or answer."""
    back = url_for("documents.letter", number=number)
    return move_page(ACTS, DELIVERIES, load(number), move, back)


def load(number: int) -> Delivery:
    """What was sent to this person's body, locked for an act; raises NotFound."""
    return to_move(Delivery, number, service.letters(current_user))


def _reply(delivery: Delivery) -> list[Link]:
    """The answer as a letter, for the body's own office system."""
    if delivery.answered_on is None:
        return []
    page = url_for("documents.reply_file", number=delivery.id, ending="docx")
    return [Link(_("复函草稿（Word）"), page)]


def _fits(delivery: Delivery, url: str) -> bool:
    """An answer only where one is asked for; a receipt only once."""
    if url.endswith("/answer"):
        return delivery.answer_until is not None
    return not url.endswith("/acknowledge") or delivery.received_on is None


def _badge(delivery: Delivery) -> Badge:
    waits = delivery.state is DeliveryState.SENT
    word = _("待签收") if waits else DELIVERY_NAMES[delivery.state]
    return Badge(word, "soon" if waits else "plain")


def _facts(delivery: Delivery) -> list[Fact]:
    pairs = [
        (_("发文字号"), delivery.document.number),
        (_("送达方式"), delivery.way and WAY_NAMES[delivery.way]),
        (_("发出日期"), i18n.day(delivery.sent_on)),
        (_("未签收的，视为送达之日"), i18n.day(delivery.deemed_on)),
        (_("送达日期"), i18n.day(delivery.served_on)),
        (_("送达依据"), delivery.proof and PROOF_NAMES[delivery.proof]),
        (_("签收"), delivery.received_by_name),
        (_("答复期限"), i18n.day(delivery.answer_until)),
        (_("答复"), delivery.answer),
    ]
    return [Fact(label, value) for label, value in pairs if value]
