"""What a script asks while somebody types whom they mean: at most twenty candidates."""

from collections.abc import Sequence

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from integrity.base.errors import Forbidden, NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import anonymous, requires
from integrity.people.subjects.choosing import WHICH, candidates, note_of, reached, value_of
from integrity.people.subjects.models import Subject

bp = Blueprint("subjects", __name__, url_prefix="/find")


@bp.get("/bodies")
@anonymous
def bodies() -> ResponseReturnValue:
    """Public bodies, for anybody; without words the first in the order of pinyin."""
    return _told(candidates(_words()))


@bp.get("/<which>")
@requires(Permission.DESK)
def others(which: str) -> ResponseReturnValue:
    """Enterprises and organisations too, for who names them at work; never natural persons."""
    if which not in WHICH:
        raise NotFound
    kinds, words = WHICH[which], _words()
    if reached(kinds) != kinds:
        raise Forbidden
    return _told(candidates(words, kinds) if words else ())


def _words() -> str:
    return request.args.get("q", "").replace("\0", "").strip()[:200]


def _told(found: Sequence[Subject]) -> ResponseReturnValue:
    return jsonify([{"value": value_of(s), "name": s.name, "note": note_of(s)} for s in found])
