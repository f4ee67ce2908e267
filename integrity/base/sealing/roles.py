"""The two roles on PostgreSQL: the owner migrates, the system's own only adds to the log."""

from integrity.base.audit.protection import PROTECTED

GRANTS = """\
-- Run as the owner of the tables, after every `flask db upgrade`.
BEGIN;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {role};
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role};
{protected}
COMMIT;"""


def statements(role: str) -> str:
    """SQL that lets a role do what the system does and nothing else, above all to the log."""
    quoted = '"{}"'.format(role.replace('"', '""'))
    lines = []
    for table, erasure in sorted(PROTECTED.items()):
        lines.append(f"REVOKE UPDATE, DELETE ON {table} FROM {quoted};")
        if erasure:  # by rule; the trigger lets nothing else pass
            columns = ", ".join(erasure.columns)
            lines.append(f"GRANT UPDATE ({columns}) ON {table} TO {quoted};")
    return GRANTS.format(role=quoted, protected="\n".join(lines))
