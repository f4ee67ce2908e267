"""A platform of another city, as a server in a thread: it keeps what it gets, and can misbehave."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class StandIn(ThreadingHTTPServer):
    """`rows`: what it holds, key -> (version, item, content). `refuses`: keys, with a reason.

    `dies`: it keeps a batch and its answer is lost. `away`: it answers 503. `changes`: what can be
    fetched. `receipts`: what it was told. `got`: every key and version that it was sent.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.secret = ""
        self.rows: dict[str, tuple[int, str, Any]] = {}
        self.refuses: dict[str, str] = {}
        self.changes: list[dict[str, Any]] = []
        self.receipts: list[dict[str, Any]] = []
        self.got: list[tuple[str, int]] = []
        self.page = 2
        self.dies = self.away = self.deaf = self.nonsense = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"

    def take(self, row: dict[str, Any]) -> dict[str, Any]:
        self.got.append((row["key"], row["version"]))
        why = self.refuses.get(row["key"])
        if why is None:
            if row["removal"]:
                self.rows.pop(row["key"], None)
            else:
                self.rows[row["key"]] = (row["version"], row["item"], row["content"])
        said = {"key": row["key"], "version": row["version"], "accepted": why is None}
        return said | {"receipt": f"R{len(self.got)}", "reason": why or ""}


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def log_message(self, *arguments: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.may(body):
            return None
        said, server = json.loads(body), self.server
        if self.path == "/api/receipts":
            if server.deaf:
                return self.answer(503, {})
            server.receipts += said["rows"]
            return self.answer(200, {})
        answers = [server.take(row) for row in said["rows"]]
        if server.dies:
            server.dies = False
            return self.close()
        return self.answer(200, {} if server.nonsense else {"rows": answers})

    def do_GET(self) -> None:
        if not self.may(self.path.removeprefix("/api").encode()):
            return None
        asked, server = urlsplit(self.path), self.server
        if asked.path == "/api/changes":
            after = int(parse_qs(asked.query).get("after", ["0"])[0] or 0)
            some = server.changes[after : after + 2]
            end = after + len(some)
            more = end < len(server.changes)
            return self.answer(200, {"rows": some, "next": str(end), "more": more})
        item = asked.path.rsplit("/", 1)[1]
        after = parse_qs(asked.query).get("after", [""])[0]
        held = sorted((k, one[0]) for k, one in server.rows.items() if one[1] == item and k > after)
        page = held[: server.page]
        said: dict[str, Any] = {"rows": [{"key": key, "version": version} for key, version in page]}
        return self.answer(200, said | ({"next": page[-1][0]} if held != page else {}))

    def may(self, signed: bytes) -> bool:
        """Signed with our secret, and the platform is there."""
        if self.server.away:
            self.answer(503, {})
            return False
        number, seconds = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        key = base64.b64decode(self.server.secret.removeprefix("whsec_"))
        content = f"{number}.{seconds}.".encode() + signed
        made = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        if f"v1,{made}" not in self.headers["webhook-signature"].split():
            self.answer(401, {})
            return False
        return True

    def answer(self, status: int, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def close(self) -> None:
        self.close_connection = True


@contextmanager
def running() -> Iterator[StandIn]:
    server = StandIn()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
