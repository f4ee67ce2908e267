"""A module imports only from lines below its own; the list is the one in ARCHITECTURE.md."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINES = [
    {"wsgi"},
    {"jobs"},
    {"integrity.app"},
    {"integrity.commands"},
    {"commitments", "arrears", "evaluations", "integrity.pledges"},
    {"integrity.site", "integrity.desk", "integrity.api", "integrity.importing"},
    {"integrity.courts", "integrity.complaints", "integrity.rectifications"},
    {"integrity.objections", "integrity.repairs", "integrity.checks"},
    {"integrity.records"},
    {"integrity.sanctions"},
    {"integrity.measures"},
    {"integrity.subjects", "integrity.accounts"},
    {
        "integrity.acts",
        "integrity.addresses",
        "integrity.caching",
        "integrity.certificates",
        "integrity.charts",
        "integrity.cleaning",
        "integrity.columns",
        "integrity.deadlines",
        "integrity.definitions",
        "integrity.excuses",
        "integrity.exports",
        "integrity.extending",
        "integrity.extensions",
        "integrity.figures",
        "integrity.files",
        "integrity.filetypes",
        "integrity.forms",
        "integrity.i18n",
        "integrity.import_reports",
        "integrity.imports",
        "integrity.items",
        "integrity.jpegs",
        "integrity.logs",
        "integrity.markup",
        "integrity.metadata",
        "integrity.ofd",
        "integrity.ooxml",
        "integrity.opendocument",
        "integrity.packages",
        "integrity.pdfs",
        "integrity.permissions",
        "integrity.pictures",
        "integrity.queue",
        "integrity.recounts",
        "integrity.repeats",
        "integrity.rows",
        "integrity.rules",
        "integrity.runs",
        "integrity.sandbox",
        "integrity.scanner",
        "integrity.sealing",
        "integrity.security",
        "integrity.serve",
        "integrity.sheets",
        "integrity.signing",
        "integrity.spellings",
        "integrity.states",
        "integrity.streams",
        "integrity.tables",
        "integrity.tabular",
        "integrity.workbooks",
        "integrity.visitors",
    },
    {"integrity.audit"},
    {
        "integrity.clock",
        "integrity.config",
        "integrity.db",
        "integrity.errors",
        "integrity.workdays",
    },
]
TOOLS = {11, 12, 14}
"""Lines whose members may use each other, as long as there is no circle (Python would tell)."""
FIXED = {"integrity", "commitments", "arrears", "evaluations", "templates", "jobs", "tests"}


def line_of(module: str) -> int | None:
    """The number of the line that names a module or a package above it."""
    for number, names in enumerate(LINES):
        if any(module == name or module.startswith(name + ".") for name in names):
            return number
    return None


def name_on(line: int, module: str) -> str:
    return next(n for n in LINES[line] if module == n or module.startswith(n + "."))


def modules() -> list[tuple[str, Path]]:
    found = [("wsgi", ROOT / "wsgi.py")]
    for top in ("integrity", "commitments", "arrears", "evaluations", "jobs"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if "migrations" not in path.parts and path.name != "__init__.py":
                found.append((".".join(path.relative_to(ROOT).with_suffix("").parts), path))
    return found


def imports(path: Path) -> set[str]:
    """Everything a module imports, wherever in it, as dotted names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in FIXED | {"wsgi"}}


@pytest.mark.parametrize(("module", "path"), modules(), ids=[name for name, _ in modules()])
def test_a_module_imports_only_from_lines_below_its_own(module: str, path: Path) -> None:
    own = line_of(module)
    assert own is not None, f"{module} stands on no line of the list"

    for imported in imports(path):
        other = line_of(imported)
        if other is None:
            continue
        same_feature = other == own and name_on(own, module) == name_on(own, imported)
        allowed = other > own or same_feature or (other == own and own in TOOLS)
        assert allowed, f"{module} imports {imported}"


def test_the_top_level_is_the_one_that_was_fixed() -> None:
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}

    assert folders - {"instance", "node_modules", "__pycache__", "htmlcov"} <= FIXED | {"docs"}


def test_only_the_clock_asks_what_time_it_is() -> None:
    asked = ("date.today(", "datetime.now(", "datetime.utcnow(", "time.time(")

    for module, path in modules():
        if module != "integrity.clock":
            assert not [a for a in asked if a in path.read_text()], module


def test_only_the_edges_commit() -> None:
    edges = {
        "integrity.db",
        "integrity.commands",
        "integrity.import_reports",
        "integrity.imports",
        "jobs.runner",
        "jobs.demo",
    }

    for module, path in modules():
        if not any(module == edge or module.startswith(edge + ".") for edge in edges):
            assert "session.commit(" not in path.read_text(), module
