"""The migrations make exactly the schema that the code reads and writes."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from queries import schema
from queries.domains.places import COUNTRIES
from queries.errors import DatabaseUnavailable
from queries.initialise import initialise
from queries.snapshots import current_snapshot


def test_the_head_of_the_migrations_is_the_schema_of_the_code(empty_registry):
    with empty_registry.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)

    assert differences == []


def test_setting_up_twice_changes_nothing(empty_registry):
    initialise(empty_registry)

    with empty_registry.connect() as connection:
        n = connection.scalar(sa.select(sa.func.count()).select_from(schema.country))
    assert n == len(COUNTRIES)


def test_a_registry_without_snapshot_says_what_to_do(empty_registry):
    with pytest.raises(DatabaseUnavailable) as refused:
        current_snapshot(empty_registry)

    assert "iocore demo" in refused.value.remedy


def test_a_database_of_another_program_is_named_as_such(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'other.sqlite'}")

    with pytest.raises(DatabaseUnavailable, match="schema none"):
        current_snapshot(engine)
    engine.dispose()
