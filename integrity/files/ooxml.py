"""Makes a Word, Excel or PowerPoint file anew of what shows it (ECMA-376, ISO/IEC 29500).

Only parts are kept that are reached from the document by relationships of known kinds. So names and
machines in properties, comments, printer settings, custom XML, links to other files, programs and
what is embedded stay behind, with whatever pointed at them.

Runs in the sandbox only (integrity.files.sandbox).
"""

import re
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from integrity.files import markup
from integrity.files.packages import KNOWN_BY, Package, packed
from integrity.files.pictures import KINDS, Pictures
from integrity.files.sandbox import Unsafe

TYPES = "[Content_Types].xml"
RELATIONSHIPS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
"""Namespaces of attributes that name a relationship."""
KEPT = frozenset((
    "chart", "chartColorStyle", "chartStyle", "chartsheet", "chartUserShapes", "diagramColors",
    "diagramData", "diagramDrawing", "diagramLayout", "diagramQuickStyle", "drawing",
    "endnotes", "fontTable", "footer", "footnotes", "header", "image", "notesMaster",
    "notesSlide", "numbering", "officeDocument", "presProps", "settings", "sharedStrings",
    "slide", "slideLayout", "slideMaster", "styles", "stylesWithEffects", "table",
    "tableStyles", "theme", "themeOverride", "viewProps", "webSettings", "worksheet",
))  # fmt: skip
"""Kinds of relationships to what shows a document."""
DROPPED = (
    "absPath", "annotationRef", "attachedTemplate", "cellWatches", "cmAuthorLst",
    "commentRangeEnd", "commentRangeStart", "commentReference", "controls", "creationId",
    "custDataLst", "customProperties", "customSheetViews", "customWorkbookViews", "dataBinding",
    "docId", "docVars", "documentId", "externalReferences", "fileSharing", "fileVersion",
    "legacyDrawing", "legacyDrawingHF", "mailMerge", "modId", "oleObjects", "permEnd",
    "permStart", "pivotCaches", "proofErr", "revisionPtr", "rsids", "scenarios", "smartTagPr",
    "webPublishing", "webPublishItems",
)  # fmt: skip
"""Elements that tell, or that point at what is not kept."""
FORGOTTEN = (
    "rsid", "rsidDel", "rsidP", "rsidR", "rsidRDefault", "rsidRPr", "rsidSect", "rsidTr",
    "paraId", "textId", "uid", "descr", "title", "alt", "dateUtc", "codeName", "connectionId",
    "queryTableFieldId", "tableType",
)  # fmt: skip
"""Attributes that number revisions, or describe a picture with the file it came from."""
BLANKED = frozenset(
    ["author", "displayName", "initials", "lastModifiedBy", "providerId", "userId", "userName"]
)
"""Attributes that name people where one must stand."""
NAMED = frozenset({"cNvPr", "docPr"})
"""Elements whose name is often that of a file."""
CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange")
"""Elements of what was changed, with a moment."""
OPTIONAL = frozenset({"blip", "hyperlink", "imagedata", "pageSetup"})
"""Elements that can do without the relationship they name; others go with it."""
FIELD = re.compile(r'(?:[\w\s*@#"\-]|\\(?!\\))*')
"""What a field may say: no address, no path, no name of a file."""
ELSEWHERE = re.compile(r"\[\d+\]")
"""A formula's word for another workbook."""
FORMULAS = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}f",
)
METAFILES = frozenset({"emf", "wmf"})


def anew(package: Package, ending: str) -> bytes:
    """The same document of the parts that show it; raises Unsafe."""
    return packed(Document(package, ending).parts())


class Document:
    """A package and what was kept of it so far."""

    def __init__(self, package: Package, ending: str) -> None:
        self._package = package
        self._pictures = Pictures()
        self._main = KNOWN_BY[ending]
        self._linked = any("/externalLinks/" in name for name in package.names())
        self._kept: dict[str, bytes] = {}

    def parts(self) -> dict[str, bytes]:
        """Every part that is kept, cleaned, with what types they are."""
        waiting = [*self._related("")]
        if self._main not in waiting:
            raise Unsafe("broken")
        while waiting:
            name = waiting.pop()
            if name not in self._kept:
                ending = name.rpartition(".")[2].lower()
                if ending == "xml":
                    waiting += self._keep_xml(name)
                else:
                    self._kept[name] = self._picture(name, ending)
        return {TYPES: self._types(), **self._kept}

    def _keep_xml(self, name: str) -> list[str]:
        """Keep a part of XML; the names of those it shows."""
        self._kept[name] = b""
        root = markup.read(self._package.read(name))
        others = self._related(name)
        _clean(root, self._ids(name), self._linked)
        self._kept[name] = markup.write(root)
        return others

    def _related(self, name: str) -> list[str]:
        """The names of the parts that one shows; keeps its relationships to them alone."""
        place = _relations_of(name)
        if place not in self._package:
            return []
        root = markup.read(self._package.read(place))
        found = {relation: self._target(name, relation) for relation in root}
        markup.remove(root, [relation for relation, target in found.items() if not target])
        self._kept[place] = markup.write(root)
        return [target for target in found.values() if target]

    def _target(self, name: str, relation: markup.Element) -> str:
        """The part that a relationship leads to, nothing if it is not kept."""
        kind = relation.get("Type", "").rpartition("/")[2]
        target = unquote(relation.get("Target", ""))
        if kind not in KEPT or relation.get("TargetMode") == "External":
            return ""
        path = normpath(join("/", dirname(name), target))[1:]
        ending = path.rpartition(".")[2].lower()
        known = ending in KINDS or ending in METAFILES if kind == "image" else ending == "xml"
        return path if known and path in self._package else ""

    def _ids(self, name: str) -> frozenset[str]:
        raw = self._kept.get(_relations_of(name))
        return frozenset(r.get("Id", "") for r in markup.read(raw)) if raw else frozenset()

    def _picture(self, name: str, ending: str) -> bytes:
        raw = self._package.read(name)
        return undescribed(raw) if ending in METAFILES else self._pictures.redrawn(raw, ending)

    def _types(self) -> bytes:
        """The types of the parts that are kept."""
        root = markup.read(self._package.read(TYPES))
        gone = [e for e in root if e.get("PartName") and e.get("PartName")[1:] not in self._kept]
        markup.remove(root, gone)
        return markup.write(root)


def _relations_of(name: str) -> str:
    return normpath(join(dirname(name), "_rels", name.rpartition("/")[2] + ".rels"))


def _clean(root: markup.Element, ids: frozenset[str], linked: bool) -> None:
    _clean_words(root, linked)
    markup.drop(root, DROPPED)
    markup.forget(root, FORGOTTEN)
    _unlink(root, ids)
    for element, name, _value in markup.each(root, lambda name: markup.local(name) in BLANKED):
        element.set(name, "")
    for element in root.iter(*(f"{{*}}{name}" for name in NAMED)):
        element.set("name", "")
    for change in root.iter(*(f"{{*}}{name}" for name in CHANGES)):
        for name in [name for name in change.attrib if markup.local(name) == "date"]:
            del change.attrib[name]


def _clean_words(root: markup.Element, linked: bool) -> None:
    """Take out fields and formulas that lead elsewhere.

    First of all: where something was taken out between words, lxml reads them slowly.
    """
    for element in list(root.iter("{*}instrText")):
        del element[:]
        element.text = _harmless(element.text)
    for element in root.iter("{*}fldSimple"):
        for name, value in element.items():
            element.set(name, _harmless(value))
    if linked:  # the values that were calculated stay
        names = [n for n in root.iter("{*}definedName") if ELSEWHERE.search(n.text or "")]
        markup.remove(root, names)
        markup.drop(root, FORMULAS)


def _unlink(root: markup.Element, ids: frozenset[str]) -> None:
    """Take out what names a relationship that is not kept."""
    gone = []
    for element, name, value in markup.each(root, lambda name: name.startswith(RELATIONSHIPS)):
        if value in ids:
            continue
        if markup.local(str(element.tag)) in OPTIONAL:
            del element.attrib[name]
        else:
            extension = next(element.iterancestors("{*}ext"), None)
            gone.append(element if extension is None else extension)
    markup.remove(root, gone)


def _harmless(words: str | None) -> str:
    return words if words and FIELD.fullmatch(words) else ""


def undescribed(raw: bytes) -> bytes:
    """A metafile without the names of program and picture in its header (MS-EMF 2.2.9)."""
    length, start = (int.from_bytes(raw[at : at + 4], "little") for at in (60, 64))
    if raw[40:44] != b" EMF" or not length or start + 2 * length > len(raw):
        return raw
    return raw[:start] + bytes(2 * length) + raw[start + 2 * length :]
