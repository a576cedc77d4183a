"""Rows leave the driver as they are where nothing has to be translated, and whole where it has."""

from datetime import date

import pytest
import sqlalchemy as sa

from queries.errors import QueryError
from queries.fetching import fetched

TABLE = sa.Table(
    "visit",
    sa.MetaData(),
    sa.Column("name", sa.Text),
    sa.Column("n", sa.Integer),
    sa.Column("size", sa.Float),
    sa.Column("day", sa.Date),
    sa.Column("is_due", sa.Boolean),
)
ROWS = [("a", 1, 0.5, date(2024, 2, 29), True), ("b", None, None, None, False)]


@pytest.fixture
def connection():
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        TABLE.create(connection)
        names = TABLE.c.keys()
        connection.execute(TABLE.insert(), [dict(zip(names, row, strict=True)) for row in ROWS])
        yield connection
    engine.dispose()


def test_texts_and_numbers_come_as_they_are_stored(connection):
    statement = sa.select(TABLE.c.name, TABLE.c.n, TABLE.c["size"]).order_by(TABLE.c.name)

    frame = fetched(connection, statement, 10, "reads too much")

    assert list(frame.columns) == ["name", "n", "size"]
    assert frame.iloc[0].tolist() == ["a", 1, 0.5]
    assert frame.iloc[1].isna().tolist() == [False, True, True]


def test_a_day_is_a_day_and_not_its_text(connection):
    statement = sa.select(TABLE.c.name, TABLE.c.day, TABLE.c.is_due).order_by(TABLE.c.name)

    frame = fetched(connection, statement, 10, "reads too much")

    assert frame["day"].tolist() == [date(2024, 2, 29), None]
    assert frame["is_due"].tolist() == [True, False]


def test_a_union_counts_as_its_parts_do(connection):
    counted = sa.select(TABLE.c.name, sa.func.count().label("n")).group_by(TABLE.c.name)

    frame = fetched(connection, sa.union_all(counted, counted), 10, "counts too much")

    assert sorted(frame.itertuples(index=False, name=None)) == [
        ("a", 1),
        ("a", 1),
        ("b", 1),
        ("b", 1),
    ]


@pytest.mark.parametrize("column", ["name", "day"])
def test_one_row_more_than_the_limit_is_refused(connection, column):
    with pytest.raises(QueryError, match="reads too much"):
        fetched(connection, sa.select(TABLE.c[column]), 1, "reads too much")


def test_a_read_that_is_refused_leaves_the_connection_usable(connection):
    with pytest.raises(QueryError):
        fetched(connection, sa.select(TABLE.c.name), 1, "reads too much")

    assert len(fetched(connection, sa.select(TABLE.c.name), 2, "reads too much")) == len(ROWS)
