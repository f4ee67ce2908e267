"""The newest snapshot of every data set at addresses that stay, and its description (DCAT)."""

from typing import Any

from flask import jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from integrity.base import addresses
from integrity.base.errors import NotFound
from integrity.base.publications.kinds import kinds
from integrity.base.stamps import public
from integrity.doors.site import snapshots
from integrity.doors.site.blueprint import bp

MEDIA = {
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
    ".json": "application/json",
    "": "text/plain",
}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@bp.get("/data/files/<name>")
@public
def snapshot(name: str) -> ResponseReturnValue:
    """A file of the newest snapshot."""
    here, told = snapshots.newest(), snapshots.manifest()
    if here is None or told is None or name not in _names(told):
        raise NotFound
    ending = name[name.rfind(".") :] if "." in name else ""
    media = f"{MEDIA[ending]}; charset=utf-8"
    response = send_from_directory(here, name, mimetype=media, as_attachment=True, etag=False)
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(_digests(told).get(name, told["at"]))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response.make_conditional(request)


@bp.get("/data/catalog.jsonld")
@public
def dcat() -> ResponseReturnValue:
    """All data sets with their files, as DCAT 3 in JSON-LD."""
    told = snapshots.manifest()
    response = jsonify(_catalog(told))
    response.mimetype = "application/ld+json"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _names(told: dict[str, Any]) -> set[str]:
    besides = {snapshots.SUMS, snapshots.DICTIONARY, snapshots.MANIFEST}
    return besides | set(_digests(told))


def _digests(told: dict[str, Any]) -> dict[str, str]:
    return {file["name"]: file["sha256"] for one in told["sets"] for file in one["files"]}


def listed() -> list[dict[str, Any]]:
    """What the page shows of each set; none before the first night."""
    told = snapshots.manifest()
    known = kinds()
    return [one | {"title": known[one["name"]].title} for one in (told or {"sets": []})["sets"]]


def _catalog(told: dict[str, Any] | None) -> dict[str, Any]:
    home = addresses.absolute("site.data")
    licence = {"@id": f"{home}#licence"}
    return {
        "@context": CONTEXT,
        "@id": addresses.absolute("site.dcat"),
        "@type": "dcat:Catalog",
        "dct:title": _both(lambda: _("政务诚信公开数据")),
        "dct:license": licence,
        "dcat:landingPage": {"@id": home},
        "dct:modified": {"@value": told["on"], "@type": "xsd:date"} if told else None,
        "dcat:dataset": [_dataset(one, told, licence) for one in told["sets"]] if told else [],
    }


def _dataset(one: dict[str, Any], told: dict[str, Any], licence: Any) -> dict[str, Any]:
    title = kinds()[one["name"]].title
    address = addresses.absolute("site.data")
    return {
        "@id": f"{address}#{one['name']}",
        "@type": "dcat:Dataset",
        "dct:identifier": one["name"],
        "dct:title": _both(lambda: str(title)),
        "dct:license": licence,
        "dct:accrualPeriodicity": {
            "@id": "http://publications.europa.eu/resource/authority/frequency/DAILY"
        },
        "dct:modified": {"@value": told["on"], "@type": "xsd:date"},
        "dcat:distribution": [_distribution(file, licence) for file in one["files"]],
    }


def _distribution(file: dict[str, Any], licence: Any) -> dict[str, Any]:
    address = addresses.absolute("site.snapshot", name=file["name"])
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": MEDIA[file["name"][file["name"].rfind(".") :]],
        "dcat:byteSize": file["bytes"],
        "dct:license": licence,
        "spdx:checksum": {
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file["sha256"],
        },
    }


def _both(words: Any) -> list[dict[str, str]]:
    said = []
    for language in ("zh", "en"):
        with force_locale(language):
            said.append({"@value": words(), "@language": language})
    return said
