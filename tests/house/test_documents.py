"""What is written for people is true: keys, fields, commands and settings are all named."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.settings import Settings
from queries.domains.catalogue import TABLES
from queries.importers.files import read_files
from queries.importers.findings import Findings
from queries.importers.language import Block, Condition, File, First, Lookup, Part, Rule, Source
from queries.importers.mapping import curated_fields, load_mapping
from queries.importers.prepare import prepare
from queries.importers.reading import draft_of

ROOT = Path(__file__).resolve().parents[2]
MAPPING = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "model",
    [Source, File, Lookup, Condition, First, Block, Rule, Part],
    ids=lambda model: model.__name__,
)
def test_every_key_of_a_mapping_is_documented(model):
    for name in model.model_fields:
        assert f"`{name.rstrip('_')}`" in MAPPING, name


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_a_table_is_documented(table):
    section = MAPPING.split(f"### {table}\n")[1].split("\n### ")[0]

    for name in curated_fields(table):
        assert re.search(rf"^\| \**{name}\** \|", section, flags=re.MULTILINE), name


EXAMPLES = re.findall(r"```toml\n(.*?)```", MAPPING, flags=re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=["one file", "several files"])
def test_every_example_is_a_mapping_that_fits(tmp_path, example):
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")

    assert load_mapping(path)[0].source.label == "Our centre 2023"


def test_the_worked_example_gives_the_answer_that_stands_below_it(tmp_path):
    table = re.findall(r"^\| (?!---)(.*) \|$", MAPPING.split("The mapping:")[0], flags=re.MULTILINE)
    file = tmp_path / "patients.csv"
    lines = [",".join(cell.strip() for cell in line.split("|")) for line in table]
    file.write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "example.toml").write_text(EXAMPLES[0], encoding="utf-8")
    plan, _ = load_mapping(tmp_path / "example.toml")
    findings = Findings()
    (part,) = read_files(file, plan, findings)

    report = prepare(draft_of(part.source, part.plan, findings), findings).report

    assert report.text() in MAPPING


def test_every_mapping_that_the_guide_names_is_there():
    named = set(re.findall(r"`([\w-]+\.toml)`", MAPPING))

    assert named <= {path.name for path in (ROOT / "tests/import/mappings").glob("*.toml")}


@pytest.mark.parametrize("setting", list(Settings.model_fields))
def test_every_setting_is_in_the_readme(setting):
    assert f"IOCORE_{setting}".upper() in README


def test_every_command_is_in_the_readme():
    program = Path(sys.executable).with_name("iocore")
    text = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    commands = re.findall(r"^  ([a-z]+) ", text.split("Commands:")[1], flags=re.MULTILINE)

    assert commands
    assert all(f"iocore {command}" in README for command in commands)


def test_every_picture_of_the_readme_is_there():
    for picture in re.findall(r"\]\((docs/[^)]+\.png)\)", README):
        assert (ROOT / picture).is_file(), picture


def test_the_validation_page_is_not_older_than_the_statistics():
    spec = importlib.util.spec_from_file_location("validation", ROOT / "docs" / "validation.py")
    validation = importlib.util.module_from_spec(spec)
    sys.modules["validation"] = validation  # dataclasses look their module up
    spec.loader.exec_module(validation)

    assert validation.digest_of_page() == validation.digest(), "run `make validation`"
