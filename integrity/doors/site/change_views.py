"""The public log as pages: what became public, changed or was taken down, and what proves it."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from integrity.base import i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.publications import checkpoints, leaves
from integrity.base.publications.kinds import kinds
from integrity.base.publications.models import EVENT_NAMES, PublicFact
from integrity.base.stamps import public
from integrity.doors.site.blueprint import bp
from integrity.doors.site.log_views import as_file
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices


class Filters(FilterForm):
    kind = SelectField(
        _l("类别"),
        choices=lambda: choices({name: kind.title for name, kind in kinds().items()}),
        default="",
    )
    event = SelectField(_l("变动情况"), choices=lambda: choices(EVENT_NAMES), default="")
    address = StringField(_l("地址"))


@bp.get("/data/changes/")
@public
def changes() -> ResponseReturnValue:
    """Rows by number; of what is public no more the address answers and says why."""
    known = kinds()
    table = Table(
        title=_("公开日志"),
        name="changes",
        rows=sa.select(PublicFact),
        link=lambda fact: url_for("site.change", number=fact.number),
        columns=[
            Column("number", _("序号"), lambda fact: fact.number, align="right"),
            Column("kind", _("类别"), lambda fact: _title(known, fact)),
            Column("event", _("变动情况"), lambda fact: EVENT_NAMES[fact.event]),
            Column("address", _("地址"), lambda fact: fact.address),
            Column("at", _("时间"), lambda fact: i18n.moment(fact.at)),
            Column("leaf", _("哈希"), lambda fact: fact.leaf.hex(), shown=False),
        ],
        filters=Filters,
        narrow={
            "kind": lambda value: PublicFact.kind == value,
            "event": lambda value: PublicFact.event == value,
            "address": lambda value: PublicFact.address == value,
        },
        order=(PublicFact.number.desc(),),
        empty=_("公开日志还没有内容。"),
    )
    return table.respond(
        intro=_("序号从 0 起，没有缺号。程序请用接口 /api/v1/changes，格式见该接口的说明。")
    )


@bp.get("/data/changes/<int:number>/")
@public
def change(number: int) -> ResponseReturnValue:
    """A row as it was hashed, and what proves that it is in the log."""
    fact = _fact(number)
    return render_template(
        "site/change.html",
        fact=fact,
        title=_title(kinds(), fact),
        event=EVENT_NAMES[fact.event],
        entry=leaves.entry_of(fact).decode(),
        proof=checkpoints.proof_of(fact),
        keys=checkpoints.verifiers(),
    )


@bp.get("/data/changes/<int:number>/proof")
@public
def change_proof(number: int) -> ResponseReturnValue:
    """The same as a file that can be checked elsewhere (C2SP tlog-proof)."""
    proof = checkpoints.proof_of(_fact(number))
    if proof is None:
        raise NotFound
    return as_file(proof, f"{number}.tlog-proof")


@bp.app_template_global()
def is_logged(address: str) -> bool:
    """Whether what stands at an address is, or was, in the public log."""
    return bool(db.session.scalar(sa.select(sa.exists().where(PublicFact.address == address))))


def _fact(number: int) -> PublicFact:
    """Raises NotFound."""
    found = db.session.get(PublicFact, number)
    if found is None:
        raise NotFound
    return found


def _title(known: Any, fact: PublicFact) -> Any:
    return known[fact.kind].title if fact.kind in known else fact.kind
