"""`iocore report site`: what it writes, what it refuses, and that other commands stay quick."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from dashboard import cache, cli
from dashboard.settings import settings
from queries.demo.load import load_demo
from queries.engine import reading, writing
from queries.initialise import initialise


@pytest.fixture
def report(monkeypatch, tmp_path, capsys):
    """Run `iocore report site` on a small demo: -> code, output, error, file."""
    engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    initialise(engine)
    load_demo(engine, n_diagnoses=80, now=datetime(2026, 1, 1, tzinfo=UTC))
    engine.dispose()

    def run(*more, output="letter"):
        monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
        monkeypatch.setenv("IOCORE_ENVIRONMENT", "demo")
        file = tmp_path / output
        words = ["iocore", "report", "site", *more, "--output", str(file)]
        monkeypatch.setattr(sys, "argv", words)
        settings.cache_clear()
        cache.forget_all()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err, file

    yield run
    settings.cache_clear()
    reading.cache_clear()


def test_a_letter_is_written_as_markdown_with_the_name_of_the_site(report):
    code, out, err, file = report("S05")

    assert (code, err) == (0, "")
    assert "Letter to S05" in out
    assert file.read_text(encoding="utf-8").startswith("# Invented hospital S05")


def test_a_letter_is_written_as_pdf(report):
    code, _, _, file = report("S05", "--format", "pdf")

    assert code == 0
    assert file.read_bytes().startswith(b"%PDF")


def test_an_unknown_site_is_refused_with_those_that_are_there(report):
    code, _, err, file = report("S99")

    assert code == 3
    assert "no site S99" in err
    assert "S01" in err
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_refused(report):
    code, _, err, _ = report("S05", output="no/such/folder")

    assert code == 3
    assert "cannot be written" in err


def test_the_command_line_starts_without_the_drawing_library():
    program = "import dashboard.cli, sys; sys.exit('matplotlib' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
