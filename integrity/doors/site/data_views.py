"""Open data, the definitions of all figures, and what was taken down."""

from typing import Any

import sqlalchemy as sa
from flask import current_app, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from integrity.base import server_keys
from integrity.base.sealing import service as sealing
from integrity.base.sealing.chain import ALGORITHM
from integrity.base.stamps import public, stamp_of
from integrity.casework.figures import RANKED
from integrity.casework.rules.models import Grade
from integrity.casework.streams import registered
from integrity.credit.records.models import STATE_NAMES as RECORD_STATES
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import OUTCOME_NAMES, EntryState, ListEntry
from integrity.doors.site import snapshot_views, snapshots
from integrity.doors.site.blueprint import bp
from integrity.files.exports import EXPORTS
from integrity.pages.definitions import DEFINITIONS
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject

REASONS: dict[str, Any] = {"record": RECORD_STATES, "entry": OUTCOME_NAMES}


@bp.get("/.well-known/integrity-keys.json")
@public
def signing_keys() -> ResponseReturnValue:
    """The public keys with which this server signs, for whoever verifies a document elsewhere."""
    return jsonify({"keys": server_keys.public_keys()})


@bp.get("/.well-known/log-head.json")
@public
def log_heads() -> ResponseReturnValue:
    """What the log had come to on every night; who keeps a copy can show that it was rewritten."""
    heads = [
        {
            "on": head.on.isoformat(),
            "digest": head.digest,
            "key_id": head.key_id,
            "signature": head.signature,
        }
        for head in sealing.heads()
    ]
    return jsonify({"algorithm": ALGORITHM, "heads": heads})


@bp.get("/data/")
@public
def data() -> ResponseReturnValue:
    return render_template(
        "site/data.html",
        sets=_sets(),
        whole=snapshot_views.listed(),
        told=snapshots.manifest(),
    )


@bp.get("/stats/definitions")
@public
def definitions() -> ResponseReturnValue:
    return render_template("site/definitions.html", definitions=DEFINITIONS, ranked=RANKED)


@bp.get("/takedowns/")
@public
def takedowns() -> ResponseReturnValue:
    """What left public view, and why; never about whom (S2: what is repaired is forgotten)."""
    gone = _gone().subquery()
    table = Table(
        title=_("撤下与更正"),
        rows=sa.select(gone),
        columns=[
            Column("ref", _("编号"), _ref),
            Column("kind", _("内容"), lambda row: _kinds()[row.kind]),
            Column("why", _("撤下原因"), lambda row: REASONS[row.kind][row.why]),
            Column("on", _("撤下日期"), lambda row: row.on, sort=gone.c.on),
        ],
        link=_tombstone,
        order=(gone.c.on.desc(), gone.c.kind, gone.c.id.desc()),
        name="takedowns",
        empty=_("还没有撤下或者更正的内容。今后每一次撤下都会列在这里。"),
        entities=False,
    )
    intro = _(
        "撤下的内容不再公开，但地址仍然可以打开，并说明原因和日期。为保护权益，这里不列出主体名称。"
    )
    return table.respond(intro=intro)


def _gone() -> sa.CompoundSelect[Any]:
    """Records that were public and are not any more, and entries that were removed."""
    published = (
        sa.exists()
        .where(Grade.scale == CreditRecord.scale, Grade.grade == CreditRecord.grade)
        .where(Grade.published)
    )
    records = sa.select(
        sa.literal("record").label("kind"),
        CreditRecord.id.label("id"),
        CreditRecord.closed_on.label("on"),
        sa.cast(CreditRecord.state, sa.String).label("why"),
    ).where(
        CreditRecord.decided_on.is_not(None),
        CreditRecord.closed_on.is_not(None),
        CreditRecord.subject.has(Subject.public),
        published,
    )
    entries = sa.select(
        sa.literal("entry"),
        ListEntry.id,
        ListEntry.removed_on,
        sa.cast(ListEntry.outcome, sa.String),
    ).where(ListEntry.state == EntryState.REMOVED, ListEntry.subject.has(Subject.public))
    return sa.union_all(records, entries)


def _kinds() -> dict[str, str]:
    return {"record": _("信用记录"), "entry": _("名单信息")}


def _ref(row: Any) -> str:
    return f"{'XY' if row.kind == 'record' else 'MD'}{row.id:08d}"


def _tombstone(row: Any) -> str:
    if row.kind == "record":
        return url_for("records.item", number=row.id)
    return url_for("sanctions.entry", number=row.id)


def _sets() -> list[tuple[Any, Any, str, list[tuple[str, str]]]]:
    """What can be downloaded: title, what it holds, the page, and an address per format."""
    sets: list[tuple[Any, Any, str]] = [
        (stream.title, _("公开的每一件事项及其期限、状态。"), f"{name}.index")
        for name, stream in registered().items()
        if not isinstance(stream.reach.public(), sa.False_)
    ]
    sets += [
        (_("守信践诺榜"), _("按期兑现、没有逾期和公开失信记录的单位和企业。"), "site.kept"),
        (_("逾期事项"), _("期限已过、尚未办结的公开事项。"), "site.overdue"),
        (pgettext("nav", "单位"), _("全部单位及其事项、逾期和按期办结的件数。"), "site.body_list"),
        (_("期限规则"), _("每一条期限及其法律依据、施行日期、核验程度。"), "site.terms"),
    ]
    return [
        (title, about, url_for(page), [(k.upper(), url_for(page, format=k)) for k in EXPORTS])
        for title, about, page in sets
        if page in current_app.view_functions and stamp_of(page) == "public"
    ]
