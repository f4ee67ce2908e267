"""The house: who may use whom, by name; ARCHITECTURE.md shows the same picture."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from wsgi import STREAMS

ROOT = Path(__file__).parent.parent
HOUSE = {
    "wsgi": [["wsgi"]],
    "jobs": [["jobs"]],
    "streams of the owner's card": [["commitments", "arrears", "evaluations"]],
    "integrity": [["app"], ["setup"], ["commands"], ["backups", "keys", "serve"], ["processes"]],
    "integrity/doors": [["api", "desk", "importing", "search", "site"], ["exchange"]],
    "integrity/streams": [
        ["campaigns", "lawsuits", "plans"],
        [
            *("complaints", "contracts", "courts", "decisions", "grievances", "losses"),
            *("pledges", "rectifications", "remnants", "targets", "tips"),
        ],
    ],
    "integrity/credit": [
        ["assessments", "cases", "dossiers", "papers", "periodicals", "readings"],
        ["publications", "reports", "retention", "tells"],
        ["coverage", "persons", "petitions", "tallies"],
        ["accountability", "described", "objections", "readdressing", "repairs", "checks"],
        ["corrections", "grading"],
        ["gatherings", "inspections", "offers", "proceedings", "rulesets", "shieldings"],
        ["activities", "records", "relations", "stars"],
        ["sanctions"],
        ["catalogue", "matters", "offences"],
        ["measures"],
        ["policies", "publicity"],
    ],
    "integrity/casework": [
        ["classing", "late_periods", "successions", "urging", "warnings"],
        ["certificates", "delays", "extension_views", "figures", "problems", "promises"],
        ["streams"],
        ["documents"],
        ["drafting", "extensions", "fields", "finding", "informants", "publishing", "recounts"],
        ["steps"],
        ["deadlines"],
        ["rules"],
        ["acts", "breaches", "counting", "excuses", "key_fields", "sides", "signals", "tasks"],
        ["briefs", "first_steps", "workdays"],
    ],
    "integrity/people": [["messages"], ["accounts"], ["subjects"]],
    "integrity/pages": [
        ["fields"],
        ["attachment_views", "charts", "evidence", "form_pages", "tables", "telling"],
        ["site_forms"],
        ["definitions", "drawings", "forms", "items"],
    ],
    "integrity/files": [
        ["attached"],
        ["binding", "storage"],
        ["cleaning", "examination", "imports"],
        ["fitness"],
        ["filetypes", "import_reports", "ofd", "ooxml", "opendocument", "wording", "workbooks"],
        ["headers", "markup", "metadata", "packages", "pdfs", "pictures", "rows", "sheets"],
        ["headings"],
        ["columns", "exports", "jpegs", "sandbox", "scanner", "spellings", "tabular", "traces"],
        ["names", "numerals"],
    ],
    "integrity/base": [
        ["histories", "outbox", "progress", "publications", "runs"],
        ["caching", "logs", "metrics", "outages", "repeats", "sealing", "security", "states"],
        ["addresses", "late_steps", "moves", "server_keys", "sets", "stamps", "visitors"],
        ["site_texts"],
        ["audit", "bulk", "connections", "errors", "i18n", "key_marks", "queue", "searching"],
        ["clock", "config", "db", "envelopes", "permissions"],
    ],
}
"""The floors from the top; on each, lines of rooms. What stands on a line uses lines below it."""
TOP = {"integrity", "commitments", "arrears", "evaluations", "templates", "jobs", "tests"}
BESIDE = {"deploy", "docs", "instance", "node_modules", "__pycache__", "htmlcov"}


def lines() -> list[list[str]]:
    """The lines of all floors from the top, as dotted names."""
    found = []
    for floor, rows in HOUSE.items():
        prefix = f"{floor.replace('/', '.')}." if floor.startswith("integrity") else ""
        found += [[prefix + room for room in row] for row in rows]
    return found


def picture() -> str:
    """The house as ARCHITECTURE.md shows it."""
    told = []
    for floor, rows in HOUSE.items():
        told += [f"{floor if n == 0 else '':<28}{'  '.join(row)}" for n, row in enumerate(rows)]
    return "\n".join(told)


def place(module: str) -> tuple[int, str] | None:
    """The number of the line on which a module stands, and its room."""
    for number, line in enumerate(lines()):
        for room in line:
            if module == room or module.startswith(room + "."):
                return number, room
    return None


def modules() -> list[tuple[str, Path]]:
    found = [("wsgi", ROOT / "wsgi.py")]
    for top in ("integrity", "commitments", "arrears", "evaluations", "jobs"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if "migrations" not in path.parts and path.name != "__init__.py":
                found.append((".".join(path.relative_to(ROOT).with_suffix("").parts), path))
    return found


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(path: Path) -> set[str]:
    """Everything a module imports, wherever in it, as dotted names."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in TOP | {"wsgi"}}


def pages() -> set[str]:
    """The modules that answer requests."""
    return {name for name, _path in modules() if is_page(name)}


def is_page(module: str) -> bool:
    leaf = module.rsplit(".", 1)[-1]
    return leaf == "views" or leaf.endswith("_views")


@pytest.mark.parametrize(("module", "path"), modules(), ids=[name for name, _ in modules()])
def test_a_room_uses_only_rooms_on_lines_below_its_own(module: str, path: Path) -> None:
    own = place(module)
    assert own is not None, f"{module} stands on no line of the house"

    for imported in imports(path):
        other = place(imported)
        assert other is None or other[1] == own[1] or other[0] > own[0], (
            f"{module} imports {imported}"
        )


def test_the_picture_in_the_document_is_this_house() -> None:
    assert picture() in (ROOT / "ARCHITECTURE.md").read_text(), "\n" + picture()


def test_no_page_is_imported_by_a_verb() -> None:
    """What changes things (service.py and the modules beside it) knows no page."""
    wiring = {"app", "blueprint", "described", "stream"}
    for module, path in modules():
        if is_page(module) or module.startswith("integrity.doors."):
            continue
        if module.rsplit(".", 1)[-1] in wiring:
            continue
        wanted = imports(path)
        assert not {
            p for p in pages() if p in wanted or any(w.startswith(p + ".") for w in wanted)
        }, module


def test_a_module_that_answers_requests_ends_in_views() -> None:
    shared = {"integrity.casework.acts"}
    for module, path in modules():
        for node in ast.walk(parsed(path)):
            marks = getattr(node, "decorator_list", [])
            routes = [ast.unparse(mark) for mark in marks]
            if any(route.startswith(("bp.get(", "bp.post(", "bp.route(")) for route in routes):
                assert is_page(module) or module in shared, f"{module} has routes"


def test_migrations_import_nothing_of_the_house() -> None:
    for path in (ROOT / "integrity" / "migrations" / "versions").glob("*.py"):
        assert imports(path) == set(), path.name


def test_the_top_level_is_the_one_that_was_fixed() -> None:
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}
    assert folders - BESIDE <= TOP


def test_only_the_clock_asks_what_time_it_is() -> None:
    asked = ("date.today(", "datetime.now(", "datetime.utcnow(", "time.time(")

    for module, path in modules():
        if module != "integrity.base.clock":
            assert not [a for a in asked if a in path.read_text()], module


def test_only_the_edges_commit() -> None:
    edges = {
        "integrity.base.db",
        "integrity.commands",
        "integrity.keys",
        "integrity.setup",
        "jobs.runner",
        "jobs.demo",
    }

    for module, path in modules():
        if not any(module == edge or module.startswith(edge + ".") for edge in edges):
            assert "session.commit(" not in path.read_text(), module


NAMES = re.compile(rf"/?({'|'.join(stream.name for stream in STREAMS)})([./:-].*)?")
NAMED = {
    "integrity.base.config": "a setting: how many complaints an address may file",
    "integrity.casework.breaches": "a problem of the law has the same name",
    "integrity.credit.described": "whatever everybody sees, anybody may complain about",
    "integrity.credit.measures.lists": "a list of the law has the same name",
    "integrity.doors.api.court_events": "what that interface may report",
    "integrity.doors.api.court_schemas": "what that interface takes",
    "integrity.doors.api.court_views": "the one interface by which another system writes",
    "integrity.doors.api.received_views": "what that interface reads back",
    "integrity.doors.api.record_schemas": "what departments enter there",
    "integrity.doors.api.record_views": "the interface by which departments enter decisions",
    "integrity.doors.api.words": "what the fixed words of that interface mean",
    "integrity.doors.api.suit_schemas": "what that interface takes of suits",
    "integrity.doors.api.suit_views": "the same interface, before there is a case",
    "integrity.people.accounts.forms": "the scope of that interface",
    "integrity.people.accounts.tokens": "the scope of that interface",
}
"""Where the core names a stream, and why."""


def named(path: Path) -> set[str]:
    """The streams that a module names: by import, name, attribute or a word of its own."""
    found = set()
    for node in ast.walk(parsed(path)):
        words = [getattr(node, key, "") for key in ("value", "attr", "id", "module")]
        for word in words:
            if isinstance(word, str) and NAMES.fullmatch(word.removeprefix("integrity.streams.")):
                found.add(word)
    return found


def test_the_core_and_the_jobs_know_no_stream_by_name() -> None:
    core = ("base", "files", "pages", "people", "casework", "credit", "doors")
    rooms = (*(f"integrity.{wing}." for wing in core), "jobs.", "integrity.commands")
    told = {
        module: named(path)
        for module, path in modules()
        if module.startswith(rooms) and not module.startswith("jobs.demo")
    }

    assert {module for module, names in told.items() if names} == set(NAMED), told


def test_the_frame_of_every_page_knows_no_stream_by_name() -> None:
    words = re.findall(r"[\w/]+", (ROOT / "templates" / "base.html").read_text())

    assert [word for word in words if NAMES.fullmatch(word)] == []


def test_no_function_is_longer_than_a_page() -> None:
    """Forty lines at most, except where the demonstration tells its story."""
    for module, path in modules():
        if not module.startswith("jobs.demo"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef) and node.end_lineno:
                    length = node.end_lineno - node.lineno + 1
                    assert length <= 40, f"{module}.{node.name}: {length} lines"


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    """Of the house and of its tests; what a migration did stays as it was."""
    for top in sorted({*TOP, "wsgi.py"} - {"templates"}):
        for path in [ROOT / top, *(ROOT / top).rglob("*.py")]:
            if path.is_file() and "migrations" not in path.parts:
                length = len(path.read_text().splitlines())
                assert length <= 300, f"{path.relative_to(ROOT)}: {length} lines"


FORM_PAGES = "integrity.pages.form_pages"
"""The one module that asks whether a form was sent, and says above it what was refused."""


def test_no_page_answers_a_form_by_hand() -> None:
    """Pages that did it by hand differed: what was typed was lost, or what was refused stayed."""
    hand_made = ("is_submitted(", "form_errors", "validate_on_submit(")

    for module, path in modules():
        if module != FORM_PAGES and module != "integrity.pages.forms":
            assert not [word for word in hand_made if word in path.read_text()], module
