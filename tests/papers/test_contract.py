"""No move with effect in law without its paper; every paper can be written, with any name."""

from typing import Any

import pytest
from flask import Flask

from integrity.casework.documents import kinds, templates, versions
from integrity.casework.documents.making import Makes
from tests.factories import TODAY
from tests.papers.effects import WITHOUT
from tests.test_states import FLOWS as NAMED

MOVES = [
    pytest.param(model, name, id=f"{model.__tablename__}-{name}")
    for model, flow in NAMED.items()
    for name in flow.moves
]


@pytest.mark.parametrize(("model", "name"), MOVES)
def test_a_move_writes_its_paper_or_has_no_effect_in_law(model: Any, name: str) -> None:
    table, paper = model.__tablename__, NAMED[model][name].paper
    excused = WITHOUT.get(table, {})
    why = excused.get(name) or excused.get("*")

    assert bool(paper) or bool(why), f"{table}.{name} needs a paper, or a reason in effects.py"
    assert not (paper and name in excused)


def test_no_reason_is_given_for_a_move_that_there_is_not() -> None:
    moves = {model.__tablename__: set(flow.moves) | {"*"} for model, flow in NAMED.items()}

    for table, excused in WITHOUT.items():
        assert set(excused) <= moves[table], table


def test_every_paper_that_a_move_writes_is_a_kind_of_this_app(app: Flask) -> None:
    made = {
        kind
        for flow in NAMED.values()
        for move in flow.moves.values()
        if isinstance(move.paper, Makes)
        for kind in move.paper.kinds
    }

    assert made <= set(kinds.registered())


def test_every_kind_has_a_text_whose_fields_it_fills(app: Flask) -> None:
    for kind in kinds.registered().values():
        templates.check(versions.in_force(kind.template, TODAY)[1], kind.names)
