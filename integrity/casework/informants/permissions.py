"""Who may ask who somebody unknown is, and who may consent: one custodian for all reports."""

from integrity.base.permissions import AnyPermission


class ContactsPermission(AnyPermission):
    REQUEST = "contacts:request"
    RELEASE = "contacts:release"
