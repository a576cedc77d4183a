"""The shrink guard (I20) at the command line: what is told, and who confirms with which words."""

import sys

import pytest

from dashboard import cli
from dashboard.settings import settings
from queries.engine import reading

MAPPING = """
[source]
label = "Centre"
[[table]]
name = "site"
[table.fields]
site_id = { value = "A" }
country_code = { value = "DEU" }
[[table]]
name = "patient"
[table.fields]
patient_id = { column = "id" }
site_id = { value = "A" }
[[table]]
name = "diagnosis"
[table.fields]
diagnosis_id = { column = "id" }
patient_id = { column = "id" }
domain_code = { value = "HCC" }
"""


@pytest.fixture
def iocore(monkeypatch, tmp_path, capsys):
    """Run a command: `iocore("snapshot", "list")` -> code, output, error."""
    monkeypatch.setenv("IOCORE_ENVIRONMENT", "local")
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IOCORE_DATABASE_URL", "")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["iocore", *map(str, words)])
        settings.cache_clear()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    yield run
    settings.cache_clear()
    reading.cache_clear()


@pytest.fixture
def bring(iocore, tmp_path):
    def imported(n):
        (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
        lines = "\n".join(["id", *(f"P{i}" for i in range(n))])
        (tmp_path / "t.csv").write_text(lines, encoding="utf-8")
        return iocore("import", "table", tmp_path / "t.csv", "--mapping", tmp_path / "map.toml")

    return imported


def test_i20_a_held_import_prints_its_report_and_ends_with_three(bring):
    bring(100)

    code, out, err = bring(60)

    assert code == 3
    assert "60 rows = 60 loaded" in out
    assert "Snapshot 2 is stored and pending: nobody is shown it." in err
    assert "60 patients, 60.0 % of the 100 of snapshot 1; below 95 % it is held." in err
    assert "Snapshot 1 stays the current one." in err
    assert "iocore snapshot confirm 2" in err


def test_i20_lists_and_comparisons_say_that_a_snapshot_is_pending(bring, iocore):
    bring(100)
    bring(60)

    for words in (("list",), ("compare", 1, 2)):
        out = iocore("snapshot", *words)[1]
        assert "Snapshot 2, PENDING: It holds 60 patients" in out


def test_i20_a_pending_snapshot_is_not_activated(bring, iocore):
    bring(100)
    bring(60)

    code, _, err = iocore("snapshot", "activate", 2)

    assert code == 3
    assert "Snapshot 2 is pending" in err


def test_i20_a_confirmation_needs_a_name_and_a_reason(bring, iocore):
    bring(100)
    bring(60)

    assert iocore("snapshot", "confirm", 2)[0] == 2
    assert iocore("snapshot", "confirm", 2, "--by", "A. Person", "--reason", "ok")[0] == 3


def test_i20_a_confirmed_snapshot_is_served_and_says_by_whom(bring, iocore):
    bring(100)
    bring(60)

    reason = "Forty patients withdrew."
    code, out, _ = iocore("snapshot", "confirm", 2, "--by", "A. Person", "--reason", reason)
    listed = iocore("snapshot", "list")[1]

    assert (code, "now the current one" in out) == (0, True)
    assert "current, confirmed" in listed
    assert "Snapshot 2, confirmed by A. Person: It holds 60 patients" in listed
    assert reason in listed
