"""The hook for a virus scanner, against a stand-in that speaks clamd's INSTREAM."""

import io
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from integrity.files import scanner

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.BaseRequestHandler):
    """Reads what a client streams and answers as clamd does; `mood` makes it misbehave."""

    mood = "well"
    received = b""

    def handle(self) -> None:
        mood = type(self).mood
        if mood == "hangs up":
            return
        assert self.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.read(4))[0]:
            content += self.read(size)
        type(self).received = content
        if mood == "sleeps":
            time.sleep(2)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"stream: OK"
        said = {"complains": b"INSTREAM size limit exceeded. ERROR", "raves": b"\xff" * 9000}
        self.request.sendall(said.get(mood, found) + b"\0")

    def read(self, size: int) -> bytes:
        raw = b""
        while len(raw) < size:
            raw += self.request.recv(size - len(raw))
        return raw


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *args: object) -> None:
        """A client that goes away early is no news."""


@pytest.fixture
def clamd(app, monkeypatch) -> Iterator[Callable[[str], None]]:
    """A stand-in that is running and set as CLAMD; clamd(mood) changes how it behaves."""
    with Server(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        monkeypatch.setitem(app.config, "CLAMD", f"127.0.0.1:{server.server_address[1]}")
        monkeypatch.setitem(app.config, "CLAMD_SECONDS", 0.5)
        monkeypatch.setattr(Clamd, "mood", "well")
        yield lambda mood: monkeypatch.setattr(Clamd, "mood", mood)
        server.shutdown()


def test_without_a_scanner_nobody_is_asked(app):
    scanner.scan(io.BytesIO(EICAR))


def test_a_clean_file_passes_and_can_still_be_read(clamd):
    content = bytes(200_000)
    stream = io.BytesIO(content)

    scanner.scan(stream)

    assert stream.read() == content
    assert Clamd.received == content


def test_an_infected_file_is_refused(clamd):
    with pytest.raises(scanner.Infected):
        scanner.scan(io.BytesIO(b"text " + EICAR))


@pytest.mark.parametrize("mood", ["hangs up", "sleeps", "complains", "raves"])
def test_a_scanner_that_does_not_say_clean_lets_nothing_through(clamd, mood):
    clamd(mood)

    with pytest.raises(scanner.ScannerSilent):
        scanner.scan(io.BytesIO(b"text"))


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere", "127.0.0.1:port"])
def test_a_scanner_that_is_not_there_lets_nothing_through(app, monkeypatch, address):
    monkeypatch.setitem(app.config, "CLAMD", address)

    with pytest.raises(scanner.ScannerSilent):
        scanner.scan(io.BytesIO(b"text"))
