"""The demo registry once for all page tests, and a way to open the app in a role."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cache, session
from dashboard.publish_commands import publish_demo
from dashboard.settings import settings
from queries.demo.load import load_demo
from queries.engine import reading, writing
from queries.initialise import initialise

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory, built_once) -> Path:
    """Folder of a demo registry of the usual size, with its release; each worker has a copy."""
    home = tmp_path_factory.mktemp("demo") / "home"
    shutil.copytree(built_once("demo-of-usual-size", _make_demo), home)
    return home


def _make_demo(home: Path) -> None:
    engine = writing(f"sqlite:///{home / 'registry.sqlite'}")
    initialise(engine)
    load_demo(engine, now=datetime(2026, 1, 1, tzinfo=UTC))
    engine.dispose()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOCORE_HOME", str(home))
        settings.cache_clear()
        publish_demo(datetime(2026, 1, 1, tzinfo=UTC))
    settings.cache_clear()
    reading.cache_clear()  # the folder is named anew


@pytest.fixture
def at_home(monkeypatch) -> Iterator[object]:
    """Point the app to a folder; `at_home(folder)`."""

    def point(home: Path, environment: str = "demo") -> None:
        monkeypatch.setenv("IOCORE_HOME", str(home))
        monkeypatch.setenv("IOCORE_ENVIRONMENT", environment)
        settings.cache_clear()
        cache.forget_all()

    yield point
    settings.cache_clear()
    reading.cache_clear()


@pytest.fixture
def open_as(demo_home, at_home, monkeypatch) -> object:
    """Open a script of the app in a role: `open_as("STEERING", "pages/survival.py")`."""
    at_home(demo_home)

    def opened(role: str, script: str = "dashboard/app.py", **choice: str) -> AppTest:
        chosen = session.DemoChoice(role, **choice)
        monkeypatch.setattr(session, "demo_choice", lambda: chosen)
        return AppTest.from_file(str(ROOT / script), default_timeout=60)

    return opened
