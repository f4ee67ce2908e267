"""A verb says in its docstring what it refuses with, so that who calls it need not read it."""

import ast
from collections.abc import Iterator

from tests.test_architecture import is_page, modules


def refusals() -> set[str]:
    """The names of Refused and of everything that is one."""
    trees = [ast.parse(path.read_text()) for _name, path in modules()]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    known, before = {"Refused"}, 0
    while len(known) > before:
        before = len(known)
        known |= {c.name for c in classes if known & {last(base) for base in c.bases}}
    return known


def last(node: ast.expr | None) -> str:
    """The last name of `errors.NotAllowed(...)`, whether it is called or not."""
    node = node.func if isinstance(node, ast.Call) else node
    return ast.unparse(node).rsplit(".", 1)[-1] if node else ""


def verbs(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The public functions of a module, and those of its public classes."""
    places = [tree, *(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name[0] != "_")]
    for place in places:
        for node in place.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield node


def test_a_public_verb_names_what_it_raises() -> None:
    known, silent = refusals(), []

    for module, path in modules():
        for verb in [] if is_page(module) else verbs(ast.parse(path.read_text())):
            said = ast.get_docstring(verb) or ""
            raised = {last(node.exc) for node in ast.walk(verb) if isinstance(node, ast.Raise)}
            for name in sorted(raised & known):
                if name not in said:
                    silent.append(f"{module}.{verb.name} raises {name}")

    assert silent == []
