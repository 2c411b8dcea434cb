"""Opening the office for a command: a place to write, Django, and tables that are up to date."""

import os
import pathlib
import tempfile

from zhixi.errors import Unavailable


def open_office(*, tables: bool = True) -> None:
    """Set Django up. Raises Unavailable when ZHIXI_HOME cannot be written to or the tables are missing.

    tables: the embedded database is brought up to date here; PostgreSQL is shared, and is left to `migrate`.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixi.settings")
    _writable(pathlib.Path(os.environ.get("ZHIXI_HOME", "var")).absolute())
    import django

    django.setup()
    if tables:
        _up_to_date()


def _writable(home: pathlib.Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"0" * 4096)
            file.flush()
    except OSError as error:
        raise Unavailable(
            f"{home} cannot be written to: {error.strerror}",
            cure="make room there, or set ZHIXI_HOME to a folder of your own",
        ) from error


def _up_to_date() -> None:
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise Unavailable(f"the database does not answer: {error}", cure="check ZHIXI_DATABASE") from error
    if not waiting:
        return
    if connection.vendor != "sqlite":
        raise Unavailable(f"{len(waiting)} changes of the tables are waiting", cure="run zhixi migrate")
    call_command("migrate", verbosity=0)
