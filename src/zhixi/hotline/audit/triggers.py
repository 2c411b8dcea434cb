"""The database itself refuses to change or delete an event, whoever asks: SQLite and PostgreSQL.

They stand again after every `migrate`, because a restored or copied database may have lost them.
"""

from django.db import connections

REFUSAL = "events are append-only"
SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE OR REPLACE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
    "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
    "CREATE OR REPLACE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()",
)
DROPS = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS audit_event_no_update",
        "DROP TRIGGER IF EXISTS audit_event_no_delete",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS audit_event_no_change ON audit_event",
        "DROP TRIGGER IF EXISTS audit_event_no_truncate ON audit_event",
    ),
}


def stand(using: str = "default") -> None:
    """Put the triggers up where they are not."""
    connection = connections[using]
    _run(connection, {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(connection.vendor, ()))


def drop(using: str = "default") -> None:
    """Take them down; only tests do this, to see that the chain notices what the database then lets through."""
    connection = connections[using]
    _run(connection, DROPS.get(connection.vendor, ()))


def after_migrate(sender, using, **kwargs) -> None:
    stand(using)


def _run(connection, statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
