"""Compiles catalogues as installing does, for those who run pytest by itself."""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[1] / "integrity" / "translations"


def compile_all() -> None:
    """Write every .mo that is missing or older than its .po; several workers may do it at once."""
    for source in FOLDER.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        with tempfile.NamedTemporaryFile(dir=source.parent, suffix=".tmp", delete=False) as file:
            write_mo(file, catalogue)
        os.replace(file.name, compiled)
