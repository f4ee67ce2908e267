"""The blueprint of graded supervision; the modules of views beside this one share it."""

from flask import Blueprint

bp = Blueprint("grading", __name__, url_prefix="/grading")
