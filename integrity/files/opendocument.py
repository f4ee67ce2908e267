"""Makes an OpenDocument file anew of its text, its styles and its pictures (ISO/IEC 26300).

Properties, settings (with the printer's name), programs, comments and links to elsewhere stay
behind. Runs in the sandbox only (integrity.files.sandbox).
"""

from posixpath import normpath

from integrity.files import markup
from integrity.files.packages import MIME, Package, packed
from integrity.files.pictures import KINDS, Pictures
from integrity.files.sandbox import Unsafe

MANIFEST = "META-INF/manifest.xml"
SHOWN = ("content.xml", "styles.xml")
"""Parts of XML that are kept, of the document and of charts within it."""
DROPPED = (
    "annotation", "annotation-end", "applet", "cell-range-source", "creator-initials",
    "database-source", "{http://purl.org/dc/elements/1.1/}date", "dde-connection-decls",
    "dde-links", "dde-source", "desc",
    "event-listeners", "floating-frame", "meta-creator-initials", "object-ole", "plugin",
    "script", "scripts", "table-source", "title-page",
)  # fmt: skip
"""Elements that tell or lead elsewhere; the date is that of a change."""
EMPTIED = ("{http://purl.org/dc/elements/1.1/}creator",)
FORGOTTEN = ("rsid", "paragraph-rsid", "author", "template-name")
XLINK = "{http://www.w3.org/1999/xlink}href"
FORMULA = "formula"


def anew(package: Package) -> bytes:
    """The same document of the parts that show it; raises Unsafe."""
    pictures, kept = Pictures(), {MIME: package.read(MIME)}
    for name in package.names():
        folder, _slash, last = name.rpartition("/")
        ending = last.rpartition(".")[2].lower()
        if last in SHOWN and (not folder or folder.startswith("Object ")):
            root = markup.read(package.read(name))
            _clean(root, package, folder)
            kept[name] = markup.write(root)
        elif folder.split("/")[-1] == "Pictures" and ending in KINDS:
            kept[name] = pictures.redrawn(package.read(name), ending)
    if "content.xml" not in kept:
        raise Unsafe("broken")
    kept[MANIFEST] = _manifest(package, kept)
    return packed(kept)


def _clean(root: markup.Element, package: Package, folder: str) -> None:
    markup.drop(root, DROPPED)
    markup.empty(root, EMPTIED)
    markup.forget(root, FORGOTTEN)
    for element, name, value in markup.each(root, lambda name: name == XLINK):
        if not value.startswith("#") and not _is_within(package, folder, value):
            element.set(name, "")
    for element, name, value in markup.each(root, lambda name: markup.local(name) == FORMULA):
        if "://" in value or "'file:" in value:  # the value that was calculated stays
            del element.attrib[name]


def _is_within(package: Package, folder: str, address: str) -> bool:
    path = normpath(f"{folder}/{address}").lstrip("/")
    return path in package or f"{path}/content.xml" in package


def _manifest(package: Package, kept: dict[str, bytes]) -> bytes:
    """What the manifest says of the parts that are kept, and of the whole."""
    root = markup.read(package.read(MANIFEST))
    if any(markup.local(str(e.tag)) == "encryption-data" for e in root.iter("{*}encryption-data")):
        raise Unsafe("locked")
    folders = {f"{name.rpartition('/')[0]}/" for name in kept}
    gone = [entry for entry in root if _path(entry) not in {*kept, *folders}]
    markup.remove(root, gone)
    return markup.write(root)


def _path(entry: markup.Element) -> str:
    return next((v for name, v in entry.items() if markup.local(name) == "full-path"), "")
