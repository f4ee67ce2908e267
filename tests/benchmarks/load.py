"""Posts to a server on some connections for some seconds: `python -m tests.benchmarks.load FILE`.

The file is JSON: port, path, headers, bodies, connections, seconds. Written on sockets alone, so
that the generator takes as little of the two cores as it can.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Line:
    """One connection: what it has received, and when it last asked."""

    socket: socket.socket
    at: int
    asked: float = 0
    received: bytearray = field(default_factory=bytearray)


def drive(plan: dict[str, Any]) -> dict[str, Any]:
    """How many answers came in how long, and how long each took; wrong ones are counted apart."""
    requests = [_request(plan, body.encode()) for body in plan["bodies"]]
    lines = selectors.DefaultSelector()
    for number in range(plan["connections"]):
        made = socket.create_connection(("127.0.0.1", plan["port"]))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines.register(made, selectors.EVENT_READ, Line(made, number * 37))
    taken: list[float] = []
    wrong, began = 0, time.perf_counter()
    for key in lines.get_map().values():
        _ask(key.data, requests)
    while (now := time.perf_counter()) - began < plan["seconds"]:
        for key, _events in lines.select(1):
            line = key.data
            line.received += line.socket.recv(1 << 18)
            if _is_whole(line.received):
                taken.append(time.perf_counter() - line.asked)
                wrong += not line.received.startswith(b"HTTP/1.1 200")
                _ask(line, requests)
    taken.sort()
    return {"answers": len(taken), "seconds": now - began, "wrong": wrong, "taken": taken}


def _request(plan: dict[str, Any], body: bytes) -> bytes:
    headers = {"Host": "127.0.0.1", "Content-Type": "application/json", **plan["headers"]}
    headers["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {plan['path']} HTTP/1.1\r\n{head}\r\n".encode() + body


def _ask(line: Line, requests: list[bytes]) -> None:
    line.received.clear()
    line.at += 1
    line.asked = time.perf_counter()
    line.socket.sendall(requests[line.at % len(requests)])


def _is_whole(received: bytearray) -> bool:
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(received[:end]).lower()
    start = head.index(b"content-length:") + 15
    length = int(head[start:].split(b"\r\n", 1)[0])
    return len(received) >= end + 4 + length


if __name__ == "__main__":
    sys.stdout.write(json.dumps(drive(json.loads(Path(sys.argv[1]).read_text("utf-8")))))
