"""The dossier of a matter as a PDF and as a sealed archive."""

from flask import Blueprint, Response, send_file
from flask_login import current_user

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import release
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.documents.dossier.archive import sealed
from integrity.casework.documents.dossier.pages import bound
from integrity.credit.dossiers import matters
from integrity.credit.dossiers.gathering import dossier

bp = Blueprint("dossiers", __name__, url_prefix="/desk/dossiers")
MAKERS = {"pdf": bound, "zip": sealed}


@bp.get("/<kind>/<int:number>.<ending>")
@requires(Permission.DESK)
def file(kind: str, number: int, ending: str) -> Response:
    """All papers, files and the log of a matter, in order; who took it is logged."""
    if ending not in MAKERS:
        raise NotFound
    matter = matters.found(kind, number, current_user)
    at = clock.now()
    whole = dossier(matter, current_user, on=clock.today(), at_=at)
    audit.read(matter.thing, "take_dossier", by=current_user, at=at, why=ending)
    release()  # what follows takes long and needs no database
    made = MAKERS[ending](whole)
    return send_file(made, download_name=f"卷宗 {whole.ref}.{ending}", as_attachment=True)
