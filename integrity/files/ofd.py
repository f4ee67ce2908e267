"""Makes an OFD file anew of what its pages show (GB/T 33190-2016).

Only parts are kept that something kept names. Notes, attachments, signatures, versions, tags and
extensions are not named any more, and what says who made the document is empty.

Runs in the sandbox only (integrity.files.sandbox).
"""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from integrity.files import markup
from integrity.files.packages import KNOWN_BY, Package, packed
from integrity.files.pictures import KINDS, Pictures

DROPPED = (
    "Actions", "Annotations", "Attachments", "Bookmarks", "CustomDatas", "CustomTags",
    "Extensions", "Signatures", "Versions",
)  # fmt: skip
EMPTIED = (
    "Abstract", "Author", "Creator", "CreatorVersion", "CreationDate", "DocID", "Keyword",
    "LastModDate", "ModDate", "ModUser", "Subject", "Title",
)  # fmt: skip
FORGOTTEN = ("Creator", "LastModDate")
OTHERS = frozenset({"jb2", "otf", "ttc", "ttf"})
"""Fonts and scans, which are kept as they are."""
LONGEST = 300
"""Characters of a name of a part."""


def anew(package: Package) -> bytes:
    """The same document of the parts that show it; raises Unsafe."""
    pictures, kept, waiting = Pictures(), dict[str, bytes](), [KNOWN_BY["ofd"]]
    while waiting:
        name = waiting.pop()
        ending = name.rpartition(".")[2].lower()
        if name in kept:
            continue
        raw = package.read(name)
        if ending in KINDS:
            kept[name] = pictures.redrawn(raw, ending)
        elif ending == "xml":
            root = markup.read(raw)
            _clean(root)
            kept[name] = markup.write(root)
            waiting += {path for path in _named(markup.read(kept[name]), name) if path in package}
        elif ending in OTHERS:
            kept[name] = raw
    return packed(kept)


def _clean(root: markup.Element) -> None:
    markup.drop(root, DROPPED)
    markup.empty(root, EMPTIED)
    markup.forget(root, FORGOTTEN)


def _named(root: markup.Element, name: str) -> Iterator[str]:
    """What names of parts a part may mean: from the root, its own folder or its BaseLoc."""
    base = root.get("BaseLoc", "")[:LONGEST]
    for element in root.iter("{*}*"):
        for words in (element.text, *element.values()):
            if words and len(words) <= LONGEST and "." in words:
                said = words.strip()
                for folder in ("", dirname(name), join(dirname(name), base), base):
                    yield normpath(join("/", folder, said))[1:]
