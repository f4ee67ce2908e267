"""A real server that is sent a gigabyte: it says no, and does not grow by it."""

import http.client
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.live import Live

GIGABYTE = 1_000_000_000
CHUNK = b"x" * 1_000_000
ROOM = 200_000
"""Kilobytes by which all processes of the server together may grow."""

pytestmark = pytest.mark.long


def chunks(sent: list[int]) -> Iterator[bytes]:
    for _number in range(GIGABYTE // len(CHUNK)):
        sent[0] += len(CHUNK)
        yield CHUNK


def held(live: Live) -> int:
    """Kilobytes that the processes of the server have held at most."""
    port = f"--port\0{urlsplit(live.url).port}\0".encode()
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if port in process.joinpath("cmdline").read_bytes():
                status = process.joinpath("status").read_text()
                found += int(status.partition("VmHWM:")[2].split()[0])
        except (OSError, IndexError):
            continue
    assert found, "no process of the server"
    return found


@pytest.mark.parametrize("said", [True, False], ids=["length said", "in chunks"])
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/complaints/new", "multipart/form-data; boundary=b"),
        ("/imports/new?kind=subjects", "multipart/form-data; boundary=b"),
        ("/api/v1/checks", "application/json"),
    ],
)
def test_a_gigabyte_is_refused_and_memory_stays_flat(live: Live, path: str, kind: str, said: bool):
    before, sent = held(live), [0]
    server = urlsplit(live.url)
    connection = http.client.HTTPConnection(str(server.hostname), server.port, timeout=120)
    headers = {"Content-Type": kind} | ({"Content-Length": str(GIGABYTE)} if said else {})
    with suppress(BrokenPipeError, ConnectionResetError):  # it did not wait for all of it
        connection.request("POST", path, chunks(sent), headers, encode_chunked=not said)
    try:
        status = connection.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        status = 413  # it had hung up before its answer could be read
    finally:
        connection.close()

    assert 400 <= status < 500
    assert held(live) - before < ROOM

    again = http.client.HTTPConnection(str(server.hostname), server.port, timeout=30)
    again.request("GET", "/healthz")
    assert again.getresponse().status == 200
