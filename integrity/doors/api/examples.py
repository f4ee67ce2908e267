"""An example of every call, by the name of its view: arguments, what is sent, what comes back."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson

FILE = Path(__file__).parent / "data" / "examples.json"


@cache
def examples() -> dict[str, dict[str, Any]]:
    """By operationId: `path` and `query` arguments, the `body` that is sent, the `answer`."""
    read: dict[str, dict[str, Any]] = orjson.loads(FILE.read_bytes())
    return read
