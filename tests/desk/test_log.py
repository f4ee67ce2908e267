"""The log and the jobs in the words of the page: what, which, from where to where."""

import ast
from pathlib import Path

import pytest

from integrity.base import states
from integrity.base.audit import service as audit
from integrity.base.audit.words import MOVE_NAMES
from integrity.base.permissions import Role
from integrity.credit.records import service as records
from integrity.files import attached
from tests.arrears.makers import make_invoice
from tests.factories import NOW, make_body, make_record, make_user
from tests.pledges.makers import upload
from tests.queries import number_of
from tests.sanctions.makers import make_nominated
from tests.site.makers import make_commitment

ROOT = Path(__file__).parent.parent.parent
LOGGED = {"write": 1, "go": 1, "go_all": 1, "write_all": 2, "_log_all": 0, "_set": 2}
"""What logs an act, and which of its arguments names it."""


def acts() -> set[str]:
    """Every act that some code logs by a name that stands there."""
    found = set()
    for top in ("integrity", "commitments", "arrears", "evaluations"):
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name == "Flow":
                    found |= {k.arg for k in node.keywords if k.arg not in (None, "steps", "free")}
                elif len(node.args) > LOGGED.get(name, 99):
                    said = node.args[LOGGED[name]]
                    if isinstance(said, ast.Constant) and isinstance(said.value, str):
                        found.add(said.value)
    return found


@pytest.mark.slow
def test_every_act_in_the_log_has_a_name():
    assert acts() - MOVE_NAMES.keys() - {"r", "w"} == set()


def test_every_flow_knows_what_its_states_are_called(app):
    """Seen: 当前状态是“granted”，不能办理此事项。"""
    ours = ("integrity.", "commitments.", "arrears.", "evaluations.")
    nameless = {
        f"{type(state).__module__}.{state}"
        for flow in states.FLOWS
        for move in flow.moves.values()
        for state in (*move.sources, move.target)
        if type(state).__module__.startswith(ours) and state not in flow.names
    }

    assert nameless == set()


@pytest.fixture
def rows(login):
    """rows(...) is the table of the log as the auditor reads it."""

    def read(query: str = "") -> list[dict[str, str]]:
        return login(make_user(Role.AUDITOR)).get(f"/desk/audit?format=json&{query}").json

    return read


def test_the_log_names_things_by_their_public_number(rows):
    """Seen: invoice 17 in the place of AR-2026-000017."""
    invoice = make_invoice()

    (row,) = rows("thing=invoice")

    assert row["对象"] == f"拖欠账款 {invoice.ref}"
    assert row["操作"] == "登记"


def test_the_log_says_what_states_are_called(rows):
    record = make_record()
    records.dispute(record, by=audit.SYSTEM, at=NOW, why="示例")

    (row,) = rows("thing=credit_record")

    assert (row["原状态"], row["新状态"], row["操作"]) == ("拟记入", "异议处理中", "提出异议")
    assert row["对象"] == f"信用记录 {record.ref}"


def test_a_thing_is_linked_where_the_reader_may_open_it(login):
    commitment = make_commitment()
    audit.write(commitment, "publish", by=audit.SYSTEM, at=NOW)
    invoice = make_invoice()

    page = login(make_user(Role.AUDITOR)).get("/desk/audit").text

    assert f'href="/commitments/{commitment.ref}"' in page
    assert invoice.ref in page
    assert f'href="/arrears/{invoice.ref}"' not in page


def test_an_act_is_chosen_by_its_name(login):
    page = login(make_user(Role.AUDITOR)).get("/desk/audit").text

    assert '<option value="dispute">提出异议</option>' in page
    assert "操作代码" not in page


KINDS = (
    make_invoice,
    make_record,
    make_nominated,
    make_body,
    make_commitment,
    lambda: attached.save(upload(), make_commitment(), public=False, by=audit.SYSTEM, at=NOW),
)
"""Of a stream, of the core, what is called by its owner's name, and a file of a thing."""


@pytest.mark.parametrize("address", ["/desk/audit?move=revise", "/desk/audit?format=csv"])
def test_the_log_is_written_in_as_many_questions_however_many_things(login, address):
    """Seen: one query for each row of an export, and up to four for each on the page."""
    client = login(make_user(Role.AUDITOR))

    def acts_on_more() -> int:
        for make in KINDS:
            audit.write(make(), "revise", by=audit.SYSTEM, at=NOW)
        return number_of(client, address)

    acts_on_more()
    few = acts_on_more()

    assert {acts_on_more() for _more in range(2)} == {few}
