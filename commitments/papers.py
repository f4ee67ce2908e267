"""The signed commitment on paper: 公开承诺书, written from the text that was signed."""

from dataclasses import replace

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l

from commitments.signature import letter
from commitments.signature.signatures import Signature
from commitments.signature.signed_documents import PAPER, PASSKEY
from integrity.base import addresses, clock, i18n
from integrity.casework.documents import templates, versions
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.paper import Shown
from integrity.casework.documents.writing import write

WAYS = {
    PASSKEY: "通行密钥",
    PAPER: "手签盖章件，扫描件经另一人核对一致，由系统电子签名（Ed25519）证明",
}
BY_SERVER = "本人经密码验证，由系统代为电子签名（Ed25519）"


def commitment(signed: Signature) -> Shown:
    """The paper of a signature; its hash is that of the signed text, its code leads to its page."""
    on = clock.local_day(signed.at)
    kind = PAPERS[0]
    _version, text = versions.in_force(kind.name, on)
    paper = write(kind, templates.parse(text), signed, signed.body, on)
    address = addresses.absolute("commitments.item", ref=signed.ref)
    paper = replace(paper, internal=signed.ref)
    made_up = current_app.config["DEMO"]
    return Shown(paper, "", address, signed.sha256, "", draft=False, demonstration=made_up)


def _points(signed: Signature) -> str:
    return "\n".join(f"{label}：{words}" for label, words in letter.read(signed.text).points)


PAPERS = (
    PaperKind(
        name="public-commitment",
        title=_l("公开承诺书"),
        mark="CN",
        model=Signature,
        url=lambda signed: url_for("commitments.item", ref=signed.ref),
        addressees=lambda signed: (),
        fields={
            "单位名称": lambda signed: signed.body,
            "承诺编号": lambda signed: signed.ref,
            "承诺事项": lambda signed: letter.read(signed.text).title,
            "承诺要点": _points,
            "承诺内容": lambda signed: "\n".join(letter.read(signed.text).lines),
            "签署人": lambda signed: signed.signer,
            "签署时间": lambda signed: i18n.moment(signed.at),
            "签署方式": lambda signed: WAYS.get(signed.kind, BY_SERVER),
            "密钥编号": lambda signed: signed.key_id,
        },
    ),
)
