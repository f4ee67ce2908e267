"""The signed commitment as a PDF (typst), with a QR code that leads to its page.

The letters come from Debian's fonts-noto-cjk where it is installed, else from whatever Chinese
font the system has; typst brings the Latin ones. The same signature gives the same bytes.
"""

import json
import tempfile
from pathlib import Path

import segno
import typst

from commitments.models import Commitment
from commitments.signature import letter
from commitments.signature.signatures import Signature
from integrity.base import clock, i18n
from integrity.base.config import ROOT

TEMPLATE = ROOT / "templates" / "commitments" / "signed.typ"
FONTS = Path("/usr/share/fonts")


def pdf(item: Commitment, signed: Signature, address: str) -> bytes:
    """One or more pages of A4: the text, who signed it when with which key, and the code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        segno.make(address, error="m").save(str(folder / "code.svg"), border=1, scale=4)
        (folder / "data.json").write_text(json.dumps(_data(item, signed, address)))
        (folder / "main.typ").write_bytes(TEMPLATE.read_bytes())
        made = typst.compile(
            str(folder / "main.typ"),
            root=name,
            font_paths=[str(FONTS)] if FONTS.is_dir() else [],
            format="pdf",
            timestamp=int(signed.at.timestamp()),
        )
    assert isinstance(made, bytes)
    return made


def _data(item: Commitment, signed: Signature, address: str) -> dict[str, object]:
    said = letter.read(signed.text)
    return {
        "title": said.title or item.title,
        "body": signed.body,
        "ref": signed.ref,
        "fields": [("承诺事项", said.title), *said.points] if said.title else said.points,
        "lines": said.lines,
        "signer": signed.signer,
        "at": i18n.moment(signed.at.astimezone(clock.ZONE)),
        "kind": "通行密钥"
        if signed.kind == "passkey"
        else "本人经密码验证，由系统代为电子签名（Ed25519）",
        "key": signed.key_id,
        "sha256": signed.sha256,
        "address": address,
    }
