"""What somebody has in hand, compared with what was issued: a file, or a hash from a print.

A PDF of ours is the same to the last byte whenever it is made. Of any other file only the words are
compared: what is drawn over them, or hidden, nobody can tell from here.
"""

import enum
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from integrity.casework.documents.giving import MAKERS
from integrity.casework.documents.models import Document, DocumentState
from integrity.casework.documents.showing import shown
from integrity.files import metadata, sandbox


class Verdict(enum.StrEnum):
    SAME = "same"  # the very file, or its hash
    WORDS = "words"  # another file with the same words
    OTHER = "other"


def with_file(document: Document, file: IO[bytes], ending: str) -> Verdict:
    """A PDF or Word file of anybody, of which nothing is kept; raises NotReadable."""
    made = list(_issued(document, ending))
    file.seek(0)
    raw = file.read()
    if raw in made:
        return Verdict.SAME
    said = _words(raw, ending)
    return Verdict.WORDS if said in (_words(one, ending) for one in made) else Verdict.OTHER


def with_hash(document: Document, written: str) -> Verdict:
    """The hash of the text as a print shows it, or the one of the PDF."""
    sha256 = "".join(written.split()).lower()
    if sha256 == document.sha256:
        return Verdict.SAME
    files = (hashlib.sha256(made).hexdigest() for made in _issued(document, "pdf"))
    return Verdict.SAME if sha256 in files else Verdict.OTHER


def _issued(document: Document, ending: str) -> Iterator[bytes]:
    """The file as it is given out now, and as before it had its number or was made void."""
    now = shown(document)
    void = document.state is DocumentState.CANCELLED
    for number in dict.fromkeys((now.number, "")):
        for standing in (now.standing, "") if void else (now.standing,):
            yield MAKERS[ending](replace(now, number=number, standing=standing))


def _words(raw: bytes, ending: str) -> str:
    """The words without the spaces between them, which every program puts elsewhere."""
    try:
        with sandbox.run("words", io.BytesIO(raw), ending) as read:
            said = read.read().decode()
    except sandbox.Unsafe as unsafe:
        raise metadata.NotReadable(metadata.told(unsafe, ending)) from None
    return "".join(unicodedata.normalize("NFKC", said).split())
