"""The file of a matter: everything in it, in order, numbered, and sealed."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from integrity.base import server_keys
from integrity.casework.documents.dossier import archive, pages
from integrity.casework.documents.dossier.contents import Dossier, Entry, File, Log, Withheld
from integrity.casework.documents.paper import Paper, Shown
from integrity.casework.documents.rendering.pdf import pdf

DAY = date(2026, 11, 20)
LINE = ("2026-11-20 10:00", "示例人员", "受理", "理由")


def shown(title: str) -> Shown:
    paper = Paper(
        "reply", title, "示例办公室", "示例局", ("正文。",), "", "示例办公室", DAY, "示例-1"
    )
    return Shown(paper, "", "https://xy.example.gov.cn/verify", "ab" * 32, "已签发", False)


def stored(folder: Path, name: str, raw: bytes) -> File:
    path = folder / name
    path.write_bytes(raw)
    return File(name, "application/test", len(raw), hashlib.sha256(raw).hexdigest(), path)


def photograph() -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (800, 600), "navy").save(raw, "JPEG")
    return raw.getvalue()


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    kept = [
        ("拟记入信用记录告知书", shown("拟记入信用记录告知书")),
        ("照片", stored(tmp_path, "照片.jpg", photograph())),
        ("说明", stored(tmp_path, "说明.pdf", pdf(shown("情况说明")))),
        ("表格", stored(tmp_path, "表格.xlsx", b"PK\x03\x04")),
        ("损坏的文件", stored(tmp_path, "损坏.pdf", b"%PDF-1.7 nothing")),
        ("反映人身份", Withheld("涉及反映人身份，未收入。")),
        ("办理记录", Log((LINE,) * 40)),
    ]
    entries = tuple(Entry(f"示例-{n}", "示例局", t, DAY, c) for n, (t, c) in enumerate(kept, 1))
    at = datetime(2026, 11, 20, 2, tzinfo=UTC)
    return Dossier("XY00000001", "示例事项", "示例办公室", "信用记录", at, "示例人员", entries)


def read(dossier: Dossier) -> list[str]:
    with pages.bound(dossier) as made, pypdfium2.PdfDocument(made.read()) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def unpacked(dossier: Dossier, folder: Path) -> Path:
    with archive.sealed(dossier) as made, zipfile.ZipFile(made) as packed:
        packed.extractall(folder)
    return folder


def test_the_contents_name_the_page_on_which_each_thing_stands(dossier: Dossier) -> None:
    told = read(dossier)

    assert "卷宗" in told[0] and "示例事项" in told[0]
    numbers = (1, 2, 3, 4, 5, 6, 7)
    for number, (entry, page) in enumerate(zip(dossier.entries, numbers, strict=True), 1):
        assert f"{number}示例-{number}示例局{entry.title}2026年11月20日{page}" in told[1]
    for title, page in (("拟记入信用记录告知书", 1), ("情况说明", 3), ("办理记录", 7)):
        assert title in told[1 + page]
        assert str(page) in told[1 + page]


def test_what_cannot_be_shown_is_named_with_its_hash(dossier: Dossier) -> None:
    told = read(dossier)

    for number in (3, 4):
        content = dossier.entries[number].content
        assert isinstance(content, File)
        assert content.sha256 in told[2 + number]
    assert "该格式不能转换为页面" in told[-1] and "不能安全打开" in told[-1]


def test_what_whoever_asks_may_not_read_is_named_as_left_out(dossier: Dossier) -> None:
    told = read(dossier)

    assert "涉及反映人身份，未收入" in told[7]
    assert "第6号《反映人身份》" in told[-1]


def test_a_dossier_of_500_pages_is_made(tmp_path: Path, dossier: Dossier) -> None:
    many = Log(((LINE[0], LINE[1], LINE[2], "理由" * 200),) * 2500)
    entry = Entry("", "示例局", "办理记录", DAY, many)

    told = read(Dossier(**{**vars(dossier), "entries": (entry,)}))

    assert len(told) > 500
    assert str(len(told) - 3) in told[-2]


def test_an_archive_holds_every_byte_and_verifies(app, tmp_path: Path, dossier: Dossier) -> None:
    folder = unpacked(dossier, tmp_path / "out")

    number = archive.verify(folder, {server_keys.public_key()})

    assert number == 7
    assert (folder / "0002-file.jpg").read_bytes() == photograph()
    rows = json.loads((folder / "manifest.json").read_bytes())["entries"]
    assert rows[5]["missing"] == "涉及反映人身份，未收入。"
    assert "0001-paper.pdf" in (folder / "README.txt").read_text()


def test_an_archive_verifies_from_the_command_line(app, tmp_path: Path, dossier: Dossier) -> None:
    folder = unpacked(dossier, tmp_path / "out")
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": server_keys.public_keys()}))
    run = app.test_cli_runner()

    good = run.invoke(args=["dossier", "verify", str(folder), "--keys", str(keys)])
    (folder / "0002-file.jpg").write_bytes(b"other")
    bad = run.invoke(args=["dossier", "verify", str(folder), "--keys", str(keys)])

    assert good.exit_code == 0 and "7 files, verified" in good.output
    assert bad.exit_code == 1 and "altered: 0002-file.jpg" in bad.output


@pytest.mark.parametrize(
    ("name", "said"),
    [("0001-paper.pdf", "missing"), ("manifest.sig.json", "not a sealed dossier")],
)
def test_an_archive_without_a_part_does_not_verify(
    app, tmp_path: Path, dossier: Dossier, name: str, said: str
) -> None:
    folder = unpacked(dossier, tmp_path / "out")
    (folder / name).unlink()

    with pytest.raises(archive.NotVerified, match=said):
        archive.verify(folder)


def test_a_manifest_that_was_written_anew_does_not_verify(
    app, tmp_path: Path, dossier: Dossier
) -> None:
    folder = unpacked(dossier, tmp_path / "out")
    manifest = folder / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"XY00000001", b"XY00000002"))

    with pytest.raises(archive.NotVerified, match="signature"):
        archive.verify(folder)


def test_a_key_that_the_site_never_published_is_not_trusted(
    app, tmp_path: Path, dossier: Dossier
) -> None:
    folder = unpacked(dossier, tmp_path / "out")

    with pytest.raises(archive.NotVerified, match="none of those"):
        archive.verify(folder, {"AAAA"})
