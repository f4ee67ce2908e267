"""A mail server and a receiver of webhooks that may be away, refuse, or die after they took it."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs; `refuses` are recipients and the code they get.

    `dies`: it takes a mail and hangs up before it says so, so many times.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.mails: list[EmailMessage] = []
        self.refuses: dict[str, int] = {}
        self.dies = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 mail.example")
        for line in self.rfile:
            word, _space, rest = line.decode().strip().partition(" ")
            if word.upper() == "DATA":
                if not self.take():
                    return
            elif word.upper() == "QUIT":
                self.say("221 bye")
                return
            elif word.upper() == "RCPT":
                to = rest.partition("<")[2].partition(">")[0]
                code = self.server.refuses.get(to, 250)
                self.say(f"{code} {'ok' if code == 250 else 'no'}")
            else:
                self.say("250 ok")

    def take(self) -> bool:
        """Take one mail; False if the line is cut before it is acknowledged."""
        self.say("354 go on")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if self.server.dies:
            self.server.dies -= 1
            return False
        self.say("250 taken")
        return True

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class Receiver(ThreadingHTTPServer):
    """Notes every call, and answers with `answers` in turn, then 204; after `hangs` seconds.

    `trickles`: so many seconds pass between one byte of the answer and the next. `again`: another
    answer that it gives to the same call after the first.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.hangs = 0.0
        self.trickles = 0.0
        self.again = b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class _Call(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.calls.append((headers, body))
        time.sleep(self.server.hangs)
        with suppress(OSError):  # whoever called has gone
            if self.server.trickles:
                self.trickle(b"HTTP/1.0 204 No Content")
            self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
            self.end_headers()
            self.wfile.write(self.server.again)

    def trickle(self, answer: bytes) -> None:
        for byte in answer:
            time.sleep(self.server.trickles)
            self.wfile.write(bytes([byte]))

    def log_message(self, *said: Any) -> None:
        pass


@contextmanager
def running(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
