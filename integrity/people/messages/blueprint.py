"""The blueprint of a person's inbox and of how they are reached elsewhere."""

from flask import Blueprint
from flask_login import current_user

from integrity.people.messages import service

bp = Blueprint("messages", __name__, url_prefix="/messages")


@bp.app_template_global()
def unread_messages() -> int:
    """How much the person logged in has not read; the header of every page says so."""
    return service.unread(current_user.id) if current_user.is_authenticated else 0
