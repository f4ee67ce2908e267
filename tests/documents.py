"""PDFs, and every place in one where a mark can be put that no page draws."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from tests.test_metadata import photograph

MARK = "ZhangSan4711"
DRAWING = (
    "BT /A 18 Tf 10 60 Td (Page %d) Tj ET q 40 0 0 20 10 10 cm /Im Do Q "
    "/OC /Off BDC 0 0 200 100 re f EMC /P /Words BDC EMC"
)


def written(pdf: Pdf, **more: Any) -> bytes:
    raw = io.BytesIO()
    pdf.save(raw, fix_metadata_version=False, **more)
    return raw.getvalue()


def plain(raw: bytes) -> bytes:
    """The same PDF with nothing packed, so that words can be searched for."""
    with Pdf.open(io.BytesIO(raw)) as pdf:
        for part in pdf.objects:
            if isinstance(part, Stream) and isinstance(part.get(Name.Filter), Array):
                part.write(zlib.decompress(part.read_raw_bytes()), filter=part.Filter[1])
        return written(
            pdf,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )


def drawn(raw: bytes) -> list[bytes]:
    """The pixels of every page."""
    with pypdfium2.PdfDocument(raw) as pdf:
        return [page.render(scale=2, may_draw_forms=False).to_pil().tobytes() for page in pdf]


def stream(pdf: Pdf, raw: bytes, **keys: Any) -> Any:
    made = pdf.make_stream(raw)
    for key, value in keys.items():
        made[f"/{key}"] = value
    return made


def picture(pdf: Pdf, raw: bytes) -> Any:
    return stream(
        pdf, raw, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=4, BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode,
    )  # fmt: skip


def document(pages: int = 1) -> Pdf:
    """Pages with words in a font named /A, a picture, a layer switched off and a stamp."""
    pdf = Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Hidden")))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer], Order=[layer]))
    image = picture(pdf, photograph())
    stamp = stream(
        pdf, b"1 0 0 rg 0 0 20 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20]
    )
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(200, 100))
        page.Contents = pdf.make_stream((DRAWING % number).encode())
        page.Resources = Dictionary(
            Font=Dictionary(A=font),
            XObject=Dictionary(Im=image),
            Properties=Dictionary(Off=layer, Words=Dictionary()),
        )
        page.Annots = Array([pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=[150, 50, 170, 70], F=4,
            AP=Dictionary(N=stamp),
        ))])  # fmt: skip
    return pdf


def program(mark: str) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(mark))


def first(pdf: Pdf) -> Any:
    return pdf.pages[0].obj


def in_attachment(pdf: Pdf, mark: str) -> None:
    pdf.attachments[f"{mark}.txt"] = mark.encode()


def in_picture(pdf: Pdf, mark: str) -> None:
    raw = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = mark
    Image.new("RGB", (8, 4), "red").save(raw, "JPEG", exif=exif, comment=mark.encode())
    first(pdf).Resources.XObject.Im = picture(pdf, raw.getvalue() + mark.encode())


def in_packed_picture(pdf: Pdf, mark: str) -> None:
    in_picture(pdf, mark)
    image = first(pdf).Resources.XObject.Im
    raw = zlib.compress(image.read_raw_bytes())
    image.write(raw, filter=Array([Name.FlateDecode, Name.DCTDecode]))


def in_form(pdf: Pdf, mark: str) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String(mark), V=String(mark)))
    pdf.Root.AcroForm = Dictionary(Fields=[field])


def in_structure(pdf: Pdf, mark: str) -> None:
    first(pdf).StructParents = 0
    pdf.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=Dictionary(S=Name.Figure, Alt=String(mark))
    )


def put(owner: Callable[[Pdf], Any], key: str, value: Callable[[Pdf, str], Any]) -> Any:
    def place(pdf: Pdf, mark: str) -> None:
        owner(pdf)[key] = value(pdf, mark)

    return place


def root(pdf: Pdf) -> Any:
    return pdf.Root


def metadata_stream(pdf: Pdf, mark: str) -> Any:
    return stream(pdf, mark.encode(), Type=Name.Metadata, Subtype=Name.XML)


def private(pdf: Pdf, mark: str) -> Dictionary:
    return Dictionary(Word=Dictionary(Private=String(mark), LastModified=String(mark)))


PLACES: dict[str, Callable[[Pdf, str], None]] = {
    "document info": put(lambda pdf: pdf.docinfo, "/Author", lambda _pdf, mark: String(mark)),
    "document XMP": put(root, "/Metadata", metadata_stream),
    "page XMP": put(first, "/Metadata", metadata_stream),
    "picture XMP": put(lambda pdf: first(pdf).Resources.XObject.Im, "/Metadata", metadata_stream),
    "font XMP": put(lambda pdf: first(pdf).Resources.Font.A, "/Metadata", metadata_stream),
    "stamp's private data": put(
        lambda pdf: first(pdf).Annots[0].AP.N, "/PieceInfo", private
    ),
    "page's private data": put(first, "/PieceInfo", private),
    "document's private data": put(root, "/PieceInfo", private),
    "path of another file": put(
        lambda pdf: first(pdf).Annots[0].AP.N, "/Ref", lambda pdf, mark: Dictionary(F=String(mark))
    ),
    "attachment": in_attachment,
    "associated file": put(
        first, "/AF", lambda pdf, mark: [Dictionary(Type=Name.Filespec, F=String(mark))]
    ),
    "script": put(
        root, "/Names",
        lambda pdf, mark: Dictionary(JavaScript=Dictionary(Names=[String(mark), program(mark)])),
    ),
    "opening action": put(root, "/OpenAction", lambda pdf, mark: program(mark)),
    "page's action": put(first, "/AA", lambda pdf, mark: Dictionary(O=program(mark))),
    "who stamped": put(
        lambda pdf: first(pdf).Annots[0], "/T", lambda pdf, mark: String(mark)
    ),
    "when it was stamped": put(
        lambda pdf: first(pdf).Annots[0], "/M", lambda pdf, mark: String(mark)
    ),
    "note": put(lambda pdf: first(pdf).Annots[0], "/Contents", lambda pdf, mark: String(mark)),
    "thumbnail": put(first, "/Thumb", lambda pdf, mark: pdf.make_stream(mark.encode())),
    "bookmark": put(
        root, "/Outlines", lambda pdf, mark: Dictionary(First=Dictionary(Title=String(mark)))
    ),
    "page's label": put(
        root, "/PageLabels", lambda pdf, mark: Dictionary(Nums=[0, Dictionary(P=String(mark))])
    ),
    "layer's name": put(
        lambda pdf: pdf.Root.OCProperties.OCGs[0], "/Name", lambda pdf, mark: String(mark)
    ),
    "layer's author": put(
        lambda pdf: pdf.Root.OCProperties.OCGs[0], "/Usage",
        lambda pdf, mark: Dictionary(CreatorInfo=Dictionary(Creator=String(mark))),
    ),
    "list of layers": put(
        lambda pdf: pdf.Root.OCProperties.D, "/Order", lambda pdf, mark: [String(mark)]
    ),
    "marked words": put(
        lambda pdf: first(pdf).Resources.Properties, "/Words",
        lambda pdf, mark: Dictionary(ActualText=String(mark)),
    ),
    "something unknown": put(first, "/Unheard", lambda pdf, mark: String(mark)),
    "picture": in_picture,
    "packed picture": in_packed_picture,
    "form": in_form,
    "structure": in_structure,
    "file's number": put(
        lambda pdf: pdf.trailer, "/ID", lambda pdf, mark: [String(mark), String(mark)]
    ),
}  # fmt: skip
