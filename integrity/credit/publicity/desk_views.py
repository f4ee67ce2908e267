"""What a body keeps, the files that it sent, and the receipt of each."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.documents.giving import download
from integrity.credit.publicity import papers, service
from integrity.credit.publicity.blueprint import bp
from integrity.credit.publicity.models import (
    LAYOUT_NAMES,
    STATE_NAMES,
    Posting,
    PostingFile,
    RefusedRow,
)
from integrity.pages.forms import FilterForm
from integrity.pages.items import Button, Item, Link, Section, known
from integrity.pages.tables import Column, Table, choices

P = Permission
SHOWN = 200
"""Refused rows that the page of a file names."""


class OwnFilters(FilterForm):
    layout = SelectField(_l("信息类别"), choices=lambda: choices(LAYOUT_NAMES), default="")
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")
    timely = SelectField(
        _l("报送"),
        choices=lambda: choices({"late": _("迟报"), "timely": _("按期")}),
        default="",
    )


@bp.get("/own/")
@requires(P.POSTINGS_KEEP)
def own() -> ResponseReturnValue:
    """What one's own body decided or gathered, in whatever state; all for the office."""
    table = Table(
        title=_("维护公示信息"),
        name="own-publicity",
        rows=sa.select(Posting).where(service.kept_by(current_user)),
        options=(joinedload(Posting.body),),
        link=lambda row: url_for("publicity.item", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("party", _("行政相对人名称"), lambda row: row.party_name),
            Column("layout", _("信息类别"), lambda row: LAYOUT_NAMES[row.layout]),
            Column("number", _("决定文号"), lambda row: row.number),
            Column("body", _("作出决定的单位"), lambda row: row.body.name),
            Column("decided", _("决定日期"), lambda row: row.decided_on, sort=Posting.decided_on),
            Column("on", _("公示日期"), lambda row: row.on, sort=Posting.on),
            Column("late", _("报送"), lambda row: _("迟报") if row.is_late else _("按期")),
            Column("state", _("状态"), lambda row: STATE_NAMES[row.state]),
        ],
        search=(Posting.party_name, Posting.number, Posting.party_key),
        filters=OwnFilters,
        narrow={
            "layout": lambda value: Posting.layout == value,
            "state": lambda value: Posting.state == value,
            "timely": _timely,
        },
        order=(Posting.id.desc(),),
        empty=_("没有公示信息。"),
    )
    return table.respond(acts=_ways())


@bp.get("/submissions/")
@requires(P.POSTINGS_KEEP)
def submissions() -> ResponseReturnValue:
    """The files that one's own body sent; all for the office."""
    table = Table(
        title=_("双公示报送记录"),
        name="submissions",
        rows=sa.select(PostingFile).where(service.sent_by(current_user)),
        options=(joinedload(PostingFile.body),),
        link=lambda row: url_for("publicity.submission", number=row.id),
        columns=[
            Column("ref", _("回执编号"), lambda row: row.ref),
            Column("layout", _("信息类别"), lambda row: LAYOUT_NAMES[row.layout]),
            Column("body", _("报送单位"), _sender),
            Column(
                "at", _("报送时间"), lambda s: s.at, lambda s: i18n.moment(s.at), PostingFile.at
            ),
            Column("rows", _("总行数"), lambda row: row.rows, align="right"),
            Column("added", _("新增"), lambda row: row.added, align="right"),
            Column("updated", _("更正"), lambda row: row.updated, align="right"),
            Column("refused", _("未通过"), lambda row: row.refused, align="right"),
            Column("late", _("迟报"), lambda row: row.late, align="right"),
        ],
        order=(PostingFile.id.desc(),),
        empty=_("没有报送记录。"),
    )
    return table.respond(acts=_ways())


@bp.get("/submissions/<int:number>")
@requires(P.POSTINGS_KEEP)
def submission(number: int) -> ResponseReturnValue:
    """One file: what became of its rows, and why some did not enter."""
    found = _sent(number)
    wanted = sa.select(RefusedRow).where(RefusedRow.file_id == found.id)
    refused = db.session.scalars(wanted.order_by(RefusedRow.line).limit(SHOWN)).all()
    page = Item(
        heading=_("双公示报送 %(ref)s", ref=found.ref),
        kicker=LAYOUT_NAMES[found.layout],
        ref=found.ref,
        facts=known(
            (_("报送单位"), _sender(found)),
            (_("报送人"), found.by_name),
            (_("报送时间"), i18n.moment(found.at)),
            (_("总行数"), str(found.rows)),
            (_("新增"), str(found.added)),
            (_("更正"), str(found.updated)),
            (_("没有变化"), str(found.unchanged)),
            (_("未通过"), str(found.refused)),
            (_("迟报"), str(found.late)),
        ),
        parts=[Section("publicity/refused.html", {"rows": refused})] if refused else [],
        links=[
            Link(_("下载报送回执"), url_for("publicity.receipt", number=number)),
            Link(_("双公示报送记录"), url_for("publicity.submissions")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.get("/submissions/<int:number>/receipt.pdf")
@requires(P.POSTINGS_KEEP)
def receipt(number: int) -> ResponseReturnValue:
    """The receipt of a file."""
    return download(papers.receipt(_sent(number)))


def _sent(number: int) -> PostingFile:
    wanted = sa.select(PostingFile).where(PostingFile.id == number, service.sent_by(current_user))
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def _sender(sent: PostingFile) -> str:
    return sent.body.name if sent.body else _("领导小组办公室")


def _timely(value: str) -> Any:
    late = sa.func.coalesce(Posting.on > Posting.due_on, sa.false())
    return late if value == "late" else ~late


def _ways() -> list[Button]:
    return [
        Button(_("报送前检查文件"), url_for("publicity.check"), primary=True),
        Button(_("报送文件"), url_for("importing.index")),
        Button(_("逐条录入"), url_for("publicity.new_row")),
        Button(_("报送记录"), url_for("publicity.submissions")),
        Button(_("报送日历"), url_for("publicity.calendar")),
        Button(_("双公示监测"), url_for("publicity.monitoring")),
    ]
