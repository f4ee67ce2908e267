"""Signatures: the page to sign, the signed document as JSON and PDF, and `flask verify`."""

import json
from pathlib import Path
from typing import Any

import click
from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from commitments import papers, service
from commitments.blueprint import bp, stream
from commitments.models import Commitment
from commitments.signature import (
    canonical_text,
    letter,
    signatures,
    signed_documents,
)
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework.acts import Act
from integrity.casework.documents.rendering.pdf import pdf
from integrity.pages.form_pages import form_page
from integrity.people.accounts import passkeys


def sign(act: Act, item: Commitment, back: str) -> ResponseReturnValue:
    """The head reads the text and signs exactly this text, with a passkey or with the password."""
    text, form = canonical_text.canonical(item), act.form()

    def read() -> dict[str, Any]:
        form.digest.data, form.credential.data = canonical_text.digest(item), ""
        asked = passkeys.of(current_user) and passkeys.question(
            current_user, signatures.challenge(text)
        )
        return {
            "text": text,
            "letter": letter.read(text),
            "digest": form.digest.data,
            "question": json.dumps(asked) if asked else "",
        }

    return form_page(
        form,
        lambda: _sign(item, form, text),
        template="commitments/sign.html",
        back=back,
        done=_("已签署。"),
        more=read,
        item=item,
    )


def _sign(item: Commitment, form: Any, text: str) -> None:
    if form.digest.data != canonical_text.digest(item):
        raise service.TextChanged(_("您阅读期间文本已变化，请重新阅读后签署。"))
    now, assertion = clock.now(), None
    if form.credential.data:
        challenge = signatures.challenge(text)
        assertion = passkeys.check(current_user, form.credential.data, challenge, at=now)
    service.sign(item, by=current_user, at=now, assertion=assertion)


@bp.get("/<ref>/signed.txt")
@public
def signed(ref: str) -> Response:
    """The text that was signed, byte for byte, so that anybody can compare its SHA-256."""
    found = stream().by_ref(ref)
    if not found.signed_text:
        raise NotFound
    response = Response(found.signed_text, content_type="text/plain; charset=utf-8")
    return _download(response, f"{found.ref}.txt")


@bp.get("/<ref>/signed.json")
@public
def signed_document(ref: str) -> Response:
    """The signed text with its signatures and keys, to be verified without this site."""
    found = signatures.document(stream().by_ref(ref))
    if found is None:
        raise NotFound
    return _download(jsonify(found), f"{ref}.json")


@bp.get("/<ref>/signed.pdf")
@public
def signed_paper(ref: str) -> Response:
    """The signed commitment on paper, with a QR code of its page."""
    item = stream().by_ref(ref)
    found = signatures.of(item)
    if not found:
        raise NotFound
    shown = papers.commitment(found[-1])
    return _download(Response(pdf(shown), mimetype="application/pdf"), f"{ref}.pdf")


def _download(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.cli.command("verify")
@click.argument("commitment")
@click.option(
    "--keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The server's keys as downloaded from /.well-known/integrity-keys.json.",
)
def verify(commitment: str, keys: Path | None) -> None:
    """Verify a signed commitment: a downloaded document, or the number of one in this database."""
    document = _document(commitment)
    trusted = None
    if keys:
        trusted = {key["public_key"] for key in json.loads(keys.read_text())["keys"]}
    try:
        for line in signed_documents.verify(document, trusted):
            click.echo(line)
    except signed_documents.NotVerified as fault:
        raise click.ClickException(f"NOT VERIFIED: {fault}") from None
    click.echo("verified" if keys else "verified; compare the server's key: " + _keys(document))


def _document(commitment: str) -> dict[str, object]:
    path = Path(commitment)
    if path.is_file():
        try:
            found = json.loads(path.read_text())
        except ValueError:
            raise click.ClickException(f"{path} is not JSON") from None
        return found if isinstance(found, dict) else {}
    item = db.session.scalars(db.select(Commitment).filter_by(ref=commitment)).first()
    document = signatures.document(item) if item else None
    if document is None:
        raise click.ClickException(f"{commitment}: no such file, and no signed commitment")
    return document


def _keys(document: dict[str, object]) -> str:
    found = document["signatures"]
    assert isinstance(found, list)
    return ", ".join(sorted({signed["server_key"] for signed in found}))
