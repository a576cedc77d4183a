"""A small registry on PostgreSQL with its accounts and row security."""

from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from queries.database_roles import DatabaseRole, set_up_roles
from queries.engine import reading, writing
from queries.row_security import within

KEY = "a key for tests, of more than 32 characters"


@dataclass
class Walled:
    """A registry behind its wall: engines by account, and the door that the dashboard takes."""

    url: sa.URL
    admin: sa.Engine
    key: str = KEY
    _made: list[sa.Engine] = field(default_factory=list)

    def url_of(self, role):
        return self.url.set(username=str(role)).render_as_string(hide_password=False)

    @property
    def app(self):
        """The dashboard's own reading engine."""
        engine = reading(self.url_of(DatabaseRole.APP))
        self._made.append(engine)
        return engine

    def account(self, role, **options):
        engine = sa.create_engine(self.url_of(role), **options) if options else None
        self._made.append(engine or writing(self.url_of(role)))
        return self._made[-1]

    def within(self, scope, view, engine=None):
        return within(engine or self.app, scope, view=view, key=self.key)

    def dispose(self):
        for engine in self._made:
            engine.dispose()


@pytest.fixture
def walled(small_registry, database_url):
    set_up_roles(small_registry, KEY)
    found = Walled(sa.engine.make_url(database_url), small_registry)
    yield found
    found.dispose()
    reading.cache_clear()
