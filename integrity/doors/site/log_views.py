"""What the public log has come to each night, for people and for tools (C2SP tlog-tiles)."""

from datetime import date

import sqlalchemy as sa
from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.publications import checkpoints, leaves
from integrity.base.publications.models import LogCheckpoint, PublicFact
from integrity.base.publications.tree import HEIGHT, WIDTH
from integrity.base.stamps import public
from integrity.doors.site.blueprint import bp
from integrity.pages.tables import Column, Table

FOREVER = "public, max-age=31536000, immutable"
LEVELS = 64 // HEIGHT
LENGTH = 2
"""Bytes before each entry of a bundle that say how long it is."""


@bp.get("/data/log/")
@public
def log() -> ResponseReturnValue:
    """Every checkpoint, and a place to check a proof without asking this server."""
    newest = checkpoints.newest()
    table = Table(
        title=_("公开日志的检查点"),
        name="checkpoints",
        rows=sa.select(LogCheckpoint),
        link=lambda row: url_for("site.log_checkpoint_of", day=row.on.isoformat()),
        columns=[
            Column("on", _("日期"), lambda row: row.on, sort=LogCheckpoint.on),
            Column("size", _("行数"), lambda row: row.size, align="right"),
            Column("root", _("根哈希"), lambda row: row.root.hex()),
        ],
        order=(LogCheckpoint.on.desc(),),
        empty=_("还没有检查点。公开日志有了内容，当夜就会公布第一个。"),
    )
    return table.respond(
        "site/log.html",
        intro=_(
            "每夜把公开日志的全部行算成一个哈希并签名。谁保存了从前的检查点，日后就能证明公开过的内容有没有被改写。"
        ),
        newest=newest,
        oldest=db.session.scalar(sa.select(sa.func.min(LogCheckpoint.on))),
        keys=checkpoints.verifiers(),
    )


@bp.get("/data/log/checkpoint")
@public
def log_checkpoint() -> ResponseReturnValue:
    """The newest one."""
    newest = checkpoints.newest()
    if newest is None:
        raise NotFound
    response = _text(newest.note)
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/data/log/checkpoint/<day>")
@public
def log_checkpoint_of(day: str) -> ResponseReturnValue:
    """The one of a day, as a file to keep."""
    found = db.session.get(LogCheckpoint, _day(day))
    if found is None:
        raise NotFound
    return as_file(found.note, f"checkpoint-{day}.txt")


@bp.get("/data/log/continued")
@public
def log_continued() -> ResponseReturnValue:
    """What proves that from one day (`from`) to another (`to`) nothing was rewritten."""
    old, new = (_day(request.args.get(name, "")) for name in ("from", "to"))
    return as_file(checkpoints.proof_between(old, new), f"log-{old}-{new}.txt")


@bp.get("/data/log/tile/<int:level>/<path:place>")
@public
def log_tile(level: int, place: str) -> ResponseReturnValue:
    """Up to 256 hashes of a level, one after another."""
    index, width = _place(place, level)
    return _bytes(b"".join(checkpoints.hashes(level, index)[:width]), width)


@bp.get("/data/log/tile/entries/<path:place>")
@public
def log_entries(place: str) -> ResponseReturnValue:
    """Up to 256 entries, each after its length."""
    index, width = _place(place, 0)
    first = index * WIDTH
    wanted = sa.select(PublicFact).where(
        PublicFact.number >= first, PublicFact.number < first + width
    )
    facts = db.session.scalars(wanted.order_by(PublicFact.number))
    entries = [leaves.entry_of(fact) for fact in facts]
    return _bytes(b"".join(len(one).to_bytes(LENGTH) + one for one in entries), width)


def as_file(text: str, name: str) -> Response:
    """A proof or a checkpoint to keep."""
    response = _text(text)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _text(text: str) -> Response:
    response = Response(text, mimetype="text/plain")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _bytes(body: bytes, width: int) -> Response:
    """A tile; what is whole never changes."""
    response = Response(body, mimetype="application/octet-stream")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = FOREVER if width == WIDTH else "public, no-cache"
    return response


def _day(text: str) -> date:
    """Raises NotFound."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _place(place: str, level: int) -> tuple[int, int]:
    """Index and width of a tile by its path, as x001/x234/067 or 012.p/5; raises NotFound.

    Nothing after the newest checkpoint is given.
    """
    newest = checkpoints.newest()
    whole, _partial, width = place.partition(".p/")
    digits = whole.replace("x", "").replace("/", "")
    if newest is None or level >= LEVELS or not digits.isdecimal():
        raise NotFound
    index, wide = int(digits), int(width) if width.isdecimal() else WIDTH
    there = (newest.size >> level * HEIGHT) - index * WIDTH
    written = _written(index) + (f".p/{wide}" if wide < WIDTH else "")
    if written != place or not 0 < wide <= there:
        raise NotFound
    return index, wide


def _written(index: int) -> str:
    """An index in groups of three digits, all but the last one after an x."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *groups, last = (digits[start : start + 3] for start in range(0, len(digits), 3))
    return "/".join([*(f"x{group}" for group in groups), last])
