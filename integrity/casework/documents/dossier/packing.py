"""Writes archives (zip) part by part; reads none: what is in one is read in the sandbox alone."""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import closing
from typing import IO

NEVER = (1980, 1, 1, 0, 0, 0)
"""The same parts are the same bytes: an archive's own times say nothing."""


def pack(
    parts: Iterable[tuple[str, IO[bytes] | bytes]], more_of: IO[bytes] | None = None
) -> IO[bytes]:
    """These parts, named, in a file that is gone when it is closed, or behind those of another.

    Streams are closed when they were read, one after the other.
    """
    packed = more_of or tempfile.TemporaryFile()  # noqa: SIM115
    with zipfile.ZipFile(packed, "a" if more_of else "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            stream = io.BytesIO(content) if isinstance(content, bytes) else content
            with closing(stream), file.open(zipfile.ZipInfo(name, NEVER), "w") as target:
                shutil.copyfileobj(stream, target)
    packed.seek(0)
    return packed
