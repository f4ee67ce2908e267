"""The blueprint of arrears, and the page of every move."""

from flask import Blueprint

from integrity import streams

bp = Blueprint("arrears", __name__, url_prefix="/arrears")
streams.acts(bp, lambda: streams.named("arrears"))
