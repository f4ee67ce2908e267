"""Whether the public log is still what it was: every row, every kept subtree, every checkpoint."""

from collections.abc import Iterator

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.publications import checkpoints, leaves, notes, service
from integrity.base.publications.models import LogCheckpoint, PublicFact, TreeNode
from integrity.base.publications.tree import HEIGHT, WIDTH, whole

PAGE = 2_000


def faults() -> Iterator[str]:
    """Name what is not what it was, from the rows to what was signed."""
    yield from _rows()
    yield from _nodes()
    yield from _checkpoints()


def _rows() -> Iterator[str]:
    expected = 0
    facts = sa.select(PublicFact).order_by(PublicFact.number).execution_options(yield_per=PAGE)
    for fact in db.session.scalars(facts):
        if fact.number != expected:
            yield f"rows {expected} to {fact.number - 1} are missing"
        expected = fact.number + 1
        if fact.content is not None and _words(fact) != fact.words:
            yield f"row {fact.number}: its content is not what was hashed ({fact.address})"
        if leaves.leaf(leaves.entry_of(fact)) != fact.leaf:
            yield f"row {fact.number}: it is not what its leaf was made of ({fact.address})"
        db.session.expunge(fact)


def _words(fact: PublicFact) -> bytes:
    return leaves.words_of(fact.content or "", fact.salt or b"")


def _nodes() -> Iterator[str]:
    nodes = sa.select(TreeNode.level, TreeNode.place, TreeNode.root)
    for node in db.session.execute(nodes.order_by(TreeNode.level, TreeNode.place)):
        below = checkpoints.hashes(node.level - 1, node.place)
        if len(below) != WIDTH or whole(below) != node.root:
            width = 1 << node.level * HEIGHT
            first = node.place * width
            yield f"rows {first} to {first + width - 1} are not those that were signed for"


def _checkpoints() -> Iterator[str]:
    size, keys = service.size(), checkpoints.trusted()
    for kept in db.session.scalars(checkpoints.listed()):
        if fault := _fault(kept, size, keys):
            yield f"checkpoint of {kept.on.isoformat()}: {fault}"


def _fault(kept: LogCheckpoint, size: int, keys: list[tuple[str, bytes]]) -> str:
    name = kept.note.split("\n", 1)[0]  # the site may have had another address
    try:
        said = notes.read(kept.note, [(name, raw) for _name, raw in keys])
    except notes.WrongNote as wrong:
        return str(wrong)
    if (said.size, said.root) != (kept.size, kept.root):
        return "it is not what its note says"
    if kept.size > size:
        return f"rows {size} to {kept.size - 1} are missing"
    if checkpoints.tree(kept.size).root() != kept.root:
        return "the rows are not those that were signed for"
    return ""
