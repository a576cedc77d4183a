"""The guard of production: each unsafe setting alone is found, and all are listed together."""

import pytest
from streamlit import config

from dashboard.guard import UnsafeSettings, require_safe
from dashboard.settings import Environment, Settings

AWAY = "postgresql+psycopg://io_app:secret@db.example/registry?sslmode=verify-full"


def served(tmp_path, **changed):
    home = tmp_path / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    home.chmod(0o700)
    return Settings(environment=Environment.PRODUCTION, home=home, **changed)


@pytest.fixture(autouse=True)
def as_shipped(monkeypatch):
    shipped = {
        "server.enableStaticServing": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "browser.gatherUsageStats": False,
        "server.fileWatcherType": "none",
        "global.developmentMode": False,
        "server.maxUploadSize": 1,
    }
    asked = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: shipped.get(name, asked(name)))
    return shipped


def test_what_is_shipped_passes(tmp_path):
    require_safe(served(tmp_path, database_url=AWAY, state_database_url=AWAY))


@pytest.mark.parametrize(
    ("url", "finding"),
    [
        (AWAY.replace("?sslmode=verify-full", ""), "not encrypted"),
        (AWAY.replace("verify-full", "prefer"), "not encrypted"),
        (AWAY.replace("io_app", "postgres"), "owner or superuser"),
    ],
)
def test_a_database_that_lets_out_is_found(tmp_path, url, finding):
    with pytest.raises(UnsafeSettings, match=finding) as refusal:
        require_safe(served(tmp_path, database_url=url, state_database_url=AWAY))
    assert "secret" not in str(refusal.value)


def test_a_file_that_others_may_read_is_found(tmp_path):
    given = served(tmp_path)
    (given.home / "registry.sqlite").touch()
    (given.home / "registry.sqlite").chmod(0o644)
    with pytest.raises(UnsafeSettings, match="other accounts"):
        require_safe(given)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("server.enableXsrfProtection", False),
        ("server.enableCORS", False),
        ("server.enableStaticServing", True),
        ("client.showErrorDetails", "full"),
        ("server.maxUploadSize", 200),
    ],
)
def test_an_unsafe_option_is_found_by_name(tmp_path, as_shipped, option, value):
    as_shipped[option] = value
    with pytest.raises(UnsafeSettings, match=option):
        require_safe(served(tmp_path, database_url=AWAY, state_database_url=AWAY))


def test_all_findings_are_listed_at_once(tmp_path, as_shipped):
    as_shipped.update({"client.showErrorDetails": "full", "server.maxUploadSize": 200})
    with pytest.raises(UnsafeSettings) as refusal:
        require_safe(served(tmp_path, database_url=AWAY.replace("io_app", "postgres")))
    for part in ("showErrorDetails", "maxUploadSize", "superuser"):
        assert part in str(refusal.value)


@pytest.mark.parametrize(
    ("place", "is_found"), [("home/anchors.txt", True), ("anchors.txt", False)]
)
def test_an_anchor_beside_the_log_it_should_vouch_for_is_found(tmp_path, place, is_found):
    given = served(tmp_path, database_url=AWAY, audit_anchor=tmp_path / place)
    if is_found:
        with pytest.raises(UnsafeSettings, match="beside the log"):
            require_safe(given)
    else:
        require_safe(given)


def test_an_unsafe_provider_is_found(tmp_path):
    told = {"key": "hospital", "label": "Hospital", "issuer": "http://id.example", "client_id": "x"}
    with pytest.raises(UnsafeSettings) as refusal:
        require_safe(served(tmp_path, database_url=AWAY, providers=(told,)))
    for part in ("not https", "no client secret", "IOCORE_PUBLIC_ADDRESS"):
        assert part in str(refusal.value)
