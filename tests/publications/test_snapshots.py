"""Whole data sets, made by night: everything public, nothing else, with sums and a dictionary."""

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.publications import service as publications
from integrity.credit.records.models import RecordState
from integrity.doors.site import snapshots
from jobs import keeping
from tests.factories import NOW, TODAY, make_record
from tests.site.makers import make_commitment

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def place(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)
    return tmp_path / "snapshots"


def published(subject=None):
    return make_record(subject, state=RecordState.CONFIRMED, decided_on=TODAY, public=True)


def night(on=TODAY):
    publications.catch_up(at=NOW)
    return keeping.write_snapshots(on, NOW)


def lines(client, name):
    text = client.get(f"/data/files/{name}.jsonl").get_data(as_text=True)
    return [json.loads(line) for line in text.splitlines()]


def cells(client, name):
    text = client.get(f"/data/files/{name}.csv").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_files_hold_every_public_thing_and_nothing_else(client):
    shown, hidden = published(), published()
    hidden.subject.public = False
    night()

    rows, table = lines(client, "records"), cells(client, "records")

    assert f"/records/{shown.id}" in [row["address"] for row in rows]
    assert hidden.summary and f"/records/{hidden.id}" not in str(rows) + str(table)
    assert [row["address"] for row in rows] == [row["address"] for row in table]
    assert [row["subject"]["name"] for row in rows] == [row["subject.name"] for row in table]


def test_what_was_repaired_is_gone_from_the_next_and_the_old_one_is_removed(client, place):
    record = published()
    night()
    assert f"/records/{record.id}" in str(lines(client, "records"))

    record.public = False
    audit.write(record, "repair", by=audit.SYSTEM, at=NOW)
    db.session.commit()
    night(TOMORROW)

    assert f"/records/{record.id}" not in str(lines(client, "records"))
    assert [path.name for path in place.iterdir()] == [TOMORROW.isoformat()]


def test_the_same_night_again_replaces_its_own(client, place):
    night()
    make_commitment(title="示例：第二次也在")
    night()

    assert "示例：第二次也在" in str(lines(client, "commitments"))
    assert [path.name for path in place.iterdir()] == [TODAY.isoformat()]


def test_a_run_that_fails_leaves_the_one_before(client, place, monkeypatch):
    night()
    monkeypatch.setattr(snapshots, "_settle", lambda folder: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        night(TOMORROW)

    assert [path.name for path in place.iterdir()] == [TODAY.isoformat()]
    assert client.get("/data/files/commitments.csv").status_code == 200


def test_the_sums_are_those_of_the_files(client):
    make_commitment()
    night()

    sums = client.get("/data/files/SHA256SUMS").get_data(as_text=True).splitlines()

    assert len(sums) > 20
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256(client.get(f"/data/files/{name}").data).hexdigest() == digest


def test_every_column_is_explained_in_both_tongues(client):
    published()
    make_commitment()
    night()

    rows = cells(client, "dictionary")

    assert {"commitments", "records", "measures", "catalogue"} <= {row["set"] for row in rows}
    bare = [row["column"] for row in rows if row["meaning"] == row["column"]]
    assert bare == []
    assert not [row for row in rows if row["meaning_en"] == row["meaning"]]
    assert {row["type"] for row in rows} <= {"text", "day", "moment", "number", "boolean"}


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(client):
    make_commitment(title="=1+1")
    night()

    assert "'=1+1" in [row["title"] for row in cells(client, "commitments")]
    assert "=1+1" in [row["title"] for row in lines(client, "commitments")]


def test_the_description_names_every_file_with_its_sum(client):
    published()
    night()

    catalog = client.get("/data/catalog.jsonld")
    sets = {one["dct:identifier"]: one for one in catalog.json["dcat:dataset"]}

    assert catalog.mimetype == "application/ld+json"
    assert {"records", "entries", "measures", "commitments", "catalogue"} <= set(sets)
    for one in sets.values():
        for file in one["dcat:distribution"]:
            address = file["dcat:downloadURL"]["@id"].removeprefix("http://localhost")
            digest = hashlib.sha256(client.get(address).data).hexdigest()
            assert file["spdx:checksum"]["spdx:checksumValue"] == digest
        assert [said["@language"] for said in one["dct:title"]] == ["zh", "en"]


def test_the_page_shows_the_sets_their_licence_and_the_day(client):
    night()

    page = client.get("/data/").text

    assert "/data/files/records.csv" in page
    assert "/data/catalog.jsonld" in page
    assert 'id="licence"' in page


def test_before_the_first_night_there_is_nothing_to_fetch(client):
    assert client.get("/data/files/records.csv").status_code == 404
    assert client.get("/data/catalog.jsonld").json["dcat:dataset"] == []
    assert client.get("/data/").status_code == 200


@pytest.mark.parametrize("name", ["..%2f..%2f.env", "records.xlsx", "manifest.json.gz", "keys"])
def test_nothing_else_is_handed_out(client, name):
    night()

    assert client.get(f"/data/files/{name}").status_code == 404


def test_what_has_not_changed_is_not_sent_again(client):
    night()
    tag = client.get("/data/files/records.csv").headers["ETag"]

    again = client.get("/data/files/records.csv", headers={"If-None-Match": tag})

    assert again.status_code == 304
