"""What leads to a list, on which basis, for how long, and how one leaves it: for everybody."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework.rules import service as rules
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, ListKind
from integrity.credit.measures.models import BASIS_NAMES, Measure
from integrity.credit.offences import service as offences
from integrity.credit.sanctions import bases, foundations, standards
from integrity.credit.sanctions.bases import ListingBasis
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.documents import DOCUMENT_NAMES
from integrity.people.subjects.models import KIND_NAMES


@bp.get("/lists/<kind>/standards")
@public
def list_standards(kind: str) -> ResponseReturnValue:
    """Every basis of a list with what it asks for, in force or not; and the ways out."""
    if kind not in set(ListKind):
        raise NotFound
    found = ListKind(kind)
    wanted = sa.select(ListingBasis).where(ListingBasis.list == found).order_by(ListingBasis.code)
    return render_template(
        "sanctions/standards.html",
        name=LIST_NAMES[found],
        back=url_for("sanctions.listing", kind=found),
        bases=[_basis(basis, found) for basis in db.session.scalars(wanted)],
        term=None if found is ListKind.RED else _term(foundations.PERIODS.get(found, ())),
        ways_out=_ways_out(found),
    )


def _basis(basis: ListingBasis, kind: ListKind) -> dict[str, Any]:
    today = clock.today()
    kinds = [str(name) for known, name in KIND_NAMES.items() if known in basis.subject_kinds]
    acts = offences.acts(kind, today)
    may_follow = _measures(kind)
    rows = []
    for row in standards.in_force(basis, today):
        rows.append(
            {
                "ground": GROUND_NAMES[row.ground],
                "acts": [act for act in acts if act.ground is row.ground and act.parent],
                "documents": _("、").join(str(DOCUMENT_NAMES[known]) for known in row.kinds),
                "before": row.before,
                "measures": [m for m in may_follow if not m.grounds or row.ground in m.grounds],
                "leave": row.leave,
                "term": _term((foundations.HONOURS[row.ground],))
                if row.ground in foundations.HONOURS
                else None,
                "source": row.legal_basis,
            }
        )
    return {
        "title": basis.title,
        "cited": basis.cited,
        "level": BASIS_NAMES[basis.level],
        "kinds": _("、").join(kinds),
        "off": bases.without_force(basis, today),
        "rows": rows,
    }


def _measures(kind: ListKind) -> list[Measure]:
    """The measures that may be attached on a list today, to whomever."""
    wanted = sa.select(Measure).where(
        Measure.kind == measures.kind_on(kind), Measure.lists.contains(kind.value)
    )
    found = db.session.scalars(wanted.order_by(Measure.code))
    return [measure for measure in found if not measures.unusable(measure, clock.today())]


def _term(families: tuple[str, ...]) -> tuple[str, str]:
    """How long one stays at most, and by which rule."""
    for family in families:
        try:
            rule = rules.time_limit(family, clock.today())
        except rules.NoRuleInForce:
            continue
        return rule.what, rule.legal_basis
    return _("没有固定期限"), ""


def _ways_out(kind: ListKind) -> list[str]:
    if kind is ListKind.RED:
        return [_("出现公开的失信记录，或者被列入其他名单的，当日自动退出。")]
    return [
        _("期限届满，自动移出。"),
        _("信用修复：纠正失信行为、消除不良影响后申请，免费。"),
        _("异议成立，撤销列入。"),
        _("据以列入的文书被撤销、变更或者确认无效，双人办理移出。"),
    ]
