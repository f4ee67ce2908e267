# ruff: noqa: E501
"""Office documents as programs write them, with a mark in every place that tells of somebody."""

import io
import zipfile

MARK = "ZhangSan4711"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = f'xmlns:r="{OFFICE}"'
TYPE = "application/vnd.openxmlformats-officedocument."


def packed(members: dict[str, str | bytes]) -> io.BytesIO:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    raw.seek(0)
    return raw


def relations(*found: tuple[str, str] | tuple[str, str, bool]) -> str:
    """Relationships rId1, rId2 … of a kind, to a target, outside the package or not."""
    lines = [
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if outside else "/>")
        for n, (kind, target, *outside) in enumerate(found, start=1)
    ]
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def types(**parts: str) -> str:
    """Types of parts, whose names are written with __ for a slash."""
    lines = [
        f'<Override PartName="/{name.replace("__", "/")}.xml" ContentType="{TYPE}{kind}+xml"/>'
        for name, kind in parts.items()
    ]
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="bin" ContentType="{TYPE}spreadsheetml.printerSettings"/>'
        f"{''.join(lines)}</Types>"
    )


PROPERTIES = {
    "docProps/core.xml": f"<cp><creator>{MARK}</creator></cp>",
    "docProps/app.xml": f"<Properties><Company>{MARK}</Company></Properties>",
    "docProps/custom.xml": f"<Properties><x>{MARK}</x></Properties>",
    "docProps/thumbnail.jpeg": MARK,
    "customXml/item1.xml": f"<x>{MARK}</x>",
}
DOCUMENT = (
    f'{HEAD}<!--{MARK}--><w:document {W} {R} xmlns:w14="http://schemas.microsoft.com/office/word/'
    f'2010/wordml"><?x {MARK}?><w:body><w:p w:rsidR="00{MARK}" w14:paraId="{MARK}">'
    f'<w:commentRangeStart w:id="0"/><w:ins w:id="1" w:author="{MARK}" w:date="2026-01-01T00:00:00Z"'
    "><w:r><w:t>正文</w:t></w:r></w:ins>尾<w:commentRangeEnd w:id='0'/><w:r><w:commentReference "
    "w:id='0'/></w:r><w:permStart w:id='2' w:ed='" + MARK + "'/><w:hyperlink r:id='rId5'><w:r><w:t>"
    f'链接</w:t></w:r></w:hyperlink><w:r><w:instrText>HYPERLINK "C:\\\\Users\\\\{MARK}\\\\a.docx"'
    "</w:instrText></w:r><w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r></w:p><w:sectPr>"
    '<w:printerSettings r:id="rId6"/></w:sectPr></w:body></w:document>'
)


def docx(**more: str | bytes) -> io.BytesIO:
    """A Word document; `more` are parts by name."""
    return packed(
        {
            "[Content_Types].xml": types(
                word__document="wordprocessingml.document.main",
                word__settings="wordprocessingml.settings",
                word__comments="wordprocessingml.comments",
            ),
            "_rels/.rels": relations(
                ("officeDocument", "word/document.xml"), ("core-properties", "docProps/core.xml")
            ),
            "word/document.xml": DOCUMENT,
            "word/_rels/document.xml.rels": relations(
                ("settings", "settings.xml"),
                ("comments", "comments.xml"),
                ("customXml", "../customXml/item1.xml"),
                ("people", "people.xml"),
                ("hyperlink", f"file:///C:/Users/{MARK}/a.docx", True),
                ("printerSettings", "printerSettings/printerSettings1.bin"),
                ("image", "media/image1.png"),
            ),
            "word/settings.xml": f'<w:settings {W} {R}><w:attachedTemplate r:id="rId1"/><w:rsids>'
            f'<w:rsid w:val="{MARK}"/></w:rsids><w:docVars><w:docVar w:val="{MARK}"/></w:docVars>'
            f'<w:mailMerge><w:query w:val="{MARK}"/></w:mailMerge></w:settings>',
            "word/_rels/settings.xml.rels": relations(
                ("attachedTemplate", f"file:///C:/Users/{MARK}/Normal.dotm", True)
            ),
            "word/comments.xml": f'<w:comments {W}><w:comment w:author="{MARK}"/></w:comments>',
            "word/people.xml": f"<people>{MARK}</people>",
            "word/printerSettings/printerSettings1.bin": MARK.encode("utf-16-le"),
            **PROPERTIES,
            **more,
        }
    )


def xlsx(**more: str | bytes) -> io.BytesIO:
    """A workbook with one sheet of a formula to elsewhere, 12 and 正文."""
    return packed(
        {
            "[Content_Types].xml": types(
                xl__workbook="spreadsheetml.sheet.main",
                xl__worksheets__sheet1="spreadsheetml.worksheet",
                xl__comments1="spreadsheetml.comments",
            ),
            "_rels/.rels": relations(("officeDocument", "/xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook {X} {R}><fileSharing userName="{MARK}"/>'
            f'<absPath url="C:\\Users\\{MARK}"/><sheets><sheet name="表一" sheetId="1" r:id="rId1"/>'
            '</sheets><externalReferences><externalReference r:id="rId2"/></externalReferences>'
            f"<definedNames><definedName name='n'>[1]{MARK}!A1</definedName></definedNames></workbook>",
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/sheet1.xml"),
                ("externalLink", "externalLinks/externalLink1.xml"),
                ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet {X} {R}><sheetData><row r="1">'
            f'<c r="A1"><f>[1]{MARK}!B2</f><v>12</v></c><c r="B1" t="inlineStr"><is><t>正文</t></is>'
            '</c></row></sheetData><pageSetup paperSize="9" r:id="rId1"/><legacyDrawing r:id="rId3"/>'
            "</worksheet>",
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                ("printerSettings", "../printerSettings/printerSettings1.bin"),
                ("comments", "../comments1.xml"),
                ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ),
            "xl/comments1.xml": f"<comments {X}><authors><author>{MARK}</author></authors></comments>",
            "xl/drawings/vmlDrawing1.vml": f"<xml>{MARK}</xml>",
            "xl/printerSettings/printerSettings1.bin": MARK.encode("utf-16-le"),
            "xl/externalLinks/externalLink1.xml": f"<externalLink {X}>{MARK}</externalLink>",
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<x refreshedBy="{MARK}"/>',
            **PROPERTIES,
            **more,
        }
    )


def pptx(**more: str | bytes) -> io.BytesIO:
    return packed(
        {
            "[Content_Types].xml": types(
                ppt__presentation="presentationml.presentation.main",
                ppt__slides__slide1="presentationml.slide",
            ),
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation {P} {R}><p:sldIdLst><p:sldId id="256" '
            'r:id="rId1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                ("slide", "slides/slide1.xml"), ("commentAuthors", "commentAuthors.xml")
            ),
            "ppt/commentAuthors.xml": f"<x>{MARK}</x>",
            "ppt/slides/slide1.xml": f"<p:sld {P} {A} {R}><p:cSld><p:spTree><p:pic><p:nvPicPr>"
            f'<p:cNvPr id="2" name="{MARK}.png" descr="C:\\{MARK}.png"><a:hlinkClick r:id="rId1"/>'
            "</p:cNvPr></p:nvPicPr><a:t>正文</a:t></p:pic></p:spTree></p:cSld></p:sld>",
            "ppt/slides/_rels/slide1.xml.rels": relations(
                ("hyperlink", f"https://example.invalid/{MARK}", True), ("comments", "../c.xml")
            ),
            "ppt/c.xml": f"<x>{MARK}</x>",
            **PROPERTIES,
            **more,
        }
    )


ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = (
    f'xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" xmlns:table="{ODF}:table:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def opendocument(kind: str, more: str = "") -> io.BytesIO:
    """A text or a spreadsheet of OpenDocument; `more` stands at the end of its body."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    paths = ("/", "content.xml", "meta.xml", "settings.xml", "Configurations2/x.xml")
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media if path == "/" else "text/xml"}"/>'
        for path in paths
    )
    change = (
        f"<office:change-info><dc:creator>{MARK}</dc:creator><dc:date>{MARK}</dc:date>"
        "</office:change-info>"
    )
    cell = (
        f"<table:table table:name='表一'><table:table-source xlink:href='file:///{MARK}'/>"
        "<table:table-column/><table:table-row><table:table-cell office:value-type='float' "
        f"office:value='12' table:formula=\"of:='file:///C:/{MARK}.ods'#$A.A1\"><text:p>12</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    words = (
        f"<text:p><office:annotation><dc:creator>{MARK}</dc:creator></office:annotation>正文"
        f"<text:a xlink:href='file:///home/{MARK}/a.odt'>链接</text:a><text:date>今天</text:date></text:p>"
    )
    body = cell if kind == "spreadsheet" else words + change
    return packed(
        {
            "mimetype": media,
            "content.xml": f"{HEAD}<!--{MARK}--><office:document-content {NAMES} office:version='1.3'>"
            f"<office:scripts>{MARK}</office:scripts><office:body><office:{kind}>{body}{more}"
            f"</office:{kind}></office:body></office:document-content>",
            "meta.xml": f"<x>{MARK}</x>",
            "settings.xml": f"<x>{MARK}</x>",
            "Configurations2/x.xml": f"<x>{MARK}</x>",
            "Thumbnails/thumbnail.png": MARK,
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{ODF}:manifest:1.0">{entries}</m:manifest>',
        }
    )


def ofd() -> io.BytesIO:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    return packed(
        {
            "OFD.xml": f"{HEAD}<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo><ofd:Author>{MARK}"
            f"</ofd:Author><ofd:CustomDatas><ofd:CustomData Name='x'>{MARK}</ofd:CustomData>"
            "</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:DocumentRes>"
            "DocumentRes.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages><ofd:Page "
            'BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages><ofd:Annotations>Annots/Annotations.xml'
            "</ofd:Annotations></ofd:Document>",
            "Doc_0/DocumentRes.xml": f'<ofd:Res {space} BaseLoc="Res"><ofd:MultiMedia><ofd:MediaFile>'
            "image_0.png</ofd:MediaFile></ofd:MultiMedia></ofd:Res>",
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {space}><ofd:TextCode>正文</ofd:TextCode>"
            "</ofd:Page>",
            "Doc_0/Annots/Annotations.xml": f"<x>{MARK}</x>",
            "Doc_0/Signs/Signatures.xml": f"<x>{MARK}</x>",
        }
    )


DOCUMENTS = {
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx,
    "odt": lambda: opendocument("text"),
    "ods": lambda: opendocument("spreadsheet"),
    "ofd": ofd,
}
