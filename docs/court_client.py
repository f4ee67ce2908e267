"""A court's client, in the standard library of Python 3.11: push, ask again, compare.

Pushing is safe to repeat: the same case under the same `external_id` and `version` is taken once.
So whatever answers nothing is simply sent again.
"""

import hashlib
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

MOST = 1000
"""Cases in one call."""
AGAIN = (429, 502, 503, 504)
"""Answers after which the same may be sent again."""


class Refused(Exception):
    """The other side answered with a problem document; `code` says which rule refused."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')}")
        self.status, self.problem, self.code = status, problem, problem.get("code")


class Court:
    """What one court sends to and reads from https://…/api/v1/courts."""

    def __init__(self, site: str, token: str, tries: int = 60, pause: float = 1.0) -> None:
        self.site, self.token = site.rstrip("/"), token
        self.tries, self.pause = tries, pause

    def push(self, cases: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Send cases, 1,000 a call; yields the answer to each, in the order sent."""
        for first in range(0, len(cases), MOST):
            some = {"cases": cases[first : first + MOST]}
            yield from self.call("POST", "cases/batch", some)["rows"]

    def report(self, case_no: str, event: str, **said: Any) -> dict[str, Any]:
        """What happened to a case: confirm, progress, send_back, withdraw …"""
        number = urllib.parse.quote(case_no, safe="")
        return self.call("POST", f"cases/{number}/events", {"event": event, **said})

    def heartbeat(self, cases: int, on: str | None = None) -> dict[str, Any]:
        """How many cases were pushed on a day, zero included."""
        return self.call("POST", "heartbeats", {"cases": cases} | ({"on": on} if on else {}))

    def received(self, since: str = "") -> Iterator[dict[str, Any]]:
        """Everything that was taken, oldest first, page by page."""
        after = 0
        while after is not None:
            query = urllib.parse.urlencode({"after": after} | ({"since": since} if since else {}))
            page = self.call("GET", f"cases?{query}")
            yield from page["items"]
            after = page["next"]

    def days(self, first: str, last: str) -> list[dict[str, Any]]:
        """The counts and the digest of each day."""
        query = urllib.parse.urlencode({"from": first, "to": last})
        found: list[dict[str, Any]] = self.call("GET", f"reconciliation?{query}")["days"]
        return found

    def call(self, method: str, path: str, content: Any = None) -> dict[str, Any]:
        """One call, again and again while nobody answers; raises Refused, OSError."""
        for left in range(self.tries, 0, -1):
            try:
                return self._once(method, path, content)
            except Refused as refused:
                if refused.status not in AGAIN or left == 1:
                    raise
            except (OSError, ValueError):  # nobody there, or an answer that broke off
                if left == 1:
                    raise
            time.sleep(self.pause)
        raise AssertionError

    def _once(self, method: str, path: str, content: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"}
        body = None
        if content is not None:
            body = json.dumps(content, ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json"
            headers["Sent-At"] = datetime.now(UTC).isoformat()
        address = f"{self.site}/api/v1/courts/{path}"
        request = urllib.request.Request(address, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            raise Refused(error.code, _problem(error)) from None


def _problem(error: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.load(error)
        return found
    except ValueError:
        return {}


def digest(case: dict[str, Any]) -> str:
    """The digest of a case as it was sent: what `received` gives back for it."""
    text = json.dumps(case, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_day(cases: Iterable[dict[str, Any]], kind: str = "received") -> str:
    """The digest of a day on which each of these was pushed once, for the first time."""
    lines = (f"{one['external_id']}:{one.get('version', 1)}:{kind}:{digest(one)}" for one in cases)
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
