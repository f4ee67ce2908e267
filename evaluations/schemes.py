"""Loading the evaluation standard, and its indicators as a tree."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from evaluations import methods
from evaluations.grades import plain
from evaluations.models import Band, Indicator, Scheme
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.rules.service import read

DATA = Path(__file__).parent / "data"
WHOLE = Decimal(100)


class WrongWeights(Refused):
    """The leaves do not add up to 100, or children not to their parent."""


def load() -> int:
    """Load the schemes the product ships with; a version that is there stays as it is."""
    loaded = 0
    for row in read(DATA / "schemes.csv"):
        known = sa.exists().where(Scheme.code == row["code"], Scheme.version == int(row["version"]))
        if not db.session.scalar(sa.select(known)):
            create(row, _of(row, "indicators.csv"), _of(row, "bands.csv"))
            loaded += 1
    return loaded


def current() -> Scheme:
    """The newest standard."""
    return db.session.scalars(sa.select(Scheme).order_by(Scheme.id.desc()).limit(1)).one()


def newest(code: str) -> Scheme | None:
    """The last version of a standard."""
    wanted = sa.select(Scheme).where(Scheme.code == code).order_by(Scheme.version.desc())
    return db.session.scalars(wanted.limit(1)).first()


def rows(scheme: Scheme) -> list[dict[str, str]]:
    """The indicators of a standard as rows of text."""
    codes = {node.id: node.code for node in scheme.indicators}
    return [
        {
            "code": node.code,
            "parent_code": codes[node.parent_id] if node.parent_id else "",
            "name": node.name,
            "description": node.description,
            "weight": plain(node.weight),
            "weight_note": node.weight_note,
            "data_source": node.data_source,
            "figure": node.figure,
            "anchors": node.anchors,
            "method": node.method,
            "cap": "" if node.cap is None else plain(node.cap),
            "bars": node.bars,
        }
        for node in scheme.indicators
    ]


def create(
    scheme: dict[str, str], indicators: list[dict[str, str]], bands: list[dict[str, str]]
) -> Scheme:
    """A new version of a scheme from rows of text; raises WrongWeights, WrongMethod."""
    check_weights(indicators)
    methods.check(leaf_rows(indicators), bands)
    made = Scheme(
        code=scheme["code"],
        version=int(scheme["version"]),
        name=scheme["name"],
        basis=scheme["basis"],
        remedy_below=Decimal(scheme["remedy_below"]),
        ranked_from=int(scheme["ranked_from"]),
        bands=[Band(name=row["name"], minimum=Decimal(row["minimum"])) for row in bands],
    )
    nodes: dict[str, Indicator] = {}
    for position, row in enumerate(indicators):
        nodes[row["code"]] = Indicator(
            **{name: row[name] for name in ("code", "name", "description", "data_source")},
            weight=Decimal(row["weight"]),
            weight_note=row["weight_note"],
            figure=row.get("figure", ""),
            anchors=row.get("anchors", ""),
            method=methods.of(row),
            cap=Decimal(row["cap"]) if row.get("cap") else None,
            bars=row.get("bars", ""),
            parent=nodes.get(row["parent_code"]),
            position=position,
        )
    made.indicators = list(nodes.values())
    db.session.add(made)
    db.session.flush()
    return made


def leaf_rows(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of the indicators that are scored."""
    given = list(rows)
    parents = {row["parent_code"] for row in given}
    return [row for row in given if row["code"] not in parents]


def check_weights(indicators: list[dict[str, str]]) -> None:
    """Every parent weighs what its children weigh, and the roots weigh 100 together.

    Raises WrongWeights.
    """
    weights = {row["code"]: Decimal(row["weight"]) for row in indicators}
    sums: dict[str, Decimal] = {}
    for row in indicators:
        parent = row["parent_code"]
        sums[parent] = sums.get(parent, Decimal(0)) + weights[row["code"]]
    for parent, added in sums.items():
        if added != weights.get(parent, WHOLE):
            raise WrongWeights(
                _(
                    "%(code)s 的下级指标权重之和是 %(added)s，应当是 %(right)s。",
                    code=parent or _("一级指标"),
                    added=added,
                    right=weights.get(parent, WHOLE),
                )
            )


def tree(scheme: Scheme) -> list[tuple[Indicator, list[Indicator]]]:
    """Every first-level indicator with the leaves below it, in order."""
    parents = {node.parent_id for node in scheme.indicators}
    branches: dict[int, tuple[Indicator, list[Indicator]]] = {}
    root_of: dict[int, int] = {}
    for node in scheme.indicators:
        root_of[node.id] = root_of[node.parent_id] if node.parent_id else node.id
        branch = branches.setdefault(root_of[node.id], (node, []))
        if node.id not in parents:
            branch[1].append(node)
    return list(branches.values())


def leaves(scheme: Scheme) -> list[Indicator]:
    """The indicators that are scored."""
    return [leaf for _root, below in tree(scheme) for leaf in below]


def asked(scheme: Scheme) -> list[Indicator]:
    """Those of them that evaluators score; the others are computed."""
    return [leaf for leaf in leaves(scheme) if not leaf.figure]


def _of(scheme: dict[str, str], file: str) -> list[dict[str, Any]]:
    rows: Iterable[dict[str, Any]] = read(DATA / file)
    return [row for row in rows if row["scheme"] == scheme["code"]]
