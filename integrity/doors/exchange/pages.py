"""`GET items/<code>` of a platform: what it holds of an item, a page at a time."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode


def held(line: Any, item: str) -> Iterator[tuple[str, int]]:
    """Keys and versions; a platform that names no next page has told everything."""
    after: str | None = ""
    while after is not None:
        asked = f"?{urlencode({'after': after})}" if after else ""
        answer = line.get(f"/items/{quote(item, safe='')}{asked}")
        for one in answer["rows"]:
            yield str(one["key"]), int(one["version"])
        following = answer.get("next")
        after = None if following in (None, "", after) else str(following)
