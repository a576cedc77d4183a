"""A snapshot switched while somebody reads (F07): one whole snapshot in each run, never a mix."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dashboard import auth
from dashboard.answers.answer import Ask
from dashboard.answers.home import standing
from queries import schema
from queries.demo.load import load_demo
from queries.engine import writing
from queries.filters import Filters
from queries.importers.snapshot import activate
from queries.initialise import initialise


@pytest.fixture
def two(tmp_path):
    """Folder and engine of a registry of 60 and of 150 diagnoses; the second is current."""
    engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    initialise(engine)
    for n, day in ((60, 1), (150, 2)):
        load_demo(engine, n_diagnoses=n, now=datetime(2026, 1, day, tzinfo=UTC))
    yield tmp_path, engine
    engine.dispose()


def enrolled(engine, snapshot):
    table = schema.accrual_month.c
    of_hcc = (table.snapshot_id == snapshot, table.domain_code == "HCC")
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.sum(table.n)).where(*of_hcc))


def words(app) -> str:
    return "\n".join(str(element.value) for element in [*app.markdown, *app.warning])


def test_f07_what_is_asked_after_a_switch_is_of_the_snapshot_that_was_opened(at_home, two):
    home, engine = two
    at_home(home)
    ask = Ask(auth.office().scope, Filters(domain="HCC"))
    activate(engine, 1)

    answer = standing(ask)

    assert answer.provenance.snapshot_id == 2
    assert answer.value.enrolled == enrolled(engine, 2) != enrolled(engine, 1)


def test_f07_the_next_run_of_a_page_is_wholly_of_the_new_snapshot(open_as, at_home, two):
    home, engine = two
    script = open_as("COORDINATING", "pages/start.py")
    at_home(home)
    before = words(script.run())
    activate(engine, 1)

    after = words(script.run())

    assert f"{enrolled(engine, 2)} diagnoses enrolled" in before
    assert f"{enrolled(engine, 1)} diagnoses enrolled" in after
    assert f"{enrolled(engine, 2)} diagnoses enrolled" not in after
