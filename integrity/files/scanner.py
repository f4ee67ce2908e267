"""Asks ClamAV whether a file is clean (clamd's INSTREAM); without the setting CLAMD nobody asks.

An answer that does not come, or cannot be read, is not "clean": the file is refused.
"""

import socket
import struct
from typing import IO

import structlog
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused

CHUNK = 1 << 16
LONGEST = 4096
"""Bytes of an answer that are read at most; a real one is a line."""
log = structlog.get_logger()


class Infected(Refused):
    """The scanner found something in a file."""

    title = _l("文件没有通过病毒检查")


class ScannerSilent(Refused):
    """The scanner did not answer, or not as it should."""

    title = _l("暂时不能检查文件")


def scan(stream: IO[bytes]) -> None:
    """Return if the file is clean or nobody is to be asked; raises Infected or ScannerSilent."""
    address = current_app.config["CLAMD"]
    if not address:
        return
    host, _colon, port = address.rpartition(":")
    try:
        answer = _ask(stream, host, int(port), current_app.config["CLAMD_SECONDS"])
    except (OSError, ValueError) as error:
        log.warning("scanner", error=type(error).__name__)
        answer = ""
    stream.seek(0)
    if answer.endswith(" FOUND"):
        log.warning("infected", found=answer)
        raise Infected(_("请检查您的设备，换一个文件，或者先不带文件提交。"))
    if not answer.endswith(": OK"):
        raise ScannerSilent(_("请稍后再试，或者先不带文件提交。"))


def _ask(stream: IO[bytes], host: str, port: int, seconds: float) -> str:
    """What clamd says about a stream, without the final NUL."""
    stream.seek(0)
    with socket.create_connection((host, port), seconds) as connection:
        connection.sendall(b"zINSTREAM\0")
        while chunk := stream.read(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        said = b""
        while not said.endswith(b"\0") and len(said) < LONGEST:
            more = connection.recv(LONGEST)
            if not more:
                break
            said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
