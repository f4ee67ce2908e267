"""What the public log has come to each night: a tree over all its rows, its root signed.

Nothing is added to the tree while people work: a row has its leaf and its number, and the subtrees
that became whole are kept with the next checkpoint.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import server_keys
from integrity.base.db import db, in_batches
from integrity.base.errors import NotFound, Refused
from integrity.base.publications import leaves, notes, proofs, service
from integrity.base.publications.models import LogCheckpoint, PublicFact, TreeNode
from integrity.base.publications.tree import HEIGHT, WIDTH, Tree, whole

PATH = "/data/log"


class Rewritten(Refused):
    """The log is not what was signed: no checkpoint follows from it."""

    status = 503
    title = _l("公开日志与已公布的检查点不符")
    what_to_do = _l("请系统管理员运行 flask verify-log 找出被改动的记录，并从备份核对。")


def origin() -> str:
    """What the log is called, wherever its checkpoints are read."""
    return current_app.config["BASE_URL"].split("://", 1)[-1] + PATH  # type: ignore[no-any-return]


def trusted() -> list[tuple[str, bytes]]:
    """The keys that have ever signed for this log."""
    return [(origin(), raw) for raw in server_keys.raw_keys().values()]


def verifiers() -> list[str]:
    """The same as tools for signed notes take them."""
    return [notes.verifier(name, raw) for name, raw in trusted()]


def publish(*, on: date) -> int:
    """Sign what the log has come to; once a day, and only if there is any. Raises Rewritten."""
    size = service.size()
    if not size or db.session.get(LogCheckpoint, on) is not None:
        return 0
    before = newest()
    if before and (before.size > size or tree(before.size).root() != before.root):
        raise Rewritten(_("%(day)s 的检查点不再成立。", day=before.on.isoformat()))
    _grow(size)
    checkpoint = notes.Checkpoint(origin(), size, tree(size).root())
    note, key = notes.signed(checkpoint.text(), origin())
    made = LogCheckpoint(on=on, size=size, root=checkpoint.root, note=note, server_key=key)
    db.session.add(made)
    db.session.flush()
    return 1


def newest() -> LogCheckpoint | None:
    return db.session.scalars(listed().limit(1)).first()


def listed() -> sa.Select[LogCheckpoint]:
    """All of them, the newest first."""
    return sa.select(LogCheckpoint).order_by(LogCheckpoint.on.desc())


def tree(size: int) -> Tree:
    """The tree over the first `size` rows."""
    return Tree(size, hashes)


def hashes(level: int, index: int) -> Sequence[bytes]:
    """The hashes of a tile, as many as there are."""
    return db.session.scalars(_hashes(level, index * WIDTH, (index + 1) * WIDTH)).all()


def proof_of(fact: PublicFact) -> str | None:
    """The file that proves a row; None until the next checkpoint."""
    checkpoint = newest()
    if checkpoint is None or checkpoint.size <= fact.number:
        return None
    path = tree(checkpoint.size).inclusion(fact.number)
    return proofs.inclusion(leaves.entry_of(fact), fact.number, path, checkpoint.note)


def proof_between(old: date, new: date) -> str:
    """The file that proves that nothing was rewritten from one day to another; raises NotFound."""
    first, last = (db.session.get(LogCheckpoint, on) for on in (old, new))
    if first is None or last is None or first.size > last.size:
        raise NotFound
    path = tree(last.size).consistency(first.size)
    return proofs.consistency(path, first.note, last.note)


def _grow(size: int) -> None:
    """Keep every subtree that has become whole."""
    level = 1
    while whole_ones := size >> level * HEIGHT:
        kept = sa.select(sa.func.max(TreeNode.place)).where(TreeNode.level == level)
        first = (last if (last := db.session.scalar(kept)) is not None else -1) + 1
        new = _hashes(level - 1, first * WIDTH, whole_ones * WIDTH)
        new = new.execution_options(yield_per=10 * WIDTH)
        below = in_batches(db.session.scalars(new), WIDTH)
        rows = (
            {"level": level, "place": place, "root": whole(tile)}
            for place, tile in enumerate(below, first)
        )
        for some in in_batches(rows):
            db.session.execute(sa.insert(TreeNode), some)
        level += 1


def _hashes(level: int, first: int, end: int) -> sa.Select[Any]:
    """Hashes of a level from one place to another, one after another."""
    if level:
        which = (TreeNode.level == level, TreeNode.place >= first, TreeNode.place < end)
        return sa.select(TreeNode.root).where(*which).order_by(TreeNode.place)
    rows = (PublicFact.number >= first, PublicFact.number < end)
    return sa.select(PublicFact.leaf).where(*rows).order_by(PublicFact.number)
