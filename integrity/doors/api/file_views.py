"""Files of up to a million codes: sent in one call, answered by a worker, read as a file."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import zip_longest
from pathlib import Path
from tempfile import NamedTemporaryFile

import orjson
import sqlalchemy as sa
from flask import Response, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import addresses, clock
from integrity.base.errors import NotFound, Refused
from integrity.base.security import takes_bytes
from integrity.base.stamps import scope
from integrity.credit.checks.file_checks import reading, service
from integrity.credit.checks.file_checks.models import CheckFile
from integrity.doors.api import file_schemas as schemas
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.check_schemas import ChecksAsked
from integrity.doors.api.contract import N_, contract
from integrity.doors.api.paging import page
from integrity.files import storage

NDJSON = "application/x-ndjson"
KEYS = tuple(schemas.ResultLine.model_fields)


class NotAnswered(Refused):
    """There are no results of this file, or not yet."""

    status = 409


@bp.post("/v1/check-files")
@scope("checks")
@takes_bytes(reading.LARGEST)
@contract(
    N_("一次核查至多一百万个代码：请求体是 CSV、XLSX 或者 NDJSON 文件"),
    asks=schemas.CheckFileAsked,
    answers=schemas.CheckFileAnswer,
    status=202,
    file=True,
    refuses=(
        "wrong-batch",
        "batch-too-large",
        "number-in-words",
        "wrong-file",
        "unfit-header",
        "several-sheets",
    ),
)
def send_check_file(asked: schemas.CheckFileAsked) -> schemas.CheckFileAnswer:
    """Take the codes; a table has a column 代码 or 统一社会信用代码. Nothing else of it is kept."""
    with NamedTemporaryFile() as file:
        file.write(request.get_data())
        file.seek(0)
        lines = request.mimetype == NDJSON
        codes = reading.of_lines(file) if lines else reading.of_table(Path(file.name))
        who = caller()
        said = asked.model_dump()
        made = service.receive(codes, **said, body_id=who.body_id, by=who, at=clock.now())
    return _shown(made)


@bp.get("/v1/check-files")
@scope("checks")
@contract(
    N_("读取本单位的代码文件"),
    answers=schemas.CheckFilesPage,
    asks=ChecksAsked,
)
def check_files(asked: ChecksAsked) -> schemas.CheckFilesPage:
    """The files of codes of this body by number, and how far each is."""
    wanted = sa.select(CheckFile).where(CheckFile.body_id == body().id)
    if asked.case_no is not None:
        wanted = wanted.where(CheckFile.case_no == asked.case_no)
    rows, following = page(wanted, CheckFile.id, asked)
    return schemas.CheckFilesPage(items=[_shown(made) for made in rows], next=following)


@bp.get("/v1/check-files/<check_id>")
@scope("checks")
@contract(N_("一个代码文件办到哪一步"), answers=schemas.CheckFileAnswer)
def check_file(check_id: str) -> schemas.CheckFileAnswer:
    """Waiting, answered with how many of each verdict, or refused."""
    return _shown(_own(check_id))


@bp.get("/v1/check-files/<check_id>/result")
@scope("checks")
@contract(
    N_("代码文件的答复：每个代码一行，CSV 或者 NDJSON"),
    asks=schemas.ResultAsked,
    answers=schemas.ResultLine,
    gives=("text/csv", NDJSON),
    refuses=("not-answered",),
)
def check_file_result(asked: schemas.ResultAsked, check_id: str) -> ResponseReturnValue:
    """The file of results, as it was made; its SHA-256 is the answer_digest."""
    made = _own(check_id)
    if made.stored is None:
        raise NotAnswered(_("这个文件还没有答复。"))
    path = storage.path_of(made.stored)
    if asked.format == "ndjson":
        return Response(_as_lines(path), mimetype=NDJSON)
    name = f"check-{made.ref}.csv"
    return send_file(path, mimetype="text/csv", as_attachment=True, download_name=name)


def _as_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        rows = csv.reader(TextIOWrapper(file, "utf-8-sig", newline=""))
        next(rows)
        for row in rows:
            said = dict(zip_longest(KEYS, (int(row[0]), *row[1:]), fillvalue=""))
            yield orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)


def _own(check_id: str) -> CheckFile:
    """The caller's own file; those of other bodies do not exist for it. Raises NotFound."""
    made = service.by_ref(check_id)
    if made is None or made.body_id != body().id:
        raise NotFound
    return made


def _shown(made: CheckFile) -> schemas.CheckFileAnswer:
    answered = made.stored is not None
    return schemas.CheckFileAnswer(
        check_id=made.ref,
        state=made.state,
        at=made.at,
        codes=made.codes,
        percent=service.percent(made),
        as_of=made.as_of,
        list_version=made.list_version,
        answer_digest=made.answer_digest,
        counts=made.counts or {},
        why=made.why,
        url=addresses.absolute("api.check_file", check_id=made.ref),
        result=addresses.absolute("api.check_file_result", check_id=made.ref) if answered else None,
    )
