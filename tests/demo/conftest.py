"""The default demo registry, made once and asked as tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
import pytest
import sqlalchemy as sa

from queries import schema
from queries.demo.load import load_demo
from queries.engine import writing
from queries.importers.table import Outcome
from queries.initialise import initialise


@dataclass(frozen=True)
class DemoRegistry:
    """A demo registry with what its making said."""

    outcome: Outcome
    engine: sa.Engine

    def rows(self, name: str) -> pd.DataFrame:
        """Every row of a table."""
        with self.engine.connect() as connection:
            result = connection.execute(sa.select(schema.metadata.tables[name]))
            return pd.DataFrame(result.all(), columns=list(result.keys()))

    def follow_up(self, endpoint: str, domain: str, *techniques: str) -> pd.DataFrame:
        """Rows that are counted for an endpoint: place, `entry` and `time` in days, `event`."""
        table = schema.follow_up.c
        statement = sa.select(schema.follow_up).where(
            table.endpoint_code == endpoint,
            table.domain_code == domain,
            table.left_out.is_(None),
            table.technique_code.in_(techniques) if techniques else sa.true(),
        )
        with self.engine.connect() as connection:
            rows = pd.DataFrame(connection.execute(statement).mappings())
        days = {"entry": rows["entry_half_days"] / 2, "time": rows["exit_half_days"] / 2}
        return rows.assign(**days, event=rows["code"] == 1)


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[DemoRegistry]:
    """The demo registry as `iocore demo` makes it."""
    engine = writing(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'registry.sqlite'}")
    initialise(engine)
    yield DemoRegistry(load_demo(engine, now=datetime(2026, 1, 1, tzinfo=UTC)), engine)
    engine.dispose()
