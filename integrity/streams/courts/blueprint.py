"""The pages of court cases share one blueprint."""

from flask import Blueprint

bp = Blueprint("courts", __name__, url_prefix="/courts")
