"""The blueprint of arrears, and the page of every move."""

from flask import Blueprint

from integrity.casework import acts, streams

bp = Blueprint("arrears", __name__, url_prefix="/arrears")
acts.pages(bp, lambda: streams.named("arrears"))
