"""What strangers sent is read by a process with little of everything, and by nobody else."""

import ast
import io
import os
import resource
import time
from dataclasses import replace
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from integrity.files import sandbox

ROOT = Path(__file__).parent.parent
PARSERS = {"PIL", "pikepdf", "lxml", "zipfile", "pypdfium2", "python_calamine", "xml"}
CONFINED = {
    "cleaning", "markup", "ofd", "ooxml", "opendocument", "packages", "pdfs", "pictures", "jpegs",
    "workbooks", "binding", "wording",
}  # fmt: skip
ELSEWHERE = {
    "commitments/feeds.py",
    "integrity/casework/documents/dossier/packing.py",
    "integrity/doors/exchange/batch_files.py",
}
"""Modules that write XML or a zip, and read none."""


def work(name: str):
    """Run a function of this module as a task of the sandbox, in a process of its own."""
    return replace(sandbox.TASKS["clean"], module="tests.test_sandbox", name=name)


def tell(file, result, *words):
    result.write(repr((file.read(), words, sorted(os.environ))).encode())


def spin(file, result):
    while True:
        pass


def sleep(file, result):
    time.sleep(60)


def eat(file, result):
    bytearray(2_000_000_000)


def flood(file, result):
    while True:
        result.write(bytes(1_000_000))


def die(file, result):
    os.abort()


def fail(file, result):
    raise ValueError("an error that nobody thought of")


def refuse(file, result):
    result.write(b"half of a result")
    result.flush()
    raise sandbox.Unsafe("pixels", most=7)


@pytest.fixture
def run(monkeypatch):
    start = sandbox.subprocess.run

    def run(name: str, *words: str, **less):
        task = replace(work(name), **less)
        monkeypatch.setitem(sandbox.TASKS, "test", task)
        program = (
            "import sys; from dataclasses import replace; from integrity.files import sandbox;"
            f"sandbox.TASKS['test'] = sandbox.{task!r};"
            "sys.exit(sandbox.main(*sys.argv[3:]))"
        )

        def instead(command, **how):
            return start((command[0], "-c", program, *command[1:]), **how)

        monkeypatch.setattr(sandbox.subprocess, "run", instead)
        return sandbox.run("test", io.BytesIO(b"bytes"), *words).read()

    return run


def reason_for(run) -> str:
    """Why a file was turned away."""
    try:
        run("tell")
    except sandbox.Unsafe as unsafe:
        return unsafe.reason
    return "done"


def test_it_gets_the_file_and_its_words_and_no_secret(run):
    told = run("tell", "docx")

    assert told.startswith(b"(b'bytes', ('docx',), [")
    assert b"SECRET" not in told and b"DATABASE" not in told


@pytest.mark.parametrize(
    ("name", "less"),
    [
        ("spin", {"seconds": 1}),
        ("sleep", {"seconds": 1}),
        ("eat", {}),
        ("flood", {"written": 3_000_000}),
        ("die", {}),
    ],
)
def test_what_takes_more_than_it_may_is_too_complex(run, name, less):
    with pytest.raises(sandbox.Unsafe) as told:
        run(name, **less)

    assert told.value.reason == "complex"


def test_an_error_that_nobody_thought_of_is_a_broken_file(run):
    with pytest.raises(sandbox.Unsafe) as told:
        run("fail")

    assert told.value.reason == "broken"


def test_a_refusal_comes_back_with_its_values_and_nothing_that_was_written(run):
    with pytest.raises(sandbox.Unsafe) as told:
        run("refuse")

    assert (told.value.reason, told.value.values) == ("pixels", {"most": 7})


def test_one_process_more_than_may_run_is_told_to_come_back(run, monkeypatch):
    monkeypatch.setattr(sandbox, "PATIENCE", 0)
    taken = [sandbox.slots.acquire(blocking=False) for _n in range(sandbox.AT_ONCE)]

    with pytest.raises(sandbox.Unsafe) as told:
        run("tell")
    for _slot in filter(None, taken):
        sandbox.slots.release()

    assert told.value.reason == "busy"
    assert run("tell")


def test_only_one_waits_for_its_turn_so_that_threads_are_left_for_pages(run, monkeypatch):
    """Six forms with five slow documents each held every thread that answers pages for 25 s."""
    monkeypatch.setattr(sandbox, "PATIENCE", 60)
    taken = [sandbox.slots.acquire(blocking=False) for _n in range(sandbox.AT_ONCE)]
    answers: Queue[str] = Queue()
    senders = [Thread(target=lambda: answers.put(reason_for(run))) for _n in range(2)]

    for sender in senders:
        sender.start()
    at_once = answers.get(timeout=30)
    for _slot in filter(None, taken):
        sandbox.slots.release()
    for sender in senders:
        sender.join()

    assert (at_once, answers.get()) == ("busy", "done")


def test_no_process_of_ours_is_starved():
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_nothing_that_parses_is_imported_but_in_the_sandbox():
    """A parser of strangers' bytes in the web process is what stopped the whole site."""
    for path in sorted(ROOT.glob("*/**/*.py")):
        name = str(path.relative_to(ROOT))
        if name.split("/")[0] not in ("integrity", "commitments", "arrears", "evaluations"):
            continue
        if path.stem in CONFINED or name in ELSEWHERE or "migrations" in name:
            continue
        nodes = list(ast.walk(ast.parse(path.read_text())))
        found = {a.name.split(".")[0] for n in nodes if isinstance(n, ast.Import) for a in n.names}
        found |= {(n.module or "").split(".")[0] for n in nodes if isinstance(n, ast.ImportFrom)}
        assert not found & PARSERS, name
