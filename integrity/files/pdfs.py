"""Takes out of a PDF what tells who made it, by making it anew.

Nothing is removed from the old file: a new one is made of the pages alone, and of a page only what
draws it. Runs in the sandbox only (integrity.files.sandbox).
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from integrity.files import jpegs
from integrity.files.sandbox import Unsafe

DRAWN = frozenset(
    ["/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group"]
)
"""What of a page draws it. Notes, forms, actions, thumbnails and page properties are not here."""
TOLD = frozenset(
    [
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/AF",
        "/OPI",
        "/Alternates",
        "/Measure",
        "/PtData",
        "/StructParent",
        "/StructParents",
        "/Thumb",
    ]
)
"""What tells, wherever in the rest it stands; no key that may name a letter or a font."""
ELSEWHERE = frozenset(["/Ref", "/F", "/FFilter", "/FDecodeParms"])
"""What of a stream names another file, with its path."""
SWITCHES = frozenset(["/View", "/Print", "/Export", "/Zoom"])
"""What of a layer's usage decides when it is drawn; other parts name people and programs."""
LAYER = "Layer"
UNPACKED = 100_000_000
"""Bytes that one part of a file may have when unpacked."""


def made(raw: bytes) -> bytes:
    """A PDF with the same pages and nothing else; raises Unsafe."""
    _limit()
    try:
        return _made(raw)
    except pikepdf.PasswordError:
        raise Unsafe("locked") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError):
        raise Unsafe("broken") from None


def _made(raw: bytes) -> bytes:
    with Pdf.open(io.BytesIO(raw)) as old, Pdf.new() as new:
        if old.is_encrypted:
            raise Unsafe("locked")
        if _is_living(old.Root.get(Name.AcroForm, Dictionary())):
            raise Unsafe("living")
        old.flatten_annotations("screen")
        for page in old.pages:
            for key in set(page.obj.keys()) - DRAWN:
                del page.obj[key]
        new.pages.extend(old.pages)
        if not len(new.pages):
            raise Unsafe("broken")
        if Name.OCProperties in old.Root:  # else what is switched off would be drawn
            new.Root.OCProperties = new.copy_foreign(old.make_indirect(old.Root.OCProperties))
            _clean_layers(new.Root.OCProperties)
        _clean(new)
        written = io.BytesIO()
        new.save(written, deterministic_id=True, compress_streams=True)
    return written.getvalue()


def _is_living(form: Object) -> bool:
    return Name.XFA in form or bool(form.get(Name.NeedAppearances, False))


def _clean_layers(layers: Object) -> None:
    """Layers without their names, and without how a program lists them."""
    for layer in layers.get(Name.OCGs, Array()):
        layer.Name = LAYER
        for key in set(layer.get(Name.Usage, Dictionary()).keys()) - SWITCHES:
            del layer.Usage[key]
    for choice in (layers.get(Name.D, Dictionary()), *layers.get(Name.Configs, Array())):
        for key in {"/Name", "/Creator", "/Order"} & set(choice.keys()):
            del choice[key]


def _clean(pdf: Pdf) -> None:
    for part in _parts(pdf.Root):
        told = TOLD | ELSEWHERE if isinstance(part, Stream) else TOLD
        for key in told & set(part.keys()):
            del part[key]
        if isinstance(part.get(Name.Properties), Dictionary):
            _forget_words(part.Properties)
        if isinstance(part, Stream) and part.get(Name.Subtype) == Name.Image:
            _clean_picture(part)


def _forget_words(properties: Object) -> None:
    """Of what marks parts of a page, only layers decide what is drawn."""
    for key in list(properties.keys()):
        marks = properties[key]
        if not (isinstance(marks, Dictionary) and marks.get(Name.Type) in (Name.OCG, Name.OCMD)):
            properties[key] = Dictionary()


def _clean_picture(picture: Any) -> None:
    """Without what a camera wrote into it; its pixels stay as they are."""
    found = picture.get(Name.Filter, Array())
    filters = list(found) if isinstance(found, Array) else [found]
    if filters in ([Name.DCTDecode], [Name.JPXDecode]):
        how = {"filter": found, "decode_parms": picture.get(Name.DecodeParms)}
        picture.write(jpegs.bare(picture.read_raw_bytes()), **how)
    elif Name.DCTDecode in filters:
        picture.write(picture.read_bytes(pikepdf.StreamDecodeLevel.all))


def _parts(root: Object) -> Iterator[Any]:
    """Every dictionary and stream that hangs on this one, each once."""
    waiting: list[Any] = [root]
    seen = set()
    while waiting:
        part = waiting.pop()
        if part.is_indirect:
            if part.objgen in seen:
                continue
            seen.add(part.objgen)
        if isinstance(part, (Dictionary, Stream)):
            yield part
            waiting += [value for _key, value in part.items() if isinstance(value, Object)]
        elif isinstance(part, Array):
            waiting += [value for value in part if isinstance(value, Object)]


def _limit() -> None:
    """What a single part of a file may take; the process as a whole is limited by the sandbox."""
    pikepdf.settings.set_qpdf_limits(
        parser_max_nesting=100,
        flate_max_memory=UNPACKED,
        dct_max_memory=UNPACKED,
        png_max_memory=UNPACKED,
        run_length_max_memory=UNPACKED,
        tiff_max_memory=UNPACKED,
    )
