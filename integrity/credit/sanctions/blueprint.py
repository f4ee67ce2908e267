"""The blueprint of the lists; three modules of views share it."""

from flask import Blueprint

bp = Blueprint("sanctions", __name__)
