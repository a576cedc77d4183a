"""The command line: what it refuses, in which words, with which exit code."""

import socket
import sys

import pytest

from dashboard import cli
from dashboard.settings import settings
from queries.engine import reading

MAPPING = """
[source]
label = "x"
[[table]]
name = "diagnosis"
[table.fields]
diagnosis_id = { column = "id" }
patient_id = { column = "id" }
domain_code = { value = "HCC" }
"""


@pytest.fixture
def iocore(monkeypatch, tmp_path, capsys):
    """Run a command: `iocore("init", environment="local")` -> code, output, error."""

    def run(*words, environment="local", home=None, url=""):
        monkeypatch.setenv("IOCORE_ENVIRONMENT", environment)
        monkeypatch.setenv("IOCORE_HOME", str(home or tmp_path / "home"))
        monkeypatch.setenv("IOCORE_DATABASE_URL", url)
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
def table(tmp_path):
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "t.csv").write_text("id\nP1\n", encoding="utf-8")
    return tmp_path / "t.csv", "--mapping", tmp_path / "map.toml"


def test_help_names_every_command_and_the_exit_codes(iocore):
    code, out, _ = iocore("--help")

    assert code == 0
    assert all(word in out for word in ("serve", "init", "demo", "import", "3 input refused"))


def test_wrong_usage_is_two(iocore):
    assert iocore("serve", "--port", "no number")[0] == 2
    assert iocore("nonsense")[0] == 2


def test_init_and_demo_make_a_registry(iocore):
    assert iocore("init", environment="demo")[0] == 0
    code, out, _ = iocore("demo", "--patients", "60", environment="demo")

    assert code == 0
    assert "Synthetic demo registry of 60 diagnoses" in out


def test_a_row_without_its_patient_is_told_with_the_conservation_of_rows(iocore, table):
    code, _, err = iocore("import", "table", *table)

    assert code == 3
    assert "No row can be loaded" in err
    assert "registry is unchanged" in err


def test_a_demo_takes_no_real_table(iocore, table):
    code, _, err = iocore("import", "table", *table, environment="demo")

    assert code == 3
    assert "generated data only" in err


def test_local_data_and_demo_data_do_not_mix(iocore):
    assert iocore("demo", environment="local")[0] == 3


@pytest.mark.parametrize("missing", ["t.csv", "map.toml"])
def test_a_file_that_is_not_there_is_refused(iocore, table, tmp_path, missing):
    (tmp_path / missing).unlink()

    code, _, err = iocore("import", "table", *table)

    assert code == 3
    assert "cannot be read" in err


def test_serving_without_a_registry_says_what_to_do(iocore):
    code, _, err = iocore("serve", "--port", _free_port())

    assert code == 5
    assert "iocore init" in err or "iocore demo" in err


def test_a_port_in_use_is_told(iocore):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = iocore("serve", "--port", taken.getsockname()[1])

    assert code == 5
    assert "cannot be used" in err


def test_a_folder_that_cannot_be_made_is_told(iocore, tmp_path):
    (tmp_path / "file").write_text("not a folder")

    code, _, err = iocore("init", home=tmp_path / "file" / "home")

    assert code == 5
    assert "cannot be made" in err


def test_an_embedded_registry_is_set_up_and_then_told_to_have_no_accounts(iocore):
    code, _, err = iocore("init", "--roles")

    assert code == 5
    assert "no accounts" in err


def test_a_wrong_setting_is_named_and_its_value_is_not_repeated(iocore):
    code, _, err = iocore("init", environment="secret value")

    assert code == 5
    assert "IOCORE_ENVIRONMENT" in err
    assert "secret value" not in err


def test_an_unreadable_database_address_is_refused_without_its_password(iocore):
    code, _, err = iocore("init", url="postgres:no address:password1")

    assert code == 5
    assert "password1" not in err


def test_a_database_that_does_not_answer_is_one_sentence(iocore, table):
    url = "postgresql+psycopg://iocore:password1@127.0.0.1:1/none"

    code, _, err = iocore("init", url=url)

    assert code == 5
    assert "password1" not in err


def test_a_fault_ends_with_a_reference_and_no_trace_on_the_line(iocore, monkeypatch):
    def fault(*_):
        raise RuntimeError("inside")

    monkeypatch.setattr(cli, "initialise", fault)
    code, _, err = iocore("init")

    assert code == 70
    assert "Something went wrong (ref " in err


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_stored_snapshots_are_listed_compared_activated_and_deleted(iocore):
    iocore("demo", "--patients", "60", environment="demo")
    iocore("demo", "--patients", "61", environment="demo")

    assert "current, SYNTHETIC" in iocore("snapshot", "list", environment="demo")[1]
    assert "diagnosis" in iocore("snapshot", "compare", 1, 2, environment="demo")[1]
    assert iocore("snapshot", "delete", 2, environment="demo")[0] == 3
    assert iocore("snapshot", "activate", 1, environment="demo")[0] == 0
    assert iocore("snapshot", "delete", 2, environment="demo")[0] == 0
    code, _, err = iocore("snapshot", "activate", 2, environment="demo")
    assert (code, "no snapshot 2" in err) == (3, True)
