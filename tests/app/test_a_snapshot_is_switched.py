"""A snapshot switched while somebody reads (F07): one whole snapshot in each run, never a mix."""

import shutil
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dashboard import auth, frame
from dashboard.answers.answer import Ask
from dashboard.answers.home import standing
from queries import schema
from queries.demo.load import load_demo
from queries.engine import writing
from queries.filters import Filters
from queries.history import delete
from queries.importers.snapshot import activate
from queries.initialise import initialise


def make_two(home):
    engine = writing(f"sqlite:///{home / 'registry.sqlite'}")
    initialise(engine)
    for n, day in ((60, 1), (150, 2)):
        load_demo(engine, n_diagnoses=n, now=datetime(2026, 1, day, tzinfo=UTC))
    engine.dispose()


@pytest.fixture
def two(tmp_path, built_once):
    """Folder and engine of a registry of 60 and of 150 diagnoses; the second is current."""
    shutil.copytree(built_once("two-snapshots", make_two), tmp_path / "home")
    engine = writing(f"sqlite:///{tmp_path / 'home' / 'registry.sqlite'}")
    yield tmp_path / "home", engine
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


def banners(app) -> list[str]:
    return [text.value.replace("\\", "") for text in app.info if "have moved" in text.value]


@pytest.fixture
def opened(open_as, at_home, two):
    """The whole app at its start page, of the second of two snapshots."""
    script = open_as("COORDINATING")
    at_home(two[0])
    return script.run()


def test_f07_a_page_opened_before_the_switch_says_so_at_its_next_run(opened, two):
    assert banners(opened) == []
    activate(two[1], 1)

    (said,) = banners(opened.run())

    cut = "data cut-off 30 Jun 2025"
    assert f"from snapshot 2 ({cut}) to snapshot 1 ({cut})" in said
    assert "The numbers below are of snapshot 1." in said
    assert f"{enrolled(two[1], 1)} diagnoses enrolled" in words(opened)


def test_f07_the_banner_stays_until_it_is_closed_and_comes_back_with_the_next_switch(opened, two):
    activate(two[1], 1)
    opened.run()
    opened.switch_page("../pages/accrual.py").run()
    assert len(banners(opened)) == 1

    opened.button("close_moved").click().run()
    assert banners(opened) == []
    activate(two[1], 2)
    assert "from snapshot 1" in banners(opened.run())[0]


def test_f07_a_switch_between_frame_and_page_draws_both_anew_of_one_snapshot(
    opened, two, monkeypatch
):
    draw_filters = frame._filters

    def switch_meanwhile(*given):
        activate(two[1], 1)
        return draw_filters(*given)

    monkeypatch.setattr(frame, "_filters", switch_meanwhile)
    opened.run()

    assert f"{enrolled(two[1], 1)} diagnoses enrolled" in words(opened)
    assert "to snapshot 1 (" in banners(opened)[0]


def test_f07_a_snapshot_deleted_under_a_page_is_left_for_the_current_one(opened, two):
    activate(two[1], 1)
    delete(two[1], 2)
    opened.run()

    assert not opened.exception
    assert "from snapshot 2" in banners(opened)[0]
    assert f"{enrolled(two[1], 1)} diagnoses enrolled" in words(opened)
