"""Every registered stream keeps the contract; one more, made on the fly, keeps it too."""

import enum
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.base.stamps import stamp_of
from integrity.base.states import Flow, HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.streams import BREACH, Stream
from integrity.credit.records import service as records
from tests.factories import NOW, TODAY, make_user
from tests.makers import MAKERS
from wsgi import STREAMS

ROOT = Path(__file__).parent.parent
COLUMNS = {"id", "ref", "state", "subject_id", "due_on", "closed_on"}

days = st.integers(-30, 30).map(lambda n: TODAY + timedelta(days=n))
maybe = st.none() | days
every_stream = pytest.mark.parametrize("stream", STREAMS, ids=[s.name for s in STREAMS])


@pytest.fixture
def item_of(app: Flask) -> Callable[[str], Any]:
    """One thing of a stream, made once for all the days it is tried with."""
    return cache(lambda name: MAKERS[name]())


@every_stream
def test_its_model_is_something_that_is_due(stream: Stream) -> None:
    columns = set(sa.inspect(stream.model).columns.keys())

    assert issubclass(stream.model, HasDeadline) and issubclass(stream.model, HasSteps)
    assert columns >= COLUMNS
    assert hasattr(stream.model, "title") and hasattr(stream.model, "parties")


@every_stream
def test_its_breaches_have_the_columns_of_a_breach(stream: Stream) -> None:
    assert tuple(stream.breaches(TODAY).selected_columns.keys()) == BREACH


@every_stream
def test_its_breaches_can_be_posted_in_one_statement(stream: Stream) -> None:
    assert records.post(stream.breaches(TODAY), on=TODAY, at=NOW) == 0


@every_stream
def test_its_breaches_carry_its_own_name_and_known_rules(stream: Stream) -> None:
    wanted = str(stream.breaches(TODAY).compile(compile_kwargs={"literal_binds": True}))

    assert f"'{stream.name}'" in wanted
    assert any(f"'{rule}'" in wanted for rule in stream.words.rules)


@every_stream
def test_its_moves_go_between_its_states(stream: Stream) -> None:
    kind = type(next(iter(stream.words.state_names)))

    assert isinstance(stream.work.flow, Flow)
    for move in stream.work.flow.moves.values():
        assert move.sources | {move.target} <= set(kind)


@every_stream
def test_every_state_has_a_name_and_can_be_reached(stream: Stream) -> None:
    states: set[enum.StrEnum] = set(type(next(iter(stream.words.state_names))))
    reached = {move.target for move in stream.work.flow.moves.values()}
    starts = {s for move in stream.work.flow.moves.values() for s in move.sources} - reached

    assert set(stream.words.state_names) == states
    assert states <= reached | starts


@every_stream
def test_every_move_by_hand_has_a_page(stream: Stream) -> None:
    by_hand = {name for name, move in stream.work.flow.moves.items() if move.permission}

    assert set(stream.work.acts) <= set(stream.work.flow.moves)
    assert by_hand - set(stream.work.acts) <= {"edit"}


@every_stream
def test_its_pages_are_there_and_stamped(stream: Stream, app: Flask) -> None:
    for page in ("index", "item", "act"):
        assert stamp_of(f"{stream.name}.{page}") is not None


@every_stream
@pytest.mark.parametrize("role", list(Role))
def test_its_list_opens_for_everybody_or_says_no(stream: Stream, role: Role, client, login) -> None:
    login(make_user(role))

    assert client.get(f"/{stream.name}/").status_code in (200, 302, 403)


@every_stream
def test_an_unknown_item_is_not_found(stream: Stream, client, login) -> None:
    login(make_user(Role.OFFICE))

    assert client.get(f"/{stream.name}/no-such-thing").status_code == 404


@every_stream
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due_on=maybe, closed_on=maybe, received=maybe, contested=maybe, on=days)
def test_what_is_late_is_said_alike_in_python_and_in_sql(
    stream: Stream,
    item_of: Callable[[str], Any],
    due_on: date | None,
    closed_on: date | None,
    received: date | None,
    contested: date | None,
    on: date,
) -> None:
    item, model = item_of(stream.name), stream.model
    item.due_on, item.closed_on = due_on, closed_on
    item.claimed_on = item.claim_received_on = received
    if hasattr(item, "contested_on"):
        item.contested_on = contested
    db.session.flush()

    said = sa.select(model.is_late(on), model.is_overdue(on), model.waiting())
    found = db.session.execute(said.where(model.id == item.id)).one()

    assert [bool(each) for each in found] == [
        item.is_late(on),
        item.is_overdue(on),
        item.is_waiting,
    ]
    assert item.is_overdue(on) is (item.is_late(on) and closed_on is None)


MADE = {
    "__init__.py": '"""STREAM: government debt, made by a test."""',
    "models.py": """
        import enum

        import sqlalchemy as sa
        from sqlalchemy.orm import Mapped, mapped_column, relationship

        from integrity.base.db import Model
        from integrity.casework.deadlines import HasDeadline
        from integrity.base.states import HasSteps
        from integrity.people.subjects.models import Subject


        class DebtState(enum.StrEnum):
            OWED = "owed"
            PAID = "paid"


        class Debt(HasDeadline, HasSteps, Model):
            id: Mapped[int] = mapped_column(primary_key=True)
            ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
            title: Mapped[str]
            state: Mapped[DebtState] = mapped_column(default=DebtState.OWED)
            subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
            subject: Mapped[Subject] = relationship()

            @property
            def parties(self):
                return {self.subject_id}
        """,
    "permissions.py": """
        from integrity.base.permissions import AnyPermission, Role


        class DebtsPermission(AnyPermission):
            READ = "debts:read"
            PAY = "debts:pay"


        GRANTS = {
            Role.OFFICE: {DebtsPermission.READ},
            Role.OFFICER: {DebtsPermission.READ, DebtsPermission.PAY},
        }
        """,
    "service.py": """
        import sqlalchemy as sa

        from debts.models import Debt, DebtState as S
        from integrity.base.clock import local_day
        from integrity.casework.deadlines import day_after
        from debts.permissions import DebtsPermission
        from integrity.base.states import Flow, Move
        from integrity.casework.streams import breach

        FLOW = Flow(pay=Move({S.OWED}, S.PAID, DebtsPermission.PAY))


        def pay(debt, *, by, at):
            FLOW.go(debt, "pay", by=by, at=at)
            debt.closed_on = local_day(at)


        def breaches(on):
            return Debt.late(on).with_only_columns(
                *breach(
                    "debts", "unpaid", Debt.id, Debt.subject_id, day_after(Debt.due_on),
                    sa.literal("债务逾期未偿：") + Debt.title,
                )
            )
        """,
    "views.py": """
        import sqlalchemy as sa
        from flask import Blueprint, render_template

        from debts.models import Debt
        from integrity.base import clock
        from integrity.casework import acts, streams
        from integrity.pages.items import Badge
        from debts.permissions import DebtsPermission
        from integrity.base.stamps import requires
        from integrity.credit.described import describe
        from integrity.pages.tables import Column, Table

        bp = Blueprint("debts", __name__, url_prefix="/debts")
        acts.pages(bp, lambda: streams.named("debts"))


        @bp.get("/")
        @requires(DebtsPermission.READ)
        def index():
            columns = (Column("title", "债务", lambda debt: debt.title),)
            return Table(title="债务", rows=sa.select(Debt), columns=columns).respond()


        @bp.get("/<ref>")
        @requires(DebtsPermission.READ)
        def item(ref):
            stream = streams.named("debts")
            debt = stream.by_ref(ref)
            page = describe(stream, debt, clock.today(), state=Badge("债务"), facts=())
            return render_template("streams/item.html", page=page)
        """,
    "stream.py": """
        import sqlalchemy as sa

        from debts import service
        from debts.models import Debt, DebtState
        from debts.views import bp
        from debts.permissions import GRANTS, DebtsPermission
        from integrity.casework.acts import Act
        from integrity.casework.streams import Reach, Stream, Words, Work

        STREAM = Stream(
            name="debts", title="债务", model=Debt, blueprint=bp, breaches=service.breaches,
            reach=Reach(
                mine=lambda body_id: Debt.subject_id == body_id, public=sa.false,
                read=DebtsPermission.READ, grants=GRANTS,
            ),
            work=Work(flow=service.FLOW, acts={"pay": Act("偿还", service.pay)}),
            words=Words(
                rules={"unpaid": "逾期未偿"},
                state_names={DebtState.OWED: "未偿", DebtState.PAID: "已偿"},
            ),
        )
        """,
    "conftest.py": """
        import wsgi
        from debts.models import Debt
        from debts.stream import STREAM
        from integrity.base.db import db
        from tests.factories import make_body
        from tests.makers import MAKERS

        wsgi.STREAMS = (*wsgi.STREAMS, STREAM)


        def make_debt():
            body = make_body()
            debt = Debt(ref="D1", title="示例债务", subject=body)
            db.session.add(debt)
            db.session.flush()
            return debt


        MAKERS["debts"] = make_debt
        """,
}


@pytest.mark.server  # a process of its own: once is enough
def test_one_more_stream_is_a_folder_and_a_line(tmp_path: Path) -> None:
    folder = tmp_path / "debts"
    folder.mkdir()
    for name, text in MADE.items():
        (folder / name).write_text(textwrap.dedent(text))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "debts.conftest", "-k", "debts"]
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    for name in [n for n in environment if n.startswith("PYTEST_")]:
        del environment[name]

    run = subprocess.run(
        [*command, "-p", "no:cacheprovider", str(ROOT / "tests" / "test_streams.py")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
