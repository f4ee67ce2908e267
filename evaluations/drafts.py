"""Propose a version of a standard: its indicators, weights and grades; review it; approve it."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _

from evaluations import figures, grades, methods, schemes
from evaluations.draft_models import SchemeDraft
from evaluations.draft_models import SchemeDraftState as S
from evaluations.models import Scheme
from evaluations.permissions import EvaluationsPermission
from integrity.base.audit import service as audit
from integrity.base.errors import Refused
from integrity.base.states import Move
from integrity.casework import drafting

RUN = EvaluationsPermission.RUN
WRITE = Move({S.DRAFTED}, S.DRAFTED, RUN)
FLOW = drafting.flow(
    S,
    "LOCAL-SCHEME-REVIEW",
    "LOCAL-SCHEME-APPROVE",
    RUN,
    RUN,
    put_indicator=WRITE,
    weigh=WRITE,
    remove_indicator=WRITE,
)
COLUMNS = ("code", "parent_code", "name", "description", "weight", "weight_note", "data_source",
           "figure", "anchors", "method", "cap", "bars")  # fmt: skip
"""What a standard says of an indicator."""
Rows = list[dict[str, str]]


class WrongTree(Refused):
    """An indicator without a parent that is there, or grades that leave a total without one."""


def draft(
    code: str,
    source: Scheme,
    name: str,
    basis: str,
    reasons: str,
    with_indicators: bool = True,
    *,
    by: audit.Actor,
    at: datetime,
) -> SchemeDraft:
    """Begin a version, with the grades and, if wanted, the indicators of another one.

    The next version where there is a standard of this code. Raises UnderChange.
    """
    made = SchemeDraft(
        code=code.strip(),
        name=name.strip(),
        basis=basis.strip(),
        reasons=reasons.strip(),
        remedy_below=source.remedy_below,
        ranked_from=source.ranked_from,
        indicators=schemes.rows(source) if with_indicators else [],
        bands=[{"name": band.name, "minimum": grades.plain(band.minimum)} for band in source.bands],
        replaces=schemes.newest(code.strip()),
        state=S.DRAFTED,
    )
    drafting.begin(made, by=by, at=at)
    return made


def edit(
    found: SchemeDraft,
    name: str,
    basis: str,
    reasons: str,
    remedy_below: Decimal,
    ranked_from: int,
    bands: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Write again what it is called, on what it rests, and its grades; raises WrongTree."""
    said = {
        "name": name.strip(),
        "basis": basis.strip(),
        "reasons": reasons.strip(),
        "remedy_below": remedy_below,
        "ranked_from": ranked_from,
        "bands": graded(bands),
    }
    drafting.edit(found, said, by=by, at=at)


def put_indicator(
    found: SchemeDraft,
    code: str,
    parent_code: str = "",
    place: int | None = None,
    weight: Decimal | None = None,
    cap: Decimal | None = None,
    *,
    by: audit.Actor,
    at: datetime,
    **said: str,
) -> None:
    """Add an indicator, or write the one of this code again, where `place` says among its like.

    Without a place it stays where it is. Raises WrongTree.
    """
    row = {key: said.get(key, "").strip() for key in COLUMNS}
    row |= {"code": code.strip(), "parent_code": parent_code.strip()}
    if row["figure"] and row["figure"] not in figures.titles():
        raise WrongTree(_("没有“%(figure)s”这一可计算的数据。", figure=row["figure"]))
    row["weight"] = grades.plain(weight or Decimal(0))
    row["cap"] = grades.plain(cap) if cap else ""
    row["method"] = str(methods.of(row))
    kept = list(found.indicators)
    old = next((n for n, one in enumerate(kept) if one["code"] == row["code"]), None)
    if old is None:
        kept.append(row)
    else:
        kept[old] = row
    if place is not None:
        kept = _placed(kept, row, place)
    found.indicators = ordered(kept)
    FLOW.go(found, "put_indicator", by=by, at=at, indicator=row["code"])


def weigh(found: SchemeDraft, *, by: audit.Actor, at: datetime, **weights: Decimal) -> None:
    """Give leaves their weights, as weight-A1=6."""
    said = {name.removeprefix("weight-"): grades.plain(weight) for name, weight in weights.items()}
    kept = [one | {"weight": said.get(one["code"], one["weight"])} for one in found.indicators]
    changed = [new["code"] for new, old in zip(kept, found.indicators, strict=True) if new != old]
    found.indicators = ordered(kept)
    FLOW.go(found, "weigh", by=by, at=at, changed=changed)


def remove_indicator(found: SchemeDraft, code: str, *, by: audit.Actor, at: datetime) -> None:
    """Take out an indicator with what is below it."""
    gone = {code}
    for one in found.indicators:  # what is below stands after what is above
        if one["parent_code"] in gone:
            gone.add(one["code"])
    found.indicators = ordered(one for one in found.indicators if one["code"] not in gone)
    FLOW.go(found, "remove_indicator", by=by, at=at, removed=sorted(gone))


def submit(found: SchemeDraft, *, by: audit.Actor, at: datetime) -> None:
    """Ask the office to review it; raises WrongWeights, WrongMethod, WrongTree."""
    _demand_whole(found)
    drafting.submit(found, by=by, at=at)


def approve(found: SchemeDraft, *, by: audit.Actor, at: datetime) -> None:
    """Put it in force: rounds that are planned from now on may use it, no other changes.

    Raises SamePerson, WrongWeights, WrongMethod, WrongTree.
    """
    drafting.demand_another(found, "approve", by)
    _demand_whole(found)
    head = {
        "code": found.code,
        "version": str(found.replaces.version + 1 if found.replaces else 1),
        "name": found.name,
        "basis": found.basis,
        "remedy_below": str(found.remedy_below),
        "ranked_from": str(found.ranked_from),
    }
    found.scheme = schemes.create(head, found.indicators, found.bands)
    drafting.approve(found, by=by, at=at)


def graded(text: str) -> Rows:
    """Grades from lines like “优 90”; raises WrongTree."""
    bands: dict[str, Decimal] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _space, least = line.rpartition(" ")
        if not name or not least.isdigit() or int(least) > 100 or len(name) > 20:
            raise WrongTree(_("等级每行一个，写明名称和最低分，例如“优 90”。"))
        bands[name.strip()] = Decimal(least)
    if Decimal(0) not in bands.values() or len(set(bands.values())) < len(bands):
        raise WrongTree(_("最低一级须从 0 分起，各级的最低分不能相同。"))
    return [{"name": name, "minimum": str(bands[name])} for name in sorted(bands, key=bands.get,  # type: ignore[arg-type]
            reverse=True)]  # fmt: skip


def ordered(rows: Iterable[dict[str, str]]) -> Rows:
    """The indicators with everyone after its parent, and parents weighing what is below them.

    Raises WrongTree.
    """
    given = list(rows)
    below: dict[str, Rows] = {}
    for row in given:
        below.setdefault(row["parent_code"], []).append(row)
    found: Rows = []
    _walk("", below, found)
    if lost := sorted({row["code"] for row in given} - {row["code"] for row in found}):
        raise WrongTree(_("%(codes)s 没有可用的上级指标。", codes=_("、").join(lost)))
    return found


def total(rows: Iterable[dict[str, str]]) -> Decimal:
    """What the leaves weigh together."""
    return sum((Decimal(row["weight"]) for row in rows if not row["parent_code"]), Decimal(0))


def weighed(rows: Iterable[dict[str, str]]) -> Rows:
    """The leaves that are part of the mean."""
    return [row for row in schemes.leaf_rows(rows) if methods.of(row) in methods.WEIGHED]


def _walk(parent: str, below: dict[str, Rows], found: Rows) -> Decimal:
    added = Decimal(0)
    for row in below.get(parent, []):
        place = len(found)
        found.append(row)
        if row["code"] in below:
            found[place] = row | {"weight": grades.plain(_walk(row["code"], below, found))}
        added += Decimal(found[place]["weight"])
    return added


def _placed(rows: Rows, row: dict[str, str], place: int) -> Rows:
    others = [one for one in rows if one is not row]
    alike = [n for n, one in enumerate(others) if one["parent_code"] == row["parent_code"]]
    at = alike[place - 1] if 0 < place <= len(alike) else len(others)
    return [*others[:at], row, *others[at:]]


def _demand_whole(found: SchemeDraft) -> None:
    """Raise WrongWeights, WrongMethod or WrongTree for what no round could be scored by."""
    if not found.indicators:
        raise WrongTree(_("还没有任何指标。"))
    schemes.check_weights(found.indicators)
    methods.check(schemes.leaf_rows(found.indicators), found.bands)
