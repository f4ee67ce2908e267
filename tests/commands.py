"""The commands of a running system, in a process that has imported its app once.

`python -m tests.commands APP` reads the words of a command a line, carries it out in a fork and
answers with its exit code, output and errors, in JSON. A story has thirty commands, and a new
process takes seconds to import the app before it does anything.
"""

import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tests import servers

ROOT = Path(__file__).parent.parent


class Commands:
    """What is carried out in the environment of a running system, one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def flask(self, *words: str) -> str:
        """What `flask ...` prints; it must succeed."""
        return self._carried_out("flask", *words)

    def module(self, name: str, *words: str) -> str:
        """What `python -m ...` prints; it must succeed."""
        return self._carried_out(name, *words)

    def _carried_out(self, *words: str) -> str:
        told, answers = self.process.stdin, self.process.stdout
        assert told and answers
        print(json.dumps(words), file=told, flush=True)
        answer = answers.readline()
        assert answer, f"the process of commands has ended before {words}"
        code, output, errors = json.loads(answer)
        assert code == 0, f"{' '.join(words)}:\n{output}{errors}"
        return str(output)


@contextmanager
def commands(environment: Mapping[str, str]) -> Iterator[Commands]:
    """A process for the commands of a system; FLASK_APP names its app."""
    words = [*servers.run_as(), sys.executable, "-m", "tests.commands", environment["FLASK_APP"]]
    variables = os.environ | environment
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=ROOT, env=variables, **pipes) as process:
        yield Commands(process)
        assert process.stdin
        process.stdin.close()


def _forked(app: Any, words: Sequence[str]) -> tuple[int, str, str]:
    """The exit code, the output and the errors of a command."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        child = os.fork()
        if not child:
            _become(app, words, output, errors)
        _child, status = os.waitpid(child, 0)
        output.seek(0)
        errors.seek(0)
        return os.waitstatus_to_exitcode(status), output.read(), errors.read()


def _become(app: Any, words: Sequence[str], output: IO[str], errors: IO[str]) -> None:
    """Be the command, and end."""
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output.fileno(), 1)
        os.dup2(errors.fileno(), 2)
        _carry_out(app, words)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  whoever asked reads what it was
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _carry_out(app: Any, words: Sequence[str]) -> None:
    from flask.cli import FlaskGroup

    sys.argv = list(words)
    if words[0] == "flask":
        FlaskGroup(create_app=lambda: app).main(list(words[1:]), prog_name="flask")
    else:
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def main(name: str) -> None:
    """Carry out what is asked until nobody asks any more."""
    app = importlib.import_module(name).app
    for line in sys.stdin:
        print(json.dumps(_forked(app, json.loads(line))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
