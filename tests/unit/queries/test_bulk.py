"""Rows that arrive in a table as they were, by whichever way the database takes them."""

from datetime import date

import pytest
import sqlalchemy as sa

from queries import schema
from queries.importers import bulk
from queries.importers.bulk import put_rows

TEXTS = ["plain", "", "\\N", "a\tb", "a\nb", "back\\slash", '"quoted"', "Zürich \u2264 ½", "NULL"]


def rows_of(snapshot=2):
    blank = dict.fromkeys(column.name for column in schema.site.c)
    return [
        blank
        | {
            "snapshot_id": snapshot,
            "row_no": number,
            "site_id": f"N{number}",
            "site_label": text,
            "country_code": "DEU",
            "activation_date": date(2024, 2, 29) if number % 2 else None,
            "annual_target": number,
        }
        for number, text in enumerate(TEXTS, start=1)
    ]


def stored(engine):
    with engine.connect() as connection:
        found = connection.execute(
            sa.select(schema.site).where(schema.site.c.row_no < 60).order_by(schema.site.c.row_no)
        )
        return [dict(row) for row in found.mappings()]


def test_every_kind_of_value_arrives_as_it_was(small_registry):
    with small_registry.begin() as connection:
        put_rows(connection, schema.site, iter(rows_of()))

    assert stored(small_registry) == rows_of()


def test_progress_adds_up_to_the_rows(small_registry, monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 4)
    told = []
    with small_registry.begin() as connection:
        put_rows(connection, schema.site, iter(rows_of()), told.append)

    assert told == [4, 4, 1]
    assert len(stored(small_registry)) == len(TEXTS)


def test_a_column_that_the_table_does_not_have_fails_and_is_not_left_out(small_registry):
    rows = [row | {"nowhere": 1} for row in rows_of()]

    with pytest.raises(KeyError, match="nowhere"), small_registry.begin() as connection:
        put_rows(connection, schema.site, iter(rows))


def test_no_row_is_no_statement(small_registry):
    with small_registry.begin() as connection:
        put_rows(connection, schema.site, iter([]))

    assert stored(small_registry) == []


def test_rows_belong_to_the_transaction_around_them(small_registry):
    with small_registry.connect() as connection:
        put_rows(connection, schema.site, iter(rows_of()))
        connection.rollback()

    assert stored(small_registry) == []


def test_postgresql_takes_rows_by_copy_and_no_statement_of_sqlalchemy(small_registry):
    seen = []
    sa.event.listen(small_registry, "before_cursor_execute", lambda *args: seen.append(args[2]))
    with small_registry.begin() as connection:
        put_rows(connection, schema.site, iter(rows_of()))

    inserts = [statement for statement in seen if statement.startswith("INSERT")]
    assert len(inserts) == (small_registry.dialect.name == "sqlite")
