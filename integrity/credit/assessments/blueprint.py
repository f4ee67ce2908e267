"""The blueprint of assessments, which their pages share."""

from flask import Blueprint

bp = Blueprint("assessments", __name__, url_prefix="/assessments")
