"""Many rows at once, where Django's own bulk calls cost many times what the database does.

Rows are tuples of what the driver takes, in the order of `names`: numbers, text, None, a moment by `moment`, JSON as
text. No signals, and no default: every column that may not be empty is named. New keys are not read back.
PostgreSQL gets them by COPY, SQLite by one prepared statement.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection, models

BLOCK = 500  # lines that go to PostgreSQL at once: it works on them while the next are made
NULL = "\x1a"  # how a line says that there is no value
ODD = re.compile(r"[\\\n\r\t\x1a]")


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Add rows of a model. names: of its fields, by attribute (`unit_id`)."""
    if connection.vendor == "postgresql":
        _copy(_quoted(model._meta.db_table), _columns(model, names), rows)
        return
    marks = ", ".join(["%s"] * len(names))
    table, columns = _quoted(model._meta.db_table), ", ".join(_columns(model, names))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Write some fields of rows that are there. Each tuple: the key, then the values of `names`."""
    table, columns, key = (
        _quoted(model._meta.db_table),
        _columns(model, names),
        _quoted(model._meta.pk.column),
    )
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            sets = ", ".join(f"{column} = %s" for column in columns)
            turned = ((*values, pk) for pk, *values in rows)
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", turned)
            return
        listed = ", ".join([key, *columns])
        cursor.execute(
            f"CREATE TEMPORARY TABLE changed ON COMMIT DROP AS SELECT {listed} FROM {table} LIMIT 0"
        )
        _copy("changed", [key, *columns], rows)
        sets = ", ".join(f"{column} = changed.{column}" for column in columns)
        cursor.execute("ANALYZE changed")
        cursor.execute(f"UPDATE {table} SET {sets} FROM changed WHERE {table}.{key} = changed.{key}")
        cursor.execute("DROP TABLE changed")


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Keys for rows that others will point to, given to nobody else. SQLite: inside the transaction that adds them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, model._meta.pk.column, count])
            return [key for (key,) in cursor]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + 1 + count))


def moment(value: dt.datetime | None) -> str | None:
    """A moment as the database's own text."""
    return None if value is None else str(connection.ops.adapt_datetimefield_value(value))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    return [_quoted(model._meta.get_field(name).column) for name in names]


def _copy(table: str, columns: list[str], rows: Iterable[tuple]) -> None:
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (NULL '{NULL}')"
    lines = map(_line, rows)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        while block := list(islice(lines, BLOCK)):
            copy.write("".join(block))


def _line(row: tuple) -> str:
    """One row as COPY reads it. Looked over as a whole first: hardly any has a sign in it that COPY reads otherwise."""
    values = [NULL if value is None else value if type(value) is str else str(value) for value in row]
    line = "\t".join(values)
    nulls, parts = row.count(None), len(row) - 1
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") != parts or line.count(NULL) != nulls:
        line = "\t".join(NULL if value is None else _plain(str(value)) for value in row)
    return line + "\n"


def _plain(text: str) -> str:
    return ODD.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
